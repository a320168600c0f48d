from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .handover import OPEN_STATES


class ArchiveHandoverDeferral(models.Model):
    """A later deadline for one handover: with a reason, and approved (R119)."""

    _name = "archive.handover.deferral"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.approval.mixin", "archive.state.mixin"]
    _description = "Deferral of a Handover"
    _order = "id desc"
    _rec_name = "handover_id"

    _state_transitions = {
        "draft": {"submitted"},
        "submitted": {"granted", "refused", "draft"},
        "granted": set(),
        "refused": set(),
    }
    _gated_fields = frozenset({"company_id", "applicant_id", "deadline_before", "decided_on"})

    handover_id = fields.Many2one("archive.handover", string="List", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="handover_id.company_id", store=True, index=True)
    term = fields.Selection(
        [("prepare", "Manager A's Term"), ("deliver", "Term to the Archive")], string="Which Term", required=True,
        compute="_compute_term", store=True, readonly=False, precompute=True)
    until = fields.Date(string="Defer until", required=True)
    reason = fields.Text(required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To Approve"), ("granted", "Granted"), ("refused", "Refused")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    applicant_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    deadline_before = fields.Date(string="Deadline before", readonly=True, copy=False)
    decided_on = fields.Date(readonly=True, copy=False)

    @api.depends("handover_id")
    def _compute_term(self):
        for deferral in self:
            deferral.term = "prepare" if deferral.handover_id.state == "draft" else "deliver"

    @api.constrains("until", "handover_id", "term")
    def _check_until(self):
        for deferral in self:
            due = deferral._current_deadline()
            if due and deferral.until <= due:
                raise ValidationError(self.env._("The list is due on %s already: a deferral ends later.", due))

    def write(self, vals):
        if vals.keys() & {"handover_id", "term", "until", "reason"} and any(row.state != "draft" for row in self):
            raise UserError(self.env._("A deferral that was asked for is not changed any more: take it back first."))
        return super().write(vals)

    def _current_deadline(self):
        return self.handover_id.deadline_a if self.term == "prepare" else self.handover_id.deadline_b

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------
    def _approval_applicant(self):
        return self.applicant_id or self.create_uid

    def action_submit(self):
        """Ask the applicant's department head.

        :raises AccessError: for anybody but the two managers of the list
        :raises UserError: without a reason, or when the term has been kept already
        """
        for deferral in self:
            handover = deferral.handover_id
            if self.env.user not in handover.manager_a_id | handover.manager_b_id:
                raise AccessError(self.env._("The managers of the list ask for its deferral."))
            if not deferral.reason.strip():
                raise UserError(self.env._("Say why the list is late: a deferral needs a reason."))
            if handover.state not in OPEN_STATES or (deferral.term == "prepare" and handover.state != "draft"):
                raise UserError(self.env._("This term has run out already: there is nothing to defer."))
            deferral._move("submitted", kind="deferral_asked", applicant_id=self.env.uid,
                           deadline_before=deferral._current_deadline())
            deferral._approval_start()
        return {"type": "ir.actions.act_window_close"}

    def action_withdraw(self):
        """Take the request back (only its applicant may)."""
        self._approval_withdraw()
        self._move("draft")

    def _approval_granted(self):
        # sudo: the head decides on the deferral and changes nothing else in it
        self.sudo()._move("granted", kind="deferral_granted", decided_on=self._archive_day())

    def _approval_refused(self, step):
        self.sudo()._move("refused", kind="deferral_refused", note=step.opinion,  # sudo: as in _approval_granted
                          decided_on=self._archive_day())
