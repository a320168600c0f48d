from odoo import api, models
from odoo.fields import Domain
from odoo.http import request

# Whose passkey opened the session; a passkey is two factors in one.
_PASSKEY = "archive_passkey_uid"
# With these somebody signs in as another.
_CREDENTIALS = {"password", "login", "totp_secret"}


class ResUsers(models.Model):
    """What did this person see; with which rights and how well identified do they come (R78, R109)."""

    _inherit = "res.users"

    # ------------------------------------------------------------------
    # Rights and credentials do not change in silence
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        with self.env["res.groups"]._archive_watched():
            return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & _CREDENTIALS and self.env.registry.ready:
            self._archive_credentials_changed(sorted(vals.keys() & _CREDENTIALS))
        if "group_ids" not in vals:
            return super().write(vals)
        with self.env["res.groups"]._archive_watched():
            return super().write(vals)

    def _archive_credentials_changed(self, names):
        # Whoever resets a forgotten password by the link in their mail is nobody yet.
        if self.env.user._is_public():
            return
        others = (self - self.env.user).filtered(lambda user: user.has_group("client_archive.group_user"))
        if others:
            self.env["archive.event"]._log("credentials_changed", others, after={"fields": names})
            self.env["archive.access.alert"]._note_change("credentials", [
                (f"{user.login}: {', '.join(names)}", user.sudo().company_ids) for user in others])

    # ------------------------------------------------------------------
    # Strength of the sign-in
    # ------------------------------------------------------------------
    def authenticate(self, credential, user_agent_env):
        info = super().authenticate(credential, user_agent_env)
        if request:
            request.session[_PASSKEY] = info["uid"] if info.get("mfa") == "skip" else False
        return info

    def _archive_second_factor(self):
        """Whether this user came in with a second factor. An API key is a single one, whatever the user has set up."""
        self.ensure_one()
        origin = self.env["ir.http"]._archive_origin()
        if origin and origin["channel"] == "rpc":
            return False
        if request and request.session.get(_PASSKEY) == self.id:
            return True
        return bool(self.sudo()._mfa_type())  # sudo: whether one is set up is asked about oneself

    def _archive_weak_in(self):
        """Companies whose classified content asks for a stronger sign-in than the current one."""
        companies = self.env["res.company"]
        required = companies._archive_two_factor_ids()
        return companies.browse() if not required or self._archive_second_factor() else companies.browse(required)

    # ------------------------------------------------------------------
    # What they saw
    # ------------------------------------------------------------------

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
