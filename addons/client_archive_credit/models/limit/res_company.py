from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_tolerance_days = fields.Integer(
        string="Overdue Tolerance (Days)", default=7,
        help="An invoice that is overdue for longer puts the customer's next order on hold.")
    credit_tolerance_amount = fields.Monetary(
        string="Overdue Tolerance (Amount)", help="Overdue amounts up to this one are overlooked.")

    def _credit_today(self):
        """Today where the company works: a client that sends another time zone must not prolong a limit by a day."""
        return fields.Date.context_today(self.with_context(tz=self.sudo().resource_calendar_id.tz or "UTC"))
