from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestRelease(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.grant(1000)
        cls.held = cls.confirm(cls.order(1500))
        cls.hold = cls.hold_of(cls.held)

    def wake_ups(self):
        return self.env["ir.cron.trigger"].search_count([
            ("cron_id", "=", self.env.ref("client_archive_credit.ir_cron_judge_again").id)])

    def test_released_order_confirms(self):
        self.approve(self.hold, ["head"])
        self.assertEqual(self.held.state, "draft", "the credit manager has not decided")
        self.approve(self.hold, ["credit_manager"])
        self.assertEqual((self.hold.state, self.held.state), ("released", "sale"))
        self.assertEqual(self.hold.released_by_id, self.users["credit_manager"])
        self.assertEqual(self.hold.release_amount, 1500)
        self.assertEqual(self.last_events(self.hold, 3)[0], "credit_released")

    def test_above_an_amount_the_general_manager_decides(self):
        order = self.confirm(self.order(600000))
        hold = self.hold_of(order)
        self.approve(hold)
        self.assertEqual((hold.state, order.state), ("pending", "draft"))
        self.approve(hold, ["gm"])
        self.assertEqual(order.state, "sale")

    def test_release_is_not_for_anybody_else(self):
        for login in ("sales", "credit_officer", "credit_manager", "gm"):
            with self.assertRaises(UserError):
                self.rpc(login, self.hold, "action_approve")
        for login in ("credit_manager", "gm"):
            for vals in ({"state": "released"}, {"order_amount": 9}, {"released_by_id": 1}, {"partner_id": 1}):
                with self.assertRaises(AccessError):
                    self.rpc(login, self.hold, "write", vals)
            with self.assertRaises(AccessError):
                self.rpc(login, self.hold, "create", [{
                    "order_id": self.held.id, "partner_id": self.partner.id, "state": "released",
                    "applicant_id": self.env.uid, "company_id": self.company.id}])
        with self.assertRaises(AccessError):
            self.rpc("sales", self.hold, "write", {"release_amount": 1})
        with self.assertRaises(UserError):
            self.rpc("credit_manager", self.hold, "unlink")

    def test_release_has_an_amount_and_a_day(self):
        with self.assertRaises(ValidationError):
            self.rpc("credit_manager", self.hold, "write", {"release_amount": 1501})
        self.rpc("credit_manager", self.hold, "write", {"release_amount": 1400})
        self.approve(self.hold)
        self.assertEqual((self.hold.state, self.held.state), ("released", "draft"), "the order is above it")
        second = self.hold_of(self.held)
        self.assertEqual(second.state, "pending", "and waits again")
        self.held.order_line.product_uom_qty = 14
        with freeze_time(self.hold.release_until + timedelta(days=1)):
            self.confirm(self.held)
            self.assertEqual(self.held.state, "draft", "too late")
        self.assertEqual(self.confirm(self.held).state, "sale")

    def test_stop_after_the_release_holds_again(self):
        self.rpc("credit_manager", self.hold, "write", {"release_amount": 1400})
        self.approve(self.hold)
        self.grant(0, "stop")
        self.held.order_line.product_uom_qty = 14
        self.confirm(self.held)
        self.assertEqual(self.held.state, "draft")
        self.assertIn("stop", self.hold_of(self.held).reason_ids.mapped("reason"))

    def test_refusal_says_why_and_the_order_stays(self):
        self.hold.with_user(self.users["head"])._approval_decide("refused", "They pay late.")
        self.assertEqual((self.hold.state, self.held.state), ("refused", "draft"))
        self.assertIn("They pay late.", self.held.message_ids[0].body)
        with self.assertRaises(UserError):
            self.rpc("sales", self.held, "write", {"state": "sale"})

    def test_changed_order_is_asked_about_anew(self):
        self.approve(self.hold, ["head"])
        self.held.order_line.product_uom_qty = 20
        self.confirm(self.held)
        self.assertEqual(self.hold.state, "cancelled", "the head approved less")
        self.assertEqual(self.hold_of(self.held).approval_pending_user_id, self.users["head"])

    def test_paying_releases(self):
        invoice = self.invoice(400)
        order = self.confirm(self.order(700))
        hold = self.hold_of(order)
        self.assertEqual(hold.used, 400)
        before = self.wake_ups()
        self.pay(invoice)
        self.assertGreater(self.wake_ups(), before)
        self.run_round(self.env["credit.hold"], "_cron_judge_again")
        self.assertEqual((hold.state, hold.lifted, order.state), ("released", True, "sale"))
        self.assertEqual((self.hold.state, self.held.state), ("pending", "draft"), "still too much")

    def test_raised_limit_releases(self):
        before = self.wake_ups()
        self.grant(1500, "raise")
        self.assertGreater(self.wake_ups(), before)
        self.run_round(self.env["credit.hold"], "_cron_judge_again")
        self.assertEqual(self.held.state, "sale")

    def test_salespeople_see_the_holds_of_their_orders(self):
        self.assertEqual(self.as_user("sales", self.env["credit.hold"]).search([]), self.hold)
        self.assertFalse(self.as_user("other_sales", self.env["credit.hold"]).search([]))
        self.assertEqual(self.as_user("gm", self.env["credit.hold"]).search([]), self.hold)

    def test_deadline_is_counted_from_the_hold(self):
        self.assertEqual(self.hold.release_until, fields.Date.today() + timedelta(days=30))

    def told(self, order, user):
        return order.message_ids.filtered(lambda message: user.partner_id in message.notified_partner_ids)

    def test_the_salesperson_is_told_of_release_refusal_and_payment(self):
        self.approve(self.hold)
        words = self.told(self.held, self.users["sales"])
        self.assertIn("Released by", words[:1].body)
        self.assertIn("1,500", words[:1].body)
        refused = self.confirm(self.order(700))
        self.hold_of(refused).with_user(self.users["head"])._approval_decide("refused", "Not now.")
        self.assertIn("Not now.", self.told(refused, self.users["sales"])[:1].body)

    def test_the_salesperson_is_told_when_paying_releases(self):
        self.held._action_cancel()
        invoice = self.invoice(400)
        order = self.confirm(self.order(700))
        self.pay(invoice)
        self.run_round(self.env["credit.hold"], "_cron_judge_again")
        self.assertEqual(order.state, "sale")
        self.assertIn("fell away", self.told(order, self.users["sales"])[:1].body)

    def test_a_refund_and_a_cancelled_order_wake_what_waits(self):
        self.held._action_cancel()
        taken = self.confirm(self.order(900))
        self.assertEqual(taken.state, "sale")
        order = self.confirm(self.order(700))
        for free in (lambda: taken._action_cancel(), lambda: self.invoice(100, move_type="out_refund")):
            before = self.wake_ups()
            free()
            self.assertGreater(self.wake_ups(), before)
        self.run_round(self.env["credit.hold"], "_cron_judge_again")
        self.assertEqual(order.state, "sale")

    def test_a_release_is_for_the_whole_order_not_for_its_rest(self):
        self.approve(self.hold)
        self.assertEqual(self.held.state, "sale")
        invoice = self.held._create_invoices()
        invoice.invoice_line_ids.quantity = 9
        invoice.action_post()
        with self.refuses("cannot grow"):
            self.rpc("sales", self.held.order_line, "write", {"product_uom_qty": 20})
        self.rpc("sales", self.held.order_line, "write", {"product_uom_qty": 12})
        self.rpc("sales", self.held.order_line, "write", {"product_uom_qty": 15})

    def test_how_long_it_waits(self):
        self.assertEqual(self.hold.waiting_days, 0)
        with freeze_time(fields.Datetime.now() + timedelta(days=4, hours=1)):
            self.hold.invalidate_recordset()
            self.assertEqual(self.hold.waiting_days, 4)
            self.approve(self.hold)
        with freeze_time(fields.Datetime.now() + timedelta(days=20)):
            self.hold.invalidate_recordset()
            self.assertEqual(self.hold.waiting_days, 4, "until the release")
