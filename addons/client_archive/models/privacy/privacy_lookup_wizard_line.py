from odoo import api, fields, models
from odoo.exceptions import UserError


class PrivacyLookupWizardLine(models.TransientModel):
    """What Odoo's lookup finds in the archive shows why it is kept, and is not deleted from there.

    The lookup names what it finds as the system reads it: of the archive, it names what its user may read.
    """

    _inherit = "privacy.lookup.wizard.line"

    archive_reason = fields.Char(
        string="Kept by the Archive", compute="_compute_archive_reason",
        help="What the archive keeps is found, told and erased by a request about personal data, not here.")

    @api.depends("res_model", "res_id")
    def _compute_archive_reason(self):
        ours = self._of_archive()
        for line in self:
            line.archive_reason = line in ours and self.env._(
                "kept by a rule of the archive: deal with it by a request about personal data")

    @api.depends("res_model", "res_id")
    def _compute_res_name(self):
        ours = self._of_archive()
        super(PrivacyLookupWizardLine, self - ours)._compute_res_name()
        for line in ours.filtered("res_id"):
            record = self.env[line.res_model].with_user(self.env.user).browse(line.res_id).exists()
            readable = record and record.has_access("read")
            line.res_name = record.display_name if readable else f"{line.res_model_id.name} #{line.res_id}"

    def _of_archive(self):
        """The lines about what the archive keeps: its own records, and customers with a dossier."""
        partners = self.filtered(lambda line: line.res_model == "res.partner")
        # sudo: whether there is a dossier is asked of the system
        kept = self.env["archive.dossier"].sudo().search([("partner_id", "in", partners.mapped("res_id"))]).partner_id
        ours = self.filtered(lambda line: (line.res_model or "").startswith(("archive.", "credit.")))
        return ours | partners.filtered(lambda line: line.res_id in kept.ids)

    # ------------------------------------------------------------------
    # Nothing leaves the archive from here
    # ------------------------------------------------------------------
    @api.onchange("is_active")
    def _onchange_is_active(self):
        self._refuse_archive()
        return super()._onchange_is_active()

    def action_unlink(self):
        self._refuse_archive()
        return super().action_unlink()

    def action_archive_all(self):
        return super(PrivacyLookupWizardLine, self - self._of_archive()).action_archive_all()

    def action_unlink_all(self):
        return super(PrivacyLookupWizardLine, self - self._of_archive()).action_unlink_all()

    def _refuse_archive(self):
        """Refuse to delete or hide what the archive keeps.

        :raises UserError: with the way to go
        """
        for line in self._of_archive():
            raise UserError(self.env._(
                "“%s” is kept by the archive. Have the security officer enter a request about personal data: it shows "
                "what can be erased, and which rule keeps the rest.", line.res_name or line.res_model))
