from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import ReviewCommon


@tagged("-at_install", "post_install")
class TestSixthReview(ReviewCommon):
    """What a sixth review found open."""

    def test_customers_do_not_search_whether_their_orders_wait_for_credit(self):
        """Odoo asks the groups of a field that is worked out where it is read, not where it is searched."""
        order = self.order(10 ** 9)
        order.action_confirm()
        self.assertEqual(order.credit_hold_state, "pending")
        self.users["customer"] = new_test_user(self.env, "test_customer", "base.group_portal")
        self.users["customer"].partner_id.parent_id = self.partner
        order.message_subscribe(self.users["customer"].partner_id.ids)
        mine = [("id", "=", order.id)]
        self.assertEqual(self.rpc("customer", order.browse(), "search", mine), order.ids)
        for domain in ([("credit_hold_state", "=", "pending")], [("credit_hold_state", "!=", "released")],
                       ["!", ("credit_hold_state", "in", ["released", "refused"])]):
            with self.subTest(domain=domain), self.assertRaises(AccessError):
                self.rpc("customer", order.browse(), "search", mine + domain)
        self.assertEqual(
            self.rpc("sales", order.browse(), "search", [*mine, ("credit_hold_state", "=", "pending")]), order.ids)
