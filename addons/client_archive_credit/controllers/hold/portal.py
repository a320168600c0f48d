from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class CreditPortal(CustomerPortal):
    """What a customer signed or paid does not ask for their review any more while it waits for a release."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if values.get("quotation_count"):
            quotations = request.env["sale.order"].search(
                self._prepare_quotations_domain(request.env.user.partner_id))
            values["quotation_count"] -= len(quotations._credit_pending())
        return values
