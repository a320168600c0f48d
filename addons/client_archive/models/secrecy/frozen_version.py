from odoo import api, models
from odoo.fields import Domain


class ArchiveVersion(models.Model):
    """Frozen content opens to nobody, whatever they are cleared for (R59)."""

    _inherit = "archive.version"

    @api.model
    def _clearance_domain(self):
        return super()._clearance_domain() & Domain("document_id.is_frozen", "=", False)
