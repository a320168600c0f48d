from odoo import models


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Check again what the customer that stays then owes."""
        with self.env["res.partner"].browse(partner_ids)._credit_takeover_judged():
            return super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
