from odoo import fields, models


class ArchiveCustomerUse(models.Model):
    """What the customer uses of ours, promotions they take part in, and projects we carry out together (R75)."""

    _name = "archive.customer.use"
    _inherit = ["archive.customer.line.mixin"]
    _description = "Business with the Customer"
    _order = "kind, date_from desc, id desc"

    name = fields.Char(string="Product, Promotion or Project", required=True)
    kind = fields.Selection(
        [("usage", "Usage"), ("promotion", "Promotion"), ("project", "Joint Project")], string="Kind of Business",
        required=True, default="usage", index=True)
    date_from = fields.Date(string="Since")
    date_to = fields.Date(string="Until")
    extent = fields.Char(help="How much, how often, how far: 20 t a month; second phase.")
    note = fields.Text(string="Remarks")
