from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import secrecy


class ArchiveReclassify(models.TransientModel):
    """Dialog of the security officer: another compartment for papers or a dossier, or more seen of them, with a reason.

    Levels of papers are lowered by approval only; see ``archive.declassification``.
    """

    _name = "archive.reclassify"
    _description = "Change Compartment and Visibility"

    document_ids = fields.Many2many("archive.document", string="Papers")
    dossier_id = fields.Many2one("archive.dossier", ondelete="cascade")
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    change_compartment = fields.Boolean(string="Another Compartment")
    compartment_id = fields.Many2one(
        "archive.compartment", string="New Compartment", domain="[('company_id', '=', company_id)]",
        ondelete="cascade", help="Empty: none.")
    visibility = fields.Selection(secrecy.VISIBILITIES, string="Others Shall See", help="Empty: as now.")
    secrecy_level = fields.Selection(
        secrecy.LEVELS, string="New Papers at Least", help="Of a dossier. Empty: as now. Its papers keep their levels.")
    reason = fields.Text(required=True)

    @api.depends("document_ids", "dossier_id")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.dossier_id.company_id or wizard.document_ids[:1].company_id

    def action_reclassify(self):
        """Change the papers or the dossier.

        :raises AccessError: for anybody but security officers, and for papers that they do not see
        :raises UserError: without a reason, or when there is nothing to change
        """
        self.ensure_one()
        if not self.env.user.has_group("client_archive.group_security_officer"):
            raise AccessError(self.env._("The security officer changes compartment and visibility, with a reason."))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why others may see it from now on."))
        vals = {"compartment_id": self.compartment_id.id} if self.change_compartment else {}
        if self.dossier_id:
            self._reclassify_dossier(vals)
        elif self.document_ids:
            self._reclassify_papers(vals)
        return {"type": "ir.actions.act_window_close"}

    def _reclassify_papers(self, vals):
        if self.visibility:
            vals = {**vals, "visibility": self.visibility}
        self._check_something(vals)
        self.document_ids.check_access("read")
        papers = self.document_ids.sudo()  # sudo: checked above; security officers change nothing else of papers
        papers._lock()
        if any(paper.state == "destroyed" for paper in papers):
            raise UserError(self.env._("What is left of a destroyed paper in the catalogue is never changed."))
        if self.change_compartment and papers.company_id - (self.compartment_id.company_id or papers.company_id):
            raise UserError(self.env._("The compartment belongs to another company."))
        papers._reclassify(vals, kind="document_reclassified", note=self.reason)
        papers._check_still_seen()

    def _reclassify_dossier(self, vals):
        if self.visibility:
            vals = {**vals, "paper_visibility": self.visibility}
        if self.secrecy_level:
            vals = {**vals, "secrecy_level": self.secrecy_level}
        self._check_something(vals)
        self.dossier_id.check_access("read")
        dossier = self.dossier_id.sudo()  # sudo: checked above, as for papers
        dossier._lock()
        if self.change_compartment and dossier.company_id - (self.compartment_id.company_id or dossier.company_id):
            raise UserError(self.env._("The compartment belongs to another company."))
        dossier._set_gated(kind="document_reclassified", note=self.reason, **vals)
        dossier._raise_papers()

    def _check_something(self, vals):
        if not vals:
            raise UserError(self.env._("Choose what changes."))
