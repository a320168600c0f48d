from odoo.tests import HttpCase, new_test_user, tagged

from ..common import CreditCommon

_SIGNATURE = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


@tagged("-at_install", "post_install")
class TestPortal(CreditCommon, HttpCase):
    """A customer who signs or pays sees the order as received and pending."""

    def sign(self, order):
        self.env.flush_all()
        answer = self.make_jsonrpc_request(f"/my/orders/{order.id}/accept", {
            "access_token": order._portal_ensure_token(), "name": "Customer", "signature": _SIGNATURE})
        self.env.invalidate_all()
        return answer

    def test_signed_order_over_the_limit_is_pending(self):
        self.grant(1000)
        order = self.order(1500, require_signature=True, require_payment=False)
        order.action_quotation_sent()
        answer = self.sign(order)
        self.assertNotIn("error", answer)
        hold = self.hold_of(order)
        self.assertEqual((order.state, order.signed_by, hold.state), ("sent", "Customer", "pending"))
        self.assertEqual(hold.applicant_id, self.users["sales"], "the salesperson asks, not the visitor")
        page = self.url_open(answer["redirect_url"])
        self.assertEqual(page.status_code, 200)
        self.assertIn("We have received your order", page.text)
        self.assertNotIn("1,000.00", page.text, "the limit is nobody's business")
        self.approve(hold)
        self.assertEqual(order.state, "sale")
        self.assertNotIn("o_credit_pending", self.url_open(order.get_portal_url()).text)

    def test_signed_order_that_waits_is_not_to_be_reviewed(self):
        customer = new_test_user(self.env, "test_customer", groups="base.group_portal", partner_id=self.partner.id)
        self.grant(1000)
        signed, other = self.order(1500, require_signature=True, require_payment=False), self.order(200)
        (signed | other).action_quotation_sent()
        (signed | other).message_subscribe(customer.partner_id.ids)
        self.assertNotIn("error", self.sign(signed))
        self.assertEqual(self.hold_of(signed).state, "pending")
        self.authenticate(customer.login, customer.login)
        counters = self.make_jsonrpc_request("/my/counters", {"counters": ["quotation_count"]})
        self.assertEqual(counters["quotation_count"], 1, "the other one")
        rows = self.url_open("/my/quotes").text.split("<tr>")
        received = [row for row in rows if "o_credit_received" in row]
        self.assertEqual(len(received), 1)
        self.assertIn(signed.name, received[0])
        self.approve(self.hold_of(signed))
        self.env.flush_all()
        self.assertNotIn("o_credit_received", self.url_open("/my/quotes").text)

    def test_what_a_salesperson_confirmed_is_still_a_quotation_to_the_customer(self):
        self.grant(1000)
        order = self.order(1500, require_signature=True, require_payment=False)
        order.action_quotation_sent()
        self.confirm(order)
        self.assertEqual(self.hold_of(order).state, "pending")
        self.env.flush_all()
        page = self.url_open(order.get_portal_url())
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("o_credit_pending", page.text)
        self.assertNotIn("error", self.sign(order))
        self.assertEqual((order.signed_by, order.state), ("Customer", "sent"))
        self.assertIn("o_credit_pending", self.url_open(order.get_portal_url()).text)

    def test_signed_order_within_the_limit_is_confirmed(self):
        self.grant(1000)
        order = self.order(1000, require_signature=True, require_payment=False)
        order.action_quotation_sent()
        self.sign(order)
        self.assertEqual(order.state, "sale")

    def test_order_paid_online_passes_although_the_limit_is_zero(self):
        self.grant(0)
        provider = self.env["payment.provider"].create({"name": "Bank", "code": "none", "state": "test"})
        method = self.env["payment.method"].search([], limit=1) or self.env["payment.method"].create({
            "name": "Card", "code": "card_test"})
        half, paid = (self.order(
            1000, require_payment=True, require_signature=False, prepayment_percent=percent) for percent in (0.5, 1))
        for order, amount in ((half, 500), (paid, 1000)):
            order.action_quotation_sent()
            transaction = self.env["payment.transaction"].create({
                "provider_id": provider.id, "payment_method_id": method.id, "amount": amount, "reference": order.name,
                "currency_id": order.currency_id.id, "partner_id": self.partner.id, "operation": "online_redirect",
                "sale_order_ids": [(6, 0, order.ids)], "state": "done"})
            confirmed = transaction._check_amount_and_confirm_order()
            self.assertEqual(confirmed, order.filtered(lambda rec: rec.state == "sale"))
            transaction.is_post_processed = True
        self.assertEqual((half.state, self.hold_of(half).order_amount), ("sent", 1000))
        self.assertEqual(paid.state, "sale")
