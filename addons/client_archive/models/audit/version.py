from odoo import api, models
from odoo.fields import Domain

from ...tools import secrecy


class ArchiveVersion(models.Model):
    """Where the company asks for it, classified content opens only after a sign-in with two factors."""

    _inherit = "archive.version"

    @api.model
    def _clearance_domain(self):
        domain = super()._clearance_domain()
        weak = self.env.user._archive_weak_in()
        if not weak:
            return domain
        return domain & (
            Domain("document_id.secrecy_level", "=", secrecy.NONE) | Domain("company_id", "not in", weak.ids))
