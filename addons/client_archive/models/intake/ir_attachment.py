from odoo import api, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _sealed_models(self):
        """A workbook and a ZIP that come in are as sensitive as the papers in them."""
        return super()._sealed_models() | {"archive.import.file"}
