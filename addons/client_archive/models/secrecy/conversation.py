from odoo import api, fields, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools import guarded
from ..journal.form_links import linked_ids

_MESSAGE = "mail.message"


class Base(models.AbstractModel):
    """A message is linked by who reads it: a link shows its subject, a channel all its words, with all rights."""

    _inherit = "base"

    @api.model
    def _prepare_create_values(self, vals_list):
        vals_list = super()._prepare_create_values(vals_list)  # with the defaults, which are the caller's
        self._archive_check_messages(vals_list)
        return vals_list

    def write(self, vals):
        self._archive_check_messages([vals])
        return super().write(vals)

    def _archive_is_closed_model(self, name):
        return name == _MESSAGE or super()._archive_is_closed_model(name)

    def _archive_read_already(self, model, ids):
        if model == _MESSAGE:
            return not self.env[_MESSAGE].browse(ids)._closed_to_user()
        return super()._archive_read_already(model, ids)

    @tools.ormcache("self._name")
    def _archive_message_fields(self):
        """Names of the stored fields that link to a message."""
        return frozenset(
            name for name, field in self._fields.items()
            if field.store and field.type in ("many2one", "many2many") and field.comodel_name == _MESSAGE)

    def _archive_check_messages(self, vals_list):
        """:raises AccessError: for links to messages that the user does not read"""
        names = () if self.env.su else self._archive_message_fields()
        for vals in vals_list:
            for name in names & vals.keys() if names else ():
                ids = linked_ids(self, self._fields[name], vals[name])
                if ids is None or ids and self.env[_MESSAGE].browse(ids)._closed_to_user():
                    raise AccessError(self.env._("There is no such record, or you may not see it."))


class MailMessage(models.Model):
    """An answer to what its author does not read answers nothing; whose words they are: ``mail_words.py``."""

    _inherit = "mail.message"

    @api.model
    def _prepare_create_values(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                # Odoo answers the last message of a conversation, also to who is not cleared for what was said.
                if guarded.is_own(vals.get("model")) and self._answers_within(vals) \
                        and self.browse(vals["parent_id"])._closed_to_user():
                    vals["parent_id"] = False
        return super()._prepare_create_values(vals_list)

    # Odoo fetches messages with all rights: what is asked past ``read`` is answered about any of them.
    @api.depends_context("uid", "su")
    def _compute_display_name(self):
        """The path of a screen and the preview of a link ask what a record of any number is called."""
        closed = self.browse() if self.env.su else self.filtered("id")._closed_to_user()
        closed.display_name = False
        super(MailMessage, self - closed)._compute_display_name()

    def action_open_document(self):
        """:raises AccessError: for messages that the current user does not read: it says what they are about"""
        if not self.env.su and self._closed_to_user():
            raise AccessError(self.env._("There is no such record, or you may not see it."))
        return super().action_open_document()

    @api.model
    def _get_with_access(self, message_id, mode="read", **kwargs):
        """Odoo's routes (reactions): calls to individuals it lets everybody answer to."""
        message = super()._get_with_access(message_id, mode=mode, **kwargs)
        # sudo: of which record it is, nothing of it is shown
        if message and guarded.is_own(message.sudo().model) and message.sudo(False)._closed_to_user():
            return self.browse()
        return message

    def _archive_check_messages(self, vals_list):
        # Odoo answers within a conversation itself; that of the archive's records is looked after above.
        super()._archive_check_messages([vals for vals in vals_list if not self._answers_within(vals)])

    def _answers_within(self, vals):
        if type(vals.get("parent_id")) is not int or not vals.get("model"):
            return False
        parent = self.browse(vals["parent_id"]).sudo()  # sudo: of which record it is, nothing of it is shown
        return (parent.model, parent.res_id) == (vals["model"], vals.get("res_id"))

    def _closed_to_user(self):
        """Those of these messages that the current user does not read.

        What a credit release was refused for stands on the order. Channels are Odoo's alone.
        """
        about = self.sudo().filtered(lambda message: message.model != "discuss.channel").sudo(False)  # sudo: as above
        return about - about._filtered_access("read")


class MailNotification(models.Model):
    """Who was told what: Odoo lets everybody read it, with the name of the record and what is to be done about it."""

    _inherit = "mail.notification"

    archive_told = fields.Boolean(
        string="Shown by the Archive", compute="_compute_archive_told", search="_search_archive_told",
        compute_sudo=True, exportable=False)

    @api.depends("mail_message_id.model")
    def _compute_archive_told(self):
        for row in self:
            row.archive_told = not guarded.is_own(row.mail_message_id.model)

    @api.model
    def _search_archive_told(self, operator, value):
        if operator != "in":
            return NotImplemented
        names = [name for name in self.env.registry if guarded.is_own(name)]
        told = Domain("mail_message_id", "any!", Domain("model", "not in", names))
        return Domain.OR(told if wanted else ~told for wanted in value)
