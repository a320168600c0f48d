from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestGroup(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sister = cls.env["res.partner"].create({
            "name": "Sister", "is_company": True, "user_id": cls.users["sales"].id})
        cls.files = cls.File.create([{"partner_id": cls.partner.id}, {"partner_id": cls.sister.id}])
        cls.group = cls.env["credit.group"].create({"name": "Yangtze", "user_id": cls.users["credit_officer"].id})
        cls.files.with_user(cls.users["credit_manager"]).group_id = cls.group
        cls.files = cls.files.with_env(cls.env)

    def test_members_share_one_limit(self):
        self.approve(self.apply(1000, login="credit_officer", group_id=self.group.id))
        self.assertEqual(self.group.status, "valid")
        self.assertEqual(self.files.mapped("status"), ["valid", "valid"])
        self.assertEqual((self.partner.credit_limit, self.sister.credit_limit), (1000, 1000))
        self.assertEqual(self.confirm(self.order(700)).state, "sale")
        second = self.confirm(self.order(400, partner=self.sister))
        self.assertEqual(second.state, "draft")
        hold = self.hold_of(second)
        self.assertEqual((hold.used, hold.order_amount, hold.limit_amount), (700, 400, 1000))
        self.assertEqual(self.exposure(self.group), 700)
        self.files.invalidate_recordset()
        self.assertEqual(self.files.mapped(lambda file: (file.used, file.available, file.used_percent)),
                         [(700, 300, 70), (0, 300, 70)], "each owes its own, and what is left is left for both")
        self.assertEqual(self.File.search([("available", "<=", 300), ("used_percent", ">=", 70)]), self.files)

    def test_only_credit_managers_say_who_shares(self):
        with self.assertRaises(AccessError):
            self.rpc("credit_officer", self.files[0], "write", {"group_id": False})
        self.rpc("credit_manager", self.files[0], "write", {"group_id": False})
        self.assertFalse(self.files[0].group_id)

    # ------------------------------------------------------------------
    # Several companies (R42)
    # ------------------------------------------------------------------
    def branch(self):
        """Another company of ours, in which the credit manager works as well."""
        company = self.env["res.company"].create({"name": "Branch", "currency_id": self.company.currency_id.id})
        self.env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
        self.users["credit_manager"].company_ids |= company
        return company

    def test_R42_companies_share_a_limit_where_it_is_chosen(self):
        branch = self.branch()
        self.approve(self.apply(1000, login="credit_officer", group_id=self.group.id))
        other = self.File.create({"partner_id": self.partner.id, "company_id": branch.id})
        with self.assertRaises(ValidationError), self.cr.savepoint():
            other.group_id = self.group
        self.rpc("credit_manager", self.group, "write", {"shared_company_ids": [Command.link(branch.id)]})
        other.group_id = self.group
        self.assertEqual(self.partner.with_company(branch).credit_limit, 1000)
        self.invoice(600, company_id=branch.id, journal_id=self.env["account.journal"].search([
            ("company_id", "=", branch.id), ("type", "=", "sale")], limit=1).id)
        self.assertEqual(self.exposure(self.group), 600, "what is owed to the branch counts")
        held = self.confirm(self.order(500))
        self.assertEqual((held.state, self.hold_of(held).used), ("draft", 600))
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.group.with_user(self.users["credit_manager"]).shared_company_ids = False

    def test_R42_nothing_is_shared_by_itself(self):
        branch = self.branch()
        self.approve(self.apply(1000, login="credit_officer", group_id=self.group.id))
        self.File.create({"partner_id": self.partner.id, "company_id": branch.id})
        self.assertEqual(self.partner.with_company(branch).credit_limit, 0)
        with self.assertRaises(AccessError):
            self.rpc("credit_officer", self.group, "write", {"shared_company_ids": [Command.link(branch.id)]})

    def test_R42_one_currency(self):
        foreign = self.env["res.currency"].with_context(active_test=False).search([
            ("id", "!=", self.company.currency_id.id)], limit=1)
        foreign.active = True
        abroad = self.env["res.company"].create({"name": "Abroad", "currency_id": foreign.id})
        self.users["credit_manager"].company_ids |= abroad
        with self.assertRaises(ValidationError):
            self.rpc("credit_manager", self.group, "write", {"shared_company_ids": [Command.link(abroad.id)]})

    def test_R42_members_are_found_by_the_status_of_their_group(self):
        self.assertEqual(self.File.search([("status", "=", "none"), ("id", "in", self.files.ids)]), self.files)
        self.approve(self.apply(1000, login="credit_officer", group_id=self.group.id))
        self.assertEqual(self.File.search([("status", "=", "valid"), ("id", "in", self.files.ids)]), self.files)
        self.approve(self.apply(0, "stop", login="credit_officer", group_id=self.group.id), ("credit_manager",))
        self.assertEqual(self.File.search([("status", "=", "stop"), ("id", "in", self.files.ids)]), self.files)
        self.assertFalse(self.File.search([("status", "=", "valid"), ("id", "in", self.files.ids)]))

    def test_R42_the_cost_of_a_group_does_not_grow_with_its_members(self):
        def queries(group):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            group._exposures()
            return self.env.cr.sql_log_count - before
        queries(self.group)
        few = queries(self.group)
        partners = self.env["res.partner"].create([{"name": f"M{n}", "is_company": True} for n in range(8)])
        self.File.create([{"partner_id": partner.id, "group_id": self.group.id} for partner in partners])
        self.assertEqual(queries(self.group), few)

    # ------------------------------------------------------------------
    # What frees a shared limit wakes who waits for it
    # ------------------------------------------------------------------
    def wake_ups(self):
        return self.env["ir.cron.trigger"].search_count([
            ("cron_id", "=", self.env.ref("client_archive_credit.ir_cron_judge_again").id)])

    def test_a_payment_of_an_affiliate_releases_at_once(self):
        self.approve(self.apply(1000, login="credit_officer", group_id=self.group.id))
        invoice = self.invoice(600, partner=self.sister)
        waiting = self.confirm(self.order(700))
        before = self.wake_ups()
        self.pay(invoice)
        self.assertGreater(self.wake_ups(), before)
        self.run_round(self.env["credit.hold"], "_cron_judge_again")
        self.assertEqual(waiting.state, "sale")

    def shared(self):
        """A limit of 1,000 that another company shares, where the sister owes 600: its invoice, and an order that waits
        here."""
        branch = self.branch()
        self.approve(self.apply(1000, login="credit_officer", group_id=self.group.id))
        self.rpc("credit_manager", self.group, "write", {"shared_company_ids": [Command.link(branch.id)]})
        self.File.create({"partner_id": self.sister.id, "company_id": branch.id, "group_id": self.group.id})
        invoice = self.invoice(
            600, partner=self.sister, company_id=branch.id, journal_id=self.env["account.journal"].search([
                ("company_id", "=", branch.id), ("type", "=", "sale")], limit=1).id)
        return invoice, self.confirm(self.order(700))

    def test_R42_a_payment_in_a_company_that_shares_the_limit_releases_at_once(self):
        invoice, waiting = self.shared()
        self.assertEqual(self.hold_of(waiting).state, "pending")
        # a bookkeeper of the other company, who sees nothing of this one
        clerk = self._make_users({"clerk": "account.group_account_manager"})["clerk"]
        clerk.write({"company_id": invoice.company_id.id, "company_ids": [Command.set(invoice.company_id.ids)]})
        self.assertFalse(self.env["sale.order"].with_user(clerk).search([("id", "=", waiting.id)]))
        before = self.wake_ups()
        payment = self.env["account.payment.register"].with_user(clerk).with_context(
            active_model="account.move", active_ids=invoice.ids).create({})
        payment._create_payments()
        self.assertGreater(self.wake_ups(), before)
        self.run_round(self.env["credit.hold"], "_cron_judge_again")
        self.assertEqual(waiting.state, "sale")

    def test_R42_a_payment_elsewhere_that_is_not_shared_wakes_nobody(self):
        invoice, waiting = self.shared()
        self.File.search([("partner_id", "=", self.sister.id)]).with_user(
            self.users["credit_manager"]).write({"group_id": False})
        before = self.wake_ups()
        self.pay(invoice)
        self.assertEqual(self.wake_ups(), before)
        self.assertEqual(self.hold_of(waiting).state, "pending")

    def test_waking_costs_the_same_for_any_number_of_members_and_holds(self):
        def queries():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["credit.hold"]._wake(self.partner, self.company)
            return self.env.cr.sql_log_count - before
        self.approve(self.apply(1000, login="credit_officer", group_id=self.group.id))
        queries()
        few = queries()
        self.assertEqual(few, 2, "the members, and whether one of them waits")
        partners = self.env["res.partner"].create([{"name": f"M{n}", "is_company": True} for n in range(8)])
        self.File.create([{"partner_id": partner.id, "group_id": self.group.id} for partner in partners])
        other = self.env["res.partner"].create({"name": "Elsewhere", "is_company": True})
        self.grant(0, partner=other)
        for amount in range(1100, 1500, 100):
            self.confirm(self.order(amount, partner=other))
        self.assertEqual(queries(), few)
