from odoo import Command, fields
from odoo.tests import tagged

from .common import ExposureCommon


@tagged("-at_install", "post_install")
class TestComponents(ExposureCommon):
    """Each way to owe counts once, from the quotation to the last cent."""

    def figures(self):
        self.file.invalidate_recordset()
        return self.file.receivable, self.file.drafts, self.file.to_invoice, self.file.credits, self.file.used

    def posted(self, order):
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def test_refund_of_an_order_is_to_be_invoiced_again(self):
        order = self.confirmed(1000)
        invoice = self.posted(order)
        self.assertEqual(self.figures(), (1000, 0, 0, 0, 1000))
        invoice._reverse_moves([{"invoice_date": fields.Date.today()}], cancel=True)
        self.assertEqual(self.figures(), (0, 0, 1000, 0, 1000), "what was credited is ordered still")

    def test_partial_payments(self):
        invoice = self.posted(self.confirmed(1000))
        self.pay(invoice, 400)
        self.pay(invoice, 350)
        self.assertEqual(self.exposure(self.file), 250)
        self.pay(invoice)
        self.assertEqual(self.exposure(self.file), 0)

    def test_part_of_an_order_is_invoiced(self):
        order = self.confirmed(1000)
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 4
        invoice.action_post()
        self.assertEqual(self.figures(), (400, 0, 600, 0, 1000))
        order._create_invoices()
        self.assertEqual(self.figures(), (400, 0, 600, 0, 1000), "the draft of a confirmed order is not counted twice")

    def test_closed_and_locked_orders(self):
        locked, cancelled = self.confirmed(300), self.confirmed(500)
        locked.action_lock()
        self.assertEqual(self.exposure(self.file), 800)
        cancelled._action_cancel()
        self.assertEqual(self.exposure(self.file), 300)
        self.posted(locked)
        self.assertEqual(self.figures(), (300, 0, 0, 0, 300), "fully invoiced: closed")

    def test_sections_notes_and_discounts(self):
        order = self.order(1000, payment_term_id=self.cash.id)
        order.order_line.discount = 12.5
        order.write({"order_line": [
            Command.create({"display_type": "line_section", "name": "Bearings"}),
            Command.create({"display_type": "line_note", "name": "Handle with care"})]})
        self.confirm(order)
        self.assertEqual(self.exposure(self.file), 875)
        self.posted(order)
        self.assertEqual(self.figures(), (875, 0, 0, 0, 875))

    def test_taxes_included_in_the_price(self):
        tax = self.env["account.tax"].create({
            "name": "VAT in it", "amount": 13, "amount_type": "percent", "price_include_override": "tax_included"})
        order = self.order(1130, payment_term_id=self.cash.id)
        order.order_line.tax_ids = tax
        self.confirm(order)
        self.assertEqual(self.exposure(self.file), 1130, "no tax on top")
        self.env["sale.order.line"].create({
            "order_id": order.id, "product_id": self.by_delivery.id, "product_uom_qty": 0, "price_unit": 113,
            "tax_ids": tax.ids}).qty_delivered = 1
        self.assertEqual(self.exposure(self.file), 1243, "nor for what nobody ordered")

    def test_zero_ordered_but_delivered(self):
        order = self.confirmed(0, product=self.by_delivery)
        self.assertEqual(self.exposure(self.file), 0)
        order.order_line.qty_delivered = 3
        self.assertEqual(self.figures(), (0, 0, 300, 0, 300))
        self.posted(order)
        self.assertEqual(self.figures(), (300, 0, 0, 0, 300))

    def test_miscellaneous_entries(self):
        account = self.env["account.account"].search([("account_type", "=", "expense")], limit=1)
        receivable = self.partner.property_account_receivable_id
        self.env["account.move"].create({"line_ids": [
            Command.create({"account_id": receivable.id, "debit": 90, "partner_id": self.partner.id, "name": "Fee"}),
            Command.create({"account_id": account.id, "credit": 90, "name": "Fee"})]}).action_post()
        self.assertEqual(self.figures(), (90, 0, 0, 0, 90))
        self.env["account.move"].create({"line_ids": [
            Command.create({"account_id": receivable.id, "credit": 30, "partner_id": self.partner.id, "name": "Bonus"}),
            Command.create({"account_id": account.id, "debit": 30, "name": "Bonus"})]}).action_post()
        self.assertEqual(self.figures(), (90, 0, 0, 30, 60))

    def test_other_invoice_address_and_child_contacts(self):
        contact = self.env["res.partner"].create({"name": "Plant two", "parent_id": self.partner.id})
        self.invoice(120, partner=contact)
        self.assertEqual(self.exposure(self.file), 120)
        other = self.env["res.partner"].create({"name": "Somebody else", "is_company": True})
        order = self.confirm(self.order(300, payment_term_id=self.cash.id, partner_invoice_id=other.id))
        self.approve(self.hold_of(order))
        self.assertEqual((order.state, self.exposure(self.file)), ("sale", 120), "another one pays")

    def test_R42_branches_are_part_of_their_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.users["sales"].company_ids |= branch
        self.confirmed(100)
        order = self.order(200, payment_term_id=self.cash.id, company_id=branch.id)
        self.assertEqual(order.company_id, branch)
        self.confirm(order)
        self.assertEqual(self.figures(), (0, 0, 300, 0, 300))
        found = self.file.action_view_orders()
        self.assertIn(order, self.env["sale.order"].search(found["domain"]))
        with self.refuses("is a branch"):
            self.File.create({"partner_id": self.partner.id, "company_id": branch.id})
        self.assertEqual(self.File.with_company(branch)._ensure(self.partner, branch), self.file)
        self.assertEqual(self.partner.with_company(branch).credit_file_id, self.file)

    def test_R42_the_limit_holds_orders_of_branches(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.users["sales"].company_ids |= branch
        self.grant(1000)
        order = self.order(1500, company_id=branch.id)
        self.confirm(order)
        hold = self.hold_of(order)
        self.assertEqual((order.state, hold.company_id, hold.limit_amount), ("draft", branch, 1000))
        self.assertEqual(self.partner.with_company(branch).credit_limit, 1000, "Odoo's own field says so there, too")
        with self.refuses("has a credit file"):
            self.partner.with_company(branch).sudo().write({"credit_limit": 5})

    def test_branches_are_known_at_once(self):
        self.assertEqual(self.company._credit_branch_ids(), ())
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.assertEqual(self.company._credit_branch_ids(), tuple(branch.ids))
