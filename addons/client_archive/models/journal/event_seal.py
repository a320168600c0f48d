import gzip
import io

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import hash_chain
from ...tools.hash_chain import Head
from .event import append_only

_CHUNK = 2000
_COMPRESSION = 5  # of gzip: half the time of the default for a tenth more
_EVENT_COLUMNS = SQL(", ").join(
    SQL("to_char(e.date, 'YYYY-MM-DD HH24:MI:SS')") if name == "date" else SQL.identifier("e", name)
    for name in hash_chain.EVENT_FIELDS
)


class ArchiveEventSeal(models.Model):
    """The chain over the journal: one link for each sealed event, in order of sealing (R78).

    The id is the number in the chain, from 1 without gaps. It does not come from a sequence: of two sealers that go
    on from the same head, the second one fails instead of forking the chain.
    """

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
        # From here on the transaction sees what another sealer has just committed.
        self.env["ir.cron"]._commit_progress(remaining=self.env["archive.event.pending"].search_count([]))
        while sealed := self._seal_chunk():
            remaining = self.env["archive.event.pending"].search_count([])
            if not self.env["ir.cron"]._commit_progress(sealed, remaining=remaining) or not remaining:
                break

    @api.model
    def _seal_chunk(self, limit=_CHUNK):
        """Append the links of at most ``limit`` pending events; return how many.

        What commits late is pending until then, and gets its place behind what was sealed before it.
        """
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
        number, link = self._head()
        rows = []
        self.env.cr.execute(SQL(
            "SELECT %s FROM archive_event e WHERE e.id IN %s ORDER BY e.id", _EVENT_COLUMNS, tuple(event_ids)))
        for values in self.env.cr.fetchall():
            digest = hash_chain.digest(values)
            number, link = number + 1, hash_chain.link(link, digest)
            rows.append(SQL("(%s, %s, %s, %s)", number, values[0], digest, link))
        if rows:
            self.env.cr.execute(SQL(
                "INSERT INTO archive_event_seal (id, event_id, digest, link) VALUES %s", SQL(", ").join(rows)))
        return len(event_ids)

    @api.model
    def _head(self):
        """The :class:`Head` of the chain as it stands."""
        self.env.cr.execute(SQL("SELECT id, link FROM archive_event_seal ORDER BY id DESC LIMIT 1"))
        row = self.env.cr.fetchone()
        return Head(*row) if row else Head()

    # ------------------------------------------------------------------
    # Reading the chain
    # ------------------------------------------------------------------
    @api.model
    def _rows(self, after, limit=None):
        """The rows behind number ``after``, at most ``limit``, as :func:`hash_chain.verify` reads them."""
        self.env.cr.execute(SQL(
            """
            SELECT s.id, s.event_id, s.digest, s.link, %s
              FROM archive_event_seal s LEFT JOIN archive_event e ON e.id = s.event_id
             WHERE s.id > %s ORDER BY s.id LIMIT %s
            """, _EVENT_COLUMNS, after, limit))
        return [(*row[:4], row[4:] if row[4] is not None else None) for row in self.env.cr.fetchall()]

    @api.model
    def _verify(self, known=None):
        """Check the whole journal; return the first :class:`hash_chain.Fault` or ``None``."""
        return self._verify_from(Head(), known)[1]

    @api.model
    def _verify_from(self, head, known=None, limit=None):
        """Check the journal from ``head`` on; return ``(Head, Fault or None, whether it came to the end)``.

        :param Head head: what was verified already
        :param known: heads to compare with, a mapping of numbers to links
        :param int limit: stop after about so many
        """
        self.env.flush_all()
        stop = head.number + limit if limit else None
        while rows := self._rows(head.number, _CHUNK):
            head, fault = hash_chain.verify(rows, head, known)
            if fault or (stop and head.number >= stop):
                return head, fault, bool(fault)
        return head, hash_chain.beyond(head, known) or self._first_unknown_event(), True

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
        return hash_chain.Fault("inserted", 0, row[0]) if row else None

    @api.model
    def action_verify(self):
        """Verify the chain and show the verdict, or the job that does it (auditors and security officers).

        :raises AccessError: for anybody else
        """
        self.check_access("read")
        check = self.env["archive.journal.check"]._ask()
        return check._show()

    @api.model
    def _cron_verify(self):
        """Verify the chain daily, and what somebody asked for; see ``archive.journal.check``."""
        self.env["archive.journal.check"]._cron_verify()

    # ------------------------------------------------------------------
    # Export
    # ------------------------------------------------------------------
    @api.model
    def _export(self, companies, **facts):
        """The sealed journal as a file (``docs/journal.md``), packed: yields its bytes while it reads on.

        :param companies: whose events are shown; those of others keep their place in the chain, and no content
        :param facts: for the first line of the file
        """
        company_at = hash_chain.EVENT_FIELDS.index("company_id")
        shown = {None, False, *companies.ids}
        head, buffer = Head(), io.BytesIO()
        with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=_COMPRESSION) as packed:
            packed.write(hash_chain.first_line(**facts).encode())
            while rows := self._rows(head.number, _CHUNK):
                packed.write("".join(
                    hash_chain.row_line(
                        *row[:4], row[4] if not row[4] or row[4][company_at] in shown else hash_chain.WITHHELD)
                    for row in rows).encode())
                head = Head(rows[-1][0], rows[-1][3])
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
            pending = self.env["archive.event.pending"].search_count([])
            packed.write(hash_chain.last_line(head, pending=pending).encode())
        yield buffer.getvalue()
