from odoo import http
from odoo.http import request

from .stream import stream


class ArchiveExportController(http.Controller):
    @http.route("/archive/export/<int:dossier_id>", type="http", auth="user", methods=["POST"])
    def archive_export(self, dossier_id):
        """The dossier as a ZIP file (R86); checked and journaled there."""
        file, filename = request.env["archive.dossier"].browse(dossier_id)._export()
        return stream(file, filename, "application/zip")
