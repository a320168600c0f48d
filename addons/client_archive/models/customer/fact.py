from odoo import fields, models


class ArchiveCustomerFact(models.Model):
    """A proof of standing, a position in the industry, a risk or a dispute: with its source, verified or not (R82)."""

    _name = "archive.customer.fact"
    _inherit = ["archive.customer.verified.mixin"]
    _description = "Standing and Risk"
    _order = "kind, collected_on desc, id desc"

    kind = fields.Selection(
        [
            ("proof", "Proof of Standing"),
            ("industry", "Industry Standing"),
            ("risk", "Risk"),
            ("dispute", "Dispute"),
        ],
        string="Kind of Information", required=True, default="proof", index=True)
    description = fields.Text()
