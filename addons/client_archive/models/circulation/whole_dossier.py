from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools import secrecy
from .request import LEAVING
from .request_kinds import COPIED


class ArchiveRequest(models.Model):
    """A whole dossier at once: every filed paper that its applicant may know of."""

    _inherit = "archive.request"

    def action_add_dossier(self):
        """Add the papers of the dossier that are not on the request yet (applicant, on the draft).

        Left out is what this kind of request never gives: grade A to those who borrow or carry (R21), void papers to
        those who copy (R27). The strictest of the papers rules who approves.

        :raises AccessError: for anybody but the applicant
        """
        self.ensure_one()
        self._check_applicant()
        papers = self.env["archive.document"].search(
            [("dossier_id", "=", self.dossier_id.id), ("state", "=", "filed"),
             ("id", "not in", self.line_ids.document_id.ids)], order="item_number, id")
        given = papers.filtered(self._is_given)
        if not given:
            raise UserError(self.env._("There is nothing more in this dossier that could be asked for."))
        self.write({"line_ids": [Command.create({"document_id": paper.id}) for paper in given]})
        if given == papers:
            return True
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "warning", "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                "message": self.env._(
                    "%s papers were left out: grade A is neither lent nor carried out, and what is void is "
                    "neither copied nor given outside.", len(papers - given))}}

    def _is_given(self, paper):
        if self.kind in LEAVING:
            return secrecy.grade(paper.secrecy_level) != "A"
        return self.kind not in COPIED or not paper.is_void
