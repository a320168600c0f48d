from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestPrepaid(CreditCommon):
    """An order that its customer has paid asks for no credit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.grant(0)
        cls.debt = cls.invoice(500, days=90)
        cls.provider = cls.env["payment.provider"].create({"name": "Bank", "code": "none", "state": "test"})
        cls.method = cls.env["payment.method"].search([], limit=1) or cls.env["payment.method"].create({
            "name": "Card", "code": "card_test"})

    def paid(self, orders, amount):
        return self.env["payment.transaction"].create({
            "provider_id": self.provider.id, "payment_method_id": self.method.id, "amount": amount,
            "reference": f"{orders.mapped('name')}-{amount}", "currency_id": orders.currency_id.id,
            "partner_id": self.partner.id, "operation": "online_redirect", "state": "done",
            "sale_order_ids": [(6, 0, orders.ids)]})

    def test_paid_order_passes_whatever_else_is_owed(self):
        order = self.order(1000)
        self.paid(order, 1000)
        self.assertEqual(self.confirm(order).state, "sale")

    def test_unpaid_order_waits(self):
        order = self.confirm(self.order(1000))
        self.assertEqual(set(self.hold_of(order).reason_ids.mapped("reason")), {"limit", "overdue"})
        self.paid(order, 400)
        self.confirm(order)
        self.assertEqual(order.state, "draft", "paid in part")
        self.paid(order, 600)
        self.assertEqual(self.confirm(order).state, "sale")

    def test_paid_order_of_a_customer_on_stop_waits(self):
        self.grant(0, "stop")
        order = self.order(1000)
        self.paid(order, 1000)
        self.confirm(order)
        self.assertEqual(self.hold_of(order).reason_ids.mapped("reason"), ["stop"])

    def test_money_of_one_order_does_not_pay_for_two(self):
        first, second = self.order(1000), self.order(1000)
        self.paid(first, 1000)
        self.paid(first | second, 1000)
        self.confirm(first | second)
        self.assertEqual((first.state, second.state), ("sale", "draft"))

    def test_money_that_was_used_for_something_else_does_not_count(self):
        order = self.order(500)
        transaction = self.paid(order, 500)
        payment = self.env["account.payment"].create({
            "partner_id": self.partner.id, "payment_type": "inbound", "partner_type": "customer", "amount": 500})
        payment.action_post()
        transaction.write({"payment_id": payment.id, "is_post_processed": True})
        self.assertEqual(self.env["credit.exposure"]._paid_for(order), {order.id: 500})
        self.pay(self.debt, 1) if not payment.move_id else (
            payment.move_id.line_ids | self.debt.line_ids).filtered(
                lambda line: line.account_id.account_type == "asset_receivable").reconcile()
        if payment.move_id:
            self.assertEqual(self.env["credit.exposure"]._paid_for(order), {order.id: 0})

    def test_given_for_nothing_passes_unless_something_is_overdue(self):
        self.grant(100, "raise")
        self.company.credit_tolerance_amount = 1000
        self.assertEqual(self.confirm(self.order(0)).state, "sale", "a sample does not use the limit")
        self.company.credit_tolerance_amount = 0
        self.assertEqual(self.confirm(self.order(0)).state, "draft")

    def test_panel_says_what_was_paid(self):
        order = self.order(1000)
        self.paid(order, 1000)
        panel = order.credit_panel
        self.assertEqual((panel["paid"], panel["reasons"]), (1000, []))
