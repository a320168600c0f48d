from odoo.tests import HttpCase, tagged

from ..common import CreditCommon


@tagged("post_install", "-at_install")
class TestCreditTour(CreditCommon, HttpCase):
    """An order over the limit, in the web client, each part by the person whose task it is."""

    def _tour(self, url, name, login):
        self.start_tour(url, f"client_archive_credit_{name}", login=self.users[login].login)

    def test_order_over_the_limit_is_held_released_and_confirmed(self):
        self.grant(1000)
        order = self.order(1500)
        url = f"/odoo/action-sale.action_quotations/{order.id}"
        self._tour(url, "confirm_over_limit", "sales")
        hold = self.hold_of(order)
        self.assertEqual(hold.state, "pending")
        self._tour(f"/odoo/credit.hold/{hold.id}", "release", "head")
        self._tour(f"/odoo/credit.hold/{hold.id}", "release", "credit_manager")
        self._tour(f"/odoo/credit.hold/{hold.id}", "released", "credit_manager")
        self.assertEqual(order.state, "sale")
        self._tour(url, "confirmed", "sales")
