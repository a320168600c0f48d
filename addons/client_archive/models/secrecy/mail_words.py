from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ...tools import guarded

_RELATIONAL = ("many2one", "one2many", "many2many", "many2one_reference", "reference")
# Of a mail: readers and files, which are linked; who sends it; and what would place it elsewhere.
_LINKS = {"recipient_ids", "partner_ids", "attachment_ids"}
_SENDERS = {"author_id", "mail_server_id"}
_PLACES = {"model", "res_id", "message_id"}


def _is_link(command):
    """Whether an entry of an x2many links, and changes nothing of what it links to."""
    return type(command) is int or command[0] in (Command.LINK, Command.SET)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_compute_author(self, author_id=None, email_from=None):
        """Odoo's. About the archive's records, who writes is who is signed in, whoever the caller says it is."""
        if guarded.is_own(self._name) and not self.env.su:
            author_id, email_from = self.env.user.partner_id.id, None
        return super()._message_compute_author(author_id, email_from)

    def _message_log_batch(self, bodies, *args, **kwargs):
        """Odoo's. Short messages to many (``sms``) it logs with all rights on whatever their sender names."""
        kind = kwargs.get("message_type", "notification")
        if kind != "notification" and guarded.is_own(self._name) and not self.env.su:
            self.env["mail.message"]._archive_check_written(self._name, self.ids)
        return super()._message_log_batch(bodies, *args, **kwargs)


class MailMessage(models.Model):
    """What people write about the archive's records is theirs: nobody says it for them, rewrites it or deletes it.

    Odoo lets whoever was notified of one message write below it about any record, and then read what that is called;
    and whoever may change a record, change what others wrote about it (or name themselves as its reader).
    """

    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        self._archive_check_tracking(vals_list)
        partner = self.env.user.partner_id
        default = self.default_get(["model"]).get("model")
        vals_list = [
            {**vals, "author_id": partner.id, "email_from": partner.email_formatted, "author_guest_id": False}
            if guarded.is_own(vals.get("model", default)) else vals for vals in vals_list]
        messages = super().create(vals_list)
        messages._archive_check_about()
        return messages

    def write(self, vals):
        self._archive_check_author()
        return super().write(vals)

    def unlink(self):
        self._archive_check_author()
        return super().unlink()

    @api.model
    def _archive_check_tracking(self, vals_list):
        """Odoo links and rewrites with all rights the tracked values, of whatever message, that come with a new one.

        :raises AccessError: for others than new ones
        """
        for vals in vals_list:
            if any(command[0] != Command.CREATE for command in vals.get("tracking_value_ids") or ()):
                raise AccessError(self.env._("There is no such record, or you may not see it."))

    def _archive_check_about(self):
        """:raises AccessError: for words about records of the archive that the current user does not read

        Who may write about what they read is Odoo's rule: who may change it, follows it, or was told.
        """
        for model, messages in self.sudo().filtered("res_id").grouped("model").items():  # sudo: just made by the user
            if guarded.is_own(model):
                self._archive_check_read(model, messages.mapped("res_id"))

    @api.model
    def _archive_check_written(self, model, ids):
        """:raises AccessError: where the current user may not write into the conversation"""
        self._archive_check_read(model, ids)
        for record, operation in self.env[model].browse(ids)._mail_get_operation_for_mail_message_operation(
                "create").items():
            record.check_access(operation)

    @api.model
    def _archive_check_read(self, model, ids):
        if not self._archive_read_already(model, {*ids}):
            raise AccessError(self.env._("There is no such record, or you may not see it."))

    def _archive_check_author(self):
        """:raises AccessError: for words of others about records of the archive"""
        if not self.env.su and any(
                guarded.is_own(message.model) and message.create_uid.id != self.env.uid for message in self.sudo()):
            # sudo: whose words they are does not depend on who asks
            raise AccessError(self.env._("What others wrote about records of the archive stands as they wrote it."))


class MailTemplate(models.Model):
    """Odoo makes the mail with all rights, of whatever the caller gives for it."""

    _inherit = "mail.template"

    def send_mail_batch(self, res_ids, force_send=False, raise_exception=False, email_values=None,
                        email_layout_xmlid=False):
        if not self.env.su:
            values = email_values or {}
            self._archive_check_mail(values)
            if guarded.is_own(self.model):
                self.env["mail.message"]._archive_check_written(self.model, res_ids)
                email_values = {**values, "author_id": self.env.user.partner_id.id}
        return super().send_mail_batch(
            res_ids, force_send=force_send, raise_exception=raise_exception, email_values=email_values,
            email_layout_xmlid=email_layout_xmlid)

    def _archive_check_mail(self, values):
        """:raises AccessError: for what makes more of a mail than words, readers, and files that its sender reads"""
        Mail = self.env["mail.mail"]
        for name in values.keys() & Mail._fields.keys():
            field = Mail._fields[name]
            if name in _LINKS:
                known = all(_is_link(command) for command in values[name] or ())
            else:
                known = name not in _PLACES and (field.type not in _RELATIONAL or name in _SENDERS)
            if not known:
                raise AccessError(self.env._(
                    "A mail by a template is about its record: from elsewhere it takes words, readers, and files that "
                    "you may read."))
        Mail._archive_check_files([values])


class MailComposeMessage(models.TransientModel):
    """Odoo writes mails to many into the conversations of all that their sender reads."""

    _inherit = "mail.compose.message"

    def _action_send_mail_mass_mail(self, res_ids, auto_commit=False):
        if guarded.is_own(self.model) and not self.env.su:
            self.env["mail.message"]._archive_check_written(self.model, res_ids)
            self.author_id = self.env.user.partner_id
            self.email_from = self.env.user.email_formatted
        return super()._action_send_mail_mass_mail(res_ids, auto_commit=auto_commit)
