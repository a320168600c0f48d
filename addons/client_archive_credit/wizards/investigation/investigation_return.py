from odoo import fields, models


class CreditInvestigationReturn(models.TransientModel):
    """Dialog that asks why a report goes back to its author."""

    _name = "credit.investigation.return"
    _description = "Return an Investigation Report"

    investigation_id = fields.Many2one("credit.investigation", required=True, ondelete="cascade")
    reason = fields.Text(required=True)

    def action_return(self):
        """Send the report back; see ``credit.investigation._return``."""
        self.ensure_one()
        self.investigation_id._return(self.reason)
        return {"type": "ir.actions.act_window_close"}
