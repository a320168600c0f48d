from odoo import http

from odoo.addons.web.controllers.binary import Binary


def _reads_only(_controller, _rule, args):
    """Opening content writes into the journal: a replica of the database would refuse, and the request run twice."""
    return args.get("model") != "archive.version"


class ArchiveBinary(Binary):
    @http.route(readonly=_reads_only)
    def content_common(self, *args, **kwargs):
        return super().content_common(*args, **kwargs)

    @http.route(readonly=_reads_only)
    def content_image(self, *args, **kwargs):
        return super().content_image(*args, **kwargs)
