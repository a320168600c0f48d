from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import secrecy


class ArchiveImportRecord(models.Model):
    """What an import made: for importing again without making it twice, and for undoing. Nobody writes it by hand."""

    _name = "archive.import.record"
    _description = "Record Made by an Import"
    _order = "id"

    batch_id = fields.Many2one(
        "archive.import.batch", required=True, readonly=True, ondelete="cascade", index=True)
    unit_id = fields.Many2one("archive.import.unit", readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    name = fields.Char(string="Record", readonly=True)
    res_model = fields.Selection(
        [
            ("res.partner", "Customer or Contact"),
            ("archive.dossier", "Dossier"),
            ("archive.document", "Paper"),
        ],
        string="Kind", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Record ID", model_field="res_model", readonly=True)
    row = fields.Integer(readonly=True, help="Row of the workbook.")
    key = fields.Char(readonly=True)
    version_count = fields.Integer(string="Scans", readonly=True)
    # Not a foreign key: what was journaled after it tells that the record was touched.
    event_id = fields.Integer(string="Event ID", readonly=True)
    state = fields.Selection(
        [("made", "Made"), ("undone", "Undone"), ("kept", "Kept")], required=True, readonly=True, default="made")
    reason = fields.Char(string="Why It Stays", readonly=True)
    paper_visible = fields.Boolean(
        compute="_compute_paper_visible", search="_search_paper_visible", compute_sudo=True,
        help="Whether the current user may know what the record is called: a paper's title may be secret by now.")

    _key_idx = models.Index("(key, company_id) WHERE key IS NOT NULL AND state <> 'undone'")
    _record_idx = models.Index("(res_model, res_id)")

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_paper_visible(self):
        papers = self.env["archive.document"].browse(
            self.filtered(lambda row: row.res_model == "archive.document").mapped("res_id")).exists()
        guarded = papers.filtered(lambda paper: paper.visibility != secrecy.CATALOGUE)
        closed = set((guarded - guarded._covered()).ids)
        for row in self:
            row.paper_visible = row.res_model != "archive.document" or row.res_id not in closed

    @api.model
    def _search_paper_visible(self, operator, value):
        if operator != "in":
            return NotImplemented
        closed = self.env["archive.paper.mixin"]._papers_out_of_sight([secrecy.TITLE, secrecy.EXISTENCE])
        visible = Domain("res_model", "!=", "archive.document") | Domain(
            "res_id", "not in", SQL("(%s)", closed.select()))
        return Domain.OR(visible if wanted else ~visible for wanted in value)
