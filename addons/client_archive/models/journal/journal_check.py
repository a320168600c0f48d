import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import gate
from ...tools.hash_chain import Head

_logger = logging.getLogger(__name__)

_CHUNK = 20000
_DAY = timedelta(hours=20)  # a daily job that runs early is still the day's


class ArchiveJournalCheck(models.Model):
    """One verification of the journal: who asked, against which heads, how far it is, and the verdict (R78).

    A long journal is verified by a job, in chunks, going on where it stood. Every verification compares the chain with
    all heads that were taken of it, and with the one that whoever asked for it brought along.
    """

    _name = "archive.journal.check"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Verification of the Journal"
    _order = "id desc"
    _rec_name = "requested_on"

    _state_transitions = {"running": {"whole", "broken"}, "whole": set(), "broken": set()}
    _gated_fields = frozenset({
        "requested_by_id", "requested_on", "is_daily", "known_head", "total", "verified", "link", "finished_on",
        "fault_kind", "fault_number", "fault_event_id"})

    requested_by_id = fields.Many2one("res.users", string="Asked for by", readonly=True, ondelete="restrict")
    requested_on = fields.Datetime(string="Begun", readonly=True, required=True)
    is_daily = fields.Boolean(string="Daily", readonly=True)
    known_head = fields.Char(
        string="Head Brought along", readonly=True, help="Number and link that somebody kept outside this database.")
    state = fields.Selection(
        [("running", "Running"), ("whole", "Whole"), ("broken", "Not Whole")],
        string="Verdict", required=True, default="running", readonly=True, copy=False, index=True,
        group_expand="_group_expand_states")
    total = fields.Integer(string="Events", readonly=True, help="Sealed events when it began.")
    verified = fields.Integer(readonly=True, help="Number up to which the chain is verified.")
    link = fields.Char(string="Link at That Number", size=64, readonly=True)
    progress = fields.Float(string="Done (%)", compute="_compute_progress")
    finished_on = fields.Datetime(readonly=True)
    fault_kind = fields.Selection(
        [
            ("altered", "Altered"),
            ("removed", "Removed"),
            ("inserted", "Inserted"),
            ("relinked", "Does Not Follow"),
            ("head", "Another Chain"),
            ("truncated", "End Removed"),
        ],
        string="First Fault", readonly=True)
    fault_number = fields.Integer(string="At Number", readonly=True)
    fault_event_id = fields.Integer(string="At Event", readonly=True)
    verdict = fields.Char(string="In Words", compute="_compute_verdict")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("total", "verified", "state")
    def _compute_progress(self):
        for check in self:
            done = check.state != "running" or not check.total
            check.progress = 100 if done else min(100 * check.verified / check.total, 100)

    @api.depends("state", "fault_kind", "fault_number", "fault_event_id")
    @api.depends_context("lang")
    def _compute_verdict(self):
        for check in self:
            check.verdict = check._verdict()

    def _verdict(self):
        """The verdict in the user's words."""
        self.ensure_one()
        number, event = self.fault_number, self.fault_event_id
        if self.state == "running":
            return self.env._("Still being verified.")
        if self.state == "whole":
            return self.env._("The journal is whole: every event is as it was sealed.")
        if self.fault_kind == "altered":
            return self.env._("Event %(event)s (number %(number)s) was altered after it was sealed.",
                              event=event, number=number)
        if self.fault_kind == "removed" and event:
            return self.env._("Event %(event)s (number %(number)s) was removed after it was sealed.",
                              event=event, number=number)
        if self.fault_kind == "removed":
            return self.env._("The seal of number %s was removed.", number)
        if self.fault_kind == "inserted":
            return self.env._("Event %s was inserted past the journal.", event)
        if self.fault_kind == "relinked":
            return self.env._("The seal of event %(event)s (number %(number)s) does not follow from the one before it.",
                              event=event, number=number)
        if self.fault_kind == "head":
            return self.env._("The chain was recomputed: at number %s it is not the one that its head was taken of.",
                              number)
        return self.env._("The end of the journal was removed: number %s and what followed it.", number)

    # ------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------
    @api.model
    def _ask(self, known_head=False, is_daily=False):
        """Start a verification; a short journal is verified at once.

        :param str known_head: number and link, as mailed and printed
        :raises AccessError: for anybody but auditors and security officers
        :raises UserError: for a head that is none
        """
        if not self.env.su:
            self.env["archive.event"]._check_auditor()
        if known_head:
            try:
                known_head = Head.parse(known_head).code
            except ValueError:
                raise UserError(self.env._(
                    "This is no head of the journal. It is a number, a colon, and 64 digits or letters from a to f, as "
                    "in the daily mail.")) from None
        Seal = self.env["archive.event.seal"].sudo()  # sudo: the chain is one over all companies; no event is shown
        check = gate.opened(self.sudo()).create({
            "requested_by_id": self.env.uid, "requested_on": fields.Datetime.now(), "is_daily": is_daily,
            "known_head": known_head, "total": Seal._head().number})
        check = gate.closed(check)
        if check.total > _CHUNK:
            self.env.ref("client_archive.ir_cron_verify").sudo()._trigger()
        else:
            while check.state == "running":
                check._advance()
        return self.browse(check.id)

    def _show(self):
        """Client action: the verdict, or the form that shows how far it is."""
        self.ensure_one()
        if self.state == "running":
            return {
                "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "view_mode": "form",
                "views": [(False, "form")], "name": self.env._("Verification of the Journal")}
        broken = self.state == "broken"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if broken else "success",
                "title": self.env._("Journal"),
                "message": self.verdict,
                "sticky": broken,
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # ------------------------------------------------------------------
    # Verifying
    # ------------------------------------------------------------------
    @api.model
    def _cron_verify(self):
        """Verify daily, and go on with what is running, in chunks."""
        since = fields.Datetime.now() - _DAY
        if not self.search_count([("is_daily", "=", True), ("requested_on", ">", since)], limit=1):
            self._ask(is_daily=True)
        running = self.search([("state", "=", "running")], order="id").try_lock_for_update()
        for check in running:
            while check.state == "running":
                before = check.verified
                check._advance()
                remaining = sum(max(row.total - row.verified, 1) for row in running if row.state == "running")
                if not self.env["ir.cron"]._commit_progress(max(check.verified - before, 1), remaining=remaining):
                    return

    def _advance(self, limit=_CHUNK):
        """Verify about ``limit`` further events; at the end give the verdict, and alarm when it is bad."""
        self.ensure_one()
        start = Head(self.verified, self.link) if self.verified else Head()
        head, fault, is_done = self.env["archive.event.seal"]._verify_from(start, self._known(), limit)
        vals = {"verified": head.number, "link": head.link}
        if not is_done:
            gate.opened(self).write(vals)
            return
        if fault:
            vals |= {"fault_kind": fault.kind, "fault_number": fault.number, "fault_event_id": fault.event_id}
        self._move("broken" if fault else "whole", kind="verified", finished_on=fields.Datetime.now(), **vals)
        if fault:
            self._alarm()

    def _known(self):
        """Heads to compare with: all that were taken, and the one brought along, which has the last word."""
        known = dict(self.env["archive.journal.head"]._read_group([], ["number", "link"]))
        if self.known_head:
            head = Head.parse(self.known_head)
            known[head.number] = head.link
        known.pop(0, None)
        return known

    # ------------------------------------------------------------------
    # Alarm
    # ------------------------------------------------------------------
    def _alarm(self):
        """Call the security officers and auditors: a mail each time, an activity until they have seen to it."""
        self.ensure_one()
        _logger.error("Archive journal: %s at event %s (number %s)",
                      self.fault_kind, self.fault_event_id, self.fault_number)
        people = self._watchers()
        self.message_notify(
            partner_ids=people.partner_id.ids, subject=self.env._("The archive journal does not verify"),
            body=self._verdict())
        activity_type = self.env.ref("client_archive.mail_activity_alarm")
        called = self.env["mail.activity"].sudo().search([  # sudo: activities of others, to call nobody twice
            ("res_model", "=", self._name), ("activity_type_id", "=", activity_type.id)]).user_id
        for user in people - called:
            self.activity_schedule(
                activity_type_id=activity_type.id, user_id=user.id, date_deadline=self._archive_day(),
                summary=self.env._("The archive journal does not verify"), note=self._verdict())

    @api.model
    def _watchers(self):
        """Security officers and auditors."""
        groups = self.env.ref("client_archive.group_security_officer") | self.env.ref("client_archive.group_auditor")
        return groups.all_user_ids.filtered(lambda user: user.active and not user.share)
