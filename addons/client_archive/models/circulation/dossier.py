from odoo import api, fields, models
from odoo.fields import Command


class ArchiveDossier(models.Model):
    """Papers of the customer that are out, and the way to ask for them."""

    _inherit = "archive.dossier"

    loan_line_ids = fields.Many2many(
        "archive.request.line", string="Papers Out", compute="_compute_loan_line_ids", compute_sudo=True)
    request_count = fields.Integer(string="Requests", compute="_compute_request_count")

    @api.depends("document_ids.request_line_ids.is_out")
    @api.depends_context("uid")
    def _compute_loan_line_ids(self):
        lines = self.env["archive.request.line"].search(
            [("request_id.dossier_id", "in", self.ids), ("is_out", "=", True), ("paper_visible", "=", True)])
        by_dossier = lines.grouped(lambda line: line.request_id.dossier_id)
        for dossier in self:
            dossier.loan_line_ids = by_dossier.get(dossier._origin, lines.browse())

    @api.depends("document_ids.request_line_ids")
    def _compute_request_count(self):
        counts = dict(self.env["archive.request"]._read_group(
            [("dossier_id", "in", self.ids)], ["dossier_id"], ["__count"]))
        for dossier in self:
            dossier.request_count = counts.get(dossier._origin, 0)

    def action_request(self):
        """Open a new request for papers of this customer."""
        self.ensure_one()
        return self._request_action(self.env["archive.document"])

    def action_view_requests(self):
        """Open the requests for this customer's papers."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_request_action_all")
        return {**action, "domain": [("dossier_id", "=", self.id)], "context": {"default_dossier_id": self.id}}

    def _request_action(self, documents):
        return {
            "type": "ir.actions.act_window", "name": self.env._("New Request"), "res_model": "archive.request",
            "views": [(False, "form")],
            "context": {
                "default_dossier_id": self.id,
                "default_line_ids": [Command.create({"document_id": document.id}) for document in documents]},
        }
