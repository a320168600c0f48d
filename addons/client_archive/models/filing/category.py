from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ArchiveCategory(models.Model):
    """Category of dossiers on two levels (R7, R8)."""

    _name = "archive.category"
    _inherit = ["archive.guard.mixin"]
    _description = "Dossier Category"
    _parent_store = True
    _order = "sequence, code, id"
    _rec_name = "complete_name"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)
    code = fields.Char(required=True, help="Part of the numbers of this category (R9).")
    sequence = fields.Integer(default=10)
    parent_id = fields.Many2one("archive.category", string="First Level", ondelete="restrict", index=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("archive.category", "parent_id", string="Second Level")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("unique (code)", "Another category has this code.")

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for category in self:
            parent = category.parent_id.complete_name
            category.complete_name = f"{parent} / {category.name}" if parent else category.name

    @api.constrains("parent_id")
    def _check_two_levels(self):
        for category in self:
            if category.parent_id and (category.parent_id.parent_id or category.child_ids):
                raise ValidationError(self.env._("Categories have two levels: “%s” cannot go deeper.", category.name))
