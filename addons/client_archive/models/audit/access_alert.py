from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate
from ...tools.access_watch import Finding


class ArchiveAccessAlert(models.Model):
    """Unusual access to content, or a change of what protects it, reviewed by a security officer (R78, R109).

    An alert says what was unusual, not that it was wrong: the officer finds out, and writes it down.
    """

    _name = "archive.access.alert"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Unusual Access"
    _order = "state, date_to desc, id desc"

    _state_transitions = {"new": {"reviewed"}, "reviewed": set()}
    _gated_fields = frozenset({
        "company_id", "user_id", "kind", "day", "date_from", "date_to", "document_ids", "detail",
        "reviewed_by_id", "reviewed_on"})

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one(
        "res.users", string="Person", required=True, readonly=True, ondelete="restrict", index=True)
    kind = fields.Selection(
        [
            ("many", "Many Papers in an Hour"),
            ("night", "Outside Working Hours"),
            ("elsewhere", "Papers of Other Departments"),
            ("rights", "Rights Changed"),
            ("settings", "Safeguard Changed"),
            ("credentials", "Another's Sign-In Changed"),
        ],
        required=True, readonly=True, index=True)
    day = fields.Date(required=True, readonly=True, help="Where the company works.")
    date_from = fields.Datetime(string="First Access", required=True, readonly=True)
    date_to = fields.Datetime(string="Last Access", required=True, readonly=True)
    document_ids = fields.Many2many("archive.document", string="Papers", readonly=True)
    paper_count = fields.Integer(string="Number of Papers", compute="_compute_paper_count")
    detail = fields.Text(string="What Was Changed", readonly=True)
    state = fields.Selection(
        [("new", "New"), ("reviewed", "Reviewed")], required=True, default="new", readonly=True, copy=False, index=True,
        tracking=True, group_expand="_group_expand_states")
    outcome = fields.Selection(
        [
            ("work", "It Was Their Work"),
            ("warned", "The Person Was Spoken to"),
            ("incident", "Reported as an Incident"),
        ],
        tracking=True)
    finding = fields.Text(help="What the officer found out, and how.")
    reviewed_by_id = fields.Many2one("res.users", string="Reviewed by", readonly=True, copy=False, ondelete="restrict")
    reviewed_on = fields.Datetime(readonly=True, copy=False)

    _open_uniq = models.UniqueIndex("(company_id, user_id, kind, day) WHERE state = 'new'")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("document_ids")
    def _compute_paper_count(self):
        for alert in self:
            alert.paper_count = len(alert.document_ids)

    @api.depends("user_id", "kind", "day")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for alert in self:
            alert.display_name = ", ".join(filter(None, [
                alert.user_id.name, labels.get(alert.kind), alert.day and str(alert.day)]))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("Unusual access is noticed by the watch; it cannot be entered."))
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & {"outcome", "finding"} and not gate.is_open(self.env):
            self._check_reviewer()
            if "reviewed" in self.mapped("state"):
                raise UserError(self._words_reviewed())
        return super().write(vals)

    # ------------------------------------------------------------------
    # Raising
    # ------------------------------------------------------------------
    @api.model
    def _note_change(self, kind, changes):
        """Raise alerts about what the current user changes: rights, safeguards, another's sign-in.

        Each company that it touches and that somebody watches gets one, wherever the user works; where nobody
        watches, the user's own does.

        :param list changes: pairs of a change in words and the companies that it touches; none: all
        """
        if self.env.uid == SUPERUSER_ID and not self.env["ir.http"]._archive_origin():
            return  # the server itself: modules, jobs, its console
        # sudo: whoever changes something is reported, and reads no alerts; nor do they follow what is said about them
        alerts, now = self.sudo().with_context(mail_create_nosubscribe=True), fields.Datetime.now()
        watched, words = alerts._watched_companies(), {}
        for text, touched in changes:
            for company in (watched & touched if touched else watched) or self.env.company.sudo():
                words.setdefault(company, []).append(text)
        for company, lines in words.items():
            alert = alerts._raise_alert(
                company, self.env.user, kind, Finding(company._archive_today(), now, now, frozenset()))
            gate.opened(alert).write({"detail": "\n".join(filter(None, [alert.detail, *lines]))})

    @api.model
    def _watched_companies(self):
        """Companies with a security officer or an auditor."""
        groups = self.env.ref("client_archive.group_security_officer") | self.env.ref("client_archive.group_auditor")
        return groups.all_user_ids.filtered(lambda user: user.active and not user.share).company_ids

    @api.model
    def _raise_alert(self, company, user, kind, finding):
        """Raise an alert for a :class:`tools.access_watch.Finding`, or add to the one of that day that is still new."""
        alert = self.search([
            ("company_id", "=", company.id), ("user_id", "=", user.id), ("kind", "=", kind), ("day", "=", finding.day),
            ("state", "=", "new")])
        if alert:
            gate.opened(alert).write({
                "date_from": min(alert.date_from, finding.first), "date_to": max(alert.date_to, finding.last),
                "document_ids": [fields.Command.link(paper) for paper in sorted(finding.papers)]})
            return alert
        alert = gate.closed(gate.opened(self).create({
            "company_id": company.id, "user_id": user.id, "kind": kind, "day": finding.day,
            "date_from": finding.first, "date_to": finding.last,
            "document_ids": [fields.Command.set(sorted(finding.papers))]}))
        alert._journal("alert_raised", after={
            "person": user.login, "kind": kind, "day": finding.day, "papers": len(finding.papers)})
        for officer in alert._reviewers():
            alert.activity_schedule(
                "client_archive.mail_activity_alarm", user_id=officer.id,
                date_deadline=self._archive_day(), summary=self.env._("Review an unusual access"))
        return alert

    def _reviewers(self):
        """Security officers of the company but the person concerned; the auditors, where there is none."""
        self.ensure_one()
        for group in ("group_security_officer", "group_auditor"):
            people = self.env.ref(f"client_archive.{group}").all_user_ids.filtered(
                lambda user: user.active and not user.share and self.company_id in user.company_ids) - self.user_id
            if people:
                return people
        return self.env["res.users"]

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def _check_reviewer(self):
        self.check_access("write")
        if not self.env.user.has_group("client_archive.group_security_officer"):
            raise AccessError(self.env._("Security officers review unusual access."))
        if self.env.user in self.user_id:
            raise AccessError(self.env._("Nobody reviews their own access: another security officer does."))

    def _words_reviewed(self):
        return self.env._("This was reviewed already and stays as it is.")

    def action_review(self):
        """Close alerts with their outcome.

        :raises AccessError: for anybody but security officers, and on one's own access
        :raises UserError: without an outcome and what was found
        """
        self._check_reviewer()
        self._lock()
        for alert in self:
            if alert.state != "new":
                raise UserError(self._words_reviewed())
            if not alert.outcome or not (alert.finding or "").strip():
                raise UserError(self.env._("Say what you found out about “%s”, and what came of it.",
                                           alert.display_name))
        self._move("reviewed", kind="alert_reviewed", reviewed_by_id=self.env.uid, reviewed_on=fields.Datetime.now())
        # sudo: the matter is settled for the other officers, too
        self.sudo().activity_unlink(["client_archive.mail_activity_alarm"])
        return True

    def action_view_access(self):
        """The events behind the alert (auditors, security officers)."""
        self.ensure_one()
        self.check_access("read")
        return self.env["archive.event"]._show(
            [("user_id", "=", self.user_id.id), ("date", ">=", self.date_from), ("date", "<=", self.date_to)],
            self.display_name)

    def action_view_person(self):
        """What else this person saw (auditors, security officers)."""
        self.ensure_one()
        self.check_access("read")
        return self.user_id._show_archive_access()

    def action_report_incident(self):
        """Open the report of an incident about these papers (R59)."""
        self.ensure_one()
        self._check_reviewer()
        return {
            "type": "ir.actions.act_window", "res_model": "archive.incident", "view_mode": "form",
            "views": [(False, "form")], "name": self.env._("Report an Incident"),
            "context": {
                "default_kind": "possible", "default_document_ids": [fields.Command.set(self.document_ids.ids)],
                "default_company_id": self.company_id.id,
                "default_discovered_on": fields.Datetime.to_string(self.date_to),
                "default_description": self.display_name}}
