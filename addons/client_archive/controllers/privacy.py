from odoo import http
from odoo.http import request

from .stream import stream


class ArchivePrivacyController(http.Controller):
    @http.route("/archive/privacy/<int:request_id>", type="http", auth="user", methods=["GET"], readonly=False)
    def archive_privacy(self, request_id):
        """A person's data as a ZIP file (R84); checked and journaled there."""
        file, filename = request.env["archive.privacy.request"].browse(request_id)._export()
        return stream(file, filename, "application/zip")
