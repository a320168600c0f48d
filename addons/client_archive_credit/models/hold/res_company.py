from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_release_days = fields.Integer(
        string="Release Valid for (Days)", default=30,
        help="Until when a released order may be confirmed, counted from the day it was put on hold.")
