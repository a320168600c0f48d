from odoo import fields, models

from ...tools import secrecy


class ArchiveCategory(models.Model):
    _inherit = "archive.category"

    secrecy_level = fields.Selection(
        secrecy.LEVELS, string="Secrecy", required=True, default=secrecy.NONE,
        help="Level that dossiers of this category get at least.")
