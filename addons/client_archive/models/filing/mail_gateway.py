from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize, email_normalize_all
from odoo.tools.mail import generate_tracking_message_id

from ...tools import guarded
from .mailbox import files_of


class MailThread(models.AbstractModel):
    """Mail comes from the mail server; nobody hands in a letter of their own making.

    Odoo makes, with all rights and in the name of whoever stands in *From*, the record that the caller names: a
    clearance by the security officer, a contract by another salesperson (invariants 3 to 5, R78).
    """

    _inherit = "mail.thread"

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        """Odoo's: file an incoming mail.

        :raises AccessError: for others than the mail server's account, an administrator; and for records of the
            archive, which come by their mailboxes alone
        """
        if not (self.env.su or self.env.user._is_system()):
            raise AccessError(self.env._("Mail is handed in by the mail server alone: let an administrator set it up."))
        if guarded.is_own(model):
            raise AccessError(self.env._("Papers come by the archive's mailboxes; nothing else is made of a mail."))
        return super().message_process(model, message, *args, **kwargs)

    @api.model
    def _routing_check_route(self, message, message_dict, route, raise_exception=True):
        """Whoever knows the number of a message could answer it: into any conversation, and follow it from then on."""
        model, thread_id, _values, _user_id, alias = route
        if thread_id and guarded.is_own(model) and model in self.env:
            record = self.env[model].browse(thread_id).exists()
            if files_of(message_dict) and alias and alias.alias_parent_model_id.model == "archive.mailbox":
                return ()  # further papers, in answer to the mail that brought the first: Odoo goes on to the address
            if not record or not record._archive_answers(message_dict):
                # The same words to everybody: strangers learn nothing.
                self._routing_create_bounce_email(
                    message_dict["email_from"], Markup("<p>%s</p>") % self.env._(
                        "Your answer was not taken in: this conversation is for those who read what it is about."),
                    message, references=f"{message_dict['message_id']} "
                                        f"{generate_tracking_message_id('loop-detection-bounce-email')}")
                return False
        return super()._routing_check_route(message, message_dict, route, raise_exception)

    def _archive_answers(self, message_dict):
        """Whether the sender of a mail takes part in this conversation; the answer is in their name then.

        Members of the staff do who read the record, others to whom somebody wrote about it, or whose mail made it.
        """
        sender = email_normalize(message_dict.get("email_from") or "")
        if not sender:
            return False
        # sudo: mail is nobody's, every right is checked here
        users = self.env["res.users"].sudo().search([("email_normalized", "=", sender), ("share", "=", False)])
        if users:
            readers = users.filtered(lambda user: self.with_user(user).sudo(False).has_access("read"))
            message_dict["author_id"] = readers[:1].partner_id.id
            return bool(readers)
        told = self.env["mail.message"].sudo().search([("model", "=", self._name), ("res_id", "=", self.id)])
        people = told.author_id | told.partner_ids | told.notified_partner_ids | self.sudo().message_partner_ids
        addresses = [address for address in told.mapped("outgoing_email_to") if address]
        return sender in people.filtered("partner_share").mapped("email_normalized") or sender in email_normalize_all(
            ", ".join(addresses))
