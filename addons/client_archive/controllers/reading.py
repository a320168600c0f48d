from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..tools import drawing
from .stream import stream

# Nothing of it stays in a cache, in another's frame, or in a script from elsewhere.
_CLOSED = {
    "Cache-Control": "no-store, private", "Pragma": "no-cache", "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; img-src 'self' blob:; style-src 'self'; script-src 'self'; "
                               "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
}


class ArchiveReadingController(http.Controller):
    @http.route("/archive/read/<int:grant_id>", type="http", auth="user", methods=["GET"], readonly=False)
    def reading(self, grant_id):
        """The page on which a reader reads a paper under an access (R51): the pages themselves come one by one."""
        grant = request.env["archive.grant"].browse(grant_id)
        try:
            version = grant._check_reading()
            pages = version._drawn_pages()
        except AccessError as error:
            return self._shown({"problem": error.args[0]}, status=403)
        except UserError as error:
            return self._shown({"grant": grant, "problem": error.args[0]})
        except drawing.Undrawable as error:
            return self._shown({
                "grant": grant, "problem": version.with_env(request.env)._undrawable_words(error.code)})
        until = grant.sudo().valid_until  # sudo: the reader's own access, as was just checked
        return self._shown({
            "grant": grant, "version": version, "pages": pages, "until": grant._reading_time(until),
            "ends": int(until.timestamp() * 1000)})

    @http.route(
        "/archive/read/<int:grant_id>/<int:version_id>/<int:number>", type="http", auth="user", methods=["GET"],
        readonly=False)
    def reading_page(self, grant_id, version_id, number):
        """One page as a picture with its reader's mark; checked and journaled there, every time."""
        try:
            content, mimetype = request.env["archive.grant"].browse(grant_id)._page(version_id, number)
        except AccessError as error:
            return self._answer(error.args[0], "text/plain; charset=utf-8", status=403)
        except UserError as error:
            return self._answer(error.args[0], "text/plain; charset=utf-8", status=422)
        return self._answer(content, mimetype)

    @http.route("/archive/copies/<int:request_id>", type="http", auth="user", methods=["POST"])
    def archive_copies(self, request_id, token=None):
        """The copies of a request, made and entered at this moment, as a PDF or a ZIP file of several.

        :param token: the web client's own, by which it sees that the download began
        """
        file, name = request.env["archive.request"].browse(request_id)._issue_copies()
        return stream(file, name, "application/zip" if name.endswith(".zip") else "application/pdf")

    @classmethod
    def _shown(cls, values, status=200):
        siblings = values["grant"]._others_of_request() if values.get("grant") else []
        html = request.env["ir.qweb"]._render("client_archive.reading", {
            "grant": None, "version": None, "pages": 0, "until": None, "ends": 0, "problem": None,
            "siblings": siblings, **values})
        return cls._answer(f"<!DOCTYPE html>\n{html}", "text/html; charset=utf-8", status)

    @staticmethod
    def _answer(content, mimetype, status=200):
        response = request.make_response(content, headers=[("Content-Type", mimetype), *_CLOSED.items()])
        response.status_code = status
        return response
