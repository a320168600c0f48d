from odoo import fields, models
from odoo.exceptions import UserError


class ArchiveIncident(models.Model):
    """Freezing the papers concerned: grants, own customers and the archive's staff all find the content closed."""

    _inherit = "archive.incident"

    _gated_fields = frozenset({"frozen_on", "frozen_by_id"})

    frozen_on = fields.Datetime(readonly=True, copy=False)
    frozen_by_id = fields.Many2one("res.users", string="Frozen by", readonly=True, copy=False, ondelete="restrict")

    def write(self, vals):
        if "document_ids" in vals and any(incident.frozen_on for incident in self):
            raise UserError(self.env._("The papers are frozen: release them before you change the list."))
        return super().write(vals)

    def action_freeze(self):
        """Close the content of the papers concerned, at once and for everybody (R59).

        :raises AccessError: for anybody but executives and security officers
        :raises UserError: without papers, or when they are frozen already
        """
        self._check_handler()
        self._lock()
        for incident in self:
            if incident.state == "closed" or incident.frozen_on:
                raise UserError(self.env._("%s is concluded, or its papers are frozen already.", incident.name))
            papers = incident.sudo().document_ids  # sudo: all the papers, whether or not the officer reads them
            if not papers:
                raise UserError(self.env._("Say which papers %s is about first.", incident.name))
            papers.filtered(lambda paper: not paper.is_frozen)._set_gated(
                kind="content_frozen", note=incident.name, is_frozen=True)
            incident._set_gated(
                kind="content_frozen", frozen_on=fields.Datetime.now(), frozen_by_id=self.env.uid)
        return True

    def action_release(self):
        """Open the content again to those who may; papers that another incident freezes stay closed."""
        self._check_handler()
        self._release()
        return True

    def action_close(self):
        result = super().action_close()
        self._release()
        return result

    def _release(self):
        self._lock()
        for incident in self.filtered("frozen_on"):
            incident._set_gated(kind="content_released", frozen_on=False, frozen_by_id=False)
            papers = incident.sudo().document_ids  # sudo: as in action_freeze
            held = self.env["archive.incident"].sudo().search(
                [("frozen_on", "!=", False), ("document_ids", "in", papers.ids)]).document_ids
            (papers - held)._set_gated(kind="content_released", note=incident.name, is_frozen=False)
