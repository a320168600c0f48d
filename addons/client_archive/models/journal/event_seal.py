import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...tools import hash_chain
from .event import append_only

_logger = logging.getLogger(__name__)

_CHUNK = 2000
_EVENT_COLUMNS = SQL(", ").join(
    SQL("to_char(e.date, 'YYYY-MM-DD HH24:MI:SS')") if name == "date" else SQL.identifier("e", name)
    for name in hash_chain.EVENT_FIELDS
)


class ArchiveEventSeal(models.Model):
    """The chain over the journal: one link for each sealed event, in order of sealing (R78)."""

    _name = "archive.event.seal"
    _description = "Archive Journal Seal"
    _order = "id"
    _log_access = False

    # Not a foreign key: the seal must outlive an event that somebody removes.
    event_id = fields.Integer(required=True, readonly=True)
    digest = fields.Char(size=64, required=True, readonly=True)
    link = fields.Char(size=64, required=True, readonly=True)

    _event_uniq = models.UniqueIndex("(event_id)")

    def init(self):
        append_only(self.env.cr, self._table)

    # ------------------------------------------------------------------
    # Sealing
    # ------------------------------------------------------------------
    @api.model
    def _cron_seal(self):
        """Seal what waits, in chunks; users never wait for it."""
        while sealed := self._seal_chunk():
            remaining = self.env["archive.event.pending"].search_count([])
            if not self.env["ir.cron"]._commit_progress(sealed, remaining=remaining) or not remaining:
                break

    @api.model
    def _seal_chunk(self, limit=_CHUNK):
        """Append the links of at most ``limit`` pending events; return how many."""
        # One sealer at a time; a second one finds nothing to do rather than waiting.
        self.env.cr.execute(SQL("SELECT pg_try_advisory_xact_lock(hashtext(%s))", self._table))
        if not self.env.cr.fetchone()[0]:
            return 0
        self.env.flush_all()
        self.env.cr.execute(SQL(
            """
            DELETE FROM archive_event_pending WHERE id IN (
                SELECT id FROM archive_event_pending ORDER BY id LIMIT %s
            ) RETURNING event_id
            """, limit))
        event_ids = sorted(row[0] for row in self.env.cr.fetchall())
        if not event_ids:
            return 0
        previous = self._head()
        rows = []
        self.env.cr.execute(SQL(
            "SELECT %s FROM archive_event e WHERE e.id IN %s ORDER BY e.id", _EVENT_COLUMNS, tuple(event_ids)))
        for values in self.env.cr.fetchall():
            digest = hash_chain.digest(dict(zip(hash_chain.EVENT_FIELDS, values, strict=True)))
            previous = hash_chain.link(previous, digest)
            rows.append(SQL("(%s, %s, %s)", values[0], digest, previous))
        if rows:
            self.env.cr.execute(SQL(
                "INSERT INTO archive_event_seal (event_id, digest, link) VALUES %s", SQL(", ").join(rows)))
        return len(event_ids)

    @api.model
    def _head(self):
        """Last link of the chain, or the genesis link."""
        self.env.cr.execute(SQL("SELECT link FROM archive_event_seal ORDER BY id DESC LIMIT 1"))
        row = self.env.cr.fetchone()
        return row[0] if row else hash_chain.GENESIS

    # ------------------------------------------------------------------
    # Verifying
    # ------------------------------------------------------------------
    @api.model
    def _verify(self):
        """Check the whole journal; return the first :class:`hash_chain.Fault` or ``None``."""
        previous, last_seal = hash_chain.GENESIS, 0
        self.env.flush_all()
        while True:
            self.env.cr.execute(SQL(
                """
                SELECT s.id, s.event_id, s.digest, s.link, %s
                  FROM archive_event_seal s LEFT JOIN archive_event e ON e.id = s.event_id
                 WHERE s.id > %s ORDER BY s.id LIMIT %s
                """, _EVENT_COLUMNS, last_seal, _CHUNK))
            rows = self.env.cr.fetchall()
            if not rows:
                break
            previous, fault = hash_chain.verify(map(self._as_chain_row, rows), previous)
            if fault:
                return fault
            last_seal = rows[-1][0]
        return self._first_unknown_event()

    @staticmethod
    def _as_chain_row(row):
        _seal_id, event_id, digest, link, *values = row
        event = dict(zip(hash_chain.EVENT_FIELDS, values, strict=True)) if values[0] else None
        return event_id, event, digest, link

    @api.model
    def _first_unknown_event(self):
        self.env.cr.execute(SQL(
            """
            SELECT e.id FROM archive_event e
             WHERE NOT EXISTS (SELECT 1 FROM archive_event_seal s WHERE s.event_id = e.id)
               AND NOT EXISTS (SELECT 1 FROM archive_event_pending p WHERE p.event_id = e.id)
             ORDER BY e.id LIMIT 1
            """))
        row = self.env.cr.fetchone()
        return hash_chain.Fault("inserted", row[0]) if row else None

    @api.model
    def _describe(self, fault):
        """The verdict on the journal in the user's words."""
        if not fault:
            return self.env._("The journal is whole: every event is as it was sealed.")
        words = {
            "altered": self.env._("Event %s was altered after it was sealed.", fault.event_id),
            "removed": self.env._("Event %s was removed after it was sealed.", fault.event_id),
            "relinked": self.env._("The seal of event %s does not follow from the one before it.", fault.event_id),
            "inserted": self.env._("Event %s was inserted past the journal.", fault.event_id),
        }
        return words[fault.kind]

    @api.model
    def action_verify(self):
        """Verify the chain now and show the verdict (auditors and security officers).

        :raises AccessError: for anybody else
        """
        self.check_access("read")
        if not (self.env.user.has_group("client_archive.group_auditor")
                or self.env.user.has_group("client_archive.group_security_officer")):
            raise AccessError(self.env._("Only auditors and security officers verify the journal."))
        fault = self.sudo()._verify()  # sudo: it reads the events of every company, and shows none
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if fault else "success",
                "title": self.env._("Journal"),
                "message": self._describe(fault),
                "sticky": bool(fault),
            },
        }

    @api.model
    def _cron_verify(self):
        """Verify the chain; alarm the security officers with an error in the log and a message."""
        fault = self._verify()
        if not fault:
            return
        _logger.error("Archive journal: %s at event %s", fault.kind, fault.event_id)
        officers = self.env.ref("client_archive.group_security_officer").all_user_ids.partner_id
        self.env["mail.thread"].message_notify(
            partner_ids=officers.ids,
            subject=self.env._("The archive journal does not verify"),
            body=self._describe(fault),
        )
