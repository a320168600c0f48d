from odoo import api, fields, models

from ...tools import gate


class ArchiveHandoverSignature(models.Model):
    """One of the three signatures on a handover list (R115, R123): who, when, in time or late, and on what."""

    _name = "archive.handover.signature"
    _inherit = ["archive.sealed.mixin", "archive.journal.mixin"]
    _description = "Signature on a Handover List"
    _order = "handover_id, id"
    _rec_name = "user_id"

    handover_id = fields.Many2one(
        "archive.handover", string="List", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="handover_id.company_id", store=True, index=True)
    role = fields.Selection(
        [("manager_a", "Manager A"), ("manager_b", "Manager B"), ("archivist", "Archivist")],
        string="Signs as", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Signed by", required=True, readonly=True, ondelete="restrict")
    signed_on = fields.Datetime(required=True, readonly=True)
    deadline = fields.Date(readonly=True)
    is_late = fields.Boolean(string="Late", readonly=True)
    digest = fields.Char(string="SHA-256 of the List", readonly=True)
    is_void = fields.Boolean(string="Void", readonly=True, help="The list was returned for a supplement afterwards.")

    _role_uniq = models.UniqueIndex("(handover_id, role) WHERE NOT is_void", "This part is signed already.")
    _user_uniq = models.UniqueIndex("(handover_id, user_id) WHERE NOT is_void", "Nobody signs two parts.")

    def _sealed_words(self):
        return self.env._("A list is signed with its button, in person.")

    def _kept_words(self):
        return self.env._("A signature is never deleted.")

    @api.model
    def _add(self, handover, role, deadline):
        """Sign ``handover`` as the current user in ``role``, due on ``deadline``."""
        today = self._archive_day()
        return gate.opened(self).create({
            "handover_id": handover.id, "role": role, "user_id": self.env.uid, "signed_on": fields.Datetime.now(),
            "deadline": deadline, "is_late": bool(deadline and today > deadline), "digest": handover._digest(),
        })

    def _void(self):
        gate.opened(self.filtered(lambda row: not row.is_void)).write({"is_void": True})
