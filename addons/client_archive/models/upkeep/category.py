from odoo import fields, models

REVIEW_INTERVALS = [("3", "Every Quarter"), ("6", "Every Half-Year")]


class ArchiveCategory(models.Model):
    _inherit = "archive.category"

    review_months = fields.Selection(
        REVIEW_INTERVALS, string="Review", required=True, default="6",
        help="How often dossiers of this category are reviewed as a whole.")
