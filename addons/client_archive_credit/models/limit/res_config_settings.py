from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_expiry_policy = fields.Selection(related="company_id.credit_expiry_policy", readonly=False)
    credit_warn_days = fields.Integer(related="company_id.credit_warn_days", readonly=False)
