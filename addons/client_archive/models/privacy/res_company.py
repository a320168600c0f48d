from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    archive_privacy_days = fields.Integer(
        string="Answer Requests about Personal Data within (Working Days)", default=15, required=True,
        help="The law says “in time”; 15 working days is the usual term. Each request gets its day from it.")

    _archive_privacy_days_positive = models.Constraint(
        "CHECK (archive_privacy_days > 0)", "A request about personal data has at least one day.")
