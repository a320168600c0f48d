from odoo import api, models
from odoo.fields import Domain

from ...tools import secrecy


class ArchiveVersion(models.Model):
    _inherit = "archive.version"

    @api.model
    def _clearance_domain(self):
        """Closed content opens to those whom valid clearance, agreement and training cover (R51, R98, R101).

        Closed is what is classified, and what is in a compartment.
        """
        covered = Domain("secrecy_level", "=", secrecy.NONE) & Domain("compartment_id", "=", False)
        covered |= self.env["archive.clearance"]._covered_domain(self.env.user)
        return super()._clearance_domain() & Domain("document_id", "any", covered)
