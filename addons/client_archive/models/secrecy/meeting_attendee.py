from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import gate


class ArchiveSecretAttendee(models.Model):
    """A named attendee of a meeting on secrets, and whether they came (R55)."""

    _name = "archive.secret.attendee"
    _inherit = ["archive.journal.mixin"]
    _description = "Attendee of a Meeting on Secrets"
    _order = "meeting_id, id"
    _rec_name = "user_id"

    meeting_id = fields.Many2one("archive.secret.meeting", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="meeting_id.company_id", store=True, index=True)
    meeting_state = fields.Selection(related="meeting_id.state", string="State of the Meeting")
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, ondelete="restrict", index=True, domain="[('share', '=', False)]")
    presence = fields.Selection([("present", "Present"), ("absent", "Absent")], readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users", string="Confirmed by", readonly=True, copy=False, ondelete="restrict")
    confirmed_on = fields.Datetime(readonly=True, copy=False)

    _once = models.UniqueIndex("(meeting_id, user_id)", "This person is named already.")

    # ------------------------------------------------------------------
    # CRUD: people are named while the meeting is planned
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get(name) for vals in vals_list for name in ("presence", "confirmed_by_id", "confirmed_on")):
            raise self._gate_error({"presence"})
        attendees = super().create(vals_list)
        attendees._check_planned()
        attendees._journal("created", after=lambda row: {"person": row.user_id.login})
        # Of a new meeting, once it has its number
        attendees.filtered("meeting_id.name")._call()
        return attendees

    def write(self, vals):
        if gate.is_open(self.env):
            return super().write(vals)
        if vals.keys() & {"presence", "confirmed_by_id", "confirmed_on", "meeting_id"}:
            raise self._gate_error(vals.keys() & {"presence", "confirmed_by_id", "confirmed_on", "meeting_id"})
        self._check_planned()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_planned(self):
        self._check_planned()
        for attendee in self:
            if attendee.user_id in attendee.meeting_id.chair_id | attendee.meeting_id.minutes_by_id:
                raise UserError(self.env._("The chair and the minute taker attend: name others for it first."))
        self._journal("deleted", before=lambda row: {"person": row.user_id.login})
        # sudo: the calls of others
        calls = self.meeting_id.sudo().activity_ids
        calls.filtered(lambda call: call.user_id in self.user_id).unlink()

    def _check_planned(self):
        if any(meeting.state != "planned" for meeting in self.meeting_id):
            raise UserError(self.env._("Attendees are named before the meeting; nobody else is let in."))

    def _call(self):
        """Call the attendees to the meeting: its number and place, never its subject."""
        for attendee in self:
            meeting, user = attendee.meeting_id, attendee.user_id
            if user == self.env.user or meeting.company_id not in user.sudo().company_ids:
                continue
            env = meeting.with_context(lang=user.lang).env
            # sudo: whoever plans a meeting need not see the activities of those who attend
            meeting.sudo().activity_schedule(
                "mail.mail_activity_data_meeting", user_id=user.id,
                date_deadline=meeting._archive_day(meeting.date_start),
                summary=env._("Attend %(meeting)s at %(place)s", meeting=meeting.name, place=meeting.place))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_present(self):
        """Confirm that these people came."""
        return self._confirm("present")

    def action_absent(self):
        """Confirm that these people did not come."""
        return self._confirm("absent")

    def _confirm(self, presence):
        """:raises UserError: outside the meeting's time between opening and closing"""
        self.meeting_id._check_runs()
        if any(meeting.state != "held" for meeting in self.meeting_id):
            raise UserError(self.env._("Who came is confirmed once the meeting is open, until it is closed."))
        gate.opened(self).write({
            "presence": presence, "confirmed_by_id": self.env.uid, "confirmed_on": fields.Datetime.now()})
        self._journal("attendance_confirmed", after=lambda row: {"person": row.user_id.login, "presence": presence})
        return True
