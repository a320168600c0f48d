from odoo import models


class ArchiveInventory(models.Model):
    """What a check does not find is an incident, and is traced (R109)."""

    _inherit = "archive.inventory"

    def _report_missing(self, documents):
        super()._report_missing(documents)
        self.env["archive.incident"]._report_loss(
            documents, self.env._("Not found in the inventory check %s", self.name))
