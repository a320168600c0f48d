import base64
import logging
import time

from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate

_logger = logging.getLogger(__name__)

WORKING = ("checking", "importing", "undoing")
# Seconds that a button works before it leaves the rest to the cron.
_PATIENCE = 15
_KEPT_DAYS = 30


class ArchiveImportBatch(models.Model):
    """An existing archive comes in from a workbook and a ZIP of scans.

    How it works: *check* reads the files and lists every fault; nothing of the archive is written. What it found sound
    becomes units (:class:`archive.import.unit`), one for each dossier. *Import* takes unit by unit, each whole or not
    at all; *undo* takes them back. All three go in steps (:meth:`_step`), a few seconds' worth in the request of who
    pressed the button, the rest in a cron; stopped or killed, they go on where they stood.
    """

    _name = "archive.import.batch"
    _inherit = ["mail.thread", "archive.state.mixin"]
    _description = "Import of an Existing Archive"
    _order = "id desc"

    _state_transitions = {
        "draft": {"checking"},
        "checking": {"checked", "draft"},
        "checked": {"draft", "importing"},
        "importing": {"stopped", "done"},
        "stopped": {"importing", "undoing"},
        "done": {"undoing"},
        "undoing": {"undone", "undoing"},
        "undone": {"undoing"},
    }
    _gated_fields = frozenset({"name", "company_id", "user_id", "worker_id", "scan_position", "finished_on"})

    name = fields.Char(readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company, index=True)
    note = fields.Char(string="What Is Imported")
    user_id = fields.Many2one(
        "res.users", string="Imported by", readonly=True, copy=False, ondelete="restrict",
        help="Who checked it imports it: what they are cleared for was part of the check.")
    worker_id = fields.Many2one(
        "res.users", string="At Work", readonly=True, copy=False, ondelete="restrict",
        help="In whose name the work in the background goes on.")
    state = fields.Selection(
        [
            ("draft", "Choose Files"),
            ("checking", "Checking"),
            ("checked", "Checked"),
            ("importing", "Importing"),
            ("stopped", "Stopped"),
            ("done", "Imported"),
            ("undoing", "Undoing"),
            ("undone", "Undone"),
        ],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    finished_on = fields.Datetime(readonly=True, copy=False)
    # Uploads: what is stored is in file_ids
    workbook = fields.Binary(compute="_compute_uploads", inverse="_inverse_uploads")
    workbook_name = fields.Char(compute="_compute_uploads", inverse="_inverse_uploads")
    scans = fields.Binary(string="Scans (ZIP)", compute="_compute_uploads", inverse="_inverse_uploads")
    scans_name = fields.Char(compute="_compute_uploads", inverse="_inverse_uploads")
    file_ids = fields.One2many("archive.import.file", "batch_id", string="Files", readonly=True)
    has_workbook = fields.Boolean(compute="_compute_has_workbook")
    # -1: rows not read yet; else the last unit whose scans were checked
    scan_position = fields.Integer(readonly=True, copy=False, default=-1)
    unit_ids = fields.One2many("archive.import.unit", "batch_id", string="Dossiers", readonly=True)
    fault_ids = fields.One2many("archive.import.fault", "batch_id", string="Faults", readonly=True)
    record_ids = fields.One2many("archive.import.record", "batch_id", string="Records", readonly=True)
    unit_count = fields.Integer(string="Dossiers in the Workbook", compute="_compute_units")
    ready_count = fields.Integer(string="Ready", compute="_compute_units")
    blocked_count = fields.Integer(string="With Faults", compute="_compute_units")
    imported_count = fields.Integer(string="Dossiers Imported", compute="_compute_units")
    failed_count = fields.Integer(string="Refused", compute="_compute_units")
    ready_paper_count = fields.Integer(string="Papers to Import", compute="_compute_units")
    paper_count = fields.Integer(string="Papers Imported", compute="_compute_units")
    progress = fields.Float(compute="_compute_units")
    fault_count = fields.Integer(compute="_compute_faults")
    note_count = fields.Integer(string="Hints", compute="_compute_faults")
    made_count = fields.Integer(string="Records Made", compute="_compute_records")
    kept_count = fields.Integer(string="Records That Stay", compute="_compute_records")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    def _compute_uploads(self):
        for batch in self:
            batch.workbook = batch.scans = batch.workbook_name = batch.scans_name = False

    def _inverse_uploads(self):
        """Keep what was uploaded; the form's fields are empty again.

        :raises UserError: for anybody but archivists, or past the first step
        """
        uploads = [
            (batch, kind, batch[f"{kind}_name"], batch[kind]) for batch in self for kind in ("workbook", "scans")]
        for batch, kind, name, content in uploads:
            if not content:
                continue
            batch._check_archivist()
            batch._check_step("draft")
            if kind == "workbook":
                # sudo: a new workbook takes the place of any other
                batch.sudo().file_ids.filtered(lambda file: file.kind == "workbook")._remove()
            self.env["archive.import.file"]._add(batch, kind, name, base64.b64decode(content))

    @api.depends("file_ids.kind")
    @api.depends_context("uid")
    def _compute_has_workbook(self):
        for batch in self:
            batch.has_workbook = "workbook" in batch.file_ids.mapped("kind")

    @api.depends("unit_ids.state")
    def _compute_units(self):
        counts, papers = {}, {}
        for batch, state, count, paper_count in self.env["archive.import.unit"]._read_group(
                [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count", "paper_count:sum"]):
            counts.setdefault(batch.id, {})[state] = count
            papers.setdefault(batch.id, {})[state] = paper_count
        for batch in self:
            mine, total = counts.get(batch._origin.id, {}), papers.get(batch._origin.id, {})
            batch.unit_count = sum(mine.values())
            batch.ready_count = mine.get("ready", 0)
            batch.blocked_count = mine.get("blocked", 0)
            batch.imported_count = mine.get("imported", 0)
            batch.failed_count = mine.get("failed", 0)
            batch.ready_paper_count = total.get("ready", 0)
            batch.paper_count = total.get("imported", 0)
            todo = batch.unit_count - batch.blocked_count
            left = batch.imported_count if batch.state == "undoing" else batch.ready_count
            batch.progress = 100.0 * (todo - left) / todo if todo else 0.0

    @api.depends("fault_ids")
    def _compute_faults(self):
        counts = {
            (batch.id, severity): count for batch, severity, count in self.env["archive.import.fault"]._read_group(
                [("batch_id", "in", self.ids)], ["batch_id", "severity"], ["__count"])}
        for batch in self:
            batch.fault_count = counts.get((batch._origin.id, "error"), 0)
            batch.note_count = counts.get((batch._origin.id, "note"), 0)

    @api.depends("record_ids.state")
    def _compute_records(self):
        counts = {
            (batch.id, state): count for batch, state, count in self.env["archive.import.record"]._read_group(
                [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"])}
        for batch in self:
            batch.made_count = counts.get((batch._origin.id, "made"), 0)
            batch.kept_count = counts.get((batch._origin.id, "kept"), 0)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        batches = super().create(vals_list)
        for batch in batches:
            batch._set_gated(
                kind="created",
                name=self.env["ir.sequence"].sudo().next_by_code("archive.import.batch"))  # sudo: numbers are drawn
        return batches

    @api.ondelete(at_uninstall=False)
    def _unlink_files(self):
        # sudo: files of others go with the import, as its units do
        self.sudo().file_ids._remove()

    # ------------------------------------------------------------------
    # Checks
    # ------------------------------------------------------------------
    def _check_archivist(self):
        if not self.env.su and not self.env.user.has_group("client_archive.group_archivist"):
            raise AccessError(self.env._("Only archivists import an existing archive."))
        self.check_access("write")

    def _check_step(self, *states):
        for batch in self:
            if batch.state not in states:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(self.env._(
                    "%(batch)s is at the step “%(state)s”: this is not the time for it.",
                    batch=batch.name, state=labels[batch.state]))

    def _check_importer(self):
        for batch in self:
            if batch.user_id != self.env.user:
                raise UserError(self.env._(
                    "%s checked this import, by what they are cleared for. Check it yourself to import it.",
                    batch.user_id.name))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_check(self):
        """Read the files and list every fault. Nothing of the archive is written.

        :raises UserError: for anybody but archivists, or without a workbook of one's own
        """
        self.ensure_one()
        self._start("checking", "draft", user_id=self.env.uid, scan_position=-1)
        if not self.has_workbook:
            raise UserError(self.env._("Upload the workbook first. Files of somebody else are not yours to import."))
        return self._work()

    def action_back(self):
        """Go back to the files; what the check found is dropped."""
        self._check_archivist()
        self._lock()
        self._check_step("checked", "checking")
        self._forget_check()
        return self._move("draft")

    def action_import(self):
        """Import the dossiers without faults, each whole or not at all.

        :raises UserError: for anybody but who checked, or when nothing is ready
        """
        self.ensure_one()
        self._start("importing", "checked")
        self._check_importer()
        if not self.ready_count:
            raise UserError(self.env._("No dossier is ready to import: correct the faults, and check again."))
        return self._work()

    def action_stop(self):
        """Stop the import after the dossier at hand."""
        self._check_archivist()
        self._lock()
        self._check_step("importing")
        return self._move("stopped")

    def action_resume(self):
        """Go on with a stopped import.

        :raises UserError: for anybody but who checked it, or when its files were removed in the meantime
        """
        self.ensure_one()
        self._start("importing", "stopped")
        self._check_importer()
        if not self.has_workbook:
            raise UserError(self.env._(
                "The files of this import were removed after %s days. Import the same workbook anew: what is there "
                "already is not made again.", _KEPT_DAYS))
        return self._work()

    def action_undo(self):
        """Take back what this import made and nobody touched since.

        :raises AccessError: for anybody but the head of the archive
        """
        self.ensure_one()
        if not self.env.user.has_group("client_archive.group_archive_head"):
            raise AccessError(self.env._("Only the head of the archive undoes an import."))
        # sudo: a record that stayed is looked at again
        self.sudo().unit_ids.filtered(lambda unit: unit.state == "kept").state = "imported"
        self._start("undoing", "stopped", "done", "undone", "undoing")
        return self._work()

    def _start(self, state, *allowed, **vals):
        self._check_archivist()
        self._lock()
        self._check_step(*allowed)
        self._move(state, worker_id=self.env.uid, **vals)

    # ------------------------------------------------------------------
    # Views
    # ------------------------------------------------------------------
    def action_download_template(self):
        """Download the workbook to fill in."""
        return {"type": "ir.actions.act_url", "url": "/archive/import/template", "target": "download"}

    def action_download_faults(self):
        """Download the uploaded workbook with its faults marked."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/archive/import/{self.id}/faults", "target": "download"}

    def action_view_faults(self):
        """Open the list of faults."""
        return self._action_of("client_archive.archive_import_fault_action", [("batch_id", "=", self.id)])

    def action_view_units(self):
        """Open the dossiers of the import."""
        return self._action_of("client_archive.archive_import_unit_action", [("batch_id", "=", self.id)])

    def action_view_kept(self):
        """Open what stays, and why."""
        return self._action_of(
            "client_archive.archive_import_record_action", [("batch_id", "=", self.id), ("state", "=", "kept")])

    def action_view_documents(self):
        """Open the papers that came in."""
        return self._action_of("client_archive.archive_document_action", [("import_batch_id", "=", self.id)])

    def action_view_dossiers(self):
        """Open the dossiers that came in."""
        return self._action_of("client_archive.archive_dossier_action", [("import_batch_id", "=", self.id)])

    def _action_of(self, xmlid, domain):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
        return {**action, "domain": domain, "context": {}}

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------
    def _step(self):
        """Do the next piece of work; tell whether there is more. Without a commit: the callers do that."""
        self.invalidate_recordset(["state"])
        if self.state == "checking":
            return self._check_next()
        if self.state == "importing":
            return self._import_next()
        if self.state == "undoing":
            return self._undo_next()
        return False

    def _work(self):
        """Work for as long as a user waits; the cron does the rest."""
        end = time.monotonic() + _PATIENCE
        while self._step():
            if time.monotonic() > end:
                self.env.ref("client_archive.ir_cron_import").sudo()._trigger()  # sudo: crons are not the user's
                break
        return True

    @api.model
    def _cron_work(self):
        """Go on with whatever is under way, as who started it."""
        Cron = self.env["ir.cron"]
        for batch in self.search([("state", "in", WORKING)], order="id"):
            more = True
            while more:
                try:
                    worker = batch._as_worker()
                    more = bool(worker) and worker._step()
                    left = batch.ready_count + batch.imported_count if more else 0
                    if not Cron._commit_progress(1, remaining=left):
                        return
                except (errors.SerializationFailure, errors.DeadlockDetected):
                    self.env.cr.rollback()  # another worker was faster: look again at what is left
                except Exception:
                    # One import that nobody foresaw does not keep the others waiting.
                    self.env.cr.rollback()
                    _logger.exception("Import %s cannot go on", batch.id)
                    batch._halt()
                    Cron._commit_progress()
                    more = False

    def _halt(self):
        """Take an import out of the background; an undoing stays where it is, and is tried again with its button."""
        self.invalidate_recordset()
        state = {"checking": "draft", "importing": "stopped"}.get(self.state)
        if state:
            self._move(state, note=self.env._("It failed in the background. The server's log says why."))

    def _as_worker(self):
        """The batch as who set it to work, if they still may; else an import stops."""
        self.invalidate_recordset()
        user = self.worker_id
        worker = self.with_user(user).with_context(allowed_company_ids=self.company_id.ids, lang=user.lang)
        if self.state not in WORKING:
            return None
        if user.active and user.has_group("client_archive.group_archivist") and self.company_id in user.company_ids:
            return worker
        if self.state == "importing":
            self._move("stopped", note=self.env._("%s is no archivist any more.", user.name))
        return None

    # ------------------------------------------------------------------
    # Housekeeping
    # ------------------------------------------------------------------
    def _forget_check(self):
        # sudo: nobody may write what the check found
        self.sudo().fault_ids.unlink()
        self.sudo().unit_ids.unlink()
        gate.opened(self).write({"scan_position": -1})

    @api.autovacuum
    def _gc_files(self):
        """Files that hold what papers hold do not lie about: 30 days after the last step they go."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=_KEPT_DAYS)
        old = self.search([("write_date", "<", limit), ("file_ids", "!=", False), ("state", "not in", WORKING)])
        for batch in old:
            batch.file_ids._remove()
            batch.unit_ids.filtered("payload").payload = False
            if batch.state == "checked":
                batch._forget_check()
                batch._move("draft", note=self.env._("Its files were removed."))
