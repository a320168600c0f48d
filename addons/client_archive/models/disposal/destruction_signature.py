from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import gate


class ArchiveDestructionSignature(models.Model):
    """A supervisor's signature, before or after a destruction, with what they counted (R35)."""

    _name = "archive.destruction.signature"
    _inherit = ["archive.sealed.mixin", "archive.journal.mixin"]
    _description = "Signature of a Supervisor"
    _order = "batch_id, id"
    _rec_name = "user_id"

    batch_id = fields.Many2one(
        "archive.destruction.batch", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True)
    phase = fields.Selection(
        [("before", "Counted and Verified"), ("after", "Watched the Destruction")], required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Supervisor", required=True, readonly=True, ondelete="restrict")
    signed_on = fields.Datetime(required=True, readonly=True)
    papers = fields.Integer(readonly=True)
    pages = fields.Integer(readonly=True)
    note = fields.Text(readonly=True)
    is_void = fields.Boolean(string="Void", readonly=True, help="The register changed after the count.")

    _once = models.UniqueIndex(
        "(batch_id, phase, user_id) WHERE NOT is_void", "This supervisor has signed already.")

    def _sealed_words(self):
        return self.env._("Supervisors sign with the button of the register, in person.")

    def _kept_words(self):
        return self.env._("A signature is never deleted.")

    @api.model
    def _add(self, batch, phase, papers, pages, note):
        """Sign ``batch`` as the current user.

        :raises UserError: when they have signed this phase already
        """
        if self.env.user in batch._signers(phase):
            raise UserError(self.env._("You have signed already: the other supervisor is another person."))
        signature = gate.opened(self).create({
            "batch_id": batch.id, "phase": phase, "user_id": self.env.uid, "signed_on": fields.Datetime.now(),
            "papers": papers, "pages": pages, "note": note,
        })
        batch._journal("destruction_signed", after={"phase": phase, "papers": papers, "pages": pages}, note=note)
        return signature

    def _void(self):
        gate.opened(self).write({"is_void": True})
