from odoo import models


class ResUsers(models.Model):
    """Who leaves, leaves dossiers behind (R42)."""

    _inherit = "res.users"

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self.browse()
        result = super().write(vals)
        if leaving:
            self.env["archive.dossier"]._managers_left(leaving)
        return result
