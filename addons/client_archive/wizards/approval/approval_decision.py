from odoo import api, fields, models
from odoo.exceptions import UserError


class ArchiveApprovalDecision(models.TransientModel):
    """Dialog for an act of an approval with words, on one document or on many steps at once."""

    _name = "archive.approval.decision"
    _description = "Decide with an Opinion"

    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    step_ids = fields.Many2many("archive.approval.step", string="Steps")
    decision = fields.Selection(
        [
            ("approved", "Approve"),
            ("refused", "Refuse"),
            ("asked", "Ask the Applicant"),
            ("answered", "Answer"),
            ("delegated", "Delegate"),
        ], required=True)
    opinion = fields.Text()
    question = fields.Text(string="Open Question", compute="_compute_context")
    colleague_id = fields.Many2one("res.users", string="Colleague")
    colleague_ids = fields.Many2many("res.users", string="Colleagues Who May Decide", compute="_compute_context")
    step_count = fields.Integer(string="Number of Steps", compute="_compute_context")
    done_count = fields.Integer(string="Decided", readonly=True)
    failures = fields.Text(string="Not Decided", readonly=True)

    @api.depends("res_model", "res_id", "decision", "step_ids")
    def _compute_context(self):
        for dialog in self:
            document = dialog._document_or_none()
            # sudo: the engine names the colleagues; who may delegate is checked when it is done
            step = document.sudo()._approval_steps().filtered(
                lambda rec: rec.state == "pending")[:1] if document else self.env["archive.approval.step"]
            dialog.question = dialog.decision == "answered" and step.is_asked and step.question
            dialog.colleague_ids = step._colleagues() if step and dialog.decision == "delegated" else False
            dialog.step_count = len(dialog.step_ids)

    def action_decide(self):
        """Decide, ask, answer or delegate as the current user; many steps each by itself.

        :raises UserError: when the document takes no approvals; see also ``_approval_decide``
        """
        self.ensure_one()
        if self.step_ids:
            return self._decide_each()
        document = self._document_or_none()
        if not document:
            raise UserError(self.env._("This document takes no approvals."))
        if self.decision in ("approved", "refused"):
            document._approval_decide(self.decision, self.opinion)
        else:
            step = document._approval_pending().sudo(False)
            if self.decision == "asked":
                step._ask(self.opinion)
            elif self.decision == "answered":
                step._answer(self.opinion)
            else:
                step._delegate(self.colleague_id, self.opinion)
        return {"type": "ir.actions.act_window_close"}

    def _document_or_none(self):
        """The document in question, if its model takes approvals and the current user may see it."""
        Model = self.env.get(self.res_model) if self.res_model else None
        if Model is None or not isinstance(Model, self.env.registry["archive.approval.mixin"]):
            return None
        document = Model.browse(self.res_id).exists()
        return document if document.has_access("read") else Model.browse()

    def _decide_each(self):
        """Each step by itself: what cannot be decided is told, and stops nothing else."""
        if self.decision not in ("approved", "refused"):
            raise UserError(self.env._("Many at once are approved or refused."))
        done, failures = 0, []
        for step in self.step_ids:
            try:
                with self.env.cr.savepoint():
                    self.env[step.res_model].browse(step.res_id)._approval_decide(
                        self.decision, self.opinion, step=step)
                done += 1
            except UserError as error:
                # sudo: the name of what was chosen in this dialog
                failures.append(f"{step.sudo()._document().display_name}: {error.args[0]}")
        self.write({"done_count": done, "failures": "\n".join(failures)})
        if failures:
            return {
                "type": "ir.actions.act_window", "name": self.env._("Result"), "res_model": self._name,
                "res_id": self.id, "views": [(False, "form")], "target": "new"}
        return {
            "type": "ir.actions.client", "tag": "display_notification", "params": {
                "type": "success", "message": self.env._("%s decided.", done),
                "next": {"type": "ir.actions.act_window_close"}}}
