from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate

CONDITIONS = [
    ("intact", "Complete and Intact"),
    ("incomplete", "Incomplete"),
    ("damaged", "Damaged"),
]
_FREE = {"request_id", "document_id", "sequence", "pages"}


class ArchiveRequestLine(models.Model):
    """One paper on a request: whether it is out, and how it came back (R126)."""

    _name = "archive.request.line"
    _inherit = ["archive.journal.mixin", "archive.paper.mixin"]
    _description = "Paper on a Request"
    _order = "request_id, sequence, id"
    _rec_name = "document_id"

    request_id = fields.Many2one(
        "archive.request", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    request_state = fields.Selection(related="request_id.state", string="State of the Request")
    kind = fields.Selection(related="request_id.kind")
    applicant_id = fields.Many2one(related="request_id.applicant_id", string="Applicant")
    due_on = fields.Date(related="request_id.due_on", string="Due Back")
    sequence = fields.Integer(default=10)
    document_id = fields.Many2one(
        "archive.document", string="Paper", required=True, ondelete="restrict", index=True,
        domain="[('state', '=', 'filed')]")
    code = fields.Char(related="document_id.code")
    grade = fields.Selection(related="document_id.grade")
    document_secrecy = fields.Selection(related="document_id.secrecy_level", string="Secrecy")
    page_count = fields.Integer(related="document_id.page_count", string="Pages")
    place_id = fields.Many2one(
        related="document_id.place_id", string="Place", help="Where it is taken from, and reshelved.")
    is_out = fields.Boolean(string="Out", readonly=True, copy=False)
    returned_on = fields.Datetime(readonly=True, copy=False)
    condition = fields.Selection(CONDITIONS, string="Condition on Return", readonly=True, copy=False)
    note = fields.Char(string="Finding", readonly=True, copy=False)

    _paper_uniq = models.UniqueIndex("(request_id, document_id)", "This paper is already on the request.")
    _out_uniq = models.UniqueIndex(
        "(document_id) WHERE is_out", "This paper is out already: only one reader has an original at a time.")

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("document_id", "request_id")
    def _check_request(self):
        self.request_id._check_grade()
        self.request_id._check_one_customer()

    # ------------------------------------------------------------------
    # CRUD: papers are chosen while the request is a draft; the rest is the desk's
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            for vals in vals_list:
                self._refuse_desk_fields({name for name in vals if vals[name]}, _FREE)
        context = {key: value for key, value in self.env.context.items() if not key.startswith("default_")}
        lines = super(ArchiveRequestLine, self.with_context(context)).create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        if not gate.is_open(self.env):
            self._refuse_desk_fields(vals.keys(), _FREE - {"request_id"})
            self._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()

    def _refuse_desk_fields(self, names, free):
        if names - free:
            raise AccessError(self.env._(
                "Papers are chosen on the draft of a request; what is out and what came back is entered by the "
                "archive's desk."))

    def _check_draft(self):
        if any(request.state != "draft" for request in self.request_id):
            raise UserError(self.env._(
                "A request that was submitted is not changed any more: take it back, or make another one."))

    # ------------------------------------------------------------------
    # Desk
    # ------------------------------------------------------------------
    def _refuse_if_out(self):
        """Only one reader has an original at a time.

        :raises UserError: naming who has a paper that is out
        """
        out = self.search([("document_id", "in", self.document_id.ids), ("is_out", "=", True)], limit=1)
        if out:
            raise UserError(self.env._(
                "“%(paper)s” is with %(who)s until %(day)s (%(request)s).", paper=out.document_id.display_name,
                who=out.request_id._holder(), day=out.due_on, request=out.request_id.name))

    def _hand_out(self):
        """Note that the papers leave their place."""
        gate.opened(self).write({"is_out": True})
        self.flush_recordset(["is_out"])  # two archivists at once: the index lets one pass
        self._journal_papers("document_handed_out")

    def _take_back(self, findings):
        """Note that each paper came back, and how; see ``archive.request._take_back``."""
        missing = self.filtered(lambda line: line.is_out and line not in findings)
        if missing:
            raise UserError(self.env._(
                "“%s” is missing: everything comes back, or nothing is taken back (R126).",
                missing[0].document_id.display_name))
        now = fields.Datetime.now()
        for line in self.filtered("is_out"):
            condition, note = findings[line]
            if condition not in dict(CONDITIONS):
                raise UserError(self.env._("Say in which condition “%s” came back.", line.document_id.display_name))
            if condition != "intact" and not (note or "").strip():
                raise UserError(self.env._(
                    "“%s” is not complete and intact: note what is wrong with it (R109, R126).",
                    line.document_id.display_name))
            gate.opened(line).write(
                {"is_out": False, "returned_on": now, "condition": condition, "note": note or False})
        self._journal_papers("document_taken_back")

    def _journal_papers(self, kind):
        for line in self:
            line.document_id._journal(kind, note=line.note or None, after={
                "request": line.request_id.name, "reader": line.request_id._holder(), "due": line.due_on,
                "condition": line.condition})
