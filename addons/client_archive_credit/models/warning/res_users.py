from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    credit_digest_on = fields.Date(string="Last Credit Digest", readonly=True, copy=False)
