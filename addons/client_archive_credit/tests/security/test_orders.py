from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestOrderAttacks(CreditCommon):
    """Ways to a confirmed order over the limit, as a salesperson tries them (invariant 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.grant(1000)

    def line(self, amount=1000, **values):
        return {"product_id": self.product.id, "product_uom_qty": amount / 100, "price_unit": 100, "tax_ids": False,
                **values}

    def held(self, order):
        self.rpc("sales", order, "action_confirm")
        order.invalidate_recordset()
        self.assertNotEqual(order.state, "sale")

    def test_state_by_every_door(self):
        order = self.order(2000)
        with self.assertRaises(UserError):
            self.rpc("sales", order, "write", {"state": "sale"})
        order.invalidate_recordset()
        values = {"partner_id": self.partner.id, "state": "sale", "order_line": [Command.create(self.line(2000))]}
        with self.assertRaises(UserError):
            self.rpc("sales", order, "create", [values])
        with self.assertRaises(UserError):
            self.rpc("sales", order, "web_save", {"state": "sale"}, {"state": {}})
        order.invalidate_recordset()
        with self.assertRaises(UserError):
            self.rpc("sales", order, "copy", {"state": "sale"})
        self.rpc("sales", self.env["ir.default"], "set", "sale.order", "state", "sale", True)
        with self.assertRaises(UserError):
            self.rpc("sales", order, "create", [{name: values[name] for name in values if name != "state"}])
        with self.assertRaises(UserError):
            self.rpc("sales", self.partner, "write", {"sale_order_ids": [Command.update(order.id, {"state": "sale"})]})

    def test_a_line_named_by_a_default(self):
        order = self.confirm(self.order(800))
        Line = self.env["sale.order.line"].with_user(self.users["sales"])
        with self.refuses("cannot grow"):
            Line.with_context(default_order_id=order.id).create(self.line())
        self.rpc("sales", self.env["ir.default"], "set", "sale.order.line", "order_id", order.id, True)
        with self.refuses("cannot grow"):
            self.rpc("sales", Line, "create", [self.line()])

    def test_a_negative_line_that_goes_away(self):
        order = self.order(2000)
        order.write({"order_line": [Command.create(self.line(-1500, is_downpayment=True))]})
        self.confirm(order)
        self.assertEqual(order.state, "sale")
        with self.refuses("cannot grow"):
            self.rpc("sales", order.order_line[1], "unlink")

    def test_invoices_of_others_do_not_count_for_the_order(self):
        lines = self.invoice(2000, partner=self.env["res.partner"].create({"name": "Other"})).invoice_line_ids
        order = self.order(2000)
        with self.assertRaises(AccessError):
            self.rpc("sales", order.order_line, "write", {"invoice_lines": [Command.set(lines.ids)]})
        made = self.env["sale.order"].browse(self.rpc("sales", order, "create", [{
            "partner_id": self.partner.id, "payment_term_id": self.thirty_days.id,
            "order_line": [Command.create(self.line(2000, invoice_lines=[Command.set(lines.ids)]))]}]))
        self.held(made)

    def test_delivery_beyond_the_order(self):
        order = self.confirm(self.order(800, product=self.by_delivery))
        with self.refuses("cannot grow"):
            self.rpc("sales", order.order_line, "write", {"qty_delivered": 50})
        self.rpc("sales", order.order_line, "write", {"qty_delivered": 8})

    def test_delivery_of_what_calls_itself_a_down_payment(self):
        order = self.order(500, product=self.by_delivery)
        order.write({"order_line": [Command.create(
            {**self.line(0, is_downpayment=True), "product_id": self.by_delivery.id, "qty_delivered": 50})]})
        self.held(order)

    def test_an_order_that_calls_itself_invoiced(self):
        order = self.confirm(self.order(800))
        for record, values in (
                (order, {"invoice_status": "invoiced"}), (order.order_line, {"invoice_status": "invoiced"}),
                (order.order_line, {"product_uom_qty": 9, "invoice_status": "invoiced"}),
                (order.order_line, {"untaxed_amount_to_invoice": 0})):
            with self.assertRaises(AccessError):
                self.rpc("sales", record, "write", values)
        made = self.env["sale.order"].browse(self.rpc("sales", order, "create", [{
            "partner_id": self.partner.id, "invoice_status": "invoiced",
            "order_line": [Command.create(self.line(100, invoice_status="invoiced"))]}]))
        self.confirm(made)
        self.assertEqual(self.exposure(self.file), 900)

    def test_a_delivery_written_off_still_counts(self):
        """Odoo's time sheets set these two, and so may a salesperson."""
        order = self.confirm(self.order(500, product=self.by_delivery))
        order.order_line.qty_delivered = 5
        order._create_invoices().action_post()
        order.order_line.qty_delivered = 8
        self.rpc("sales", order.order_line, "write", {"qty_to_invoice": 0})
        self.assertEqual(order.invoice_status, "invoiced")
        self.assertEqual(self.exposure(self.file), 800)

    def test_credit_terms_after_a_cash_order(self):
        """R72: without a limit, orders on other than cash terms need a sign-off, whenever the terms are set."""
        partner = self.env["res.partner"].create({"name": "New", "is_company": True})
        self.env["credit.file"]._ensure(partner, self.company)
        order = self.order(500, partner=partner, payment_term_id=False)
        self.confirm(order)
        self.assertEqual(order.state, "sale")
        with self.refuses("cannot grow"):
            self.rpc("sales", order, "write", {"payment_term_id": self.thirty_days.id})

    def test_a_release_is_for_its_payer(self):
        other = self.env["res.partner"].create({"name": "Other payer", "is_company": True})
        self.grant(1000, partner=other)
        order = self.confirm(self.order(2000))
        hold = self.hold_of(order)
        self.patch(type(hold), "_confirm_order", lambda _self: None)
        self.approve(hold)
        self.assertEqual(hold.state, "released")
        self.rpc("sales", order, "write", {"partner_invoice_id": other.id})
        self.held(order)

    def test_the_time_zone_of_the_client_prolongs_nothing(self):
        today = self.company._archive_today()
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            self.assertEqual(self.company.with_context(tz=zone)._archive_today(), today)
        self.env.cr.execute("UPDATE credit_file SET limit_until = %s WHERE id = %s",
                            [today - timedelta(days=1), self.file.id])
        self.file.invalidate_recordset()
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            self.assertEqual(self.file.with_context(tz=zone).status, "expired")
            order = self.order(100)
            order.with_user(self.users["sales"]).with_context(tz=zone).action_confirm()
            self.assertNotEqual(order.state, "sale")

    def test_orders_of_a_stranger_do_not_come_home_to_a_stopped_customer(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.confirm(self.order(100, partner=stranger))
        self.grant(0, "stop")
        with self.refuses("would owe"):
            self.rpc("sales", stranger, "write", {"parent_id": self.partner.id})

    def test_the_salesperson_of_the_order_does_not_release_it(self):
        head = self.users["head"]
        order = self.order(2000, login="head", user_id=head.id)
        self.users["other_sales"].group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.confirm(order, login="other_sales")
        hold = self.hold_of(order)
        self.assertEqual(hold.applicant_id, self.users["other_sales"])
        with self.assertRaises(AccessError):
            self.rpc("head", hold, "action_approve")

    def test_closing_the_file_lifts_neither_stop_nor_hold(self):
        order = self.confirm(self.order(2000))
        with self.refuses("waits for its release"):
            self.rpc("credit_manager", self.file, "action_close")
        self.rpc("sales", order, "action_cancel")
        self.grant(0, "stop")
        with self.refuses("is on stop"):
            self.rpc("credit_manager", self.file, "action_close")
        self.assertEqual(self.hold_of(order).state, "cancelled")
        self.assertEqual(self.file.state, "open")
        self.assertLessEqual(fields.Date.today(), self.file.limit_until)
