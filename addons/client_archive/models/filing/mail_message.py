from odoo import api, models
from odoo.exceptions import UserError


class MailMessage(models.Model):
    """Content is not sent from a conversation: mail takes it out, and no journal knows who reads it (R78)."""

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        if any(vals.get("attachment_ids") for vals in vals_list):
            messages._check_no_content()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if vals.get("attachment_ids"):
            self._check_no_content()
        return result

    def _check_no_content(self):
        """:raises UserError: for messages that carry content of the archive, with the way to go"""
        if self.sudo().attachment_ids._sealed():  # sudo: it holds for whoever sends, and for the system
            raise UserError(self.env._(
                "A file attached is content of the archive, which is not sent from conversations: ask for a copy, or "
                "for giving it outside (R26, R54)."))
