from odoo import models


class PrivacyLookupWizard(models.TransientModel):
    """Odoo's own lookup leaves the archive's technical tables alone, and the journal, which is never erased."""

    _inherit = "privacy.lookup.wizard"

    def _get_query_models_blacklist(self):
        return [*super()._get_query_models_blacklist(), "archive.event", "archive.event.seal", "archive.search.entry"]
