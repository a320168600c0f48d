from odoo import api, fields, models

from .warning_rule import OPEN_STATES


class ResPartner(models.Model):
    _inherit = "res.partner"

    credit_warning_count = fields.Integer(
        string="Open Credit Warnings", compute="_compute_credit_warning_count", groups="client_archive.group_user")

    @api.depends_context("company", "uid")
    def _compute_credit_warning_count(self):
        counts = dict(self.env["credit.warning"]._read_group(
            [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id),
             ("state", "in", OPEN_STATES)], ["partner_id"], ["__count"]))
        for partner in self:
            partner.credit_warning_count = counts.get(partner.commercial_partner_id, 0)

    def action_view_credit_warnings(self):
        """Open the customer's warnings."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive_credit.credit_warning_action")
        return {**action, "domain": [("partner_id", "=", self.commercial_partner_id.id)]}
