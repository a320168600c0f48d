from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import secrecy

# What was planned stands once the meeting was held; what came of it, once it is closed.
_PLAN = {
    "subject", "level", "company_id", "department_id", "date_start", "date_end", "place", "place_fitness", "chair_id",
    "minutes_by_id", "document_ids", "equipment_allowed", "equipment_collected"}
_RESULT = {"minutes_id", "circle", "circle_ids", "circle_until", "handout_ids", "note"}


class ArchiveSecretMeeting(models.Model):
    """A meeting on secrets: a fit place, named attendees, ruled equipment and papers, how far it may travel (R55).

    The subject is a secret itself: only the attendees, the host and the security officer see the meeting at all,
    and the journal knows its number alone.
    """

    _name = "archive.secret.meeting"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Meeting on Secrets"
    _named_to_readers = True
    _order = "date_start desc, id desc"

    _state_transitions = {
        "planned": {"held", "cancelled"},
        "held": {"closed"},
        "closed": set(),
        "cancelled": set(),
    }
    _gated_fields = frozenset({"name", "host_id", "held_on", "held_by_id", "closed_on", "closed_by_id"})

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    subject = fields.Char(required=True)
    level = fields.Selection(
        secrecy.CLASSIFIED_LEVELS, string="Secrecy", required=True, default=secrecy.SECRET, index=True,
        help="At least that of the papers shown.")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    host_id = fields.Many2one(
        "res.users", string="Host", required=True, readonly=True, copy=False, ondelete="restrict", index=True,
        default=lambda self: self.env.user)
    department_id = fields.Many2one(
        "hr.department", string="Hosting Department", ondelete="restrict", check_company=True,
        default=lambda self: self.env.user._archive_department(self.env.company))
    date_start = fields.Datetime(string="Meeting Starts", required=True, index=True)
    date_end = fields.Datetime(string="Meeting Ends", required=True)
    place = fields.Char(string="Meeting Place", required=True)
    place_fitness = fields.Char(
        string="Why the Place Is Fit", required=True, help="What keeps others from hearing and seeing it.")
    chair_id = fields.Many2one("res.users", string="Chair", required=True, ondelete="restrict",
                               domain="[('share', '=', False)]")
    minutes_by_id = fields.Many2one("res.users", string="Minutes Taken by", required=True, ondelete="restrict",
                                    domain="[('share', '=', False)]")
    attendee_ids = fields.One2many("archive.secret.attendee", "meeting_id", string="Attendees")
    document_ids = fields.Many2many("archive.document", string="Papers Shown", check_company=True)
    equipment_allowed = fields.Char(help="Such as a projector without network.")
    equipment_collected = fields.Char(
        help="What is handed in at the door.", default=lambda self: self.env._("Phones, recorders, smart watches"))
    handout_ids = fields.One2many("archive.secret.handout", "meeting_id", string="Papers Handed Out")
    circle = fields.Selection(
        [("none", "Not Passed On"), ("attendees", "Attendees May Use It in Their Work"), ("named", "Named People")],
        string="How Far It May Travel", required=True, default="none")
    circle_ids = fields.Many2many(
        "res.users", "archive_secret_meeting_circle_rel", string="May Be Told", domain="[('share', '=', False)]",
        help="Who may be told besides the attendees.")
    circle_until = fields.Date(string="Circle Until", help="Last day on which it may be passed on.")
    minutes_id = fields.Many2one(
        "archive.document", string="Minutes Filed as", ondelete="restrict", check_company=True,
        domain="[('secrecy_level', '>=', level), ('state', '!=', 'destroyed')]")
    note = fields.Text()
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("closed", "Finished"), ("cancelled", "Cancelled")],
        required=True, default="planned", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    held_on = fields.Datetime(string="Called to Order on", readonly=True, copy=False)
    held_by_id = fields.Many2one("res.users", string="Opened by", readonly=True, copy=False, ondelete="restrict")
    closed_on = fields.Datetime(string="Finished on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Finished by", readonly=True, copy=False, ondelete="restrict")
    attendee_count = fields.Integer(string="Number of Attendees", compute="_compute_attendee_count")
    uncleared = fields.Text(
        compute="_compute_uncleared", help="Who is not cleared for it today, and why.")

    _name_uniq = models.UniqueIndex("(name, company_id)", "This number of a meeting is already taken.")
    _times = models.Constraint("CHECK (date_end > date_start)", "The meeting ends after it starts.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("attendee_ids")
    def _compute_attendee_count(self):
        counts = dict(self.env["archive.secret.attendee"]._read_group(
            [("meeting_id", "in", self.ids)], ["meeting_id"], ["__count"]))
        for meeting in self:
            meeting.attendee_count = counts.get(meeting._origin, 0)

    @api.depends("attendee_ids.user_id", "chair_id", "minutes_by_id", "level", "company_id", "state")
    def _compute_uncleared(self):
        for meeting in self:
            meeting.uncleared = meeting.state == "planned" and meeting._uncleared_words()

    def _uncleared_words(self):
        """One line for each named person who is not cleared today; empty when all are."""
        self.ensure_one()
        people = self.attendee_ids.user_id | self.chair_id | self.minutes_by_id
        reasons = self.env["archive.clearance"]._shortfalls(
            people, self.company_id, self.level, self.document_ids)
        return "\n".join(f"{user.sudo().name}: {words}" for user, words in reasons.items())

    @api.constrains("level", "document_ids", "minutes_id")
    def _check_level(self):
        for meeting in self:
            # sudo: the level counts, whoever plans the meeting
            papers = meeting.sudo().document_ids
            above = papers.filtered(lambda paper, rec=meeting: (paper.secrecy_level or secrecy.NONE) > rec.level)
            if above:
                raise ValidationError(self.env._(
                    "“%s” is more secret than the meeting: a meeting has at least the level of its papers.",
                    above[0].with_env(self.env).display_name))
            minutes = meeting.sudo().minutes_id
            if minutes and (minutes.secrecy_level or secrecy.NONE) < meeting.level:
                raise ValidationError(self.env._(
                    "“%s” is less secret than the meeting: raise its level before you file the minutes as it.",
                    minutes.with_env(self.env).display_name))

    @api.constrains("circle", "circle_ids", "circle_until")
    def _check_circle(self):
        for meeting in self:
            if meeting.circle == "named" and not (meeting.circle_ids and meeting.circle_until):
                raise ValidationError(self.env._("Name who may be told, and until when."))
            if meeting.circle != "named" and meeting.circle_ids:
                raise ValidationError(self.env._("People are named only where it may be passed on to them."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        for meeting in meetings:
            meeting._set_gated(
                kind="meeting_planned",
                # sudo: numbers are drawn for users who do not read the sequence
                name=self.env["ir.sequence"].sudo().with_company(meeting.company_id).next_by_code(
                    "archive.secret.meeting"))
        meetings.attendee_ids._call()
        meetings._seat_officials()
        return meetings

    def write(self, vals):
        states = set(self.mapped("state"))
        if vals.keys() & _PLAN and states - {"planned"}:
            raise UserError(self.env._("What was planned stands once the meeting was held or cancelled."))
        if vals.keys() & _RESULT and states & {"closed", "cancelled"}:
            raise UserError(self.env._("The meeting is closed: nothing about it changes any more."))
        result = super().write(vals)
        if vals.keys() & {"chair_id", "minutes_by_id"}:
            self._seat_officials()
        if vals.keys() & (_PLAN | _RESULT):
            # The words stay out of the journal, which others read.
            self._journal("changed", after={"fields": sorted(vals.keys() & (_PLAN | _RESULT))})
        return result

    def _seat_officials(self):
        """Chair and minute taker attend."""
        self.env["archive.secret.attendee"].create([
            {"meeting_id": meeting.id, "user_id": user.id}
            for meeting in self for user in (meeting.chair_id | meeting.minutes_by_id) - meeting.attendee_ids.user_id])

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._journal("deleted")

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_hold(self):
        """Open the meeting: everybody named is cleared for it today, or it is not held.

        :raises AccessError: for anybody but the host, the chair, the minute taker and the security officer
        :raises UserError: naming who is not cleared, and why
        """
        self._check_runs()
        self._lock()
        for meeting in self:
            if meeting.state == "planned" and meeting._archive_day(meeting.date_start) > meeting._archive_day():
                raise UserError(self.env._("%s is planned for another day.", meeting.name))
            meeting._check_level()
            if words := meeting._uncleared_words():
                raise UserError(self.env._(
                    "%(meeting)s cannot be held. Not cleared for it today:\n%(people)s",
                    meeting=meeting.name, people=words))
        self._move("held", kind="meeting_held", held_on=fields.Datetime.now(), held_by_id=self.env.uid)
        self._settle()
        return True

    def action_close(self):
        """Close the meeting: who came is confirmed, what was handed out is back or kept, the minutes are filed.

        :raises UserError: naming what is missing
        """
        self._check_runs()
        self._lock()
        for meeting in self:
            open_people = meeting.attendee_ids.filtered(lambda row: not row.presence)
            if open_people:
                raise UserError(self.env._(
                    "Confirm who came, person by person: %s.", ", ".join(open_people.user_id.mapped("name"))))
            meeting.handout_ids._check_accounted()
            if not meeting.minutes_id:
                raise UserError(self.env._("File the minutes of %s as a paper first.", meeting.name))
        self._move("closed", kind="meeting_closed", closed_on=fields.Datetime.now(), closed_by_id=self.env.uid)
        return True

    def action_cancel(self):
        """Give a planned meeting up."""
        self._check_runs()
        self._move("cancelled", kind="meeting_cancelled")
        self._settle()
        return True

    def _settle(self):
        self.sudo().activity_unlink(["mail.mail_activity_data_meeting"])  # sudo: the calls of the others, too

    def _check_runs(self):
        self.check_access("write")
        for meeting in self:
            runs = meeting.host_id | meeting.chair_id | meeting.minutes_by_id
            if self.env.user not in runs and not self.env.user.has_group("client_archive.group_security_officer"):
                raise AccessError(self.env._(
                    "The host, the chair, the minute taker or the security officer does this."))
