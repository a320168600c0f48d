from odoo import fields, models


class ArchiveDocumentType(models.Model):
    _inherit = "archive.document.type"

    secrecy_months = fields.Integer(
        string="Secret for (Months)", help="Term that new classified papers of this type get. 0: none.")

    _secrecy_months_positive = models.Constraint(
        "CHECK (secrecy_months >= 0)", "A term of secrecy is not negative.")
