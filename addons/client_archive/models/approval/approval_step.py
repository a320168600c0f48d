from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import gate


class ArchiveApprovalStep(models.Model):
    """One decision to take, or taken: the truth, of which an activity is the shadow (invariant 1).

    Users read steps; only the engine in ``archive.approval.mixin`` writes them.
    """

    _name = "archive.approval.step"
    _inherit = ["archive.state.mixin"]
    _description = "Approval Step"
    _order = "res_model, res_id, round desc, sequence, id"

    _state_transitions = {
        "waiting": {"pending", "cancelled"},
        "pending": {"approved", "refused", "cancelled"},
        "approved": set(),
        "refused": set(),
        "cancelled": set(),
    }

    name = fields.Char(string="Step", required=True, readonly=True)
    res_model = fields.Char(string="Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Document", model_field="res_model", required=True, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, required=True, ondelete="cascade")
    round = fields.Integer(
        readonly=True, default=1, help="A document that is submitted again starts a new round.")
    sequence = fields.Integer(readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("pending", "To Decide"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        default="waiting", required=True, readonly=True, copy=False)
    template_id = fields.Many2one("mail.activity.plan.template", readonly=True, ondelete="set null")
    rule = fields.Char(readonly=True)
    # Kept: documents whose applicant can be changed must not become their applicant's to decide.
    applicant_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    fallback = fields.Selection(
        [
            ("vacant", "The office is vacant"),
            ("applicant", "Its holder is the applicant"),
            ("excluded", "Its holder worked on the document"),
            ("left", "Its holder has left"),
        ],
        string="Why Somebody Else", readonly=True,
        help="Why it is not the one named by the rule who decides: the step has gone up.")
    user_id = fields.Many2one("res.users", string="Decides", readonly=True, ondelete="restrict", index=True)
    candidate_ids = fields.Many2many(
        "res.users", "archive_approval_step_candidate_rel", string="May Decide", readonly=True)
    called_on = fields.Datetime(readonly=True, help="Since when the step waits for its decision.")
    deadline = fields.Date(readonly=True, help="Last day of the term, in working days.")
    reminded_on = fields.Date(string="Reminded", readonly=True)
    escalated_on = fields.Date(string="Escalated", readonly=True)
    delegate_id = fields.Many2one("res.users", string="Delegated to", readonly=True, ondelete="restrict")
    delegated_by_id = fields.Many2one("res.users", string="Delegated by", readonly=True, ondelete="restrict")
    asked_by_id = fields.Many2one("res.users", string="Asked by", readonly=True, ondelete="restrict")
    asked_on = fields.Datetime(readonly=True)
    question = fields.Text(readonly=True)
    answer = fields.Text(readonly=True)
    answered_on = fields.Datetime(readonly=True)
    is_asked = fields.Boolean(
        string="Question Open", compute="_compute_is_asked", help="The clock stands until the applicant answers.")
    is_mine = fields.Boolean(
        string="Mine to Decide", compute="_compute_is_mine", search="_search_is_mine")
    document_type = fields.Char(string="Kind of Document", compute="_compute_document_type")
    # What makes a mail's link good for one use: gone with the first act.
    link_key = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, ondelete="restrict")
    decided_for_id = fields.Many2one("res.users", string="In Place of", readonly=True, ondelete="restrict")
    decided_on = fields.Datetime(readonly=True)
    opinion = fields.Text(readonly=True)

    _document_idx = models.Index("(res_model, res_id)")
    _one_pending = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'pending'", "Two steps of one document cannot be decided at once.")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("state", "asked_on", "answered_on")
    def _compute_is_asked(self):
        for step in self:
            step.is_asked = step.state == "pending" and bool(step.asked_on) and not step.answered_on

    @api.depends("state", "candidate_ids", "delegate_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        pending = self.filtered(lambda step: step.state == "pending")
        deputies = self.env["archive.deputy"]._of(pending.sudo().candidate_ids)  # sudo: as in _principal_for()
        for step in self:
            step.is_mine = step in pending and bool(step._principal_for(self.env.user, deputies))

    @api.model
    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        principals = self.env.user | self.env["archive.deputy"]._principals_of(self.env.user)
        near = Domain("state", "=", "pending") & Domain("applicant_id", "!=", self.env.uid) & (
            Domain("candidate_ids", "in", principals.ids) | Domain("delegate_id", "=", self.env.uid))
        # Whom a document excludes is for the document to say: what is near is few enough to ask.
        mine = Domain("id", "in", self.search(near).filtered("is_mine").ids)
        return Domain.OR(mine if wanted else ~mine for wanted in value)

    @api.depends("res_model")
    @api.depends_context("lang")
    def _compute_document_type(self):
        for step in self:
            step.document_type = self.env["ir.model"]._get(step.res_model).name

    # ------------------------------------------------------------------
    # Access: a step is as readable as its document
    # ------------------------------------------------------------------
    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self or operation != "read":
            return result
        denied = self - self._of_readable_documents()
        if denied:
            forbidden = denied | result[0] if result else denied
            return forbidden, lambda: AccessError(self.env._("You may not see the approvals of this document."))
        return result

    def _of_readable_documents(self):
        readable = self.browse()
        by_model = defaultdict(self.browse)
        for step in self.sudo():
            by_model[step.res_model] |= step
        for model, steps in by_model.items():
            if model in self.env:
                documents = self.env[model].browse(steps.mapped("res_id")).exists()._filtered_access("read")
                readable |= steps.filtered(lambda step, ids=set(documents.ids): step.res_id in ids)
        return readable.sudo(False)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if self.env.su or bypass_access:
            return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)
        # As mail.activity does: what hangs on unreadable documents is not found either.
        Model = self.sudo().browse()
        models_read = [name for name, in Model._read_group(domain, ["res_model"]) if name in self.env]
        readable = Domain.OR(
            Domain("res_model", "=", name) & Domain("res_id", "in", self.env[name]._search([]))
            for name in models_read if self.env[name].has_access("read"))
        return super()._search(Domain(domain) & readable, offset, limit, order, **kwargs)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_approve_selected(self):
        """Open the dialog that approves these steps, each by itself."""
        return self._decision_dialog("approved", self.env._("Approve"))

    def action_refuse_selected(self):
        """Open the dialog that refuses these steps, each by itself."""
        return self._decision_dialog("refused", self.env._("Refuse"))

    def action_open_document(self):
        """Open what is decided about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self.res_model, "res_id": self.res_id,
            "views": [(False, "form")]}

    def _decision_dialog(self, decision, title):
        return {
            "type": "ir.actions.act_window", "name": title, "res_model": "archive.approval.decision",
            "views": [(False, "form")], "target": "new",
            "context": {"default_step_ids": self.ids, "default_decision": decision}}

    # ------------------------------------------------------------------
    # Engine
    # ------------------------------------------------------------------
    def _open(self):
        """Those that are not decided yet."""
        return self.filtered(lambda step: step.state in ("waiting", "pending"))

    def _document(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    def _applicants(self):
        """Who asked, and whom the document names as its applicant by now: neither decides."""
        return self.applicant_id | self._document()._approval_applicant()

    def _never(self):
        """Who does not decide this step, in whose place ever: its applicants, and whom the document excludes."""
        return self._applicants() | self._document()._approval_excluded()

    def _principal_for(self, user, deputies=None):
        """The candidate in whose place ``user`` may decide (``user`` themself, or whom they deputise), or empty.

        :param deputies: result of ``archive.deputy._of`` where the caller has it for many steps
        """
        self.ensure_one()
        step = self.sudo()  # sudo: the answer does not depend on what the user may read
        if user in step._never():
            return self.env["res.users"]
        if user in step.candidate_ids:
            return user
        if deputies is None:
            deputies = self.env["archive.deputy"]._of(step.candidate_ids)
        principal = next((who for who in step.candidate_ids if user in deputies[who]), self.env["res.users"])
        if not principal and user == step.delegate_id:
            # A delegate decides as long as the one who delegated could.
            by = step.delegated_by_id
            principal = by if by in step.candidate_ids else next(
                (who for who in step.candidate_ids if by in deputies[who]), principal)
        return principal

    def _claim(self):
        """Take this step for an act of the current user; return in whose place they act.

        :raises AccessError: when it is not this user's to decide
        :raises UserError: when somebody decided before
        """
        self.ensure_one()
        self._lock()
        if self.state != "pending":
            raise UserError(self.env._(
                "“%(step)s” of %(document)s is no longer open: it is already decided or withdrawn.",
                step=self.name, document=self._document().sudo().display_name))
        self.sudo()._refill_candidates()  # sudo: the engine asks who holds the office today
        principal = self._principal_for(self.env.user)
        if not principal:
            raise AccessError(self.env._(
                "“%(step)s” of %(document)s is for %(who)s to decide.", step=self.name,
                document=self._document().sudo().display_name,
                who=", ".join(self.sudo().candidate_ids.mapped("name"))))
        return principal

    def _decide(self, decision, opinion):
        """Record the decision of the current user; return nothing.

        :param decision: ``approved`` or ``refused``
        :raises AccessError: when it is not this user's to decide
        :raises UserError: when somebody decided before, or a refusal has no reason
        """
        principal = self._claim()
        if decision == "refused" and not (opinion or "").strip():
            raise UserError(self.env._("Say why you refuse: the applicant must know what to change."))
        gate.opened(self.sudo()).write({  # sudo: checked above; users have no write access to steps
            "state": decision,
            "decided_by_id": self.env.uid,
            "decided_for_id": principal.id if principal != self.env.user else False,
            "decided_on": fields.Datetime.now(),
            "opinion": opinion or False,
            "link_key": False,
        })
        # One pending step a document: its index must see the decision before the next step, or the next round.
        self.flush_recordset(["state"])

    def _refill_candidates(self):
        """Ask the route again: offices and departments change hands while a document waits."""
        if not self.template_id:
            return
        document = self._document()
        try:
            rungs, fallback = self.template_id._approval_choice(
                document, self.applicant_id | document._approval_excluded(), rungs=2 if self.escalated_on else 1)
        except UserError:
            # Nobody at all: whoever was called stays called, and the document waits for an officer.
            self._report_vacancy(nobody=True)
            return
        candidates = self.env["res.users"].union(*rungs)
        vals = {}
        if candidates != self.candidate_ids:
            user = self.user_id if self.user_id in candidates else candidates[:1]
            vals = {"candidate_ids": candidates.ids, "user_id": user.id}
        if fallback != self.fallback:
            vals["fallback"] = fallback
        if vals:
            gate.opened(self).write(vals)
            self._report_vacancy()
