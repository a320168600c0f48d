from itertools import islice

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import fulltext

_CHUNK = 500
# How the rows of one record are told apart: content has a row for each window of its text.
_KEYS = {"dossier": SQL("(dossier_id) WHERE dossier_id IS NOT NULL"),
         "document": SQL("(document_id) WHERE document_id IS NOT NULL"),
         "version": SQL('(version_id, "start") WHERE version_id IS NOT NULL')}
# From so many hits on, it is quicker to go through the papers and look whether they have the word.
_FREQUENT = {"dossier": 2_000, "document": 20_000, "version": 20_000}


class ArchiveSearchEntry(models.Model):
    """The words of one dossier, of one paper's catalogue line, or of a part of one content (R97).

    Nobody reads it: whoever reads the words reads the content. The columns of words are no fields, so that no domain,
    order, group or export can name them; each kind has its own, so that PostgreSQL knows how frequent a word is there.
    Rows are written in the transaction that changes what they are about (of a big file, too: Odoo extracts its text
    there and then), and those of content go when it is destroyed (R37). What customer and dossier are called stands
    once, in the dossier's row: a renamed customer is one row, not a thousand.
    """

    _name = "archive.search.entry"
    _description = "Search Entry"
    _log_access = False

    dossier_id = fields.Many2one("archive.dossier", readonly=True, ondelete="cascade")
    document_id = fields.Many2one("archive.document", string="Paper", readonly=True, ondelete="cascade")
    version_id = fields.Many2one("archive.version", string="Content", readonly=True, ondelete="cascade")
    start = fields.Integer(readonly=True, help="Where the part begins in the text of the content.")
    size = fields.Integer(string="Characters", readonly=True)

    _one_thing = models.Constraint(
        "CHECK (num_nonnulls(dossier_id, document_id, version_id) = 1)",
        "An entry is about one dossier, one paper or one content.")
    _dossier_uniq = models.UniqueIndex("(dossier_id) WHERE dossier_id IS NOT NULL")
    _document_uniq = models.UniqueIndex("(document_id) WHERE document_id IS NOT NULL")
    _version_uniq = models.UniqueIndex('(version_id, "start") WHERE version_id IS NOT NULL')

    def init(self):
        for kind in _KEYS:
            words = SQL.identifier(f"{kind}_words")
            self.env.cr.execute(SQL("ALTER TABLE archive_search_entry ADD COLUMN IF NOT EXISTS %s tsvector", words))
            # Content may come in by thousands: its entries go into the index at once, not into GIN's pending list,
            # which every search would have to read through.
            self.env.cr.execute(SQL(
                "CREATE INDEX IF NOT EXISTS %s ON archive_search_entry USING gin (%s) WITH (fastupdate = off) "
                "WHERE %s IS NOT NULL",
                SQL.identifier(f"archive_search_entry_{kind}_words"), words, words))

    # ------------------------------------------------------------------
    # Writing
    # ------------------------------------------------------------------
    @api.model
    def _put(self, kind, rows):
        """Write ``rows`` of ``(id, start, size, text)``; what is there already is replaced.

        Simultaneous writers meet at the unique index: the later one fails to serialise, and Odoo runs it again.
        """
        rows = [(*row, fulltext.vector(text)) for *row, text in rows]
        if rows:
            ids, starts, sizes, vectors = (list(column) for column in zip(*rows, strict=True))
            self.env.cr.execute(SQL(
                """
                INSERT INTO archive_search_entry (%(kind)s, "start", size, %(words)s)
                SELECT id, place, size, vector::tsvector
                  FROM unnest(%(ids)s, %(starts)s, %(sizes)s, %(vectors)s) AS part (id, place, size, vector)
                    ON CONFLICT %(key)s DO UPDATE SET size = EXCLUDED.size, %(words)s = EXCLUDED.%(words)s
                """, kind=SQL.identifier(f"{kind}_id"), words=SQL.identifier(f"{kind}_words"), key=_KEYS[kind],
                ids=ids, starts=starts, sizes=sizes, vectors=vectors))

    @api.model
    def _put_later(self, records):
        """Write the entries of ``records`` (customers, dossiers, papers) before the next search, or with the commit.

        Filing a batch writes each paper by itself; the index takes them all at once.
        """
        precommit = self.env.cr.precommit
        waiting = precommit.data.setdefault(self._name, {})
        if not waiting:
            precommit.add(self._put_waiting)
        waiting.setdefault(records._name, set()).update(records.ids)

    @api.model
    def _put_waiting(self):
        waiting = self.env.cr.precommit.data.pop(self._name, {})
        put = {"res.partner": self._put_partners, "archive.dossier": self._put_dossiers,
               "archive.document": self._put_documents}
        for model, ids in waiting.items():
            put[model](self.env[model].browse(ids).exists())

    @api.model
    def _put_partners(self, partners):
        # sudo: a dossier is found by its customer's name, whoever changes it
        self._put_dossiers(self.env["archive.dossier"].sudo().search([("partner_id", "in", partners.ids)]))

    @api.model
    def _put_dossiers(self, dossiers):
        dossiers = dossiers.sudo()  # sudo: what is indexed does not depend on who changes it
        self._put("dossier", [
            (dossier.id, 0, 0, self._joined(dossier.number, dossier.partner_id.name)) for dossier in dossiers])

    @api.model
    def _put_documents(self, documents):
        self._put("document", [
            (document.id, 0, 0, self._joined(document.name, document.code, document.reference, document.author))
            for document in documents.sudo()])  # sudo: as above

    @api.model
    def _put_versions(self, versions):
        texts = versions._full_texts()
        rows = []
        for version in versions.sudo():  # sudo: as above
            for start, part in fulltext.windows(texts.get(version.id, "")):
                named = part if start else self._joined(version.name, part)
                rows.append((version.id, start, len(part), named))
        self._put("version", rows)

    @api.model
    def _joined(self, *values):
        return " | ".join(value for value in values if value)

    @api.model
    def _drop_versions(self, versions):
        if versions:
            self.env.cr.execute(SQL("DELETE FROM archive_search_entry WHERE version_id IN %s", tuple(versions.ids)))

    # ------------------------------------------------------------------
    # Reading: the caller asks who may see what was found
    # ------------------------------------------------------------------
    @api.model
    def _frequent(self, term):
        """The kinds (``dossier``, ``document``, ``version``) in which ``term`` is frequent. One query.

        It also tells PostgreSQL, for this transaction, to compile no query: it takes the words for rare, or the rules
        for dear, and compiles for longer than the search takes.
        """
        self._put_waiting()
        counts = SQL(", ").join(
            SQL("(SELECT count(*) FROM (SELECT FROM archive_search_entry WHERE %s LIMIT %s) found)",
                self._has(kind, "archive_search_entry", term), limit + 1)
            for kind, limit in _FREQUENT.items())
        [[_jit, *found]] = self.env.execute_query(SQL("SELECT set_config('jit', 'off', TRUE), %s", counts))
        return {kind for (kind, limit), count in zip(_FREQUENT.items(), found, strict=True) if count > limit}

    @api.model
    def _has(self, kind, alias, term):
        """The condition that the entry ``alias`` has ``term``."""
        return SQL("%s @@ %s::tsquery", SQL.identifier(alias, f"{kind}_words"), fulltext.tsquery(term))

    @api.model
    def _hits(self, kind, term):
        """The ids of what ``kind`` names and ``term`` finds, as a query."""
        return SQL("SELECT %s FROM archive_search_entry entry WHERE %s",
                   SQL.identifier("entry", f"{kind}_id"), self._has(kind, "entry", term))

    @api.model
    def _is_hit(self, kind, record_id, term):
        """The condition that ``term`` finds what ``kind`` names and the column ``record_id`` identifies.

        A value, not EXISTS, which PostgreSQL might answer by looking for all hits first.
        """
        return SQL("COALESCE((SELECT TRUE FROM archive_search_entry entry WHERE %s = %s AND %s LIMIT 1), FALSE)",
                   SQL.identifier("entry", f"{kind}_id"), record_id, self._has(kind, "entry", term))

    # ------------------------------------------------------------------
    # What was there before the index
    # ------------------------------------------------------------------
    @api.model
    def _cron_fill(self):
        """Index what has no entry yet, in chunks: an archive older than its index."""
        put = {"dossier": self._put_dossiers, "document": self._put_documents, "version": self._put_versions}
        Cron = self.env["ir.cron"]
        missing = {kind: self._missing(kind) for kind in put}
        Cron._commit_progress(remaining=sum(map(len, missing.values())))
        for kind, ids in missing.items():
            Model, ids = self.env[self._fields[f"{kind}_id"].comodel_name], iter(ids)
            while chunk := list(islice(ids, _CHUNK)):
                put[kind](Model.browse(chunk).exists())
                self.env.invalidate_all()  # memory does not grow with the archive
                if not Cron._commit_progress(len(chunk)):
                    return

    @api.model
    def _missing(self, kind):
        table = self.env[self._fields[f"{kind}_id"].comodel_name]._table
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "SELECT id FROM %(table)s record WHERE NOT EXISTS (SELECT 1 FROM archive_search_entry entry "
            "WHERE entry.%(kind)s = record.id) %(alive)s ORDER BY id",
            table=SQL.identifier(table), kind=SQL.identifier(f"{kind}_id"),
            alive=SQL("AND erased IS NOT TRUE") if kind == "version" else SQL()))
        return [found for found, in self.env.cr.fetchall()]
