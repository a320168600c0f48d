from odoo import fields, models


class ArchiveOfficer(models.Model):
    _inherit = "archive.officer"

    role = fields.Selection(
        selection_add=[("credit_manager", "Credit Manager")], ondelete={"credit_manager": "cascade"})
