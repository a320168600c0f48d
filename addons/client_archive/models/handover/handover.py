from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools import deadline

OPEN_STATES = ("draft", "supplement", "to_check", "to_receive")
# Once A has signed, this stands: it decides who signs and until when.
_SEALED = {"rule_id", "company_id", "dossier_ids", "manager_a_id", "manager_b_id", "start_date", "start_event"}


class ArchiveHandover(models.Model):
    """List of papers that are handed to the archive, and the ledger of handovers (R64, R115).

    Manager A lists and signs, B checks and signs (where the kind has a B), the archivist checks item by item and
    signs: see ``handover_signing``. Whoever finds a gap returns the list with a supplement list (R116, R67).
    """

    _name = "archive.handover"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Handover List"
    _order = "id desc"

    _state_transitions = {
        "draft": {"to_check", "to_receive", "cancelled"},
        "to_check": {"to_receive", "supplement"},
        "supplement": {"to_check", "to_receive", "cancelled"},
        "to_receive": {"done", "supplement"},
        "done": set(),
        "cancelled": set(),
    }
    _gated_fields = frozenset({
        "name", "sent_on", "completed_on", "escalated_on", "digest", "deadline_a", "deadline_b", "deadline",
        "is_title"})

    name = fields.Char(string="List", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    state = fields.Selection(
        [
            ("draft", "Being Listed"),
            ("to_check", "To Check"),
            ("supplement", "To Supplement"),
            ("to_receive", "To Receive"),
            ("done", "Completed"),
            ("cancelled", "Cancelled"),
        ],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    rule_id = fields.Many2one(
        "archive.handover.rule", string="Kind of Handover", required=True, ondelete="restrict", index=True,
        tracking=True, check_company=True, default=lambda self: self.env["archive.handover.rule"].search([], limit=1))
    is_title = fields.Boolean(related="rule_id.is_title", string="Title List", store=True)
    has_manager_b = fields.Boolean(related="rule_id.has_manager_b", string="Has a Manager B")
    rule_source = fields.Char(related="rule_id.source", string="Rule")
    dossier_ids = fields.Many2many(
        "archive.dossier", string="Dossiers", check_company=True, domain="[('state', '=', 'open')]")
    manager_a_id = fields.Many2one(
        "res.users", string="Manager A", required=True, default=lambda self: self.env.user, ondelete="restrict",
        index=True, tracking=True, domain="[('share', '=', False)]", help="Lists the papers and signs first.")
    manager_b_id = fields.Many2one(
        "res.users", string="Manager B", ondelete="restrict", index=True, tracking=True,
        domain="[('share', '=', False)]", help="Checks papers, signatures and page numbers, and signs.")
    archivist_id = fields.Many2one(
        "res.users", string="Archivist", ondelete="restrict", index=True, tracking=True,
        domain="[('share', '=', False)]", help="Checks item by item and signs. Empty: any archivist.")
    start_date = fields.Date(
        string="Clock Starts on", required=True, default=lambda self: self._archive_day(), tracking=True,
        help="The day of the deal, of the inspection after it, or of the end of the project.")
    start_event = fields.Char(string="Occasion", help="The deal, inspection or project that starts the clock.")
    sent_on = fields.Date(string="Signed by A on", readonly=True, copy=False)
    completed_on = fields.Date(readonly=True, copy=False, index=True)
    escalated_on = fields.Date(string="Lateness Reported on", readonly=True, copy=False)
    digest = fields.Char(
        string="SHA-256 of the List", readonly=True, copy=False,
        help="What A signed; B and the archivist sign the same.")
    deadline_a = fields.Date(string="A Signs until", compute="_compute_deadlines", store=True)
    deadline_b = fields.Date(string="In the Archive by", compute="_compute_deadlines", store=True)
    deadline = fields.Date(string="Deadline", compute="_compute_deadline", store=True, index=True)
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    line_ids = fields.One2many("archive.handover.line", "handover_id", string="Papers")
    signature_ids = fields.One2many("archive.handover.signature", "handover_id", string="Signatures", readonly=True)
    supplement_ids = fields.One2many("archive.handover.supplement", "handover_id", string="Supplement List")
    deferral_ids = fields.One2many("archive.handover.deferral", "handover_id", string="Deferrals", readonly=True)
    note = fields.Text()
    line_count = fields.Integer(string="Items", compute="_compute_totals")
    page_count = fields.Integer(string="Pages", compute="_compute_totals")
    unchecked_count = fields.Integer(string="To Check Still", compute="_compute_totals")
    gap_count = fields.Integer(string="Open Gaps", compute="_compute_gap_count")
    to_file_count = fields.Integer(string="Papers to File", compute="_compute_to_file_count")
    must_sign = fields.Boolean(compute="_compute_must_sign", help="Whether the current user has to sign now.")

    _name_uniq = models.UniqueIndex("(name, company_id)", "This list number is already taken.")

    # ------------------------------------------------------------------
    # Clock
    # ------------------------------------------------------------------
    @api.depends("rule_id", "start_date", "sent_on", "company_id", "deferral_ids.state")
    def _compute_deadlines(self):
        """A's term from the start, B's from A's signature (R119, R104); a granted deferral takes their place."""
        for company, lists in self.grouped("company_id").items():
            is_working = company._archive_working_days() if company else (lambda day: day.weekday() < 5)
            for handover in lists:
                rule, start = handover.rule_id, handover.start_date
                if not rule or not start:
                    handover.deadline_a = handover.deadline_b = False
                    continue
                due_a = deadline.deadline(start, rule.prepare_count, rule.prepare_unit, is_working)
                handover.deadline_a = handover._deferred("prepare", due_a)
                due_b = handover.deadline_a
                if rule.has_manager_b:
                    due_b = deadline.deadline(
                        handover.sent_on or due_b, rule.deliver_count, rule.deliver_unit, is_working)
                handover.deadline_b = handover._deferred("deliver", due_b)

    def _deferred(self, term, due):
        # sudo: a deferral counts, whoever asks
        granted = self.sudo().deferral_ids.filtered(lambda row: row.state == "granted" and row.term == term)
        return max([due, *granted.mapped("until")])

    @api.depends("state", "deadline_a", "deadline_b")
    def _compute_deadline(self):
        for handover in self:
            handover.deadline = handover.deadline_a if handover.state == "draft" else handover.deadline_b

    @api.depends("state", "deadline")
    def _compute_is_overdue(self):
        today = self._archive_day()
        for handover in self:
            handover.is_overdue = bool(
                handover.state in OPEN_STATES and handover.deadline and handover.deadline < today)

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "in", OPEN_STATES) & Domain("deadline", "<", self._archive_day())
        return Domain.OR(late if wanted else ~late for wanted in value)

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("line_ids.page_count", "line_ids.checked", "line_ids.checked_b", "line_ids.finding", "state")
    def _compute_totals(self):
        for handover in self:
            lines = handover.line_ids
            handover.line_count = len(lines)
            handover.page_count = sum(lines.mapped("page_count"))
            handover.unchecked_count = len(lines.filtered(
                lambda line, state=handover.state: state == "to_check" and not line.checked_b
                or state == "to_receive" and not (line.checked or line.finding)))

    @api.depends("supplement_ids.state")
    def _compute_gap_count(self):
        counts = dict(self.env["archive.handover.supplement"]._read_group(
            [("handover_id", "in", self.ids), ("state", "!=", "accepted")], ["handover_id"], ["__count"]))
        for handover in self:
            handover.gap_count = counts.get(handover._origin, 0)

    @api.depends("state", "line_ids.document_id.state", "line_ids.checked")
    def _compute_to_file_count(self):
        for handover in self:
            handover.to_file_count = len(handover._papers_to_file())

    @api.depends("state", "manager_a_id", "manager_b_id", "archivist_id")
    @api.depends_context("uid")
    def _compute_must_sign(self):
        for handover in self:
            handover.must_sign = handover._is_for(self.env.user)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("manager_a_id", "manager_b_id", "archivist_id", "rule_id")
    def _check_people_differ(self):
        for handover in self:
            people = [user for user in (
                handover.manager_a_id, handover.manager_b_id, handover.archivist_id) if user]
            if len(set(people)) < len(people):
                raise ValidationError(self.env._(
                    "Manager A, manager B and the archivist are different people: nobody signs two parts."))
            if handover.manager_b_id and not handover.has_manager_b:
                raise ValidationError(self.env._(
                    "“%s” has no manager B: leave the field empty or choose another kind.", handover.rule_id.name))

    @api.constrains("rule_id")
    def _check_titles_apart(self):
        self.line_ids._check_titles_apart()

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        handovers = super().create(vals_list)
        for handover in handovers:
            # sudo: numbers are drawn for users who do not read the sequence
            name = self.env["ir.sequence"].sudo().with_company(handover.company_id).next_by_code("archive.handover")
            handover._set_gated(kind="handover_listed", name=name)
        return handovers

    def write(self, vals):
        frozen = {name for name in vals.keys() & _SEALED for handover in self
                  if handover.state != "draft" and handover._changes(name, vals[name])}
        if frozen:
            raise UserError(self.env._("A list that was signed keeps its kind, its people and its clock."))
        if vals.keys() & {"archivist_id", "note"} and any(handover.state == "done" for handover in self):
            raise UserError(self.env._("This list is signed and sealed."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Listing (R115)
    # ------------------------------------------------------------------
    def action_fill(self):
        """List the papers of the chosen dossiers that are not filed and not on a list: titles or all others (R123).

        :raises AccessError: for anybody but manager A
        :raises UserError: when there are none
        """
        self.ensure_one()
        self._check_listing()
        documents = self.env["archive.document"].search([
            ("dossier_id", "in", self.dossier_ids.ids), ("state", "in", ("draft", "submitted")),
            ("type_id.is_title", "=", self.is_title),
            ("handover_line_ids", "not any", [("is_open", "=", True)])])
        if not documents:
            raise UserError(self.env._(
                "The chosen dossiers hold no papers that wait to be handed over on a list of this kind."))
        self.env["archive.handover.line"].create([
            {"handover_id": self.id, "document_id": document.id} for document in documents._in_volume_order()])

    def action_cancel(self):
        """Give the list up; the papers can be listed anew."""
        for handover in self:
            handover._check_listing()
            handover._move("cancelled")
            handover._call_next()

    def action_defer(self):
        """Open the dialog that asks for a deferral (R119)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Ask for a Deferral"),
            "res_model": "archive.handover.deferral", "view_mode": "form", "target": "new",
            "context": {"default_handover_id": self.id},
        }
