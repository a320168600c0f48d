from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from ...models.exposure import compiled
from ...tools import exposure
from .common import ExposureCommon


@tagged("-at_install", "post_install")
class TestExposure(ExposureCommon):
    def test_open_invoices_and_what_is_overdue(self):
        self.invoice(300, days=40)
        self.invoice(200, days=3)
        self.invoice(100, days=-5)
        self.file.invalidate_recordset()
        self.assertEqual((self.file.receivable, self.file.overdue, self.file.used), (600, 500, 600))
        self.assertEqual(self.file.overdue_since, fields.Date.today() - timedelta(days=40))
        figures = self.env["credit.exposure"]._of(self.company, self.partner, tolerance_days=7)[self.partner.id]
        self.assertEqual(figures.late, 300)

    def test_payment_and_credit_note_lower_it(self):
        invoice = self.invoice(300)
        self.pay(invoice, 120)
        self.assertEqual(self.exposure(self.file), 180)
        self.invoice(80, move_type="out_refund")
        self.assertEqual(self.exposure(self.file), 100)

    def test_what_went_back_to_draft_settles_nothing(self):
        """Odoo leaves it reconciled, and shows no residual."""
        invoice = self.invoice(300)
        self.pay(invoice)
        invoice.button_draft()
        self.assertEqual(self.exposure(self.file), 0, "a draft of 300, and a payment of it")
        self.invoice(200)._reverse_moves(cancel=True).button_draft()
        self.assertEqual(self.exposure(self.file), 200, "its credit note is none yet")

    def test_prepayment_makes_room(self):
        self.env["account.payment"].create({
            "partner_id": self.partner.id, "payment_type": "inbound", "partner_type": "customer", "amount": 250,
        }).action_post()
        self.assertEqual(self.exposure(self.file), -250)

    def test_draft_invoice_counts_once(self):
        self.invoice(70, post=False)
        self.assertEqual(self.exposure(self.file), 70)
        order = self.confirmed(1000)
        self.assertEqual(self.exposure(self.file), 1070)
        order._create_invoices()
        self.assertEqual(self.exposure(self.file), 1070, "the draft of an order is counted by the order")
        order.invoice_ids.action_post()
        self.file.invalidate_recordset()
        self.assertEqual((self.file.receivable, self.file.to_invoice, self.file.used), (1000, 0, 1070))

    def test_down_payment_is_not_counted_twice(self):
        order = self.confirmed(1000)
        self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids).create({
                "advance_payment_method": "fixed", "fixed_amount": 400}).create_invoices()
        down = order.invoice_ids
        self.assertEqual(self.exposure(self.file), 1000, "a draft changes nothing")
        down.action_post()
        self.file.invalidate_recordset()
        self.assertEqual((self.file.receivable, self.file.to_invoice), (400, 600))
        self.pay(down)
        self.assertEqual(self.exposure(self.file), 600)
        order._create_invoices(final=True)
        (order.invoice_ids - down).action_post()
        self.file.invalidate_recordset()
        self.assertEqual((self.file.receivable, self.file.to_invoice, self.file.used), (600, 0, 600))

    def test_delivery_policy_counts_what_was_ordered_and_what_was_delivered_more(self):
        order = self.confirmed(1000, product=self.by_delivery)
        self.assertEqual(self.exposure(self.file), 1000, "Odoo's own figure misses it: nothing is delivered yet")
        order.order_line.qty_delivered = 12
        self.assertEqual(self.exposure(self.file), 1200)
        order._create_invoices()
        order.invoice_ids.action_post()
        self.file.invalidate_recordset()
        self.assertEqual((self.file.receivable, self.file.to_invoice), (1200, 0))

    def test_tax_is_part_of_it(self):
        tax = self.env["account.tax"].create({"name": "VAT", "amount": 13, "amount_type": "percent"})
        order = self.order(1000, payment_term_id=self.cash.id)
        order.order_line.tax_ids = tax
        self.confirm(order)
        self.assertAlmostEqual(self.exposure(self.file), 1130)
        self.env["sale.order.line"].create({
            "order_id": order.id, "product_id": self.product.id, "product_uom_qty": 0, "price_unit": 100,
            "tax_ids": [(6, 0, tax.ids)]}).qty_delivered = 2
        self.assertAlmostEqual(self.exposure(self.file), 1356, msg="a line that nobody ordered, with its tax")

    def test_foreign_currency_at_the_rate_of_the_order(self):
        currency = self.env["res.currency"].create({"name": "TB", "symbol": "TB"})
        self.env["res.currency.rate"].create({
            "name": "2023-01-01", "rate": 2.0, "currency_id": currency.id, "company_id": self.company.id})
        pricelist = self.env["product.pricelist"].create({"name": "TB", "currency_id": currency.id})
        self.confirmed(1000, pricelist_id=pricelist.id)
        self.assertEqual(self.exposure(self.file), 500)
        invoice = self.invoice(100, currency_id=currency.id, post=False)
        self.assertEqual(self.exposure(self.file), 550)
        invoice.action_post()
        self.assertEqual(self.exposure(self.file), 550)
        self.pay(invoice, 40)
        self.assertEqual(self.exposure(self.file), 530)

    def test_contacts_of_the_payer_count_for_it(self):
        contact = self.env["res.partner"].create({
            "name": "Accounts", "type": "invoice", "parent_id": self.partner.id})
        other = self.env["res.partner"].create({"name": "Elsewhere", "is_company": True})
        self.confirmed(300, partner=other, partner_invoice_id=contact.id)
        self.assertEqual(self.exposure(self.file), 300, "the invoice address pays")

    def test_one_company_never_counts_anothers(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["sale.order"].with_company(other).create({
            "partner_id": self.partner.id, "company_id": other.id, "order_line": [(0, 0, {
                "product_id": self.product.id, "product_uom_qty": 9, "price_unit": 100, "tax_ids": False})],
        }).action_confirm()
        self.confirmed(100)
        self.assertEqual(self.exposure(self.file), 100)
        foreign = self.File.create({"partner_id": self.partner.id, "company_id": other.id})
        self.assertEqual(foreign.used, 900)
        self.assertNotIn(foreign, self.as_user("credit_officer", self.File).search([]))

    def test_cost_does_not_depend_on_the_number_of_payers(self):
        partners = self.env["res.partner"].create([
            {"name": f"Customer {number}", "is_company": True} for number in range(20)])
        self.File.create([{"partner_id": partner.id} for partner in partners])
        self.invoice(300)
        self.company._credit_branch_ids(), self.company._archive_timezone()  # Odoo keeps them
        self.env.flush_all()
        for files in (self.file, self.File.search([])):
            self.env.invalidate_all()
            files.mapped("partner_id.name"), files.company_id.currency_id.decimal_places
            files.mapped("group_id"), files.company_id.credit_tolerance_days
            before = self.env.cr.sql_log_count
            files.mapped("used")
            self.assertEqual(self.env.cr.sql_log_count - before, 1)

    def test_few_and_many_payers_are_read_alike(self):
        """Few are read by functions of the database, many by the same queries with a plan of their own."""
        order = self.confirmed(1000)
        quotation = self.order(500)
        self.pay(self.invoice(300, days=40), 120)
        self.invoice(70, post=False)
        self.invoice(30, move_type="out_refund")
        Exposure = self.env["credit.exposure"]

        def read():
            return Exposure._of(self.company, self.partner, quotation, 7), Exposure._of_orders(order | quotation)

        few = read()
        with patch.object(compiled, "_FEW", 0):
            many = read()
        self.assertEqual(few, many)
        self.assertEqual(few[1], {order.id: 1000, quotation.id: 500})
        figures = few[0][self.partner.id]
        self.assertEqual((figures.receivable, figures.to_invoice, figures.drafts, figures.credits, figures.late),
                         (180, 1000, 70, 30, 180))

    def test_customers_are_found_by_their_figures(self):
        zero = self.grant(0, partner=self.env["res.partner"].create({"name": "Cash only", "is_company": True}))
        self.invoice(10, partner=zero.partner_id)
        self.grant(1000)
        self.invoice(800, days=40)
        self.invoice(250)
        Mine = self.as_user("credit_officer", self.File)
        self.assertEqual(Mine.search([("available", "<", 0)]), self.file | zero)
        self.assertEqual(Mine.search([("overdue", ">", 0)]), self.file)
        self.assertEqual(Mine.search([("used_percent", ">=", 105)]), self.file)
        self.assertEqual(Mine.search([("used", "<=", 10)]), zero)

    def test_what_is_paid_and_invoiced_in_full_is_not_looked_at(self):
        """The cost does not grow with history: the figures come from indexes that hold the open rows alone."""
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        today = fields.Date.today()
        self.env.cr.execute(SQL(
            "EXPLAIN %s", exposure.components(self.company.id, self.partner.ids, today, today, [])))
        plans = [row[0] for row in self.env.cr.fetchall()]
        for index in ("account_move_credit_draft_idx", "sale_order_credit_open_idx",
                      "sale_order_line_credit_beyond_idx", "account_payment_credit_transit_idx"):
            self.assertTrue(any(index in line for line in plans), index)

    def test_figures_drill_down(self):
        order = self.confirmed(1000)
        invoice = self.invoice(300)
        draft = self.invoice(70, post=False)
        for action, documents in (("action_view_orders", order), ("action_view_drafts", draft),
                                  ("action_view_receivable", invoice.line_ids.filtered("date_maturity"))):
            found = getattr(self.file, action)()
            self.assertEqual(self.env[found["res_model"]].search(found["domain"]), documents)
