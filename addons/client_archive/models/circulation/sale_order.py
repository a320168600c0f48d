from odoo import api, fields, models


class SaleOrder(models.Model):
    """What of the customer's papers is out, on the order."""

    _inherit = "sale.order"

    archive_out_count = fields.Integer(
        string="Papers Out", compute="_compute_archive_out_count", groups="client_archive.group_user")

    @api.depends("partner_id")
    def _compute_archive_out_count(self):
        counts = self.env["archive.request.line"]._out_counts(self.partner_id.commercial_partner_id)
        for order in self:
            order.archive_out_count = counts.get(order.partner_id.commercial_partner_id, 0)

    def action_view_papers_out(self):
        """Open the papers of the customer that are out."""
        self.ensure_one()
        return self.partner_id.commercial_partner_id.action_view_papers_out()
