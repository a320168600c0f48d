from odoo import http
from odoo.http import request

from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.addons.web.controllers.binary import Binary


def _reads_only(_controller, _rule, args):
    """Opening content writes into the journal: a replica of the database would refuse, and the request run twice."""
    return (args.get("model") or request.httprequest.args.get("model")) != "archive.version"


def _writes(_controller, _rule, _args):
    """A file's number alone does not say whose it is."""
    return False


class ArchiveBinary(Binary):
    @http.route(readonly=_reads_only)
    def content_common(self, *args, **kwargs):
        return super().content_common(*args, **kwargs)

    @http.route(readonly=_reads_only)
    def content_image(self, *args, **kwargs):
        return super().content_image(*args, **kwargs)


class ArchiveAttachment(AttachmentController):
    @http.route(readonly=_writes)
    def mail_attachment_pdf_first_page(self, *args, **kwargs):
        return super().mail_attachment_pdf_first_page(*args, **kwargs)

    def _get_pdf_first_page_response(self, attachment):
        """The first page is content as well (R78); Odoo asked before whether its reader may open it."""
        response = super()._get_pdf_first_page_response(attachment)
        request.env["ir.attachment"].browse(attachment.ids)._archive_opened()
        return response
