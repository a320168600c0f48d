from odoo import models
from odoo.fields import Domain

from ...tools import secrecy


class ArchiveDocument(models.Model):
    """Who saw this paper (R78, R109)."""

    _inherit = "archive.document"

    def _compute_clearance_note(self):
        """Says, too, where it is the sign-in that is not strong enough."""
        super()._compute_clearance_note()
        weak = self.env.user._archive_weak_in()
        for document in self:
            classified = (document.secrecy_level or secrecy.NONE) > secrecy.NONE
            if classified and not document.clearance_note and document.company_id in weak:
                document.clearance_note = self.env._(
                    "Classified content of %s opens only after a sign-in with two factors: turn on two-factor "
                    "authentication in your preferences (tab Security), or use a passkey.",
                    document.company_id.sudo().name)

    def action_view_access(self):
        """Openings, prints, loans and grants of this paper, for auditors and security officers.

        :raises AccessError: for anybody else
        """
        self.ensure_one()
        self.check_access("read")
        Event = self.env["archive.event"]
        Event._check_auditor()
        return Event._show(self._access_domain(), self.env._("Who Saw %s", self.display_name))

    def _access_domain(self):
        """Events about these papers, their content, grants on it, requests for it, and prints of their volume."""
        # sudo: numbers of records that the auditor reads only in the journal
        papers = self.sudo()
        subjects = {
            "archive.document": papers,
            "archive.version": papers.version_ids,
            "archive.grant": papers.env["archive.grant"].search([("document_id", "in", papers.ids)]),
            "archive.request": papers.env["archive.request.line"].search(
                [("document_id", "in", papers.ids)]).request_id,
        }
        about = Domain.OR(
            Domain("res_model", "=", model) & Domain("res_id", "in", records.ids)
            for model, records in subjects.items())
        return about | (Domain("res_model", "=", "archive.dossier")
                        & Domain("res_id", "in", papers.dossier_id.ids) & Domain("kind", "=", "printed"))
