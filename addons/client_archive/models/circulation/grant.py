from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools import gate, secrecy


class ArchiveGrant(models.Model):
    """One reader may open the content of one paper, for a while (R51).

    Given by an approved request alone. Ends by itself at its time; when the papers come back; when somebody
    revokes it; and when the paper becomes more secret than it was when the access was approved.
    """

    _name = "archive.grant"
    _inherit = ["archive.sealed.mixin", "archive.journal.mixin", "archive.paper.mixin"]
    _description = "Access to Content"
    _order = "valid_until desc, id desc"
    _rec_name = "document_id"

    request_id = fields.Many2one(
        "archive.request", required=True, readonly=True, ondelete="restrict", index=True)
    document_id = fields.Many2one(
        "archive.document", string="Paper", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users", string="Reader", required=True, readonly=True, ondelete="restrict", index=True)
    secrecy_level = fields.Selection(
        secrecy.LEVELS, string="Approved up to", required=True, readonly=True,
        help="Secrecy of the paper when the access was approved.")
    valid_until = fields.Datetime(required=True, readonly=True)
    ended_on = fields.Datetime(readonly=True)
    is_valid = fields.Boolean(compute="_compute_is_valid")

    _open_idx = models.Index("(user_id, valid_until) WHERE ended_on IS NULL")

    def _compute_is_valid(self):
        now = fields.Datetime.now()
        for grant in self:
            grant.is_valid = grant._holds(now)

    def _holds(self, now):
        paper = self.sudo().document_id  # sudo: the answer does not depend on who asks
        return (not self.ended_on and self.valid_until > now
                and (paper.secrecy_level or secrecy.NONE) <= self.secrecy_level)

    def _sealed_words(self):
        return self.env._(
            "Access to content is given by an approved request and ends by itself; it cannot be entered or changed.")

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    def action_revoke(self):
        """End the access now (R51): the archive, the security officer, or an executive.

        :raises AccessError: for anybody else
        """
        user = self.env.user
        allowed = ("group_archivist", "group_security_officer", "group_executive")
        if not any(user.has_group(f"client_archive.{group}") for group in allowed):
            raise AccessError(self.env._("Access is revoked by the archive, the security officer or an executive."))
        self.check_access("read")
        self.sudo()._end()  # sudo: checked above; nobody writes grants
        return True

    @api.model
    def _give(self, request, until, papers=None):
        """Let the applicant of ``request`` open its papers, or those of ``papers``, until ``until`` (UTC)."""
        papers = request.line_ids.document_id if papers is None else papers
        grants = gate.opened(self.sudo()).create([  # sudo: the request was approved
            {"request_id": request.id, "document_id": document.id, "user_id": request.applicant_id.id,
             "secrecy_level": document.secrecy_level or secrecy.NONE, "valid_until": until}
            for document in papers])
        grants._journal("grant_given", after=lambda grant: {
            "paper": grant.document_id.display_name, "reader": grant.user_id.login, "until": until})
        return grants

    def _prolong(self, until):
        gate.opened(self.filtered(lambda grant: not grant.ended_on)).write({"valid_until": until})

    def _end(self):
        live = self.filtered(lambda grant: not grant.ended_on)
        gate.opened(live).write({"ended_on": fields.Datetime.now()})
        live._journal("grant_ended", before=lambda grant: {"until": grant.valid_until})

    @api.model
    def _open_documents(self):
        """Papers that the current user may open under a grant at this moment."""
        now = fields.Datetime.now()
        # sudo: the user's own grants, whatever else they may read
        grants = self.sudo().search([
            ("user_id", "=", self.env.uid), ("ended_on", "=", False), ("valid_until", ">", now)])
        return grants.filtered(lambda grant: grant._holds(now)).document_id
