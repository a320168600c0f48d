from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import gate

_CHUNK = 40
# Tables that refer to a record without saying that anybody used it: what the import made with it, and Odoo's own links.
_OWN = {
    "archive_import_unit", "archive_import_record", "archive_import_fault", "archive_version", "mail_followers",
    # worked out from the record, and gone with it
    "archive_search_entry", "archive_segment", "archive_figure",
}
_ORDER = ("archive.document", "archive.dossier", "res.partner")


class ArchiveImportBatch(models.Model):
    """Taking an import back: what it made is deleted while nobody touched it, and what was touched stays.

    Nothing leaves the archive but by destruction; a mistaken import was never in it. So the head of the archive alone
    undoes, the journal keeps both the import and its undoing, and a paper that was read, lent, changed, moved or
    referred to since is a paper of the archive like any other.
    """

    _inherit = "archive.import.batch"

    def _undo_next(self):
        """Take back the next dossiers; tell whether there may be more."""
        units = self.env["archive.import.unit"].sudo()._take(self, "imported", _CHUNK)  # sudo: written here alone
        if units:
            self._undo_units(units)
            return True
        self._lock()
        self.invalidate_recordset(["state"])
        if self.state == "undoing":
            self._move("undone")
        return False

    def _undo_units(self, units):
        records = self.env["archive.import.record"].sudo().search(  # sudo: as for units
            [("unit_id", "in", units.ids), ("state", "!=", "undone")])
        for model in _ORDER:
            mine = records.filtered(lambda record, name=model: record.res_model == name)
            if mine:
                self._undo_records(mine, self.env[model])
        kept = records.filtered(lambda record: record.state == "kept").grouped("unit_id")
        for unit in units:
            count = len(kept.get(unit, ()))
            unit.write({
                "state": "kept" if count else "undone",
                "message": count and self.env._("%s records stay: see why.", count)})

    def _undo_records(self, records, Model):
        """Delete what ``records`` stand for, as far as it is untouched."""
        alive = Model.sudo().browse(records.mapped("res_id")).exists()  # sudo: deleted as a whole, see action_undo
        reasons = self._touched(records, alive)
        free = alive.filtered(lambda record: record.id not in reasons)
        if Model._name == "archive.document":
            free = free.sorted(lambda paper: not paper.main_id)  # annexes before their main papers
        self._delete_or_keep(free, reasons)
        for reason, mine in records.grouped(lambda record: reasons.get(record.res_id, False)).items():
            mine.write({"state": "kept" if reason else "undone", "reason": reason})

    def _delete_or_keep(self, free, reasons):
        """Delete ``free`` together; when that is refused, one by one: what is refused stays, for that reason."""
        try:
            with self.env.cr.savepoint():
                self._delete(free)
        except (UserError, IntegrityError) as error:
            if len(free) == 1:
                reasons[free.id] = str(error)
                return
            for record in free:
                self._delete_or_keep(record, reasons)

    def _delete(self, records):
        if not records:
            return
        if records._name != "res.partner":
            # As who undoes: the journal says who it was.
            records.with_user(self.env.user).sudo()._journal(
                "import_undone", note=self.name,
                before=lambda record: {
                    "number": record["number" if record._name == "archive.dossier" else "code"],
                    "name": record.display_name})
        if records._name == "archive.document":
            gate.opened(records.version_ids).unlink()
            annexes = records.filtered("main_id")
            gate.opened(annexes).unlink()
            records -= annexes
        gate.opened(records).unlink()

    # ------------------------------------------------------------------
    # Touched?
    # ------------------------------------------------------------------
    def _touched(self, records, alive):
        """Mapping of ids of ``alive`` to why they stay."""
        by_id = {record.res_id: record for record in records}
        reasons = {}
        if alive._name == "res.partner":
            for partner in alive:
                if partner.write_date > by_id[partner.id].create_date:
                    reasons[partner.id] = self.env._("It was changed since.")
        else:
            reasons.update(self._touched_by_events(by_id, alive))
        if alive._name == "archive.document":
            reasons.update(self._touched_content(by_id, alive))
        for record_id, words in self._referred_to(alive).items():
            reasons.setdefault(record_id, words)
        self._keep_mains(alive, reasons)
        return reasons

    def _keep_mains(self, alive, reasons):
        """A main paper stays with an annex that stays."""
        if alive._name == "archive.document":
            for annex in alive.filtered("main_id"):
                if annex.id in reasons:
                    reasons.setdefault(annex.main_id.id, self.env._("“%s” hangs on it.", annex.display_name))

    def _touched_by_events(self, by_id, alive):
        self.env["archive.event"].flush_model()
        self.env.cr.execute(SQL(
            """
            SELECT DISTINCT ON (e.res_id) e.res_id, e.kind, r.event_id FROM archive_event e
              JOIN archive_import_record r ON r.id IN %s AND r.res_id = e.res_id AND e.id > r.event_id
             WHERE e.res_model = %s AND e.res_id IN %s ORDER BY e.res_id, e.id
            """, tuple(record.id for record in by_id.values()), alive._name, tuple(alive.ids) or (0,)))
        labels = dict(self.env["archive.event"]._fields["kind"]._description_selection(self.env))
        return {
            record_id: self.env._("It was used since: %s.", labels.get(kind, kind))
            for record_id, kind, _event in self.env.cr.fetchall()}

    def _touched_content(self, by_id, documents):
        reasons = {}
        versions = self.env["archive.version"].sudo().search([("document_id", "in", documents.ids)])  # sudo: as above
        counts = versions.grouped("document_id")
        opened = self._opened_versions(versions, min((record.event_id for record in by_id.values()), default=0))
        for document in documents:
            mine = counts.get(document, versions.browse())
            if len(mine) != by_id[document.id].version_count:
                reasons[document.id] = self.env._("It has new content since.")
            elif mine & opened:
                reasons[document.id] = self.env._("Its content was opened since.")
            elif document.state != "filed":
                reasons[document.id] = self.env._("It is not filed any more.")
        return reasons

    def _opened_versions(self, versions, event_id):
        # sudo: what happened decides, whoever may read the journal
        events = self.env["archive.event"].sudo().search([
            ("res_model", "=", "archive.version"), ("res_id", "in", versions.ids), ("id", ">", event_id),
            ("kind", "!=", "content_added")])
        return versions.browse(events.mapped("res_id"))

    def _referred_to(self, alive):
        """Mapping of ids of ``alive`` to what refers to them, in whatever room or add-on."""
        if not alive:
            return {}
        self.env.flush_all()
        columns = self._references(alive._table)
        if not columns:
            return {}
        self.env.cr.execute(SQL(" UNION ALL ").join(
            SQL("SELECT %(column)s, %(name)s::text FROM %(table)s WHERE %(column)s IN %(ids)s%(own)s",
                column=SQL.identifier(column), name=table, table=SQL.identifier(table), ids=tuple(alive.ids),
                own=SQL(" AND id NOT IN %s", tuple(alive.ids)) if table == alive._table else SQL())
            for table, column in columns))
        rows = self.env.cr.fetchall()
        names = {model._table: model._description for model in map(self.env.__getitem__, self.env.registry)}
        return {record_id: self.env._("It is used: %s.", names.get(table, table)) for record_id, table in rows}

    def _references(self, table):
        """``[(table, column)]`` of the foreign keys that lead to ``table``."""
        self.env.cr.execute(SQL(
            """
            SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c
              JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
             WHERE c.contype = 'f' AND c.confrelid = %s::regclass AND array_length(c.conkey, 1) = 1
             ORDER BY 1, 2
            """, table))
        return [row for row in self.env.cr.fetchall() if row[0] not in _OWN]
