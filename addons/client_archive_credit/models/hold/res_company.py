from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_release_days = fields.Integer(
        string="Release Valid for (Days)", default=30,
        help="Until when a released order may be confirmed, counted from the day it was put on hold.")

    _credit_release_days_positive = models.Constraint(
        "CHECK(credit_release_days > 0)", "A release is valid for one day at least.")
