from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import gate

_MAJOR = {"merger", "legal_representative", "deterioration", "dispute"}
_WEEK = 7
# Who reported it puts it into better words, until it is settled; nobody else does.
_WORDS = {"name", "source", "description"}
_CHUNK = 200
_ACTIVITY = "client_archive.mail_activity_change"


class ArchiveChange(models.Model):
    """Something changed with a customer: from the day it is known, its owner has a week to update the file (R88).

    Major changes are entered at once, and reported to the department head (R89).
    """

    _name = "archive.change"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.call.mixin", "archive.state.mixin"]
    _description = "Change of a Customer"
    _order = "deadline, id"

    _state_transitions = {
        "reported": {"done", "dismissed"},
        "done": set(),
        "dismissed": set(),
    }
    _gated_fields = frozenset({
        "company_id", "partner_id", "user_id", "department_id", "deadline", "reported_by_id", "done_on", "done_by_id",
        "late_days", "escalated_on"})

    name = fields.Char(string="Change", required=True, tracking=True)
    dossier_id = fields.Many2one("archive.dossier", required=True, ondelete="restrict", index=True)
    partner_id = fields.Many2one(related="dossier_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="dossier_id.user_id", string="Owner", store=True, index=True)
    department_id = fields.Many2one(related="dossier_id.department_id", store=True, index=True)
    kind = fields.Selection(
        [
            ("address", "Address or Contact Data"),
            ("contact", "Contacts and Decision Makers"),
            ("bank", "Bank and Account"),
            ("capital", "Capital or Shareholders"),
            ("scope", "Scope or Business"),
            ("licence", "Licence Renewed"),
            ("merger", "Merger, Split or Restructuring"),
            ("legal_representative", "New Legal Representative"),
            ("deterioration", "Business Deteriorates"),
            ("dispute", "Lawsuit or Enforcement"),
            ("other", "Other"),
        ],
        string="Kind of Change", required=True, default="other", tracking=True)
    is_major = fields.Boolean(
        string="Major", compute="_compute_is_major", store=True, readonly=False, precompute=True, tracking=True,
        help="Merger, new legal representative, deterioration and the like: entered at once and reported.")
    known_on = fields.Date(string="Known on", required=True, default=lambda self: self._archive_day(), tracking=True)
    source = fields.Char(help="From whom or where it is known.")
    description = fields.Text()
    state = fields.Selection(
        [("reported", "To Enter"), ("done", "Entered"), ("dismissed", "Dismissed")],
        required=True, default="reported", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    deadline = fields.Date(string="Enter until", compute="_compute_deadline", store=True, index=True)
    updated = fields.Text(string="What Was Updated", copy=False, help="Which data and papers now say it.")
    reported_by_id = fields.Many2one("res.users", string="Reported by", readonly=True, copy=False, ondelete="restrict")
    done_on = fields.Date(string="Entered on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", string="Entered by", readonly=True, copy=False, ondelete="restrict")
    late_days = fields.Integer(string="Days Late", readonly=True, copy=False)
    escalated_on = fields.Date(string="Lateness Reported on", readonly=True, copy=False)

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("kind")
    def _compute_is_major(self):
        for change in self:
            change.is_major = change.is_major or change.kind in _MAJOR

    @api.depends("known_on", "is_major")
    def _compute_deadline(self):
        for change in self:
            change.deadline = change.known_on and fields.Date.add(
                change.known_on, days=0 if change.is_major else _WEEK)

    @api.constrains("known_on", "kind", "is_major")
    def _check_change(self):
        for change in self:
            if change.known_on > self._archive_day():
                raise ValidationError(self.env._("“%s”: nobody knows it before today.", change.name))
            if change.kind in _MAJOR and not change.is_major:
                raise ValidationError(self.env._("“%s” is a major change by its kind.", change.name))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes._set_gated(kind="change_reported", reported_by_id=self.env.uid)
        # sudo: whoever reports a change need not be the one who enters it
        changes.sudo()._call_owner()
        changes.filtered("is_major").sudo()._report_major()
        return changes

    def write(self, vals):
        stands = vals.keys() & {"dossier_id", "known_on", "kind", "is_major", "updated", *_WORDS}
        raised = self.filtered(lambda change: vals.get("is_major") and not change.is_major)
        for change in self if stands and not self.env.su else ():
            if change.state != "reported":
                raise UserError(self.env._("“%s” is settled and stands as it is.", change.name))
            fixed = stands - {"updated", "is_major"}
            if self.env.user in change.reported_by_id | change.create_uid:
                fixed -= _WORDS
            if any(change._changes(name, vals[name]) for name in fixed) or (
                    change.is_major and vals.get("is_major", True) is False):
                raise AccessError(self.env._(
                    "What was reported of “%s”, and when, stands: it starts the clock. Let the department head dismiss "
                    "it, and report it anew.", change.name))
        result = super().write(vals)
        raised.sudo()._report_major()  # sudo: as in create
        return result

    # ------------------------------------------------------------------
    # Reporting
    # ------------------------------------------------------------------
    def _call_owner(self):
        for change in self:
            change._call(change.user_id, _ACTIVITY, lambda rec: rec.env._("Update the file"), change.deadline)

    def _report_major(self):
        """Tell the department head at once (R89), and those who listen."""
        for change in self:
            change._call_head(lambda rec: rec.env._("Major change reported"))
        if self:
            self.sudo(False)._major_change_reported()

    def _major_change_reported(self):
        """Hook: major changes were just reported, or raised to major."""

    def _call_head(self, words):
        head = self.dossier_id._supervisor()
        if head:
            self._call(head, "mail.mail_activity_data_warning", words, note=self.description)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_done(self):
        """Say that the file now tells it; the owner of the dossier, or a department head.

        :raises AccessError: for anybody else
        :raises UserError: without saying what was updated
        """
        for change in self:
            change._check_owner()
            if not (change.updated or "").strip():
                raise UserError(self.env._("Say what was updated: which data, which papers."))
            change._entered()

    def _entered(self):
        """The file tells it from now on. The caller has checked who says so."""
        today = self._archive_day()
        self._move("done", kind="change_done", done_on=today, done_by_id=self.env.uid,
                   late_days=max((today - self.deadline).days, 0))
        self.sudo().activity_feedback([_ACTIVITY], feedback=self.updated)  # sudo: whoever's activity it is

    def action_dismiss(self):
        """It was a mistake: a department head dismisses the report.

        :raises AccessError: for anybody but department heads
        :raises UserError: without a reason under what was updated
        """
        for change in self:
            if not self.env.user.has_group("client_archive.group_department_head"):
                raise AccessError(self.env._("Only department heads dismiss a reported change."))
            if not (change.updated or "").strip():
                raise UserError(self.env._("Say under “What Was Updated” why nothing changes."))
            change._move("dismissed", kind="change_dismissed", note=change.updated)
            change.sudo().activity_unlink([_ACTIVITY])  # sudo: as in action_done

    def _check_owner(self):
        self.ensure_one()
        self.check_access("write")
        head = self.env.user.has_group("client_archive.group_department_head")
        if not self.env.su and not head and self.env.user != self.user_id:
            raise AccessError(self.env._("%s updates this file, or the department head.", self.user_id.name))

    # ------------------------------------------------------------------
    # Late ones (R88)
    # ------------------------------------------------------------------
    @api.model
    def _cron_escalate(self):
        """Count the days of late updates, and report each of them once to the department head."""
        today = self._archive_day()
        last = 0
        while changes := self.search(
                [("state", "=", "reported"), ("deadline", "<", today), ("id", ">", last)], order="id", limit=_CHUNK):
            last = changes[-1].id
            for change in changes:
                change._count_days(today)
            if not self.env["ir.cron"]._commit_progress(len(changes)):
                return

    def _count_days(self, today):
        days = (today - self.deadline).days
        if self.escalated_on:
            self._set_silently(days)
            return
        self._set_gated(kind="change_escalated", late_days=days, escalated_on=today)
        self._call_head(lambda rec: rec.env._("Update overdue for %s days", days))

    def _set_silently(self, days):
        # A counter that follows the calendar is no act on the archive.
        if self.late_days != days:
            gate.opened(self).write({"late_days": days})
