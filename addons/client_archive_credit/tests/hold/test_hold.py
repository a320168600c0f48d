from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestHold(CreditCommon):
    def reasons(self, order):
        return self.hold_of(order).reason_ids.mapped("reason")

    def test_over_the_limit_goes_on_hold_and_does_not_raise(self):
        self.grant(1000)
        self.invoice(600)
        order = self.order(500)
        self.assertTrue(self.rpc("sales", order, "action_confirm"))
        hold = self.hold_of(order)
        self.assertEqual((order.state, order.credit_hold_state), ("draft", "pending"))
        self.assertEqual(self.reasons(order), ["limit"])
        self.assertEqual((hold.used, hold.order_amount, hold.limit_amount, hold.excess), (600, 500, 1000, 100))
        self.assertEqual(hold.approval_pending_user_id, self.users["head"])
        self.assertEqual(hold.activity_ids.user_id, self.users["head"])
        self.assertIn("1,000", order.credit_hold_reasons)
        self.assertEqual(self.env["sale.order"].search([("credit_hold_state", "=", "pending")]), order)
        self.confirm(order)
        self.assertEqual(self.env["credit.hold"].search_count([("order_id", "=", order.id)]), 1, "asked once")

    def test_within_the_limit_confirms_at_once(self):
        file = self.grant(1000)
        order = self.confirm(self.order(1000))
        self.assertEqual(order.state, "sale")
        self.assertFalse(self.hold_of(order))
        self.assertEqual(self.exposure(file), 1000)

    def test_orders_confirmed_together_are_judged_one_after_the_other(self):
        self.grant(1000)
        orders = self.order(600) | self.order(600) | self.order(400)
        self.confirm(orders)
        self.assertEqual(orders.mapped("state"), ["sale", "draft", "sale"])

    def test_whoever_confirms_is_told_in_one_sum_what_waits(self):
        self.grant(1000)
        orders = self.order(600) | self.order(600) | self.order(400)
        told = []
        self.patch(type(self.env["res.users"]), "_bus_send", lambda user, *args, **kwargs: told.append((user, args)))
        self.confirm(orders)
        sums = [(user, args[1]) for user, args in told if args[0] == "simple_notification"]
        self.assertEqual([user for user, _payload in sums], [self.users["sales"]])
        self.assertIn(f"1 of 3 orders wait: {orders[1].name} (Over the limit)", sums[0][1]["message"])
        self.confirm(self.order(0))
        self.assertEqual(len([args for _user, args in told if args[0] == "simple_notification"]), 1, "nothing waits")

    def test_without_a_credit_file_nothing_changes(self):
        self.invoice(5000, days=90)
        order = self.confirm(self.order(5000))
        self.assertEqual(order.state, "sale")
        self.assertFalse(order.credit_status)

    def test_each_address_is_judged_by_its_own_payer(self):
        """Several payers at once: a contact stands for its company, a stranger beside it for nobody."""
        self.grant(500)
        accounts = self.env["res.partner"].create({"name": "Accounts", "parent_id": self.partner.id, "type": "invoice"})
        stranger = self.env["res.partner"].create({"name": "Stranger", "is_company": True})
        theirs, other = self.order(400, partner_invoice_id=accounts.id), self.order(9000, partner=stranger)
        mine = self.order(200, partner_invoice_id=self.partner.id)
        (theirs | other | mine).with_user(self.users["sales"]).action_confirm()
        self.assertEqual((theirs.state, other.state, mine.state), ("sale", "sale", "draft"))
        self.assertEqual(self.hold_of(mine).used, 400)
        self.confirm(self.order(200, partner_invoice_id=accounts.id))
        self.assertEqual(self.exposure(self.File.search([("partner_id", "=", self.partner.id)])), 400)

    def test_R72_no_limit_holds_other_than_cash(self):
        self.File.create({"partner_id": self.partner.id})
        self.assertEqual(self.reasons(self.confirm(self.order(100))), ["terms"])
        cash = self.order(100, payment_term_id=False)
        self.assertEqual(self.confirm(cash).state, "sale")

    def test_limit_zero_holds_until_paid_ahead(self):
        self.grant(0)
        order = self.confirm(self.order(100))
        self.assertEqual(self.reasons(order), ["limit"])
        self.env["account.payment"].create({
            "partner_id": self.partner.id, "payment_type": "inbound", "partner_type": "customer", "amount": 100,
        }).action_post()
        self.assertEqual(self.confirm(order).state, "sale")
        self.assertEqual(self.hold_of(order).state, "cancelled")

    def test_stop_expiry_and_overdue_hold(self):
        file = self.grant(1000)
        with freeze_time(file.limit_until + timedelta(days=1)):
            self.assertEqual(self.reasons(self.confirm(self.order(100))), ["expired"])
        self.invoice(50, days=5)
        self.assertEqual(self.confirm(self.order(100)).state, "sale", "within the days of tolerance")
        self.invoice(50, days=8)
        self.assertEqual(self.reasons(self.confirm(self.order(100))), ["overdue"])
        self.company.credit_tolerance_amount = 50
        self.assertEqual(self.confirm(self.order(100)).state, "sale", "within the amount of tolerance")
        self.grant(0, "stop")
        self.assertEqual(self.reasons(self.confirm(self.order(100))), ["stop"])

    def test_state_cannot_be_written_past_the_check(self):
        self.grant(1000)
        order = self.order(1500)
        with self.refuses("1,500"):
            self.rpc("sales", order, "write", {"state": "sale"})
        with self.assertRaises(UserError):
            self.rpc("sales", order, "write", {"state": "sale", "locked": True, "order_line": [
                (1, order.order_line.id, {"product_uom_qty": 11})]})
        with self.assertRaises(UserError):
            order.sudo().state = "sale"
        values = {"partner_id": self.partner.id, "state": "sale", "order_line": [(0, 0, {
            "product_id": self.product.id, "product_uom_qty": 15, "price_unit": 100, "tax_ids": False})]}
        with self.assertRaises(UserError):
            self.rpc("sales", order, "create", [values])
        with self.assertRaises(UserError):
            self.env["sale.order"].with_user(self.users["sales"]).with_context(default_state="sale").create({
                name: value for name, value in values.items() if name != "state"})
        result = self.as_user("sales", order).load(
            ["partner_id/.id", "state", "order_line/product_id/.id", "order_line/product_uom_qty",
             "order_line/price_unit"],
            [[str(self.partner.id), "sale", str(self.product.id), "15", "100"]])
        self.assertFalse(result["ids"])
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")
        within = self.order(900)
        self.rpc("sales", within, "write", {"state": "sale"})
        self.assertEqual(within.state, "sale")

    def test_figures_cannot_be_entered(self):
        self.grant(1000)
        order = self.order(1500)
        for record, vals in ((order, {"currency_rate": 1000}), (order.order_line, {"price_total": 1})):
            with self.assertRaises(AccessError):
                self.rpc("sales", record, "write", vals)
        self.env["sale.order.line"].create({
            "order_id": order.id, "product_id": self.product.id, "product_uom_qty": 1, "price_unit": 100,
            "price_total": -9000, "tax_ids": False})
        self.confirm(order)
        self.assertEqual(self.hold_of(order).order_amount, 1600)

    def test_context_opens_nothing(self):
        self.grant(1000)
        order = self.order(1500).with_user(self.users["sales"]).with_context(
            client_archive_gate=True, **{"client_archive_credit.passed": [1], "tracking_disable": True})
        with self.assertRaises(UserError):
            order.write({"state": "sale"})

    def test_cancelled_order_ends_its_hold(self):
        self.grant(1000)
        order = self.confirm(self.order(1500))
        order._action_cancel()
        hold = self.hold_of(order)
        self.assertEqual((hold.state, hold.activity_ids.ids), ("cancelled", []))

    def test_nobody_to_decide_does_not_break_the_confirmation(self):
        self.grant(1000)
        self.env["archive.officer"].search([]).unlink()
        self.department.manager_id = False
        order = self.confirm(self.order(1500))
        hold = self.hold_of(order)
        self.assertEqual((hold.state, len(hold.approval_step_ids)), ("pending", 0))
        self.env["archive.officer"].create([
            {"role": role, "user_id": self.users[login].id}
            for role, login in (("credit_manager", "credit_manager"), ("general_manager", "gm"))])
        hold.with_user(self.users["credit_officer"]).action_call_again()
        self.assertEqual(len(hold.approval_step_ids), 2)

    def test_panel_is_for_the_own_orders(self):
        self.grant(1000)
        self.invoice(600)
        order = self.order(500)
        mine = self.as_user("sales", order)
        self.assertEqual(
            (mine.credit_status, mine.credit_limit, mine.credit_used, mine.credit_available), ("valid", 1000, 600, 400))
        self.assertAlmostEqual(mine.credit_percent, 110)
        self.assertIn("600", mine.credit_message)
        self.assertFalse(self.as_user("other_sales", order).sudo(False)._credit_may_see())
        self.assertTrue(self.as_user("credit_officer", order)._credit_may_see())

    def test_cost_of_a_confirmation(self):
        def queries(order):
            order = order.with_user(self.users["sales"])
            self.env.flush_all()
            order._credit_hold()  # what can be cached is
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            order._credit_hold()
            return self.env.cr.sql_log_count - before

        self.assertEqual(queries(self.order(100)), 1, "no credit file: one look")
        self.grant(1000)
        orders = self.order(100) | self.order(100) | self.order(100)
        self.assertEqual(queries(orders[:1]), 4)
        self.assertEqual(queries(orders), 4, "whatever their number")
