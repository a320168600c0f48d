import csv
import io
import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import deadline, gate

_logger = logging.getLogger(__name__)

_OPEN = ("draft", "submitted", "approved", "counted")


class ArchiveDestructionLine(models.Model):
    """One paper on a register: what it was, what was decided, and the proof that it is gone."""

    _name = "archive.destruction.line"
    _inherit = ["archive.journal.mixin", "archive.paper.mixin"]
    _description = "Paper on a Destruction Register"
    _order = "batch_id, sequence, id"
    _rec_name = "title"
    _paper_title = "title"

    batch_id = fields.Many2one(
        "archive.destruction.batch", required=True, ondelete="cascade", index=True, readonly=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    batch_state = fields.Selection(related="batch_id.state", string="State of the Register", store=True)
    is_open = fields.Boolean(compute="_compute_is_open", store=True, index=True)
    sequence = fields.Integer(default=10)
    document_id = fields.Many2one(
        "archive.document", string="Paper", required=True, ondelete="restrict", index=True, check_company=True,
        domain="[('state', '=', 'filed')]")
    # What the catalogue said on the day it was put forward: the register must say it for ever.
    title = fields.Char(readonly=True)
    code = fields.Char(string="Archival Code", readonly=True)
    year = fields.Integer(readonly=True)
    page_count = fields.Integer(string="Pages", readonly=True)
    retention = fields.Char(readonly=True, help="How long it had to be kept.")
    retention_until = fields.Date(string="Kept Until", readonly=True)
    kept_years = fields.Integer(string="Years Kept", readonly=True)
    decision = fields.Selection(
        [("destroy", "Destroy"), ("retain", "Retain"), ("withheld", "Withheld")], string="Appraisal")
    reason = fields.Char(help="Why an expired paper is kept.")
    retain_until = fields.Date(string="Appraise Again after", help="Empty: it is not put forward again by itself.")
    remarks = fields.Char()
    file_names = fields.Text(readonly=True, help="Names of the erased files in the filestore.")
    bytes_state = fields.Selection(
        [("pending", "To Verify"), ("gone", "Gone"), ("shared", "Copies Remain")], string="Bytes", readonly=True)
    verified_on = fields.Datetime(readonly=True)
    copies_note = fields.Text(string="Remaining Copies", readonly=True)

    _paper_uniq = models.UniqueIndex("(batch_id, document_id)", "This paper is already on the register.")
    _open_uniq = models.UniqueIndex(
        "(document_id) WHERE is_open AND decision IS DISTINCT FROM 'withheld'",
        "This paper is already on another register.")
    _pending_idx = models.Index("(bytes_state) WHERE bytes_state = 'pending'")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("batch_id.state", "decision")
    def _compute_is_open(self):
        for line in self:
            line.is_open = line.batch_id.state in _OPEN and line.decision != "withheld"

    @api.constrains("decision", "reason")
    def _check_reason(self):
        for line in self:
            if line.decision == "retain" and not (line.reason or "").strip():
                raise ValidationError(self.env._("Say what “%s” is still useful for.", line.title))

    # ------------------------------------------------------------------
    # CRUD: a register changes during its appraisal only
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            free = {"batch_id", "document_id", "sequence", "decision", "reason", "retain_until", "remarks"}
            vals_list = [{name: vals[name] for name in vals if name in free} for vals in vals_list]
        for vals in vals_list:
            if vals.get("decision") == "withheld":
                raise UserError(self.env._("What is put forward cannot be withheld in the same breath."))
            vals.update(self._snapshot(self.env["archive.document"].browse(vals.get("document_id"))))
        context = {key: value for key, value in self.env.context.items() if not key.startswith("default_")}
        lines = super(ArchiveDestructionLine, self.with_context(context)).create(vals_list)
        lines._check_draft()
        lines._refuse_obstacles()
        return lines

    def write(self, vals):
        if not gate.is_open(self.env):
            if vals.keys() - {"decision", "reason", "retain_until", "remarks", "sequence"}:
                raise AccessError(self.env._("What the catalogue said of a paper stands in the register for ever."))
            self._check_draft()
            if vals.get("decision") == "withheld":
                raise UserError(self.env._("Take the paper off the register instead: it is not submitted yet."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()

    def _check_draft(self):
        if any(batch.state != "draft" for batch in self.batch_id):
            raise UserError(self.env._("A register that was submitted is not changed any more: take it back first."))

    def _refuse_obstacles(self):
        for document in self.document_id:
            obstacles = document._destruction_obstacles()
            if obstacles:
                raise UserError(self.env._(
                    "“%(paper)s” may not be destroyed: %(reasons)s.", paper=document.display_name,
                    reasons="; ".join(obstacles)))

    @api.model
    def _snapshot(self, document):
        if not document:
            return {}
        document = document.sudo()  # sudo: rules of retention are configuration
        kept_since = document.received_on or document.date
        return {
            "title": document.name,
            "code": document.code,
            "year": document.date.year,
            "page_count": document.page_count,
            "retention": document.retention_rule_id.name,
            "retention_until": document.retention_until,
            "kept_years": deadline.elapsed_years(kept_since, self._archive_day()),
        }

    # ------------------------------------------------------------------
    # After approval a paper can only be spared
    # ------------------------------------------------------------------
    def action_withhold(self):
        """Spare papers of an approved register; a count that was signed is void then.

        :raises AccessError: for anybody but archivists
        :raises UserError: when it is too early (take them off the register) or too late
        """
        for batch, lines in self.grouped("batch_id").items():
            batch._check_archivist()
            batch._lock()
            if batch.state not in ("approved", "counted"):
                raise UserError(self.env._("Papers are withheld between the approval and the destruction."))
            gate.opened(lines).write({"decision": "withheld"})
            lines._journal("destruction_withheld")
            batch.sudo().signature_ids._void()  # sudo: signatures belong to the supervisors
            if batch.state == "counted":
                batch._move("approved", note=self.env._("Papers were withheld: count again."))
            if not batch.line_ids.filtered(lambda line: line.decision == "destroy"):
                batch._move("cancelled", note=self.env._("Every paper was withheld."))

    # ------------------------------------------------------------------
    # Proof (invariant 6)
    # ------------------------------------------------------------------
    def _note_files(self, names):
        gate.opened(self).write({"file_names": "\n".join(sorted(names)), "bytes_state": "pending"})

    def _collect_after_commit(self):
        """Remove the files from disk as soon as the erasure is committed, and note what was proven."""
        if not self:
            return
        registry, uid, ids = self.env.registry, self.env.uid, tuple(self.ids)

        @self.env.cr.postcommit.add
        def collect():
            try:
                with registry.cursor() as cr:
                    env = api.Environment(cr, uid, {})
                    env["ir.attachment"]._archive_lock()
                    env["archive.destruction.line"].sudo().browse(ids)._collect()
            except (psycopg2.Error, OSError):
                # The erasure stands; the cron takes the proof up again.
                _logger.warning("Archive: proof of destruction postponed", exc_info=True)

    def _collect(self):
        """Collect the files of these lines and note the result; under ``ir.attachment._archive_lock``."""
        names = {line.id: (line.file_names or "").split() for line in self}
        remaining = self.env["ir.attachment"]._archive_collect({name for mine in names.values() for name in mine})
        for line in self:
            copies = [f"{model or '-'},{res_id or 0}: {name}" for fname in names[line.id] if fname in remaining
                      for model, res_id, name in remaining[fname] or [("filestore", 0, fname)]]
            vals = {
                "bytes_state": "shared" if copies else "gone",
                "verified_on": fields.Datetime.now(),
                "copies_note": "\n".join(copies) or False,
            }
            if (line.bytes_state, line.copies_note) != (vals["bytes_state"], vals["copies_note"]):
                line._journal("bytes_verified", after=vals)
            gate.opened(line).write(vals)

    # ------------------------------------------------------------------
    # The register as a table (R37)
    # ------------------------------------------------------------------
    def _as_csv(self):
        """The register as UTF-8 CSV (bytes), in the columns of the printed form."""
        decisions = dict(self._fields["decision"]._description_selection(self.env))
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow([
            self.env._("No."), self.env._("Title"), self.env._("Year"), self.env._("Archival Code"),
            self.env._("Retention"), self.env._("Years Kept"), self.env._("Pages"), self.env._("Appraisal"),
            self.env._("Remarks")])
        for number, line in enumerate(self, start=1):
            writer.writerow(_as_text(value) for value in [
                number, line.title, line.year, line.code or "", line.retention or "", line.kept_years,
                line.page_count, decisions.get(line.decision, ""),
                "; ".join(filter(None, [line.reason, line.remarks, line.copies_note]))])
        return b"\xef\xbb\xbf" + table.getvalue().encode()


def _as_text(value):
    """Excel takes a title that begins like a formula for one, unless an apostrophe stands before it, as Odoo does."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
