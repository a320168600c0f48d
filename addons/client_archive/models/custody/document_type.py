from odoo import fields, models


class ArchiveDocumentType(models.Model):
    _inherit = "archive.document.type"

    title_kind = fields.Selection(
        [
            ("customer", "Customer's Title"),
            ("guarantor", "Guarantor's Title"),
            ("other_rights", "Other-Rights Certificate"),
            ("chattel", "Chattel-Mortgage Notice"),
            ("equity", "Equity-Pledge Notice"),
            ("other", "Other Title"),
        ],
        string="Kind of Title", help="The six kinds of title that are kept apart.")
