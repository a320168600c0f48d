from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    """What did this person see (R78, R109)."""

    _inherit = "res.users"

    def action_view_archive_access(self):
        """What this person opened, printed and had in hand, for auditors and security officers.

        :raises AccessError: for anybody else
        """
        self.ensure_one()
        self.check_access("read")
        return self._show_archive_access()

    def _show_archive_access(self):
        Event = self.env["archive.event"]
        Event._check_auditor()
        # sudo: what was handed out to a person is found by the requests they made
        grants = self.env["archive.grant"].sudo().search([("user_id", "in", self.ids)])
        requests = self.env["archive.request"].sudo().search([("applicant_id", "in", self.ids)])
        domain = Domain("user_id", "in", self.ids) | (
            Domain("res_model", "=", "archive.grant") & Domain("res_id", "in", grants.ids)) | (
            Domain("res_model", "=", "archive.request") & Domain("res_id", "in", requests.ids))
        return Event._show(domain, self.env._("What %s Saw", self.name))
