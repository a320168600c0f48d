from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

_URL = "/archive/approval/<int:step_id>/<int:user_id>/<int:expires>/<string:token>"


class ArchiveApprovalController(http.Controller):
    """What the button in a mail opens: a page to decide on; looking at it decides nothing."""

    @http.route(_URL, type="http", auth="user", methods=["GET"])
    def approval_page(self, step_id, user_id, expires, token):
        step, problem = self._step(step_id, user_id, expires, token)
        return self._page(step, problem)

    @http.route(_URL, type="http", auth="user", methods=["POST"])
    def approval_decide(self, step_id, user_id, expires, token, decision=None, opinion=None):
        """Decide as the current user: Odoo has checked the form's CSRF token, the engine checks who decides."""
        step, problem = self._step(step_id, user_id, expires, token)
        if problem or decision not in ("approved", "refused"):
            return self._page(step, problem)
        document = request.env[step.res_model].browse(step.res_id)
        try:
            with request.env.cr.savepoint():
                document._approval_decide(decision, opinion, step=step)
        except UserError as error:
            return self._page(step, None, error=error.args[0], opinion=opinion)
        return self._page(step, None, done=decision)

    @staticmethod
    def _step(*link):
        return request.env["archive.approval.step"]._from_link(*link)

    @staticmethod
    def _page(step, problem, **values):
        response = request.render("client_archive.approval_link_page", {
            "step": step, "problem": problem, "document": step._document() if step else None,
            "error": None, "done": None, "opinion": None, **values}, status=403 if problem else 200)
        response.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        return response
