from odoo import api, fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "archive.safeguard.mixin"]

    _safeguard_fields = frozenset({"archive_two_factor", "archive_head_emails"})

    archive_two_factor = fields.Boolean(
        string="Classified Content Needs Two-Factor Sign-In",
        help="Classified content opens only to who signed in with a second factor: an authenticator app, a code by "
             "mail, or a passkey. With an API key it does not open at all.")

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # sudo: whoever opens a company need not be of the archive
        self.env["archive.access.watch"].sudo()._ensure()
        return companies
