from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import gate


class ArchiveDisposalHold(models.Model):
    """A stop on destruction: a lawsuit, an audit, a claim. It ends by being released, never by being changed."""

    _name = "archive.disposal.hold"
    _inherit = ["mail.thread", "archive.state.mixin"]
    _description = "Hold on Destruction"
    _named_to_readers = True
    _order = "state, date_from desc, id desc"

    _state_transitions = {"active": {"released"}, "released": set()}
    _gated_fields = frozenset({"released_on", "released_by_id", "release_reason"})

    name = fields.Char(string="Matter", required=True)
    reason = fields.Text(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    dossier_ids = fields.Many2many("archive.dossier", string="Dossiers", check_company=True)
    document_ids = fields.Many2many("archive.document", string="Papers", check_company=True)
    date_from = fields.Date(string="Since", required=True, default=lambda self: self._archive_day())
    state = fields.Selection(
        [("active", "In Force"), ("released", "Released")], required=True, default="active", readonly=True,
        copy=False, index=True, tracking=True)
    released_on = fields.Date(readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    release_reason = fields.Text(readonly=True, copy=False)

    @api.constrains("dossier_ids", "document_ids")
    def _check_scope(self):
        for hold in self:
            if not hold.dossier_ids and not hold.document_ids:
                raise ValidationError(self.env._("Say which dossiers or papers “%s” stops.", hold.name))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        holds = super().create(vals_list)
        holds._meet_destruction()
        self.env["archive.document"].invalidate_model(["hold_ids", "on_hold"])
        holds._journal("hold_placed", after=lambda hold: {
            "matter": hold.name, "dossiers": hold.dossier_ids.mapped("number"),
            "papers": hold.document_ids.mapped("code")})
        return holds

    def write(self, vals):
        # Narrowing a hold would be a release that nobody signs.
        if vals.keys() & {"name", "reason", "dossier_ids", "document_ids", "date_from", "company_id"} \
                and not gate.is_open(self.env):
            raise UserError(self.env._("A hold is not changed: release it, and place another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A hold is not deleted: release it, with the reason."))

    def _meet_destruction(self):
        # A simultaneous execution locks these rows (see _execute): one of the two runs again and sees the other.
        (self.dossier_ids | self.document_ids.dossier_id)._touch()

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_release(self):
        """Open the dialog that asks why the hold ends."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Release the Hold"),
            "res_model": "archive.disposal.release", "view_mode": "form", "target": "new",
            "context": {"default_hold_id": self.id},
        }

    def _release(self, reason):
        """End the hold.

        :raises AccessError: for anybody but the head of the archive and executives
        :raises UserError: without a reason
        """
        user = self.env.user
        if not self.env.su and not user.has_group("client_archive.group_archive_head") \
                and not user.has_group("client_archive.group_executive"):
            raise AccessError(self.env._("Only the head of the archive and executives release a hold."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the hold ends."))
        self.check_access("read")
        self.sudo()._move(  # sudo: checked above
            "released", kind="hold_released", note=reason, release_reason=reason, released_by_id=self.env.uid,
            released_on=self._archive_day())
        self.env["archive.document"].invalidate_model(["hold_ids", "on_hold"])

    # ------------------------------------------------------------------
    # Whom they hold
    # ------------------------------------------------------------------
    @api.model
    def _of(self, documents):
        """Mapping of each paper to the holds in force on it, in one query."""
        # sudo: a hold stops everybody
        holds = self.sudo().search([
            ("state", "=", "active"),
            "|", ("dossier_ids", "in", documents.dossier_id.ids), ("document_ids", "in", documents._origin.ids)])
        return {
            document: holds.filtered(lambda hold, doc=document: (
                doc.dossier_id in hold.dossier_ids or doc._origin in hold.document_ids))
            for document in documents
        }
