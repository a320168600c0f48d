from odoo import api, fields, models

from ...tools import segment


class ArchiveSegmentRuling(models.Model):
    """A segment that a person set by hand, with the reason: it stands until the figures are let decide again."""

    _name = "archive.segment.ruling"
    _inherit = ["archive.sealed.mixin"]
    _description = "Segment Set by Hand"
    _order = "active desc, id desc"
    _rec_name = "reason"

    dossier_id = fields.Many2one("archive.dossier", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    axis = fields.Selection(
        [("time", "By Time"), ("dealing", "By Dealing"), ("nature", "By Nature"), ("volume", "By Volume"),
         ("rank", "Core or Ordinary")], string="Segment", required=True, readonly=True)
    value = fields.Char(required=True, readonly=True)
    value_label = fields.Char(string="Set to", compute="_compute_value_label")
    reason = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Set by", required=True, readonly=True, ondelete="restrict")
    date = fields.Date(required=True, readonly=True)
    active = fields.Boolean(string="In Force", default=True, readonly=True)
    ended_on = fields.Date(readonly=True)

    _one_in_force = models.UniqueIndex(
        "(dossier_id, axis) WHERE active", "Somebody else is setting this segment right now.")

    @api.depends("axis", "value")
    @api.depends_context("lang")
    def _compute_value_label(self):
        Segment = self.env["archive.segment"]
        labels = {
            axis: dict(Segment._fields[axis]._description_selection(self.env)) for axis in segment.AXES}
        for ruling in self:
            ruling.value_label = labels.get(ruling.axis, {}).get(ruling.value)

    def action_end(self):
        """Let the figures decide again (archivists and department heads)."""
        for ruling in self:
            ruling.dossier_id._let_figures_decide(ruling.axis)

    def _sealed_words(self):
        return self.env._("Set a segment by hand with the button on the dossier, which asks for the reason.")
