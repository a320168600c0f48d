from odoo import api, models
from odoo.fields import Domain

from ...tools import secrecy


class ArchiveVersion(models.Model):
    _inherit = "archive.version"

    @api.model
    def _clearance_domain(self):
        """Classified content opens to those whom a valid clearance and a valid agreement cover (R98)."""
        covered = Domain("document_id.secrecy_level", "=", secrecy.NONE)
        for company_id, level in self.env["archive.clearance"]._levels(self.env.user).items():
            covered |= Domain("company_id", "=", company_id) & Domain(
                "document_id.secrecy_level", "in", secrecy.up_to(level))
        return super()._clearance_domain() & covered
