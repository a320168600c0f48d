from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    archive_setup_dismissed = fields.Boolean(
        string="Set-up Checklist Put Away", help="The work desk does not show the set-up checklist any more.")
