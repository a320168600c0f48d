from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the Tolerance")
    credit_tolerance_days = fields.Integer(related="company_id.credit_tolerance_days", readonly=False)
    credit_tolerance_amount = fields.Monetary(
        related="company_id.credit_tolerance_amount", readonly=False, currency_field="credit_currency_id")
    credit_release_days = fields.Integer(related="company_id.credit_release_days", readonly=False)
