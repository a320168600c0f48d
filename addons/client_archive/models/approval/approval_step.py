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
    user_id = fields.Many2one("res.users", string="Decides", readonly=True, ondelete="restrict", index=True)
    candidate_ids = fields.Many2many(
        "res.users", "archive_approval_step_candidate_rel", string="May Decide", readonly=True)
    deadline = fields.Date(readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, ondelete="restrict")
    decided_for_id = fields.Many2one("res.users", string="In Place of", readonly=True, ondelete="restrict")
    decided_on = fields.Datetime(readonly=True)
    opinion = fields.Text(readonly=True)

    _document_idx = models.Index("(res_model, res_id)")
    _one_pending = models.UniqueIndex(
        "(res_model, res_id) WHERE state = 'pending'", "Two steps of one document cannot be decided at once.")

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
    # Engine
    # ------------------------------------------------------------------
    def _document(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    def _applicants(self):
        """Who asked, and whom the document names as its applicant by now: neither decides."""
        return self.applicant_id | self._document()._approval_applicant()

    def _principal_for(self, user, deputies=None):
        """The candidate in whose place ``user`` may decide (``user`` themself, or whom they deputise), or empty.

        :param deputies: result of ``archive.deputy._of`` where the caller has it for many steps
        """
        self.ensure_one()
        step = self.sudo()  # sudo: the answer does not depend on what the user may read
        if user in step._applicants():
            return self.env["res.users"]
        if user in step.candidate_ids:
            return user
        if deputies is None:
            deputies = self.env["archive.deputy"]._of(step.candidate_ids)
        return next((who for who in step.candidate_ids if user in deputies[who]), self.env["res.users"])

    def _decide(self, decision, opinion):
        """Record the decision of the current user; return nothing.

        :param decision: ``approved`` or ``refused``
        :raises AccessError: when it is not this user's to decide
        :raises UserError: when somebody decided before, or a refusal has no reason
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
        if decision == "refused" and not (opinion or "").strip():
            raise UserError(self.env._("Say why you refuse: the applicant must know what to change."))
        gate.opened(self.sudo()).write({  # sudo: checked above; users have no write access to steps
            "state": decision,
            "decided_by_id": self.env.uid,
            "decided_for_id": principal.id if principal != self.env.user else False,
            "decided_on": fields.Datetime.now(),
            "opinion": opinion or False,
        })
        # One pending step a document: its index must see the decision before the next step, or the next round.
        self.flush_recordset(["state"])

    # ------------------------------------------------------------------
    # Shadow
    # ------------------------------------------------------------------
    def _project(self):
        """Make the activities mirror the steps: one open activity for each pending step, none for the others."""
        steps = self.sudo().exists()  # sudo: the shadow belongs to the engine, whoever moved the step
        if not steps:
            return
        Activity = gate.opened(self.env["mail.activity"].sudo())
        shadows = Activity.search([("archive_step_id", "in", steps.ids)]).grouped("archive_step_id")
        for step in steps:
            mine = shadows.get(step, Activity)
            if step.state != "pending" or not step._document().exists():
                mine.unlink()
                continue
            step._refill_candidates()
            user = step._shadow_user()
            if not mine:
                Activity.with_context(lang=user.lang).create(step._shadow_values(user))
            elif mine[0].user_id != user:
                mine[0].user_id = user
            mine[1:].unlink()

    @api.model
    def _cron_project(self):
        """Bring back what got lost, and follow deputies who come and go."""
        self.search([("state", "=", "pending")])._project()

    def _refill_candidates(self):
        """Ask the route again: offices and departments change hands while a document waits."""
        if not self.template_id:
            return
        try:
            document = self._document()
            candidates = self.template_id._approval_candidates(
                document, self.applicant_id | document._approval_excluded())
        except UserError:
            # Nobody at all: whoever was called stays called, and the document waits for an officer.
            return
        if candidates != self.candidate_ids:
            user = self.user_id if self.user_id in candidates else candidates[:1]
            gate.opened(self).write({"candidate_ids": candidates.ids, "user_id": user.id})

    def _shadow_user(self):
        """Who gets the activity: the one who decides, or today's deputy."""
        principal = self.user_id if self.user_id.active else self.candidate_ids.filtered("active")[:1]
        deputies = self.env["archive.deputy"]._of(principal).get(principal, self.env["res.users"])
        return (deputies - self._applicants())[:1] or principal

    def _shadow_values(self, user):
        return {
            "archive_step_id": self.id,
            "activity_type_id": self.env.ref("client_archive.mail_activity_approval").id,
            "res_model_id": self.env["ir.model"]._get_id(self.res_model),
            "res_id": self.res_id,
            "user_id": user.id,
            "summary": self.name,
            "note": self.rule,
            "date_deadline": self.deadline or fields.Date.context_today(self),
            "automated": True,
        }

    def _close_shadow(self, opinion):
        """Mark the activity of a step that was just decided as done, with the words."""
        # sudo: the shadow belongs to the engine; the message still names the current user
        shadow = gate.opened(self.env["mail.activity"].sudo()).search([("archive_step_id", "in", self.ids)])
        return shadow._action_done(feedback=opinion)
