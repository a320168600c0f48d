from odoo import fields, models


class ArchiveDocumentType(models.Model):
    _inherit = "archive.document.type"

    retention_rule_id = fields.Many2one(
        "archive.retention.rule", string="Retention", ondelete="set null",
        help="Empty: the rule of its kind, or else the default rule.")
