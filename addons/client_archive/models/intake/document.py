from odoo import fields, models


class ArchiveDocument(models.Model):
    _inherit = "archive.document"

    _gated_fields = frozenset({"import_batch_id"})

    import_batch_id = fields.Many2one(
        "archive.import.batch", string="Imported with", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", help="The import of an existing archive that brought this paper in.")
