from odoo import fields, models

from .document_type import OBLIGATORY


class ArchiveChecklistLine(models.Model):
    """Where the completeness list of a category deviates from what a document type says of itself (R3, R11).

    The line of a second-level category goes before that of its first level.
    """

    _name = "archive.checklist.line"
    _inherit = ["archive.guard.mixin"]
    _description = "Line of a Completeness List"
    _order = "category_id, type_id, id"
    _rec_name = "type_id"

    category_id = fields.Many2one("archive.category", required=True, ondelete="cascade", index=True)
    type_id = fields.Many2one(
        "archive.document.type", string="Document Type", required=True, ondelete="cascade", index=True)
    obligatory = fields.Selection(OBLIGATORY, required=True, default="always")

    _type_uniq = models.Constraint(
        "unique (category_id, type_id)", "The list of this category has a line for this type already.")
