from odoo import api, models

from .seal import RECEIVED, VOID


class ArchiveVersion(models.Model):
    """A filed paper whose content is renewed: the former version is void, the new one was received (R25, R27)."""

    _inherit = "archive.version"

    @api.model
    def _add(self, document, name, content):
        version = super()._add(document, name, content)
        # sudo: the number of a version is told; whoever adds one need not read what it holds
        number = version.sudo().number
        if number > 1 and document.state == "filed" and document.takes_seals:
            # Seals are read by whoever knows of the paper: the name of its file is for those who open it.
            seals = self.env["archive.seal"]
            seals._stamp(
                VOID, document, self.env._("Version %(former)s was replaced by version %(new)s.",
                                           former=number - 1, new=number), version_number=number - 1)
            seals._stamp(
                RECEIVED, document, self.env._("Version %s was received.", number), version_number=number)
        return version
