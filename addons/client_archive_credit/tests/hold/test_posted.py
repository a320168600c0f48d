from odoo import Command, fields
from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestPosted(CreditCommon):
    """Every way to a posted document: an invoice is never stopped, and what lowers the debt wakes what waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.grant(1000)
        cls.job = cls.env.ref("client_archive_credit.ir_cron_judge_again")

    # ------------------------------------------------------------------
    # Ways of Odoo
    # ------------------------------------------------------------------
    def by_button(self, move):
        self.rpc("accountant", move, "action_post")

    def by_dialog(self, move):
        wizard = self.env["validate.account.move"].with_user(self.users["accountant"]).create({
            "move_ids": [Command.set(move.ids)], "force_post": True})
        self.rpc("accountant", wizard, "validate_move")

    def by_schedule(self, move):
        move.auto_post = "at_date"
        self.run_round(self.env["account.move"], "_autopost_draft_entries")

    def by_server(self, move):
        move.sudo()._post(soft=False)

    def ways(self):
        return self.by_button, self.by_dialog, self.by_schedule, self.by_server

    def test_an_invoice_of_a_stopped_customer_is_posted_by_every_way(self):
        self.invoice(5000, days=90)
        self.grant(0, "stop")
        for post in self.ways():
            with self.subTest(way=post.__name__):
                move = self.invoice(10, post=False)
                before = self.exposure(self.file)
                post(move)
                self.assertEqual(move.state, "posted")
                self.assertEqual(self.exposure(self.file), before, "as a draft it counted already")

    def test_a_down_payment_and_the_rest_of_a_stopped_customers_order_are_posted(self):
        order = self.confirm(self.order(1000))
        self.grant(0, "stop")
        self.env["sale.advance.payment.inv"].with_context(active_model="sale.order", active_ids=order.ids).create({
            "advance_payment_method": "percentage", "amount": 30}).create_invoices()
        order.invoice_ids.action_post()
        order._create_invoices(final=True).action_post()
        self.assertEqual(set(order.invoice_ids.mapped("state")), {"posted"})
        self.assertEqual(self.exposure(self.file), 1000)

    # ------------------------------------------------------------------
    # What lowers the debt
    # ------------------------------------------------------------------
    def assertWakes(self, act, *arguments):
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.job.id)])
        act(*arguments)
        self.assertGreater(
            self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.job.id)]), triggers)

    def test_a_credit_note_wakes_what_waits_by_every_way(self):
        self.confirm(self.order(1500))
        for post in self.ways():
            with self.subTest(way=post.__name__):
                self.assertWakes(post, self.invoice(10, post=False, move_type="out_refund"))

    def entry(self, amount):
        """A miscellaneous entry in favour of the customer."""
        account = self.env["account.account"].search([
            ("account_type", "=", "expense"), ("company_ids", "in", self.company.ids)], limit=1)
        return self.env["account.move"].create({"line_ids": [
            Command.create({"account_id": account.id, "debit": amount, "name": "Allowance"}),
            Command.create({
                "account_id": self.partner.property_account_receivable_id.id, "credit": amount,
                "partner_id": self.partner.id, "name": "Allowance"})]})

    def test_money_wakes_what_waits_by_every_way(self):
        invoice = self.invoice(500)
        self.confirm(self.order(1500))
        with self.subTest(way="dialog on the invoice"):
            self.assertWakes(self.pay, invoice, 100)
        with self.subTest(way="payment in advance"):
            payment = self.env["account.payment"].create({
                "partner_id": self.partner.id, "payment_type": "inbound", "partner_type": "customer", "amount": 50})
            self.assertWakes(self.rpc, "accountant", payment, "action_post")
        entry = self.entry(40)
        with self.subTest(way="entry"):
            self.assertWakes(self.by_button, entry)
        with self.subTest(way="reconciliation"):
            lines = (entry | invoice).line_ids.filtered(lambda line: line.account_type == "asset_receivable")
            self.assertWakes(lines.reconcile)
        with self.subTest(way="reversal"):
            self.assertWakes(lambda: self.invoice(30)._reverse_moves(
                [{"invoice_date": fields.Date.today()}], cancel=True))

    def test_an_invoice_wakes_nothing(self):
        self.confirm(self.order(1500))
        count = self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.job.id)])
        self.invoice(10)
        self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", self.job.id)]), count)
