from odoo import fields, models


class ArchiveCustomerRole(models.Model):
    """What a person of the customer decides or does for us (R80)."""

    _name = "archive.customer.role"
    _description = "Role of a Contact"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    is_key = fields.Boolean(
        string="Key Person", help="A customer's file says who it is, and asks for them while nobody is named.")
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("unique (name)", "Another role has this name.")
