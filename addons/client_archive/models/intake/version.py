from odoo import api, models

from ...tools import gate


class ArchiveVersion(models.Model):
    _inherit = "archive.version"

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        """Content that an import brought in goes with the import, while the import is being undone, and never else."""
        # sudo: whoever may read the batch, its state decides
        batches = self.sudo().document_id.mapped("import_batch_id")
        undoing = batches and all(batch.state == "undoing" for batch in batches) and all(
            version.document_id.import_batch_id for version in self.sudo())  # sudo: as above
        if not (undoing and gate.is_open(self.env)):
            super()._unlink_never()
