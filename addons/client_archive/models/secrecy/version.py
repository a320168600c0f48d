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

    def _is_closed(self):
        paper = self.sudo().document_id  # sudo: whether it is closed does not depend on who asks
        return paper.secrecy_level != secrecy.NONE or bool(paper.compartment_id)

    def _file_facts(self):
        # The journal is read by others than those who are cleared; the SHA-256 says which file it was.
        return {} if self._is_closed() else super()._file_facts()
