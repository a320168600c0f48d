from ..common import CreditCommon


class ExposureCommon(CreditCommon):
    """A customer with a credit file and no limit, who buys on cash terms."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.File.create({"partner_id": cls.partner.id})
        cls.cash = cls.env["account.payment.term"].create({
            "name": "Cash", "line_ids": [(0, 0, {"value": "percent", "value_amount": 100, "nb_days": 0})]})

    def confirmed(self, amount, **values):
        """An order confirmed although the customer has no limit: it is paid in cash."""
        order = self.confirm(self.order(amount, payment_term_id=self.cash.id, **values))
        self.assertEqual(order.state, "sale")
        return order
