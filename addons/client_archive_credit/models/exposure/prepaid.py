from odoo import api, models

from ...tools import prepaid


class CreditExposure(models.AbstractModel):
    _inherit = "credit.exposure"

    @api.model
    def _paid_for(self, orders):
        """Mapping of the id of each of ``orders`` that was paid online to what of this money is still its own."""
        if not orders:
            return {}
        self._flush()
        return {order_id: float(amount or 0) for order_id, amount in self._query(prepaid.paid_for(orders.ids))}

    @api.model
    def _underway(self, companies, partners):
        """Payments of ``partners`` that have no entry in the books yet: list of (partner id, payment id, amount)."""
        self._flush()
        return self._query(prepaid.payments_underway(companies.ids, partners.ids))
