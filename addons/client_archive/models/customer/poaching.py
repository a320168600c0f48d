from odoo import fields, models


class ArchiveCustomerPoaching(models.Model):
    """A competitor tries to win the customer: by what means, with what result, and what we do (R76)."""

    _name = "archive.customer.poaching"
    _inherit = ["archive.customer.line.mixin"]
    _description = "Poaching by a Competitor"
    _order = "date desc, id desc"
    _rec_name = "competitor"

    competitor = fields.Char(required=True)
    date = fields.Date(string="Known since", required=True, default=lambda self: self._archive_day())
    means = fields.Text(required=True, help="Price, terms, gifts, people…")
    result = fields.Selection(
        [("open", "Undecided"), ("kept", "Customer Kept"), ("part", "Part Lost"), ("lost", "Customer Lost")],
        required=True, default="open", index=True)
    counter_plan = fields.Text(string="Our Counter-Plan")
    source = fields.Char(string="Known from")
