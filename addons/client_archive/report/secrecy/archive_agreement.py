from odoo import models


class ArchiveAgreement(models.Model):
    _inherit = "archive.agreement"

    def _form_agreements(self):
        """Triples of the person's name and the first and the last day; as of the dialog that prints many."""
        return [(agreement.user_id.name, agreement.date_from, agreement.date_to) for agreement in self]
