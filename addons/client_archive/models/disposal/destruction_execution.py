from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate


class ArchiveDestructionBatch(models.Model):
    """The second half of a destruction: count, execute, prove, sign, keep (R34–R37, invariant 6)."""

    _inherit = "archive.destruction.batch"

    # ------------------------------------------------------------------
    # Supervision (R35)
    # ------------------------------------------------------------------
    def action_sign(self):
        """Open the dialog in which a supervisor enters what was counted, and signs."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Count and Sign"),
            "res_model": "archive.destruction.sign", "view_mode": "form", "target": "new",
            "context": {"default_batch_id": self.id},
        }

    def _sign(self, papers, pages, note=None):
        """Sign as the current user, who counted ``papers`` and ``pages`` before, or saw them destroyed after.

        :raises AccessError: for anybody but the two supervisors
        :raises UserError: when the count differs from the register, or it is not the time to sign
        """
        self.ensure_one()
        self.check_access("read")
        self._lock()
        phase = {"approved": "before", "executed": "after"}.get(self.state)
        if not phase:
            raise UserError(self.env._(
                "Supervisors sign an approved register after counting, and again after the destruction."))
        self._check_supervisor()
        if (papers, pages) != (self.destroy_count, self.destroy_pages):
            raise UserError(self.env._(
                "You counted %(papers)s papers of %(pages)s pages; the register says %(due_papers)s papers of "
                "%(due_pages)s pages. Nothing is destroyed before both agree.", papers=papers, pages=pages,
                due_papers=self.destroy_count, due_pages=self.destroy_pages))
        batch = self.sudo()  # sudo: supervisors come from anywhere in the company; they were checked above
        if phase == "after":
            batch._check_proven()
        batch.signature_ids._add(batch, phase, papers, pages, note)
        if batch._signers(phase) == batch._supervisors():
            batch._counted() if phase == "before" else batch._complete()

    def _check_supervisor(self):
        user = self.env.user
        if user not in self._supervisors():
            raise AccessError(self.env._(
                "Only the supervisors named on the register sign it: %s.",
                ", ".join(self._supervisors().mapped("name"))))
        if user in self.applicant_id | self.approved_by_id | self.executed_by_id | self.create_uid:
            raise AccessError(self.env._(
                "Whoever applied for, approved or carried out a destruction does not sign it."))

    def _signers(self, phase):
        return self.signature_ids.filtered(lambda row: row.phase == phase and not row.is_void).user_id

    def _counted(self):
        self._move("counted", kind="destruction_counted")

    # ------------------------------------------------------------------
    # Execution (R34)
    # ------------------------------------------------------------------
    def action_execute(self):
        """Destroy what was approved and counted; retain what was appraised as useful.

        :raises AccessError: for anybody but archivists, and for the supervisors
        :raises UserError: before the count, or when something stands in the way of a paper
        """
        for batch in self:
            batch._check_archivist()
            batch._lock()
            batch._check_transition("executed")
            if batch.state != "counted":
                raise UserError(self.env._("%s was destroyed already.", batch.name))
            if self.env.user in batch._supervisors():
                raise AccessError(self.env._("A supervisor watches the destruction and does not carry it out."))
            batch.line_ids.document_id.dossier_id._lock()  # a hold placed at this moment meets us here
            batch._refuse_obstacles()
            batch.line_ids.filtered(lambda line: line.decision == "destroy").document_id._check_designated("destroying")
            batch._execute()

    def _execute(self):
        destroyed = self.line_ids.filtered(lambda line: line.decision == "destroy")
        retained = self.line_ids.filtered(lambda line: line.decision == "retain")
        files = destroyed.document_id._content_files()
        for line in destroyed:
            line._note_files(files[line.document_id])
        destroyed.document_id._destroy(self)
        for until, lines in retained.grouped("retain_until").items():
            lines.document_id._retain(self, until)
        self._move("executed", kind="destruction_executed", executed_by_id=self.env.uid,
                   executed_on=fields.Datetime.now())
        destroyed._collect_after_commit()

    # ------------------------------------------------------------------
    # Proof (invariant 6)
    # ------------------------------------------------------------------
    def action_verify_bytes(self):
        """Look again whether the bytes are gone from disk, once this request is committed."""
        self._check_archivist()
        self.line_ids.filtered(lambda line: line.bytes_state in ("pending", "shared"))._collect_after_commit()

    @api.model
    def _cron_verify_bytes(self):
        """Finish proofs that a crash or a lock interrupted."""
        self.env["archive.destruction.line"].search([("bytes_state", "=", "pending")])._collect_after_commit()

    def _check_proven(self):
        if self.line_ids.filtered(lambda line: line.bytes_state == "pending"):
            raise UserError(self.env._("It is not yet proven that the content is gone from disk: verify it first."))

    # ------------------------------------------------------------------
    # Completion (R37)
    # ------------------------------------------------------------------
    def _complete(self):
        self._move("done", kind="destruction_done", completed_on=fields.Datetime.now())
        self._keep_register("register")
        self._file_register()

    def _register_report(self):
        """Hook: the printed register, an ``ir.actions.report``, where there is one."""
        return self.env.ref("client_archive.action_report_destruction_register", raise_if_not_found=False)

    def _file_register(self):
        """Keep the printed register with the batch, where its report exists (R37)."""
        report = self._register_report()
        if not report:
            return
        for batch in self:
            printer = gate.opened(report.with_context(lang=self.env.user.lang))
            content, kind = printer._render_qweb_pdf(report.report_name, batch.ids)
            self.env["archive.destruction.record"]._keep(
                batch, "register", f"{batch.name.replace('/', '-')}.{kind}", content)

    def _keep_register(self, kind):
        """Keep the register as it stands at this step: application, report or final register (R37)."""
        for batch in self:
            content = batch.line_ids._as_csv()
            self.env["archive.destruction.record"]._keep(
                batch, kind, f"{batch.name.replace('/', '-')}-{kind}.csv", content)
