from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_quarterly_analysis = fields.Boolean(related="company_id.credit_quarterly_analysis", readonly=False)
