from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate


class ArchiveApprovalMixin(models.AbstractModel):
    """Makes a model approvable along a route (invariant 1).

    To adopt it, inherit it with ``mail.thread`` and ``mail.activity.mixin``, have a
    ``company_id``, and override:

    * :meth:`_approval_applicant`: who asks (they never decide);
    * :meth:`_approval_owner_department`: whose paper it is;
    * :meth:`_approval_granted` and :meth:`_approval_refused`: what follows.

    Its form needs a ``<header>``: buttons, preview and timeline come by themselves (``approval_form``).
    Start with ``_approval_start()``. Routes are ``mail.activity.plan`` records with
    *Approval Route* set, chosen by their condition; the strictest one wins.
    """

    _name = "archive.approval.mixin"
    _description = "Approvable Document"

    approval_step_ids = fields.One2many(
        "archive.approval.step", "res_id", string="Approval", readonly=True, copy=False,
        domain=lambda self: [("res_model", "=", self._name)])
    approval_rule = fields.Char(
        string="Route", compute="_compute_approval", help="The rule that chose who decides.")
    approval_pending_user_id = fields.Many2one(
        "res.users", string="Waiting for", compute="_compute_approval")
    can_decide = fields.Boolean(compute="_compute_approval")
    can_answer = fields.Boolean(compute="_compute_approval")
    approval_question = fields.Text(
        string="Open Question", compute="_compute_approval", help="Asked before the decision; the clock stands.")
    approval_chosen_id = fields.Many2one(
        "res.users", string="Decides by Choice", copy=False, ondelete="set null",
        help="Where the route leaves it to the applicant who decides a step.")

    @api.depends("approval_step_ids.state")
    @api.depends_context("uid")
    def _compute_approval(self):
        steps = self.sudo()._approval_steps()
        deputies = self.env["archive.deputy"]._of(
            steps.filtered(lambda step: step.state == "pending").candidate_ids)
        for record in self.sudo():
            record._approval_applicant()  # all of them in one query, for _principal_for() below
        for record in self:
            mine = steps.filtered(lambda step, rec=record: step.res_id == rec.id)
            pending = mine.filtered(lambda step: step.state == "pending")[:1]
            record.approval_rule = mine[:1].rule
            record.approval_pending_user_id = pending.delegate_id or pending.user_id
            record.can_decide = bool(pending and pending._principal_for(self.env.user, deputies))
            record.approval_question = pending.is_asked and pending.question
            record.can_answer = pending.is_asked and self.env.user in pending._applicants()

    # ------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------
    def _approval_applicant(self):
        """The user who asks. They never decide on their own document."""
        return self.create_uid

    def _approval_applicant_department(self):
        """Department of the applicant in the document's company."""
        self.ensure_one()
        return self._approval_applicant()._archive_department(self.company_id)

    def _approval_owner_department(self):
        """Department that owns what is asked for; by default the applicant's."""
        return self._approval_applicant_department()

    def _approval_excluded(self):
        """Users who do not decide on this document, besides its applicant, when its steps ask again who decides."""
        return self.env["res.users"]

    def _approval_chosen(self):
        """Who decides where the route asks at submission: somebody who decides elsewhere in the company, or nobody."""
        self.ensure_one()
        chosen = self.sudo().approval_chosen_id  # sudo: the engine reads what the form shows
        return chosen & self.env["archive.officer"]._deciders(self.company_id)

    def _approval_granted(self):
        """Called once, with the gate closed, after the last step was approved."""

    def _approval_refused(self, step):
        """Called once, with the gate closed, after ``step`` was refused."""

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        if "approval_chosen_id" in vals:
            self.check_access("write")
        # sudo: whether something is being decided does not depend on who asks
        if "approval_chosen_id" in vals and self.sudo()._approval_steps()._open():
            raise UserError(self.env._("Who decides is not changed any more: take it back first."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_approval_steps(self):
        # sudo: whoever may delete the document may delete what hangs on it
        gate.opened(self.sudo()._approval_steps()).unlink()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_approve(self):
        """Approve the pending step of each document as the current user.

        :raises AccessError: for documents that the user may not read, and when a step is not the user's to decide
        :raises UserError: when nothing is pending
        """
        self.check_access("read")
        for record in self:
            record._approval_decide("approved")
        return True

    def action_refuse(self):
        """Open the dialog that asks for the reason of the refusal."""
        return self._approval_dialog("refused", self.env._("Refuse"))

    def action_decide(self):
        """Open the dialog to approve with an opinion."""
        return self._approval_dialog("approved", self.env._("Approve with Opinion"))

    def action_ask(self):
        """Open the dialog that asks the applicant a question before the decision."""
        return self._approval_dialog("asked", self.env._("Ask the Applicant"))

    def action_answer(self):
        """Open the dialog in which the applicant answers."""
        return self._approval_dialog("answered", self.env._("Answer"))

    def action_delegate(self):
        """Open the dialog that hands the decision to a colleague."""
        return self._approval_dialog("delegated", self.env._("Delegate"))

    def _approval_dialog(self, decision, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": title, "res_model": "archive.approval.decision",
            "views": [(False, "form")], "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id, "default_decision": decision}}

    # ------------------------------------------------------------------
    # Engine
    # ------------------------------------------------------------------
    def _approval_steps(self):
        """Steps of these documents, newest round first, in order."""
        return self.env["archive.approval.step"].search(
            [("res_model", "=", self._name), ("res_id", "in", self.ids)], order="round desc, sequence, id")

    def _approval_start(self):
        """Choose the route, lay out its steps and call the first responsible.

        :raises UserError: when no route applies or nobody can decide a step
        """
        for record in self:
            route = self.env["mail.activity.plan"]._approval_route_of(record)
            if not route.template_ids and not route.approval_direct:
                raise UserError(self.env._(
                    "No approval route applies to %(record)s. Ask the archive's manager to set one up under "
                    "Configuration > Approval Routes.", record=record.display_name))
            earlier = record.sudo()._approval_steps()
            if earlier._open():
                raise UserError(self.env._("%s is already being decided.", record.display_name))
            if route.approval_direct:
                self.env["archive.event"]._log("approval_started", record, after={
                    "route": route.name, "rule": route.approval_rule, "steps": []})
                gate.closed(record)._approval_granted()
                continue
            # sudo: users have no right to create steps, the engine lays them out
            steps = gate.opened(self.env["archive.approval.step"].sudo()).create(
                record._approval_step_values(route, max(earlier.mapped("round"), default=0) + 1))
            self.env["archive.event"]._log("approval_started", record, after={
                "route": route.name, "rule": route.approval_rule,
                "steps": [(step.name, step.user_id.login) for step in steps]})
            steps._report_vacancy()
            record._approval_advance()

    def _approval_step_values(self, route, approval_round):
        self.ensure_one()
        rule = route.approval_rule or route.display_name
        vals_list = []
        for number, template in enumerate(route._approval_templates(), start=1):
            if template.responsible_type == "on_demand" and not self._approval_chosen():
                raise UserError(self.env._(
                    "Choose who decides “%s”: an officer or the head of a department.", template._approval_label()))
            rungs, fallback = template._approval_choice(self)
            candidates = rungs[0]
            vals_list.append({
                "name": template._approval_label(),
                "res_model": self._name,
                "res_id": self.id,
                "company_id": self.company_id.id,
                "round": approval_round,
                "sequence": number,
                "template_id": template.id,
                "rule": rule,
                "applicant_id": self._approval_applicant().id,
                "user_id": candidates[:1].id,
                "candidate_ids": candidates.ids,
                "fallback": fallback,
            })
        return vals_list

    def _approval_advance(self):
        """Call the next one in order, or grant when the last one has approved."""
        self.ensure_one()
        # sudo: the engine moves steps that users can only read
        steps = self.sudo()._approval_steps()
        steps = steps.filtered(lambda step: step.round == steps[:1].round)
        waiting = steps.filtered(lambda step: step.state == "waiting")[:1]
        if waiting:
            gate.opened(waiting).write({
                "state": "pending", "called_on": fields.Datetime.now(),
                "deadline": waiting.template_id and waiting.template_id._approval_deadline(waiting.company_id)})
            waiting._project()
        elif all(step.state == "approved" for step in steps):
            gate.closed(self)._approval_granted()

    def _approval_pending(self):
        """The step that waits for its decision, in sudo: who may decide is checked against the current user.

        :raises UserError: when there is none
        """
        self.ensure_one()
        step = self.sudo()._approval_steps().filtered(lambda rec: rec.state == "pending")[:1]
        if not step:
            raise UserError(self.env._("Nothing about %s waits for a decision.", self.sudo().display_name))
        return step

    def _approval_decide(self, decision, opinion=None, step=None):
        """Decide the pending step of this document as the current user.

        :param step: the step that is meant, where another one may be pending by now
        """
        step = step.sudo() if step else self._approval_pending()  # sudo: as in _approval_pending()
        step._decide(decision, opinion)
        step._close_shadow(opinion)
        self.env["archive.event"]._log(f"approval_{decision}", self, note=opinion, after={
            "step": step.name, "for": step.decided_for_id.login})
        self.invalidate_recordset(["approval_pending_user_id", "can_decide", "approval_question", "can_answer"])
        if decision == "approved":
            self._approval_advance()
        else:
            self._approval_cancel_rest()
            gate.closed(self)._approval_refused(step)

    def _approval_cancel_rest(self):
        steps = self.sudo()._approval_steps()._open()
        gate.opened(steps).write({"state": "cancelled"})
        steps._project()

    def _approval_withdraw(self, reason=None):
        """Take the document back before it is decided; only its applicant may.

        :raises AccessError: for anybody else
        """
        for record in self:
            if not self.env.su and self.env.user != record._approval_applicant():
                raise AccessError(self.env._("Only the applicant takes %s back.", record.display_name))
            record._approval_cancel_rest()
            self.env["archive.event"]._log("approval_withdrawn", record, note=reason)
