from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    dossier_segments = fields.Char(
        related="dossier_id.segment_summary", string="Segments", groups="client_archive.group_user")

    def action_view_figures(self):
        """Open the trends of the customer's figures (R45)."""
        self.ensure_one()
        return self.commercial_partner_id.dossier_id.action_view_figures()
