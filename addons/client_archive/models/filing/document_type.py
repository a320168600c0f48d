from odoo import api, fields, models

from ...tools import secrecy


class ArchiveDocumentType(models.Model):
    """Kind of paper that a customer's file holds (R1)."""

    _name = "archive.document.type"
    _inherit = ["archive.guard.mixin"]
    _description = "Document Type"
    _parent_store = True
    _order = "sequence, code, id"
    _rec_name = "complete_name"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(compute="_compute_complete_name", recursive=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10, help="Order in the volume.")
    parent_id = fields.Many2one("archive.document.type", string="Main Type", ondelete="restrict", index=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("archive.document.type", "parent_id", string="Types")
    active = fields.Boolean(default=True)
    source = fields.Char(help="The regulation that asks for it.")
    obligatory = fields.Selection(
        [("never", "Where there is one"), ("company", "For companies"), ("always", "For every customer")],
        string="Obligatory", default="never", required=True, help="What completeness is checked against (R11).")
    secrecy_level = fields.Selection(
        secrecy.LEVELS, string="Default Secrecy", default=secrecy.NONE, required=True)
    is_licence = fields.Boolean(string="Licence", help="Licences take no seals (R24).")
    is_title = fields.Boolean(string="Title of Property", help="Titles are kept apart, in a safe (R122, R124).")
    needs_general_manager = fields.Boolean(
        string="Needs the General Manager", help="Consulting it goes up to the general manager (R20).")
    validity_months = fields.Integer(string="Valid (Months)", help="0: does not expire.")

    _code_uniq = models.Constraint("unique (code)", "Another document type has this code.")

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for doc_type in self:
            parent = doc_type.parent_id.complete_name
            doc_type.complete_name = f"{parent} / {doc_type.name}" if parent else doc_type.name
