from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReviewCommon


@tagged("-at_install", "post_install")
class TestReview(ReviewCommon):
    """Doors that a review of the credit file found open: each was tried first, and let something through."""

    def contact(self):
        return self.env["res.partner"].create({"name": "Bookkeeping", "type": "invoice", "parent_id": self.partner.id})

    def held(self, order, reason):
        self.rpc("sales", order, "action_confirm")
        order.invalidate_recordset()
        self.assertNotEqual(order.state, "sale")
        self.assertIn(reason, self.hold_of(order).reason_ids.mapped("reason"))

    # ------------------------------------------------------------------
    # What an order weighs
    # ------------------------------------------------------------------
    def own_total(self, quantity):
        return {
            "manual_tax_amounts": {"0": {}}, "currency_id": self.company.currency_id.id, "price_unit": 100,
            "discount": 0, "quantity": quantity, "manual_total_excluded_currency": 1.0, "manual_total_excluded": 1.0}

    def test_a_line_does_not_bring_its_own_total(self):
        line = {
            "product_id": self.product.id, "price_unit": 100, "tax_ids": False, "extra_tax_data": self.own_total(50)}
        made = self.env["sale.order"].browse(self.rpc("sales", self.env["sale.order"], "create", [{
            "partner_id": self.partner.id, "order_line": [Command.create({**line, "product_uom_qty": 50})]}]))
        self.assertEqual(made.amount_total, 5000)
        order = self.confirm(self.order(500))
        order.order_line.flush_recordset()
        self.rpc("sales", order.order_line, "write", {"extra_tax_data": self.own_total(5)})
        self.rpc("sales", order.order_line, "write", {"product_uom_qty": 6})
        self.rpc("sales", order.order_line, "write", {"product_uom_qty": 5})
        self.assertEqual((order.amount_total, self.exposure(self.file)), (500, 500))
        with self.refuses("cannot grow"):
            self.rpc("sales", order.order_line, "write", {"product_uom_qty": 50, "extra_tax_data": self.own_total(50)})

    def test_nor_does_one_that_was_made_for_somebody_else(self):
        """Where the customer has no file, Odoo's way stays; the totals are looked at when they come to count."""
        order = self.order(5000, partner=self.stranger)
        order.order_line.write({"extra_tax_data": self.own_total(50), "product_uom_qty": 50})
        order.order_line.modified(["price_unit"])
        self.assertEqual(order.amount_total, 1)
        order.partner_id = self.partner
        self.held(order, "limit")
        self.assertEqual((order.amount_total, self.hold_of(order).order_amount), (5000, 5000))

    def test_a_discount_of_the_whole_order_still_brings_its_cents(self):
        order = self.order(900)
        wizard = self.env["sale.order.discount"].create({
            "sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.1})
        wizard.action_apply_discount()
        self.assertEqual(order.amount_total, 810)

    def test_a_quotation_dated_back_weighs_what_it_weighs_today(self):
        dollar = self.env["res.currency"].create({"name": "QQQ", "symbol": "Q"})
        today = self.company._archive_today()
        self.env["res.currency.rate"].create([
            {"name": "2001-01-01", "rate": 10, "currency_id": dollar.id, "company_id": self.company.id},
            {"name": today, "rate": 1, "currency_id": dollar.id, "company_id": self.company.id}])
        prices = self.env["product.pricelist"].create({"name": "Q", "currency_id": dollar.id})
        order = self.order(2000, pricelist_id=prices.id, date_order="2010-01-01 00:00:00")
        self.assertEqual(order.currency_rate, 10)
        self.held(order, "limit")
        self.assertEqual(self.hold_of(order).order_amount, 2000)
        self.approve(self.hold_of(order))
        self.assertEqual(order.state, "sale", "what was released is confirmed")
        self.assertEqual(self.exposure(self.file), 2000)

    # ------------------------------------------------------------------
    # Whose it is
    # ------------------------------------------------------------------
    def test_who_pays_is_entered_by_nobody(self):
        contact = self.contact()
        for partner in (contact, self.partner):
            self.env["res.partner"].with_user(self.users["accountant"]).browse(partner.id).write({
                "commercial_partner_id": self.stranger.id})
            partner.invalidate_recordset()
            self.assertEqual(partner.commercial_partner_id, self.partner)
        for values, context in (({"commercial_partner_id": self.stranger.id}, {}),
                                ({}, {"default_commercial_partner_id": self.stranger.id})):
            made = self.env["res.partner"].with_user(self.users["accountant"]).with_context(**context).create({
                "name": "Mine", "parent_id": self.partner.id, **values})
            made.flush_recordset()
            made.invalidate_recordset()
            self.assertEqual(made.commercial_partner_id, self.partner)

    def test_open_orders_do_not_leave_with_the_contact_that_is_billed(self):
        contact = self.contact()
        self.confirm(self.order(900, partner_invoice_id=contact.id))
        for values in ({"is_company": True}, {"parent_id": False}, {"parent_id": self.stranger.id}):
            with self.subTest(values=values), self.refuses("would leave the limit"):
                self.rpc("accountant", contact, "write", values)
            self.env.invalidate_all()
        with self.refuses("would leave the limit"):
            self.rpc("accountant", self.partner, "write", {"child_ids": [Command.unlink(contact.id)]})
        self.env.invalidate_all()
        self.assertEqual(self.exposure(self.file), 900)

    def test_a_contact_without_open_orders_leaves(self):
        contact = self.contact()
        self.rpc("accountant", contact, "write", {"parent_id": False})
        self.assertEqual(contact.commercial_partner_id, contact)

    def test_R72_an_order_billed_to_a_stranger_waits(self):
        order = self.order(900, partner_invoice_id=self.stranger.id)
        self.held(order, "terms")
        cash = self.order(900, partner_invoice_id=self.stranger.id, payment_term_id=False)
        self.held(cash, "terms")
        confirmed = self.confirm(self.order(900))
        self.assertEqual(confirmed.state, "sale")
        with self.refuses("change its payer"):
            self.rpc("sales", confirmed, "write", {"partner_invoice_id": self.stranger.id})
        self.approve(self.hold_of(order))
        self.assertEqual(order.state, "sale", "a release lets it pass")
        self.assertEqual(self.exposure(self.file), 900, "it is owed by the stranger")

    def test_R99_a_stopped_customer_buys_through_nobody(self):
        self.grant(0, "stop")
        self.held(self.order(100, partner_invoice_id=self.stranger.id), "stop")

    # ------------------------------------------------------------------
    # What was delivered
    # ------------------------------------------------------------------
    def test_what_was_delivered_does_not_vanish_with_its_order(self):
        order = self.confirm(self.order(900, product=self.by_delivery))
        order.order_line.qty_delivered = 9
        other = self.order(100)
        for record, values in ((order, {"state": "draft"}), (order, {"state": "cancel"}),
                               (order.order_line, {"order_id": other.id})):
            with self.subTest(values=values), self.refuses("is not invoiced"):
                self.rpc("sales", record, "write", values)
            self.env.invalidate_all()
        with self.refuses("is not invoiced"):
            self.rpc("sales", order, "action_cancel")
        self.env.invalidate_all()
        self.assertEqual(self.exposure(self.file), 900)
        draft = order._create_invoices()
        with self.refuses("is not invoiced"):
            order.action_cancel()  # Odoo cancels drafts as well
        self.env.invalidate_all()
        draft.action_post()
        order.with_user(self.users["sales"])._action_cancel()
        self.assertEqual(order.state, "cancel", "the invoice is owed instead")

    # ------------------------------------------------------------------
    # Grants and stops
    # ------------------------------------------------------------------
    def test_R44_whoever_wrote_an_application_does_not_decide_on_it(self):
        """The credit manager writes it, the officer submits it."""
        draft = self.env["credit.limit.application"].browse(self.rpc(
            "credit_manager", self.env["credit.limit.application"], "create", [{
                "kind": "raise", "amount": 5000, "reason": "More.", "partner_id": self.partner.id}]))
        self.rpc("credit_officer", draft, "action_submit")
        self.rpc("head", draft, "action_approve")
        with self.assertRaises(AccessError):
            self.rpc("credit_manager", draft, "action_approve")
        draft.invalidate_recordset()
        self.assertEqual(draft.state, "submitted")
        self.assertEqual(self.file.limit_amount, 1000)

    def test_a_release_ends(self):
        hold = self.hold_of(self.confirm(self.order(2000)))
        for until in (False, "2099-12-31"):
            with self.refuses("A release ends"):
                self.rpc("credit_manager", hold, "write", {"release_until": until})
            self.env.invalidate_all()

    def test_R99_no_way_around_a_stop_for_the_credit_manager_alone(self):
        bare = self.env["credit.file"]._ensure(self.stranger, self.company)
        bare._set_stop(True, "Bad news")
        with self.refuses("on stop"):
            self.rpc("credit_manager", bare, "unlink")
        group = self.env["credit.group"].create({"name": "Yangtze"})
        self.file.with_user(self.users["credit_manager"]).group_id = group
        group._set_stop(True, "Bad news")
        for method, args in (("write", [{"group_id": False}]), ("action_close", [])):
            with self.refuses("on stop"):
                self.rpc("credit_manager", self.file, method, *args)
            self.env.invalidate_all()
        self.assertEqual(self.file.status, "stop")

    # ------------------------------------------------------------------
    # What is read
    # ------------------------------------------------------------------
    def test_R42_unsaved_forms_show_nothing_of_other_companies(self):
        other = self.env["res.company"].create({"name": "Other", "currency_id": self.company.currency_id.id})
        file = self.env["credit.file"]._ensure(self.partner, other)
        file._set_limit(limit_amount=77, limit_from=self.company._archive_today(),
                        limit_until=self.company._archive_today() + timedelta(days=9))
        values = {"partner_id": self.partner.id, "company_id": other.id}
        shown = self.rpc("sales", self.env["credit.limit.application"], "onchange", values, list(values), {
            "payer_limit": {}, "payer_status": {}})["value"]
        self.assertNotIn(77, shown.values())
        values |= {"partner_invoice_id": self.partner.id, "user_id": self.users["sales"].id}
        shown = self.rpc("sales", self.env["sale.order"], "onchange", values, list(values), {
            "credit_limit": {}, "credit_panel": {}})["value"]
        self.assertNotIn(77, shown.values())
        self.assertNotIn("credit_panel", {name for name, value in shown.items() if value})
