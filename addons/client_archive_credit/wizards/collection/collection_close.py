from odoo import fields, models


class CreditCollectionClose(models.TransientModel):
    """Dialog that asks how a collection matter goes on to court, or how it ended."""

    _name = "credit.collection.close"
    _description = "End a Collection Matter"

    collection_id = fields.Many2one("credit.collection", required=True)
    outcome = fields.Selection(
        [("legal", "Legal Steps"), ("settled", "Settled"), ("given_up", "Given Up")], required=True)
    note = fields.Text(string="How It Ended", required=True)

    def action_end(self):
        """See ``credit.collection._end``."""
        self.ensure_one()
        self.collection_id._end(self.outcome, self.note)
        return {"type": "ir.actions.act_window_close"}
