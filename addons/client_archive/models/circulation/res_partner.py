from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    dossier_loan_line_ids = fields.Many2many(
        related="dossier_id.loan_line_ids", string="Papers Out", groups="client_archive.group_user")
    archive_out_count = fields.Integer(
        string="Number of Papers Out", compute="_compute_archive_out_count", groups="client_archive.group_user")

    def _compute_archive_out_count(self):
        counts = self.env["archive.request.line"]._out_counts(self)
        for partner in self:
            partner.archive_out_count = counts.get(partner._origin, 0)

    def action_view_papers_out(self):
        """Open the papers of this customer that are out."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_request_line_action_ledger")
        return {**action, "domain": [("request_id.partner_id", "=", self.id), ("is_out", "=", True)], "context": {}}


class ArchiveRequestLine(models.Model):
    _inherit = "archive.request.line"

    @api.model
    def _out_counts(self, partners):
        """Mapping of those of ``partners`` whose papers are out to how many the current user sees."""
        counts = {}
        for request, count in self._read_group(
                [("request_id.partner_id", "in", partners.ids), ("is_out", "=", True)], ["request_id"], ["__count"]):
            counts[request.partner_id] = counts.get(request.partner_id, 0) + count
        return counts
