from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    dossier_loan_line_ids = fields.Many2many(
        related="dossier_id.loan_line_ids", string="Papers Out", groups="client_archive.group_user")
