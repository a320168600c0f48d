from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_quarterly_analysis = fields.Boolean(
        string="Credit Analysis Each Quarter", default=True,
        help="Besides the analysis of the year, one is planned for each of the first three quarters.")
