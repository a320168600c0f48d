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

    def test_R93_R44_customer_is_rated_and_gets_the_limit_of_the_formula(self):
        self.pay(self.invoice(730000, days=100))
        action = self.env.ref("client_archive_credit.credit_evaluation_action").id
        self._tour(f"/odoo/action-{action}", "evaluate", "credit_officer")
        evaluation = self.env["credit.evaluation"].search([("partner_id", "=", self.partner.id)])
        self.assertEqual((evaluation.state, evaluation.missing_count), ("confirmed", 0))
        application = self.env["credit.limit.application"].search([("partner_id", "=", self.partner.id)])
        self.assertGreater(evaluation.proposed_limit, 0)
        self.assertEqual(application.amount, evaluation.proposed_limit)
        self.assertIn(evaluation.name, application.reason)
        for login in ("head", "credit_manager"):
            self._tour(f"/odoo/credit.limit.application/{application.id}", "grant", login)
        self.env.invalidate_all()
        self.assertEqual(application.state, "approved")
        self.assertEqual(self.partner.with_company(self.company).credit_limit, evaluation.proposed_limit)
