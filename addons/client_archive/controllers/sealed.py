from odoo import http
from odoo.http import request

from ..tools import file_name
from .stream import stream


class ArchiveSealedController(http.Controller):
    @http.route("/archive/sealed", type="http", auth="user", methods=["POST"])
    def archive_sealed(self, docids=""):
        """Papers with their seals drawn on, as one PDF; checked and journaled there."""
        papers = request.env["archive.document"].browse(
            dict.fromkeys(int(part) for part in docids.split(",") if part.isdigit()))
        file = papers._sealed_file()
        name = papers.display_name if len(papers) == 1 else request.env._("Papers with Seals")
        return stream(file, file_name.name("", name, extension="pdf"), "application/pdf")
