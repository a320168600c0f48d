from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate

CONDITIONS = [
    ("intact", "Complete and Intact"),
    ("incomplete", "Incomplete"),
    ("damaged", "Damaged"),
]
_FREE = {"request_id", "document_id", "sequence", "pages"}
# Where nobody else can have the paper.
_HELD = ("ready", "out")


class Finding(NamedTuple):
    """How a paper was found when it went out or came back.

    :ivar condition: key of :data:`CONDITIONS`
    :ivar note: what is wrong with it, where it is not complete and intact
    :ivar pages: how many it has; ``None`` for as many as there should be
    """

    condition: str = "intact"
    note: str = ""
    pages: int | None = None


class ArchiveRequestLine(models.Model):
    """One paper on a request: whose turn it is, whether it is out, how it went and how it came back (R126)."""

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
    department_id = fields.Many2one(related="request_id.department_id", string="Applicant's Department")
    partner_id = fields.Many2one(related="request_id.partner_id", string="Customer")
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
    stage = fields.Selection(
        [
            ("waiting", "In the Queue"),
            ("ready", "To Collect"),
            ("out", "Handed Out"),
            ("back", "Returned"),
            ("lapsed", "Not Collected"),
        ],
        readonly=True, copy=False, index="btree_not_null",
        help="Of an approved request that brings the original to its reader.")
    is_out = fields.Boolean(string="Out", compute="_compute_is_out", store=True)
    issued_on = fields.Datetime(string="Handed Out on", readonly=True, copy=False)
    issued_by_id = fields.Many2one(
        "res.users", string="Handed Out by", readonly=True, copy=False, ondelete="restrict")
    due_on = fields.Date(string="Due Back", readonly=True, copy=False)
    condition_out = fields.Selection(CONDITIONS, string="Condition when Handed Out", readonly=True, copy=False)
    pages_out = fields.Integer(string="Pages Handed Out", readonly=True, copy=False)
    note_out = fields.Char(string="Finding when Handed Out", readonly=True, copy=False)
    returned_on = fields.Datetime(readonly=True, copy=False)
    returned_by_id = fields.Many2one(
        "res.users", string="Taken Back by", readonly=True, copy=False, ondelete="restrict")
    condition = fields.Selection(CONDITIONS, string="Condition on Return", readonly=True, copy=False)
    pages_back = fields.Integer(string="Pages Returned", readonly=True, copy=False)
    note = fields.Char(string="Finding", readonly=True, copy=False)
    lost_on = fields.Datetime(
        string="Reported Missing on", readonly=True, copy=False,
        help="It stays due from its borrower, who answers for it, until it is found.")

    _paper_uniq = models.UniqueIndex("(request_id, document_id)", "This paper is already on the request.")
    _out_uniq = models.UniqueIndex(
        "(document_id) WHERE is_out", "This paper is out already: only one reader has an original at a time.")
    _held_uniq = models.UniqueIndex(
        "(document_id) WHERE stage IN ('ready', 'out')", "This paper is out, or held for another reader.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("stage")
    def _compute_is_out(self):
        for line in self:
            line.is_out = line.stage == "out"

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
    def _elsewhere(self):
        """Lines that keep the papers of these from them: out with somebody, or held for somebody."""
        return self.sudo().search([  # sudo: a paper is out, whoever may read with whom
            ("document_id", "in", self.document_id.ids), ("stage", "in", _HELD), ("id", "not in", self.ids)])

    def _refuse_if_elsewhere(self):
        """Only one reader has an original at a time, and whoever asked earlier has it first.

        :raises UserError: naming who has a paper that is out, or for whom it is held
        """
        for line in self._elsewhere()[:1]:
            facts = {"paper": line.document_id.with_env(self.env).display_name, "who": line.request_id._holder(),
                     "request": line.request_id.name}
            if line.is_out:
                raise UserError(self.env._(
                    "“%(paper)s” is with %(who)s until %(day)s (%(request)s).", day=line.due_on, **facts))
            raise UserError(self.env._(
                "“%(paper)s” is held for %(who)s until %(day)s (%(request)s): their turn comes first.",
                day=line._hold_day(), **facts))

    def _hand_out(self, due, findings):
        """Note that the papers leave their place, in which condition and with how many pages.

        :param due: day on which they are due back
        :param findings: mapping of lines to :class:`Finding`; the others are complete and intact
        :raises UserError: when a paper is not intact and nothing is noted
        """
        now = fields.Datetime.now()
        for line in self:
            finding = findings.get(line, Finding())._replace(pages=line._pages(findings.get(line), line.page_count))
            finding = line._check_finding(finding, line.page_count)
            gate.opened(line).write({
                "stage": "out", "issued_on": now, "issued_by_id": self.env.uid, "due_on": due,
                "condition_out": finding.condition, "pages_out": finding.pages, "note_out": finding.note or False})
        self.flush_recordset(["stage", "is_out"])  # two archivists at once: the index lets one pass
        self._journal_papers("document_handed_out", lambda line: {
            "due": line.due_on, "condition": line.condition_out, "pages": line.pages_out}, "note_out")

    def _take_back(self, findings):
        """Note that the papers came back, and how; see ``archive.request._take_back``."""
        now = fields.Datetime.now()
        for line in self:
            finding = findings[line]
            finding = line._check_finding(
                finding._replace(pages=line._pages(finding, line.pages_out)), line.pages_out)
            gate.opened(line).write({
                "stage": "back", "returned_on": now, "returned_by_id": self.env.uid, "condition": finding.condition,
                "pages_back": finding.pages, "note": finding.note or False, "lost_on": False})
        self._journal_papers("document_taken_back", lambda line: {
            "due": line.due_on, "condition": line.condition, "pages": line.pages_back}, "note")

    @staticmethod
    def _pages(finding, expected):
        return expected if finding is None or finding.pages is None else finding.pages

    def _check_finding(self, finding, expected):
        """``finding``, where fewer pages than ``expected`` are incomplete.

        :raises UserError: for an unknown condition, and when something is wrong and nothing is noted
        """
        self.ensure_one()
        paper = self.document_id.with_env(self.env).display_name
        if finding.condition not in dict(CONDITIONS):
            raise UserError(self.env._("Say in which condition “%s” is.", paper))
        if finding.pages < 0:
            raise UserError(self.env._("A paper cannot have a negative number of pages."))
        note = (finding.note or "").strip()
        if finding.pages != expected and not note:
            raise UserError(self.env._(
                "“%(paper)s” should have %(expected)s pages and has %(pages)s: note what is wrong with it.",
                paper=paper, expected=expected, pages=finding.pages))
        if finding.condition != "intact" and not note:
            raise UserError(self.env._("“%s” is not complete and intact: note what is wrong with it.", paper))
        short = finding.pages < expected and finding.condition == "intact"
        return finding._replace(note=note, condition="incomplete" if short else finding.condition)

    def _journal_papers(self, kind, facts, note_field):
        """One event for each paper, in one batch for those that nothing is noted of."""
        def after(line):
            return {"request": line.request_id.name, "reader": line.request_id._holder(), **facts(line)}

        silent = self.filtered(lambda line: not line[note_field])
        by_paper = {line.document_id: after(line) for line in silent}
        silent.document_id._journal(kind, after=lambda paper: by_paper[paper])
        for line in self - silent:
            line.document_id._journal(kind, note=line[note_field], after=after(line))
