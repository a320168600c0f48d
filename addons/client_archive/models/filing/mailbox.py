from email.utils import parseaddr

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import email_normalize

from odoo.addons.mail.tools.alias_error import AliasError

from ...tools import gate

_MAX_FILES = 100
# So many mails of one sender to one dossier in two hours, all without a file that comes in, are a machine's.
_LOOP = 10


class ArchiveMailbox(models.Model):
    """The address to which papers of a company's customers are mailed.

    Staff name the dossier by its number in the subject, and may send to those that they may change. A customer's
    contact need not: their papers go to their own dossier, and to no other. Strangers' mail is sent back.
    """

    _name = "archive.mailbox"
    _inherit = ["mail.alias.mixin.optional", "archive.guard.mixin"]
    _description = "Mail Address for Papers"
    _order = "company_id, id"
    _rec_name = "alias_email"

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    from_customers = fields.Boolean(
        string="Customers May Send", default=True, help="Otherwise only staff send papers to this address.")
    active = fields.Boolean(default=True)

    _company_uniq = models.UniqueIndex("(company_id) WHERE active", "This company has an address for papers already.")

    @api.depends("alias_email", "alias_name", "company_id.name")
    def _compute_display_name(self):
        for mailbox in self:
            mailbox.display_name = mailbox.alias_email or mailbox.alias_name or mailbox.company_id.name

    # ------------------------------------------------------------------
    # Alias
    # ------------------------------------------------------------------
    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("archive.document")
        values["alias_parent_model_id"] = self.env["ir.model"]._get_id(self._name)
        if self.id:
            values["alias_parent_thread_id"] = self.id
            values["alias_defaults"] = repr({"mailbox_id": self.id})
        return values

    def write(self, vals):
        missing = self.filtered(lambda mailbox: not mailbox.alias_id)
        result = super().write(vals)
        for mailbox in missing.filtered("alias_id"):
            # sudo: as Odoo does with aliases of records that one may change
            mailbox.alias_id.sudo().write(mailbox._alias_get_creation_values())
        return result

    def _alias_get_error(self, message, message_dict, alias):
        error = super()._alias_get_error(message, message_dict, alias)
        if error:
            return error
        _dossier, _user, reason = self.sudo()._addressed(message_dict)  # sudo: mail is nobody's, see _addressed
        return AliasError("error_archive_sender", reason) if reason else False

    # ------------------------------------------------------------------
    # Coming in
    # ------------------------------------------------------------------
    def _addressed(self, msg_dict):
        """The dossier that a mail is for, which member of the staff it is from, and else why it is not accepted.

        To be called as superuser: every right is checked here, explicitly.

        :return: (dossier, user, reason); the user is empty for customers
        """
        self.ensure_one()
        sender = email_normalize(msg_dict.get("email_from") or msg_dict.get("from") or "")
        Dossier, none = self.env["archive.dossier"], self.env["res.users"]
        if not self.active or not sender:
            return Dossier, none, self.env._("This address takes no papers.")
        named = self._named(msg_dict.get("subject") or "")
        users = self.env["res.users"].search([("email_normalized", "=", sender), ("share", "=", False)])
        if users:
            if len(named) != 1:
                return Dossier, none, self.env._(
                    "Name one dossier by its number in the subject, so that the papers find their place.")
            # Several users may share an address: it is enough that one of them may.
            user = users.filtered(lambda user: self._may_send(user, named))[:1]
            return (named, user, None) if user else (Dossier, none, self.env._(
                "You may not add papers to the dossier that the subject names."))
        own = self._of_sender(sender) if self.from_customers else Dossier
        if named:
            own &= named
        if len(own) != 1:
            # The same words whether the number exists or not: strangers learn nothing.
            return Dossier, none, self.env._(
                "This address takes papers from known contacts of customers, for their own dossier only.")
        return own, none, None

    def _may_send(self, user, dossier):
        return self.company_id in user.company_ids and dossier.with_user(user).with_context(
            allowed_company_ids=self.company_id.ids).has_access("write")

    def _named(self, subject):
        """Dossiers of the company whose number stands in ``subject``."""
        words = {word.strip("[]()#（）【】,;:，；：。.") for word in subject.split()}
        return self.env["archive.dossier"].search(
            [("company_id", "=", self.company_id.id), ("number", "in", list(words))])

    def _of_sender(self, sender):
        contacts = self.env["res.partner"].search([("email_normalized", "=", sender)])
        return self.env["archive.dossier"].search([
            ("company_id", "=", self.company_id.id), ("partner_id", "in", contacts.commercial_partner_id.ids),
            ("state", "!=", "closed")])

    def _receive(self, msg_dict):
        """Make papers of the files of a mail; answer what was refused.

        :return: the record that keeps the mail: its first paper, or else the dossier
        :raises AccessError: for whom the address does not accept; Odoo sends their mail back before it comes here
        """
        dossier, _user, reason = self._addressed(msg_dict)
        if reason:
            raise AccessError(reason)
        # In nobody's name: anybody can write another's name into a mail, and the journal says what people did.
        as_machine = dossier.with_user(SUPERUSER_ID).with_context(allowed_company_ids=self.company_id.ids)
        files, too_many = files_of(msg_dict)[:_MAX_FILES], files_of(msg_dict)[_MAX_FILES:]
        name, address = parseaddr(msg_dict.get("email_from") or "")
        papers, refused = as_machine._take_in(files, author=name or address)
        gate.opened(papers).write({"source": "mail"})
        papers._journal(
            "document_mailed", after={"sender": msg_dict.get("email_from"), "subject": msg_dict.get("subject")})
        refused += [(file, self.env._("A mail brings %s files at most: send the others in another.", _MAX_FILES))
                    for file, _content in too_many[:_MAX_FILES]]
        if not files:
            refused = [(self.env._("your mail"), self.env._("There was no file in it."))]
        # What came in hangs on the papers: no second, unguarded copy on the conversation.
        msg_dict["attachments"] = []
        msg_dict["body"] = Markup("%s%s") % (msg_dict.get("body") or "", self._report(papers, refused))
        if refused and not self._is_loop(msg_dict, dossier):
            self._answer(msg_dict, papers, refused)
        return papers[:1].sudo() or dossier

    @api.model
    def _report(self, papers, refused):
        lines = [*papers.mapped("name"), *(f"{name}: {why}" for name, why in refused)]
        return Markup("<p>%s</p><ul>%s</ul>") % (
            self.env._("Files of this mail: %(taken)s taken in as papers, %(refused)s refused.",
                       taken=len(papers), refused=len(refused)),
            Markup().join(Markup("<li>%s</li>") % line for line in lines))

    def _is_loop(self, msg_dict, dossier):
        """Whether a machine answers our answers: Odoo sees that only where mails make records."""
        since = fields.Datetime.subtract(fields.Datetime.now(), hours=2)
        # sudo: mail is nobody's
        return self.env["mail.message"].sudo().search_count([
            ("model", "=", "archive.dossier"), ("res_id", "=", dossier.id), ("message_type", "=", "email"),
            ("email_from", "=", msg_dict.get("email_from")), ("create_date", ">=", since)], limit=_LOOP) >= _LOOP

    def _answer(self, msg_dict, papers, refused):
        """Tell the sender what was refused, and why."""
        # sudo: the answer is the machine's
        self.env["mail.mail"].sudo().create({
            "email_to": msg_dict.get("email_from"),
            "email_from": self.company_id.email_formatted,
            "subject": self.env._("Re: %s", msg_dict.get("subject") or ""),
            "body_html": self._report(papers, refused),
            "references": msg_dict.get("message_id"),
            "headers": repr({"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}),
            "auto_delete": True,
        })


def files_of(msg_dict):
    """Pairs of name and content (bytes) of the files of a mail; pictures that its text shows are no papers."""
    body = str(msg_dict.get("body") or "")
    files = []
    for name, content, info in msg_dict.get("attachments") or []:
        cid = (info or {}).get("cid")
        if not cid or f"cid:{cid}" not in body:
            files.append((name or "mail.eml", _bytes(content)))
    return files


def _bytes(content):
    if isinstance(content, str):
        return content.encode()
    return content if isinstance(content, bytes) else content.as_bytes()  # a mail that was attached
