import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# A day in a file name: 2024-05-01, 20240501, 2024年5月1日
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-._年]?(\d{1,2})[-._月]?(\d{1,2})日?(?!\d)")


class ArchiveDossier(models.Model):
    """Several files at once: each becomes a paper, and a bad one keeps no good one out."""

    _inherit = "archive.dossier"

    def action_take_in(self, attachment_ids=()):
        """Make a paper of each of the files that the current user just uploaded, and forget the uploads.

        :param attachment_ids: loose attachments of the current user
        :return: see :meth:`_take_in`; papers as ids
        :raises AccessError: for those who may not change the dossier, and for files that are not theirs or not loose
        """
        self.ensure_one()
        self.check_access("write")
        # sudo: whose uploads they are is checked here; loose files have no other owner
        attachments = self.env["ir.attachment"].sudo().browse(attachment_ids).exists()
        for attachment in attachments:
            if attachment.create_uid != self.env.user or attachment.res_id or attachment.res_field \
                    or attachment.type != "binary":
                raise AccessError(self.env._("Only files that you just uploaded are taken in."))
        papers, refused = self._take_in([(attachment.name, attachment.raw) for attachment in attachments])
        attachments.unlink()
        return {"papers": papers.ids, "refused": [{"file": name, "reason": reason} for name, reason in refused]}

    def _take_in(self, files, **values):
        """Make a draft paper of each of ``files``, in the name of the current user.

        The type and the day are taken from the name of the file where it says them.

        :param files: pairs of name and content (bytes)
        :param values: further values of the papers
        :return: the papers, and pairs of file name and reason for what was refused
        """
        self.ensure_one()
        Document, Version = self.env["archive.document"], self.env["archive.version"]
        papers, refused = Document, []
        types = self.env["archive.document.type"]._guess([name for name, _content in files])
        for name, content in files:
            try:
                with self.env.cr.savepoint():
                    paper = Document.create({
                        "name": name.rpartition(".")[0] or name, "dossier_id": self.id, "type_id": types[name].id,
                        "date": _day(name) or self._archive_day(), **values})
                    Version._add(paper, name, content)
                papers |= paper
            except UserError as error:
                refused.append((name, str(error)))
        return papers, refused


class ArchiveDocument(models.Model):
    """Papers that came by mail, and where they came from."""

    _inherit = "archive.document"

    _gated_fields = frozenset({"source"})

    source = fields.Selection(
        [("upload", "Uploaded"), ("mail", "Mail"), ("erp", "Order or Invoice")], string="Came in by",
        default="upload", required=True, readonly=True, copy=False)

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Make papers of the files of a mail to the archive's address; see ``archive.mailbox``.

        A mail makes papers in a dossier that exists, and never anything else: no dossier, no customer.

        :raises AccessError: for mails that did not come to such an address, or from those who may not send there
        """
        mailbox = self.env["archive.mailbox"].browse((custom_values or {}).get("mailbox_id", [])).exists()
        if not self.env.su or not mailbox:
            raise AccessError(self.env._("Papers come in by mail through the address of the archive only."))
        return mailbox._receive(msg_dict)


def _day(name):
    found = _DAY.search(name)
    try:
        return fields.Date.to_date("{}-{:0>2}-{:0>2}".format(*found.groups())) if found else None
    except ValueError:
        return None
