from odoo import fields, models


class ArchiveBusiness(models.Model):
    """A line of business that asks for papers of its own: guarantees, sales on credit, groups (R63, R107, R117)."""

    _name = "archive.business"
    _inherit = ["archive.guard.mixin"]
    _description = "Line of Business"
    _order = "sequence, code, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("unique (code)", "Another line of business has this code.")
