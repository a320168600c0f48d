from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import gate

# What ties a shadow to its step. Deadline, note and the like are the user's to change.
_SHADOW_FIELDS = {
    "archive_step_id", "archive_asks", "user_id", "res_id", "res_model", "res_model_id", "activity_type_id", "active"}


class MailActivity(models.Model):
    """An activity that is the shadow of an approval step.

    Done by somebody who may decide, it approves. Whatever else happens to it, the
    step stays as it is and the activity comes back.
    """

    _inherit = "mail.activity"

    archive_step_id = fields.Many2one(
        "archive.approval.step", string="Approval Step", readonly=True, copy=False, ondelete="cascade",
        index="btree_not_null")
    archive_asks = fields.Boolean(
        string="Asks the Applicant", readonly=True, copy=False,
        help="Done by the applicant, it answers the question of the step.")

    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            for vals in vals_list:
                vals.pop("archive_step_id", None)
                vals.pop("archive_asks", None)
            self = self.with_context(default_archive_step_id=False, default_archive_asks=False)
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & _SHADOW_FIELDS and not gate.is_open(self.env):
            shadows = self._shadows()
            if shadows or "archive_step_id" in vals:
                raise UserError(self.env._(
                    "This activity stands for an approval. It cannot be reassigned or moved: the one who decides "
                    "approves or refuses it, or names a deputy."))
        return super().write(vals)

    def unlink(self):
        steps = self.env["archive.approval.step"] if gate.is_open(self.env) else self._shadows().archive_step_id
        result = super().unlink()
        steps._project()
        return result

    def _action_done(self, feedback=False, attachment_ids=None):
        shadows = self.env["mail.activity"] if gate.is_open(self.env) else self._shadows()
        messages, next_activities = self.env["mail.message"], self.env["mail.activity"]
        for shadow in shadows:
            # The decision closes the activity itself, as the user who decides.
            step = shadow.sudo().archive_step_id  # sudo: the engine checks who decides
            if step.is_asked:
                step.sudo(False)._answer(feedback)
            else:
                self.env[step.res_model].browse(step.res_id)._approval_decide("approved", feedback or None, step=step)
        # Sent twice, as by an impatient click: the second one finds its step decided, and says nothing more.
        spent = self.filtered(lambda act: not act.active and act.sudo().archive_step_id)  # sudo: as in _shadows()
        others = self - shadows - spent
        if others:
            messages, next_activities = super(MailActivity, others)._action_done(
                feedback=feedback, attachment_ids=attachment_ids)
        return messages, next_activities

    def action_notify(self):
        """One mail for each call, with the link to decide; what a client asks for once more is not sent."""
        shadows = self.filtered(lambda act: act.sudo().archive_step_id)  # sudo: as in _shadows()
        if gate.is_open(self.env):
            for shadow in shadows.sudo():  # sudo: the engine calls
                shadow.archive_step_id._notify_call(shadow.user_id)
        return super(MailActivity, self - shadows).action_notify()

    @api.depends_context("uid")
    def _compute_can_write(self):
        super()._compute_can_write()
        for shadow in self._shadows():
            step = shadow.sudo().archive_step_id  # sudo: the step is asked whose it is, nothing of it is shown
            shadow.can_write = (
                self.env.user in step._applicants() if step.is_asked else bool(step._principal_for(self.env.user)))

    def _shadows(self):
        """Those that stand for a pending step."""
        # sudo: whether an activity is a shadow does not depend on who asks
        return self.sudo().filtered(lambda act: act.archive_step_id.state == "pending").sudo(False)
