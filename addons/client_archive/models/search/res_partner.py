from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        if "name" in vals:
            # sudo: a dossier is found by its customer's name, whoever changes it
            dossiers = self.env["archive.dossier"].sudo().search([("partner_id", "in", self.ids)])
            self.env["archive.search.entry"]._put_later(dossiers)
        return result
