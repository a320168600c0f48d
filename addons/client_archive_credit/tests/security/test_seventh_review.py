"""Doors to credit that a seventh hostile review found open."""

from odoo.tests import tagged

from .common import ReviewCommon


@tagged("-at_install", "post_install")
class TestPersonalDefaults(ReviewCommon):
    """What Odoo makes for a salesperson with all rights begins as the code says."""

    def _set(self, model, **defaults):
        for name, value in defaults.items():
            self.rpc("sales", self.env["ir.default"], "set", model, name, value, True)

    def test_nobody_pays_by_a_default_of_their_own(self):
        """As the page of the order does: who is signed in there begins the payment."""
        provider = self.env["payment.provider"].create({"name": "Bank", "code": "none", "state": "test"})
        method = self.env["payment.method"].search([], limit=1) or self.env["payment.method"].create({
            "name": "Card", "code": "card_test"})
        order = self.order(5000)
        self._set("payment.transaction", state="done")
        transaction = self.env["payment.transaction"].with_user(self.users["sales"]).sudo().create({
            "provider_id": provider.id, "payment_method_id": method.id, "amount": 5000, "reference": "seventh",
            "currency_id": order.currency_id.id, "partner_id": self.partner.id, "operation": "online_redirect",
            "sale_order_ids": [(6, 0, order.ids)]})
        self.assertEqual(transaction.state, "draft")
        self.confirm(order)
        self.assertNotEqual(order.state, "sale")
        self.assertEqual(self.hold_of(order).state, "pending")

    def test_an_invoice_by_the_salesperson_owes_what_was_ordered(self):
        order = self.confirm(self.order(900))
        self.assertEqual(order.state, "sale")
        self._set("account.move", state="posted", payment_state="paid", invoice_currency_rate=1000.0)
        self._set("account.move.line", amount_residual=0.01, balance=1.0, reconciled=True)
        move = order.with_user(self.users["sales"])._create_invoices().with_env(self.env)
        self.assertEqual((move.state, move.payment_state, move.amount_residual), ("draft", "not_paid", 900))
        self.assertEqual(self.confirm(self.order(200)).state, "draft")
