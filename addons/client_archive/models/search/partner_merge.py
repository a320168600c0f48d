from odoo import models


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Odoo's merge moves dossiers to the customer who stays by SQL: they are found by that name now."""
        # sudo: a dossier that the user cannot see moves as well
        dossiers = self.env["archive.dossier"].sudo().search([("partner_id", "in", partner_ids)])
        result = super()._merge(partner_ids, dst_partner=dst_partner, extra_checks=extra_checks)
        dossiers.invalidate_recordset(["partner_id"])
        self.env["archive.search.entry"]._put_later(dossiers)
        return result
