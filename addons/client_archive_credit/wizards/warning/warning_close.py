from odoo import fields, models

from ...models.warning.warning_rule import MEASURES


class CreditWarningClose(models.TransientModel):
    """Dialog that asks for the measure taken, or for the reason why none is needed."""

    _name = "credit.warning.close"
    _description = "Close Credit Warnings"

    warning_ids = fields.Many2many("credit.warning", string="Warnings", required=True)
    outcome = fields.Selection([("handled", "Handled"), ("dismissed", "Dismissed")], required=True)
    measure = fields.Selection(MEASURES, string="Measure Taken")
    note = fields.Text(string="Measure or Reason", required=True)

    def action_close(self):
        """Close the warnings; see ``credit.warning._close``."""
        self.ensure_one()
        self.warning_ids._close(self.outcome, self.note, self.measure)
        return {"type": "ir.actions.act_window_close"}
