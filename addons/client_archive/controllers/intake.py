from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from .report import _XLSX


class ArchiveImportController(http.Controller):
    @http.route("/archive/import/template", type="http", auth="user", readonly=True)
    def template(self):
        """The workbook to fill in, for archivists."""
        Batch = request.env["archive.import.batch"]
        return self._workbook(request.env._("Import of an existing archive.xlsx"), Batch._template())

    @http.route("/archive/import/<int:batch_id>/faults", type="http", auth="user", readonly=True)
    def faults(self, batch_id):
        """The uploaded workbook with its faults marked, for who uploaded it."""
        batch = request.env["archive.import.batch"].browse(batch_id).exists()
        if not batch:
            raise NotFound()
        try:
            name, content = batch._marked_workbook()
        except UserError as error:
            raise NotFound(str(error)) from error
        return self._workbook(request.env._("%s (faults).xlsx", name.rpartition(".")[0] or name), content)

    @staticmethod
    def _workbook(name, content):
        return request.make_response(content, headers=[
            ("Content-Type", _XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ])
