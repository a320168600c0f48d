from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_REPORT = {"kind", "document_ids", "description", "remedy", "discovered_on", "company_id"}
_OFFICE = {"action", "action_deadline", "outcome", "person_ids"}


class ArchiveIncident(models.Model):
    """A leak, or the possibility of one: reported by anybody, acted on at once (R59, R109).

    Who reported it, the security officer and the executives see it, and nobody else: it is about people.
    """

    _name = "archive.incident"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Incident"
    _named_to_readers = True
    _order = "id desc"

    _state_transitions = {
        "reported": {"handling"},
        "handling": {"closed"},
        "closed": {"handling"},
    }
    _gated_fields = frozenset({
        "name", "reported_by_id", "reported_on", "handled_by_id", "handled_on", "closed_by_id", "closed_on"})

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    kind = fields.Selection(
        [
            ("leak", "It Has Leaked"),
            ("possible", "It May Leak"),
            ("loss", "A Paper Is Missing"),
            ("breach", "The Rules Were Broken"),
        ],
        required=True, default="possible", index=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    document_ids = fields.Many2many("archive.document", string="Papers Concerned", check_company=True)
    discovered_on = fields.Datetime(required=True, default=fields.Datetime.now)
    description = fields.Text(string="What Happened", required=True)
    remedy = fields.Text(string="Remedy Taken at Once", help="What whoever found it did to limit the harm.")
    reported_by_id = fields.Many2one(
        "res.users", string="Reported by", readonly=True, copy=False, ondelete="restrict", index=True,
        default=lambda self: self.env.user)
    reported_on = fields.Datetime(readonly=True, copy=False, default=fields.Datetime.now)
    action = fields.Text(string="Action of the General Manager's Office")
    action_deadline = fields.Date(string="Done by", tracking=True)
    outcome = fields.Text()
    person_ids = fields.One2many(
        "archive.incident.person", "incident_id", string="People",
        groups="client_archive.group_security_officer,client_archive.group_executive")
    state = fields.Selection(
        [("reported", "Reported"), ("handling", "Being Handled"), ("closed", "Concluded")],
        required=True, default="reported", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    handled_by_id = fields.Many2one("res.users", string="In Hand of", readonly=True, copy=False, ondelete="restrict")
    handled_on = fields.Datetime(string="Taken in Hand on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    closed_on = fields.Datetime(readonly=True, copy=False)

    _name_uniq = models.UniqueIndex("(name, company_id)", "This incident number is already taken.")

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_office(vals)
        incidents = super().create(vals_list)
        for incident in incidents:
            incident._set_gated(
                kind="incident_reported",
                # sudo: numbers are drawn for users who do not read the sequence
                name=self.env["ir.sequence"].sudo().with_company(incident.company_id).next_by_code("archive.incident"))
        incidents._call_office()
        return incidents

    def write(self, vals):
        self._check_office(vals)
        report = vals.keys() & _REPORT
        if report and not self._is_office() and any(incident.state != "reported" for incident in self):
            raise UserError(self.env._(
                "The report is being handled: tell what you know further in a message to those who handle it."))
        result = super().write(vals)
        if report or vals.keys() & _OFFICE:
            # The words stay out of the journal: whoever reads it need not read about people.
            self._journal("changed", after={"fields": sorted(report | (vals.keys() & _OFFICE))})
        return result

    def _check_office(self, vals):
        said = {name for name in vals.keys() & _OFFICE if (self._changes(name, vals[name]) if self else vals[name])}
        if said and not self._is_office():
            raise AccessError(self.env._("What is done about an incident is for the general manager's office to say."))

    @api.model
    def _is_office(self):
        user = self.env.user
        return self.env.su or user.has_group("client_archive.group_executive") \
            or user.has_group("client_archive.group_security_officer")

    # ------------------------------------------------------------------
    # At once (R59)
    # ------------------------------------------------------------------
    def _call_office(self):
        """Call the general manager and the security officers today."""
        for incident in self.sudo():  # sudo: activities of others, whom the reporter need not see
            for user in incident._office():
                incident.activity_schedule(
                    "mail.mail_activity_data_todo", user_id=user.id, date_deadline=self._archive_day(),
                    summary=self.env._("Act on %s at once", incident.name))

    def _office(self):
        """The general manager and the security officers of the company, as far as they see incidents."""
        executive = self.env.ref("client_archive.group_executive")
        security = self.env.ref("client_archive.group_security_officer")
        managers = self.env["archive.officer"]._holders("general_manager", self.company_id)
        managers = managers.filtered(lambda user: executive in user.all_group_ids or security in user.all_group_ids)
        officers = security.all_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids)
        return managers | officers

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_handle(self):
        """Take incidents in hand.

        :raises AccessError: for anybody but executives and security officers
        :raises UserError: without an action and its deadline
        """
        self._check_handler()
        for incident in self:
            if not (incident.action or "").strip() or not incident.action_deadline:
                raise UserError(self.env._("Say what is done about %s, and by when.", incident.name))
        self._move("handling", kind="incident_handled", handled_by_id=self.env.uid, handled_on=fields.Datetime.now())

    def action_close(self):
        """Close incidents whose matter is settled.

        :raises UserError: without an outcome, or while a person is not decided on (R60, R61, R109)
        """
        self._check_handler()
        for incident in self:
            if not (incident.outcome or "").strip():
                raise UserError(self.env._("Write down the outcome of %s first.", incident.name))
            if incident.person_ids.filtered(lambda person: person.role == "responsible" and not person.sanction):
                raise UserError(self.env._(
                    "%s: the general manager's office has not decided on everybody responsible.",
                    incident.name))
        self._move("closed", kind="incident_closed", closed_by_id=self.env.uid, closed_on=fields.Datetime.now())
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def action_reopen(self):
        """Take closed incidents up again."""
        self._check_handler()
        self._move("handling", kind="incident_handled", closed_by_id=False, closed_on=False)

    def _check_handler(self):
        if not self._is_office():
            raise AccessError(self.env._("The general manager's office and the security officer handle incidents."))
        self.check_access("write")
