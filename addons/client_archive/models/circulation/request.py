from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from ...tools import gate, secrecy

# R22: three days; going on needs a new request.
TERM_DAYS = 3
# What the applicant fills in, and what stands once others decide on it.
_APPLICATION = {
    "kind", "dossier_id", "line_ids", "purpose", "contact", "outsider_name", "outsider_body", "carrier", "safeguards",
    "copy_count", "destination", "carry_from", "carry_until"}
# Kinds with which originals leave the archive's rooms: never grade A (R16, R21).
LEAVING = ("loan", "carry")
_EXECUTIVES = ("chairman", "general_manager", "deputy_general_manager")


class ArchiveRequest(models.Model):
    """Slip with which papers of one customer are asked for, and the ledger of what is out (R16–R23, R108, R126).

    The path: the applicant submits; the route that the rules choose decides; an archivist hands the papers out
    and takes them back. Consulting and lending bring the original to the reader (``issued``) and back
    (``returned``); copies and what is given outside are handed over for good (``done``). What is approved and not
    collected within the term expires. What the archivist does is in ``request_desk``.
    """

    _name = "archive.request"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.approval.mixin", "archive.state.mixin"]
    _description = "Request"
    _order = "id desc"
    _rec_names_search = ["name", "partner_id.name"]

    _state_transitions = {
        "draft": {"submitted", "cancelled"},
        "submitted": {"approved", "refused", "draft", "cancelled"},
        "approved": {"issued", "done", "expired", "cancelled"},
        "issued": {"returned"},
        "returned": set(),
        "done": set(),
        "refused": set(),
        "expired": set(),
        "cancelled": set(),
    }
    _gated_fields = frozenset({
        "name", "applicant_id", "department_id", "submitted_on", "approved_on", "valid_until", "issued_on",
        "issued_by_id", "due_on", "returned_on", "returned_by_id", "secrecy_level", "grade", "is_classified",
        "needs_general_manager", "has_title", "applicant_is_executive"})

    _approval_depends = (
        "kind", "grade", "is_classified", "needs_general_manager", "has_title", "dossier_id", "line_ids")

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    kind = fields.Selection(
        [
            ("consult", "Consult in the Archive"),
            ("screen", "Read on Screen"),
            ("loan", "Borrow"),
            ("carry", "Carry Out"),
            ("copy", "Copy or Excerpt"),
            ("external", "Give Outside"),
            ("visit", "Outsider's Visit"),
        ],
        required=True, default="consult", index=True, tracking=True)
    dossier_id = fields.Many2one(
        "archive.dossier", required=True, ondelete="restrict", index=True, tracking=True,
        help="One request is about the papers of one customer.")
    partner_id = fields.Many2one(related="dossier_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    owner_department_id = fields.Many2one(related="dossier_id.department_id", string="Owning Department")
    line_ids = fields.One2many("archive.request.line", "request_id", string="Papers")
    line_count = fields.Integer(string="Number of Papers", compute="_compute_line_count")
    purpose = fields.Text(required=True, help="What the papers are needed for.")
    applicant_id = fields.Many2one(
        "res.users", string="Applicant", required=True, readonly=True, copy=False, index=True, ondelete="restrict",
        default=lambda self: self.env.user, help="Asks, and reads; nobody decides on their own request.")
    department_id = fields.Many2one(
        "hr.department", string="Applicant's Department", compute="_compute_department_id", store=True)
    contact = fields.Char(
        string="Contact Details", compute="_compute_contact", store=True, readonly=False,
        help="Where the applicant is reached.")
    outsider_name = fields.Char(string="Outsider", help="Who comes to read, or receives what is given outside.")
    outsider_body = fields.Char(string="Outsider's Organisation")
    carrier = fields.Char(string="Carried by", help="The named person who takes or sends it out.")
    safeguards = fields.Text(help="How it is protected on the way.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("issued", "Handed Out"),
            ("returned", "Returned"),
            ("done", "Completed"),
            ("refused", "Refused"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    submitted_on = fields.Datetime(readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    valid_until = fields.Datetime(
        readonly=True, copy=False, help="End of the term: then access to the content ends, by itself.")
    issued_on = fields.Datetime(string="Handed Out on", readonly=True, copy=False)
    issued_by_id = fields.Many2one(
        "res.users", string="Handed Out by", readonly=True, copy=False, ondelete="restrict")
    due_on = fields.Date(string="Due Back", readonly=True, copy=False, index=True, tracking=True)
    returned_on = fields.Datetime(readonly=True, copy=False)
    returned_by_id = fields.Many2one(
        "res.users", string="Taken Back by", readonly=True, copy=False, ondelete="restrict")
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    remarks = fields.Text(copy=False)
    # What the routes' conditions ask for.
    secrecy_level = fields.Selection(
        secrecy.LEVELS, string="Highest Secrecy", compute="_compute_sensitivity", store=True, compute_sudo=True)
    grade = fields.Selection(
        [("A", "Grade A"), ("B", "Grade B")], compute="_compute_sensitivity", store=True, compute_sudo=True,
        help="Grade A as soon as one paper is.")
    is_classified = fields.Boolean(string="Classified", compute="_compute_sensitivity", store=True, compute_sudo=True)
    needs_general_manager = fields.Boolean(
        string="Needs the General Manager", compute="_compute_sensitivity", store=True, compute_sudo=True,
        help="One of the papers is a licence, a contract or the like.")
    has_title = fields.Boolean(
        string="Includes a Title", compute="_compute_sensitivity", store=True, compute_sudo=True)
    applicant_is_executive = fields.Boolean(
        compute="_compute_applicant_is_executive", store=True, compute_sudo=True,
        help="Chairman, general manager and deputies borrow directly.")
    expected_rule = fields.Char(
        string="Rule", compute="_compute_expected_rule", help="The rule that decides who approves; the strictest wins.")
    grant_ids = fields.One2many("archive.grant", "request_id", string="Access", readonly=True)

    _name_uniq = models.UniqueIndex("(name, company_id)", "This request number is already taken.")
    _due_idx = models.Index("(due_on) WHERE state = 'issued'")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(self.env["archive.request.line"]._read_group(
            [("request_id", "in", self.ids)], ["request_id"], ["__count"]))
        for request in self:
            request.line_count = counts.get(request._origin, 0)

    @api.depends("applicant_id", "company_id")
    def _compute_department_id(self):
        for request in self:
            request.department_id = request._approval_applicant_department()

    @api.depends("applicant_id")
    def _compute_contact(self):
        for request in self:
            # sudo: the applicant's own work phone, which sales staff may not look up
            employee = request.applicant_id.sudo().employee_ids[:1]
            request.contact = request.contact or employee.work_phone or request.applicant_id.sudo().email

    @api.depends(
        "line_ids.document_id.secrecy_level", "line_ids.document_id.type_id.needs_general_manager",
        "line_ids.document_id.type_id.is_title")
    def _compute_sensitivity(self):
        for request in self:
            documents = request.line_ids.document_id
            level = max((doc.secrecy_level or secrecy.NONE for doc in documents), default=secrecy.NONE)
            request.secrecy_level = level
            request.grade = secrecy.grade(level)
            request.is_classified = level > secrecy.NONE
            request.needs_general_manager = any(documents.type_id.mapped("needs_general_manager"))
            request.has_title = any(documents.type_id.mapped("is_title"))

    @api.depends("applicant_id", "company_id")
    def _compute_applicant_is_executive(self):
        officers = self.env["archive.officer"]
        for company, requests in self.grouped("company_id").items():
            executives = self.env["res.users"].union(*(officers._holders(role, company) for role in _EXECUTIVES))
            for request in requests:
                request.applicant_is_executive = request.applicant_id in executives

    @api.depends("kind", "grade", "is_classified", "needs_general_manager", "has_title", "dossier_id")
    def _compute_expected_rule(self):
        for request in self:
            route = self.env["mail.activity.plan"]
            if request.line_ids:
                route = route._approval_route_of(request)
            request.expected_rule = route.approval_rule

    @api.depends("state", "due_on")
    def _compute_is_overdue(self):
        today = self._archive_day()
        for request in self:
            request.is_overdue = request.state == "issued" and bool(request.due_on) and request.due_on < today

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain(
            [("state", "=", "issued"), ("due_on", "<", self._archive_day())])
        return Domain.OR(overdue if wanted else ~overdue for wanted in value)

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("kind", "line_ids")
    def _check_grade(self):
        self._refuse_lending_grade_a()

    @api.constrains("dossier_id", "line_ids")
    def _check_one_customer(self):
        for request in self:
            foreign = request.sudo().line_ids.document_id.filtered_domain([("dossier_id", "!=", request.dossier_id.id)])
            if foreign:
                raise ValidationError(self.env._(
                    "“%(paper)s” is not in the dossier %(dossier)s: make a request for each customer.",
                    paper=foreign[0].display_name, dossier=request.dossier_id.display_name))

    def _refuse_lending_grade_a(self):
        """Lending grade A is impossible (R21, and R125 does not lift it).

        :raises ValidationError: naming the paper
        """
        for request in self.filtered(lambda rec: rec.kind in LEAVING):
            # sudo: the rule holds for whoever asks; the level is read, not the stored grade
            top = request.sudo().line_ids.document_id.filtered(lambda doc: secrecy.grade(doc.secrecy_level) == "A")
            if top:
                raise ValidationError(self.env._(
                    "“%s” is grade A (highly secret or above) and is never lent. Ask to consult it in the "
                    "archive instead.", top[0].display_name))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests:
            request._set_gated(
                kind="created",
                # sudo: numbers are drawn for users who do not read the sequence
                name=self.env["ir.sequence"].sudo().with_company(request.company_id).next_by_code("archive.request"))
        return requests

    def write(self, vals):
        if vals.keys() & _APPLICATION and not gate.is_open(self.env) and any(rec.state != "draft" for rec in self):
            raise UserError(self.env._(
                "A request that was submitted is not changed any more: take it back, or make another one."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------
    def _approval_applicant(self):
        return self.applicant_id

    def _approval_is_ahead(self):
        return bool(self.line_ids) and super()._approval_is_ahead()

    def _approval_owner_department(self):
        return self.dossier_id.sudo().department_id  # sudo: whose paper it is does not depend on who asks

    def action_submit(self):
        """Ask for the papers.

        :raises AccessError: for anybody but the applicant
        :raises UserError: for a request that is not complete, papers that are not filed, or a loan of grade A (R21)
        """
        for request in self:
            request._check_applicant()
            request._lock()
            request._check_transition("submitted")
            request._check_complete()
            request._refuse_lending_grade_a()
            request.dossier_id.sudo()._touch()  # sudo: a destruction that runs at this moment meets us here
            request._check_on_file()
            # Offices change hands without touching the request.
            self.env.add_to_compute(self._fields["applicant_is_executive"], request)
            request._move("submitted", kind="request_submitted", submitted_on=fields.Datetime.now())
            request._approval_start()
        return True

    def _check_applicant(self):
        self.check_access("write")
        if not self.env.su and self.env.user != self.applicant_id:
            raise AccessError(self.env._("Only the applicant, %s, does this.", self.applicant_id.name))

    def _check_complete(self):
        if not self.line_ids:
            raise UserError(self.env._("Choose the papers you need first."))
        if not (self.purpose or "").strip():
            raise UserError(self.env._("Say what you need the papers for."))
        if self.kind in ("external", "visit") and not ((self.outsider_name or "").strip()
                                                       and (self.outsider_body or "").strip()):
            raise UserError(self.env._("Name the outsider and their organisation."))
        if self.kind == "external" and not ((self.carrier or "").strip() and (self.safeguards or "").strip()):
            raise UserError(self.env._("Name who carries or sends it out, and how it is protected on the way."))

    def _check_on_file(self):
        gone = self.sudo().line_ids.document_id.filtered(lambda doc: doc.state != "filed")
        if gone:
            raise UserError(self.env._(
                "“%s” is not on file: only filed papers are consulted, lent or copied.", gone[0].display_name))

    def _check_route(self):
        """Refuse what a stricter route governs by now than the one that was taken.

        :raises UserError: when a paper became more secret while the request was on its way
        """
        Plan = self.env["mail.activity.plan"]
        for request in self:
            taken = request.sudo()._approval_steps()[:1].template_id.plan_id  # the newest round comes first
            due = Plan._approval_route_of(request)
            if taken and due.approval_strictness > taken.approval_strictness:
                raise UserError(self.env._(
                    "A stricter rule governs %(request)s by now: %(rule)s. Refuse or cancel it, and ask again.",
                    request=request.name, rule=due.approval_rule or due.name))

    def _approval_granted(self):
        now = fields.Datetime.now()
        for request in self.sudo():  # sudo: whoever decides on the request changes nothing else in it
            request._refuse_lending_grade_a()
            request._check_on_file()
            request._check_route()
            request._move("approved", kind="request_granted", approved_on=now)
            request._start_term()

    def _start_term(self):
        """Start the term of what was just approved (R22); see ``request_queue`` for originals."""
        due, until = self._term()
        self._set_gated(kind="request_term", valid_until=until)
        if self.kind == "screen":
            self.env["archive.grant"]._give(self, until)
        self._tell(self._words_when_granted(due))

    def _words_when_granted(self, due):
        return self.env._("Approved. Collect it in the archive by %s; then this approval expires.", due)

    def _approval_refused(self, step):
        for request in self.sudo():  # sudo: as in _approval_granted
            request._move("refused", kind="request_refused", note=step.opinion)
            request._tell(self.env._("Refused by %(who)s: %(why)s", who=step.decided_by_id.name, why=step.opinion))

    def _holder(self):
        """Who has the papers, in words."""
        self.ensure_one()
        if self.kind != "visit":
            return self.applicant_id.name
        return " · ".join(filter(None, [self.outsider_name, self.outsider_body]))

    def _tell(self, words):
        self.message_post(body=words, partner_ids=self.applicant_id.partner_id.ids, subtype_xmlid="mail.mt_comment")

    def _term(self):
        """Last day of a term that starts today, and its last moment in UTC (R22).

        Days of the company's own calendar, not of the caller's time zone.
        """
        self.ensure_one()
        due = self.company_id._archive_loan_due(TERM_DAYS)
        return due, self._end_of(due)

    def _end_of(self, day):
        """Last moment (UTC) of ``day`` where the company works."""
        zone = pytz.timezone(self.company_id._archive_timezone())
        end = zone.localize(datetime.combine(day, time.max)).astimezone(pytz.UTC)
        return end.replace(tzinfo=None, microsecond=0)

    # ------------------------------------------------------------------
    # Taking back and giving up
    # ------------------------------------------------------------------
    def action_withdraw(self):
        """Take the request back to change it, before it is decided; only the applicant may."""
        for request in self:
            request._check_applicant()
            request._check_transition("draft")
            request._approval_withdraw()
            request._move("draft", submitted_on=False)
        return True

    def action_cancel(self):
        """Give the request up: the applicant before it is collected, or the archive.

        :raises AccessError: for anybody else
        """
        for request in self:
            if not self.env.user.has_group("client_archive.group_archivist"):
                request._check_applicant()
            request.check_access("write")
            request._check_transition("cancelled")
            # sudo: allowed above; the engine lets the applicant alone withdraw
            request.sudo()._approval_cancel_rest()
            request._move("cancelled", kind="request_cancelled")
            request.sudo().grant_ids._end()  # sudo: grants are the engine's
        return True

    def action_finish(self):
        """Say that reading is done and nothing has to be collected; access to the content ends now."""
        for request in self:
            request._check_applicant()
            if request.kind not in ("consult", "screen"):
                raise UserError(self.env._("Only a consultation is finished by its reader."))
            request._move("done", kind="request_completed")
            request.sudo().grant_ids._end()  # sudo: as in action_cancel
        return True
