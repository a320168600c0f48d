from odoo import api, fields, models


class ArchiveRenumber(models.TransientModel):
    """Dialog that gives a dossier a number by the rule in force, and says what that means on paper."""

    _name = "archive.renumber"
    _description = "Renumber a Dossier"

    dossier_id = fields.Many2one("archive.dossier", required=True, ondelete="cascade")
    number = fields.Char(related="dossier_id.number", string="Present Number")
    expected = fields.Char(related="dossier_id.number_hint", string="By the Rule")
    paper_count = fields.Integer(string="Filed Papers", compute="_compute_paper_count")
    reason = fields.Char(required=True)

    @api.depends("dossier_id")
    def _compute_paper_count(self):
        for dialog in self:
            dialog.paper_count = self.env["archive.document"].search_count([
                ("dossier_id", "=", dialog.dossier_id.id), ("state", "=", "filed")])

    def action_renumber(self):
        """Renumber; see ``archive.dossier._renumber``."""
        self.ensure_one()
        self.dossier_id._renumber(self.reason)
        return {"type": "ir.actions.act_window_close"}
