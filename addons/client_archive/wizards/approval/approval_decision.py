from odoo import fields, models
from odoo.exceptions import UserError


class ArchiveApprovalDecision(models.TransientModel):
    """Dialog for a decision with words."""

    _name = "archive.approval.decision"
    _description = "Decide with an Opinion"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    decision = fields.Selection([("approved", "Approve"), ("refused", "Refuse")], required=True)
    opinion = fields.Text()

    def action_decide(self):
        """Decide the pending step of the document as the current user.

        :raises UserError: when the document takes no approvals; see also ``_approval_decide``
        """
        self.ensure_one()
        Model = self.env.get(self.res_model)
        mixin = self.env.registry["archive.approval.mixin"]
        if Model is None or not isinstance(Model, mixin):
            raise UserError(self.env._("This document takes no approvals."))
        Model.browse(self.res_id).exists()._approval_decide(self.decision, self.opinion)
        return {"type": "ir.actions.act_window_close"}
