from markupsafe import Markup

from odoo import models


class MailAlias(models.Model):
    _inherit = "mail.alias"

    def _get_alias_bounced_body_fallback(self, message_dict):
        """Whose papers are not accepted learns why."""
        if self.sudo().alias_parent_model_id.model != "archive.mailbox":
            return super()._get_alias_bounced_body_fallback(message_dict)
        mailbox = self.env["archive.mailbox"].sudo().browse(self.alias_parent_thread_id)  # sudo: as in _addressed
        _dossier, _user, reason = mailbox._addressed(message_dict)
        if not reason:
            return super()._get_alias_bounced_body_fallback(message_dict)
        return Markup("<p>%s</p><p>%s</p>") % (self.env._("The papers of your mail were not taken in."), reason)
