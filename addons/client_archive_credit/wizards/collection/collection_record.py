from odoo import fields, models
from odoo.exceptions import UserError

from ...models.collection.collection_act import ENTERED


class CreditCollectionRecord(models.TransientModel):
    """Dialog that enters one act of collection; a promise gets its amount and day."""

    _name = "credit.collection.record"
    _description = "Record a Collection"

    collection_id = fields.Many2one("credit.collection", required=True)
    partner_id = fields.Many2one(related="collection_id.partner_id")
    currency_id = fields.Many2one(related="collection_id.currency_id")
    kind = fields.Selection(ENTERED, required=True, default="call")
    date = fields.Date(required=True, default=lambda self: self._archive_day())
    contact_id = fields.Many2one("res.partner", string="Contact Person", domain="[('id', 'child_of', partner_id)]")
    content = fields.Text(string="What Was Said", required=True)
    amount = fields.Monetary(string="Amount in Question", help="What is disputed, or promised.")
    promise_date = fields.Date(string="Promised for")
    next_on = fields.Date(string="Next Step on")

    def action_record(self):
        """Enter it.

        :raises UserError: for a promise without amount or day
        """
        self.ensure_one()
        matter = self.collection_id
        if self.kind == "promise":
            if not self.amount or not self.promise_date:
                raise UserError(self.env._("A promise names an amount and a day."))
            self.env["credit.promise"].create({
                "collection_id": matter.id, "amount": self.amount, "date": self.promise_date,
                "contact_id": self.contact_id.id, "note": self.content})
        else:
            matter._record(self.kind, self.content, date=self.date, contact_id=self.contact_id.id, amount=self.amount)
        next_on = self.next_on or (self.kind == "promise" and self.promise_date)
        if next_on and matter.has_access("write"):
            matter.next_on = next_on
        return {"type": "ir.actions.act_window_close"}
