from odoo import fields, models


class ArchiveDossier(models.Model):
    _inherit = "archive.dossier"

    _gated_fields = frozenset({"import_batch_id"})

    import_batch_id = fields.Many2one(
        "archive.import.batch", string="Imported with", readonly=True, copy=False, index="btree_not_null",
        ondelete="restrict", help="The import of an existing archive that made this dossier.")
