from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_open_dossier(self):
        """Open the dossier of the order's customer (R77)."""
        self.ensure_one()
        return self.with_company(self.company_id).partner_id.action_open_dossier()
