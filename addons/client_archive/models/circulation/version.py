from odoo import api, models
from odoo.fields import Domain


class ArchiveVersion(models.Model):
    """Content opens to those who hold a grant that is still valid (R51)."""

    _inherit = "archive.version"

    @api.model
    def _need_to_know_domain(self):
        known = super()._need_to_know_domain()
        if known.is_true():
            return known
        return known | Domain("document_id", "in", self.env["archive.grant"]._open_documents().ids)
