from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import deadline, gate


class ArchivePrivacyRequest(models.Model):
    """A person asks for their data: a copy, a correction, its erasure, or to withdraw a consent (R84).

    Personal Information Protection Law, articles 44–50. The path: received; the person is identified, and their data
    found; a copy or a correction is answered, an erasure is confirmed by a second person first. What a rule keeps is
    kept, and the person is told by which (see ``privacy_retention``, ``privacy_erasure``).
    """

    _name = "archive.privacy.request"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.approval.mixin", "archive.state.mixin"]
    _description = "Request about Personal Data"
    _named_to_readers = True
    _order = "state, due_on, id desc"

    _state_transitions = {
        "received": {"work", "refused"},
        "work": {"approving", "answered", "refused"},
        "approving": {"work", "answered"},
        "answered": set(),
        "refused": set(),
    }
    _gated_fields = frozenset({
        "name", "verified_by_id", "verified_on", "searched_on", "submitted_by_id", "confirmed_by_id", "erased_on",
        "answered_by_id", "answered_on"})

    # The number is the request's name everywhere: the journal, mails and activities do not tell whose it is.
    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    kind = fields.Selection(
        [
            ("copy", "Access and Copy"),
            ("correct", "Correction"),
            ("erase", "Erasure"),
            ("withdraw", "Withdrawal of Consent"),
        ],
        string="What Is Asked for", required=True, default="copy", index=True, tracking=True)
    person_name = fields.Char(string="Person Concerned", required=True)
    partner_id = fields.Many2one(
        "res.partner", string="Contact", ondelete="restrict",
        help="The person as a contact in Odoo, where they are one.")
    email = fields.Char()
    phone = fields.Char()
    id_number = fields.Char(string="Identity Number", help="Only where it is needed to find them.")
    demand = fields.Text(help="What the person asks for, in their words; for a correction, what is right.")
    received_on = fields.Date(required=True, default=lambda self: self._archive_day())
    channel = fields.Selection(
        [("letter", "Letter"), ("mail", "E-Mail"), ("phone", "Telephone"), ("visit", "In Person"), ("web", "Website")],
        string="How It Came", required=True, default="letter")
    due_on = fields.Date(
        string="Answer by", compute="_compute_due_on", store=True, index=True, tracking=True,
        help="So many working days after it was received as the company's settings say.")
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue", search="_search_is_overdue")
    officer_id = fields.Many2one(
        "res.users", string="In Charge", required=True, default=lambda self: self.env.user, ondelete="restrict",
        tracking=True, domain="[('share', '=', False)]")
    identity = fields.Selection(
        [
            ("card", "Identity Card Seen"),
            ("known", "Known in Person"),
            ("callback", "Called Back at the Known Number"),
            ("stamp", "Letter with the Company's Stamp"),
            ("proxy", "Representative with a Power of Attorney"),
        ],
        string="Identified by", tracking=True, help="Nobody's data is handed to another.")
    identity_note = fields.Char(string="How Exactly")
    verified_by_id = fields.Many2one(
        "res.users", string="Identified by Whom", readonly=True, copy=False, ondelete="restrict")
    verified_on = fields.Datetime(string="Identified on", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("received", "Received"),
            ("work", "In Work"),
            ("approving", "Being Confirmed"),
            ("answered", "Answered"),
            ("refused", "Declined"),
        ],
        required=True, default="received", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    place_ids = fields.One2many("archive.privacy.place", "request_id", string="Where Their Data Is")
    place_count = fields.Integer(string="Data Places", compute="_compute_counts")
    erase_count = fields.Integer(string="Places to Erase", compute="_compute_counts")
    unsure_count = fields.Integer(string="Found by Name Only", compute="_compute_counts")
    searched_on = fields.Datetime(readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    confirmed_by_id = fields.Many2one(
        "res.users", string="Confirmed by", readonly=True, copy=False, ondelete="restrict")
    erased_on = fields.Datetime(readonly=True, copy=False)
    answer = fields.Text(help="What the person is answered; the list of places goes with it.")
    refusal = fields.Text(string="Reason of the Refusal", help="The person is told the reason (article 50).")
    answered_by_id = fields.Many2one("res.users", string="Answered by", readonly=True, copy=False, ondelete="restrict")
    answered_on = fields.Datetime(readonly=True, copy=False)

    _name_uniq = models.UniqueIndex("(name, company_id)", "This request number is already taken.")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("received_on", "company_id")
    def _compute_due_on(self):
        for company, requests in self.grouped("company_id").items():
            is_working = company._archive_working_days() if company else (lambda day: day.weekday() < 5)
            days = company.sudo().archive_privacy_days or 15  # sudo: the term is no secret
            for request in requests:
                request.due_on = request.received_on and deadline.add_working_days(
                    request.received_on, days, is_working)

    @api.depends("due_on", "state")
    def _compute_is_overdue(self):
        for request in self:
            request.is_overdue = bool(
                request.state not in ("answered", "refused") and request.due_on
                and request.due_on < request.company_id._archive_today())

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = fields.Domain("state", "not in", ["answered", "refused"]) & fields.Domain(
            "due_on", "<", self.env.company._archive_today())
        return fields.Domain.OR(overdue if wanted else ~overdue for wanted in value)

    @api.depends("place_ids.outcome", "place_ids.is_person")
    def _compute_counts(self):
        for request in self:
            places = request.place_ids
            request.place_count = len(places)
            request.erase_count = len(places.filtered(lambda place: place.is_person and place.outcome == "erase"))
            request.unsure_count = len(places.filtered(lambda place: place.match == "name" and not place.is_person))

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        for request in self.filtered("partner_id"):
            request.person_name = request.person_name or request.partner_id.name
            request.email = request.email or request.partner_id.email
            request.phone = request.phone or request.partner_id.phone

    @api.constrains("received_on")
    def _check_received_on(self):
        for request in self:
            if request.received_on > request.company_id._archive_today():
                raise ValidationError(self.env._("A request is noted after it was received."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        for request in requests:
            # sudo: numbers are drawn for users who do not read the sequence
            gate.opened(request).name = self.env["ir.sequence"].sudo().with_company(
                request.company_id).next_by_code("archive.privacy.request")
            request.activity_schedule(
                "client_archive.mail_activity_privacy", user_id=request.officer_id.id, date_deadline=request.due_on,
                summary=self.env._("Answer a request about personal data"))
        # The journal is for ever: it says that there was a request, and not whose.
        requests._journal("privacy_received", after=lambda request: {
            "number": request.name, "kind": request.kind, "channel": request.channel, "due": request.due_on})
        return requests

    def write(self, vals):
        if not gate.is_open(self.env):
            told = {"person_name", "partner_id", "email", "phone", "id_number", "kind", "received_on", "company_id"}
            if vals.keys() & told and any(request.state != "received" for request in self):
                raise UserError(self.env._("Who asks for what stands once they were identified: enter a new request."))
            if any(request.state in ("answered", "refused") for request in self) and vals.keys() & {
                    "answer", "refusal", "demand", "identity", "identity_note", "officer_id"}:
                raise UserError(self.env._("A request that was answered stays as it is."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_start(self):
        """Note that the person was identified, and find their data.

        :raises AccessError: for anybody but security officers
        :raises UserError: when it is not said how they were identified
        """
        for request in self:
            request._check_officer()
            request._lock()
            if not request.identity:
                raise UserError(self.env._("Say how the person was identified: nobody's data is handed to another."))
            request._move("work", kind="privacy_identified", verified_by_id=self.env.uid,
                          verified_on=fields.Datetime.now())
            request._search_person()
            if request.kind == "withdraw":
                request._withdraw_consents()
        return True

    def action_search(self):
        """Search again, while the request is being worked on."""
        for request in self:
            request._check_officer()
            request._check_state("work")
            request._search_person()
        return True

    def action_submit(self):
        """Have a second person confirm what is erased and what is kept.

        :raises UserError: when nothing is to be erased
        """
        for request in self:
            request._check_officer()
            request._check_state("work")
            if request.kind not in ("erase", "withdraw"):
                raise UserError(self.env._("Only an erasure is confirmed by a second person: answer the request."))
            if not request.erase_count:
                raise UserError(self.env._("Nothing is to be erased: answer the request, with the reasons."))
            request._move("approving", submitted_by_id=self.env.uid)
            request._approval_start()
        return True

    def action_take_back(self):
        """Take the plan back before it was confirmed; only who submitted it may."""
        self._check_officer()
        self._approval_withdraw()
        return self._move("work")

    def action_conclude(self):
        """Close the request as answered.

        :raises UserError: without an answer, or while something is to be erased
        """
        for request in self:
            request._check_officer()
            request._check_state("work")
            if request.kind in ("erase", "withdraw") and request.erase_count:
                raise UserError(self.env._(
                    "%s places are to be erased: have a second person confirm it.", request.erase_count))
            request._finish("answered", request.answer, "privacy_answered")
        return True

    def action_decline(self):
        """Close the request as refused, with the reason that the person is told.

        :raises UserError: without a reason
        """
        for request in self:
            request._check_officer()
            request._finish("refused", request.refusal, "privacy_refused")
        return True

    def action_export(self):
        """Download the person's data as a ZIP file; see :meth:`_export`."""
        self.ensure_one()
        self._check_export()
        return {"type": "ir.actions.act_url", "url": f"/archive/privacy/{self.id}", "target": "download"}

    def action_view_places(self):
        """The places where the person's data is."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": "archive.privacy.place", "name": self.display_name,
            "view_mode": "list", "views": [(False, "list")], "domain": [("request_id", "=", self.id)]}

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------
    def _check_officer(self):
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group("client_archive.group_security_officer"):
            raise AccessError(self.env._("Security officers deal with requests about personal data."))

    def _check_state(self, state):
        self._lock()
        self.invalidate_recordset(["state"])
        if self.state != state:
            raise UserError(self.env._("%s is not being worked on.", self.display_name))

    def _finish(self, state, words, kind):
        if not (words or "").strip():
            raise UserError(self.env._("Write what the person is answered."))
        self._move(state, kind=kind, answered_by_id=self.env.uid, answered_on=fields.Datetime.now())
        # sudo: the matter is settled for everybody who was called
        self.sudo().activity_unlink(["client_archive.mail_activity_privacy", "client_archive.mail_activity_alarm"])

    @api.model
    def _cron_overdue(self):
        """Call all security officers about requests whose term is over, once each."""
        overdue = self.search([("is_overdue", "=", True)])
        alarm = self.env.ref("client_archive.mail_activity_alarm")
        called = set(self.env["mail.activity"].search([
            ("activity_type_id", "=", alarm.id), ("res_model", "=", self._name)]).mapped("res_id"))
        officers = self.env.ref("client_archive.group_security_officer").all_user_ids.filtered(
            lambda user: user.active and not user.share)
        for request in overdue.filtered(lambda row: row.id not in called):
            for officer in officers.filtered(lambda user, row=request: row.company_id in user.company_ids):
                request.activity_schedule(
                    activity_type_id=alarm.id, user_id=officer.id, date_deadline=request.due_on,
                    summary=self.env._("A request about personal data is overdue"))

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------
    def _approval_applicant(self):
        return self.submitted_by_id or self.officer_id

    def _approval_granted(self):
        for request in self:
            # sudo: whoever confirms changes nothing else in it
            request.sudo()._erase(self.env.user)

    def _approval_refused(self, step):
        self.sudo()._move("work", note=step.opinion)  # sudo: as in _approval_granted
