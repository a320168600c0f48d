from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ...tools import access_watch, gate

_CHUNK = 5000
# Their work is with everybody's papers.
_EVERYWHERE = ("group_archivist", "group_executive", "group_security_officer", "group_auditor")


class ArchiveAccessWatch(models.Model):
    """What counts as unusual access in a company, and up to which seal of the journal it was looked at.

    How it works: the job follows the seals, not the clock, so that what commits late is not missed. It takes
    the accesses of a chunk with those around them, finds hours and days beyond the thresholds, and raises
    one ``archive.access.alert`` per person, kind and day, or adds to the one that is still new.
    """

    _name = "archive.access.watch"
    _inherit = ["archive.journal.mixin"]
    _description = "Watch on Access"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade", default=lambda self: self.env.company)
    papers_per_hour = fields.Integer(
        string="Papers per Hour", required=True, default=30,
        help="Whoever opens more different papers than this within an hour, wherever the clock stands, is reported.")
    papers_at_night = fields.Integer(
        string="Papers outside Working Hours", required=True, default=3,
        help="Whoever opens more different papers than this on a day before or after the working hours of the "
             "company's calendar, or on a day off, is reported.")
    margin = fields.Float(
        string="Margin around Working Hours", required=True, default=1.0,
        help="So long before the first and after the last working hour of a day is still usual.")
    papers_elsewhere = fields.Integer(
        string="Papers of Other Departments", required=True, default=5,
        help="Whoever opens more different papers than this on a day that belong to other departments' customers is "
             "reported. Not the archive, executives, security officers and auditors: it is their work.")
    position = fields.Integer(string="Looked at up to Number", readonly=True)

    _company_uniq = models.UniqueIndex("(company_id)", "This company has its watch already.")

    @api.constrains("papers_per_hour", "papers_at_night", "papers_elsewhere", "margin")
    def _check_thresholds(self):
        for watch in self:
            if min(watch.papers_per_hour, watch.papers_at_night, watch.papers_elsewhere, watch.margin) < 0:
                raise ValidationError(self.env._("A threshold cannot be negative."))

    def write(self, vals):
        if vals.keys() & {"position", "company_id"} and not gate.is_open(self.env):
            raise self._gate_error(vals.keys() & {"position", "company_id"})
        thresholds = vals.keys() & {"papers_per_hour", "papers_at_night", "margin", "papers_elsewhere"}
        before = {watch.id: {name: watch[name] for name in thresholds} for watch in self}
        result = super().write(vals)
        if thresholds:
            self._journal("changed", before=lambda watch: before[watch.id],
                          after={name: vals[name] for name in thresholds})
        return result

    @api.model
    def _ensure(self):
        """A watch for every company. It begins now: what happened before is history, not an alarm."""
        known = self.search([("company_id", "!=", False)])
        companies = self.env["res.company"].search([("active", "=", True)]) - known.company_id
        position = self.env["archive.event.seal"]._head().number if companies else 0
        return self.create([{"company_id": company.id, "position": position} for company in companies])

    # ------------------------------------------------------------------
    # Looking
    # ------------------------------------------------------------------
    @api.model
    def _cron_watch(self):
        """Look at what was sealed since the last time, in chunks, company by company."""
        self._ensure()
        head = self.env["archive.event.seal"]._head().number
        watches = self.search([("company_id.active", "=", True)])
        for watch in watches:
            while done := watch._look():
                remaining = sum(max(head - row.position, 0) for row in watches)
                if not self.env["ir.cron"]._commit_progress(done, remaining=remaining):
                    return

    def _look(self, limit=_CHUNK):
        """Look at the next ``limit`` seals; return how many there were."""
        self.ensure_one()
        self.lock_for_update()
        self.env.cr.execute(SQL(
            "SELECT max(id) FROM (SELECT id FROM archive_event_seal WHERE id > %s ORDER BY id LIMIT %s) AS chunk",
            self.position, limit))
        [last] = self.env.cr.fetchone()
        if not last:
            return 0
        for user, accesses in self._accesses(last).items():
            for kind, findings in self._findings(user, accesses).items():
                for finding in findings:
                    self.env["archive.access.alert"]._raise_alert(self.company_id, user, kind, finding)
        done = last - self.position
        gate.opened(self).write({"position": last})
        return done

    def _accesses(self, last):
        """Accesses of everybody who has one between the position and seal ``last``, with those of the days around.

        :return: mapping of users to lists of ``(Access, department id, account manager id)`` in order of time
        """
        kinds = tuple(sorted(self.env["archive.event"]._content_kinds()))
        self.env.cr.execute(SQL(
            """
            WITH fresh AS (
                SELECT e.user_id, e.date FROM archive_event_seal s JOIN archive_event e ON e.id = s.event_id
                 WHERE s.id > %(position)s AND s.id <= %(last)s AND e.company_id = %(company)s AND e.kind IN %(kinds)s
            ), span AS (
                SELECT user_id, min(date) - interval '1 day' AS first, max(date) + interval '1 day' AS last
                  FROM fresh GROUP BY user_id
            )
            SELECT e.user_id, e.date, s.id, d.id, d.department_id, d.user_id
              FROM span
              JOIN archive_event e ON e.user_id = span.user_id AND e.date BETWEEN span.first AND span.last
              JOIN archive_event_seal s ON s.event_id = e.id AND s.id <= %(last)s
         LEFT JOIN archive_version v ON e.res_model = 'archive.version' AND v.id = e.res_id
              JOIN archive_document d ON d.id = COALESCE(
                    v.document_id, CASE WHEN e.res_model = 'archive.document' THEN e.res_id END)
             WHERE e.company_id = %(company)s AND e.kind IN %(kinds)s
             ORDER BY e.user_id, e.date, s.id
            """, position=self.position, last=last, company=self.company_id.id, kinds=kinds))
        rows = self.env.cr.fetchall()
        zone = pytz.timezone(self.company_id._archive_timezone())
        found = {}
        for user_id, moment, number, paper, department, manager in rows:
            day = pytz.utc.localize(moment).astimezone(zone).date()
            access = access_watch.Access(moment, day, paper, number > self.position)
            found.setdefault(self.env["res.users"].browse(user_id), []).append((access, department, manager))
        return found

    def _findings(self, user, rows):
        """Mapping of kinds of alerts to what is unusual in the accesses of ``user``."""
        accesses = [row[0] for row in rows]
        hours = self._working_hours(accesses[0].day, accesses[-1].day)
        outside = [] if hours is None else [
            access for access in accesses
            if access.day not in hours or not hours[access.day][0] <= access.moment <= hours[access.day][1]]
        own = self._own_departments(user)
        elsewhere = [] if own is None else [
            access for access, department, manager in rows
            if department and department not in own and manager != user.id]
        return {
            "many": access_watch.bursts(accesses, self.papers_per_hour),
            "night": access_watch.daily(outside, self.papers_at_night),
            "elsewhere": access_watch.daily(elsewhere, self.papers_elsewhere),
        }

    def _working_hours(self, first_day, last_day):
        """Mapping of working days to begin and end with the margin, in UTC; ``None`` without fixed hours."""
        calendar = self.company_id.resource_calendar_id
        if not calendar or calendar.flexible_hours:
            return None
        zone = pytz.timezone(self.company_id._archive_timezone())
        begin = zone.localize(datetime.combine(first_day, time.min))
        end = zone.localize(datetime.combine(last_day + timedelta(days=1), time.min))
        margin = timedelta(hours=self.margin)
        hours = {}
        for start, stop, _attendance in calendar._work_intervals_batch(begin, end)[False]:
            day = start.astimezone(zone).date()
            start = start.astimezone(pytz.utc).replace(tzinfo=None) - margin
            stop = stop.astimezone(pytz.utc).replace(tzinfo=None) + margin
            first, last = hours.get(day, (start, stop))
            hours[day] = min(first, start), max(last, stop)
        return hours

    def _own_departments(self, user):
        """Ids of the departments of ``user`` with those below them; ``None`` where their work knows no department."""
        if any(user.has_group(f"client_archive.{group}") for group in _EVERYWHERE):
            return None
        departments = user._archive_employees().department_id
        # sudo: the job's own question
        return set(self.env["hr.department"].sudo().search([("id", "child_of", departments.ids)]).ids)
