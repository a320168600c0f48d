from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_report_holds = fields.Boolean(
        string="Expired Reports Hold Orders", default=True,
        help="Orders on credit wait while the customer's last investigation report has expired. Customers "
             "without any report are not concerned.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_report_holds = fields.Boolean(related="company_id.credit_report_holds", readonly=False)
