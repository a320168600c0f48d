from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    credit_investigation_count = fields.Integer(
        string="Investigation Reports", compute="_compute_credit_investigation_count",
        groups="client_archive.group_user")

    @api.depends_context("company", "uid")
    def _compute_credit_investigation_count(self):
        counts = dict(self.env["credit.investigation"]._read_group(
            [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id)],
            ["partner_id"], ["__count"]))
        for partner in self:
            partner.credit_investigation_count = counts.get(partner.commercial_partner_id, 0)

    def action_view_credit_investigations(self):
        """Open the customer's investigation reports."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive_credit.credit_investigation_action")
        return {
            **action, "domain": [("partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.commercial_partner_id.id}}

    @api.model
    def _credit_account_managers(self, partners, company):
        """Mapping of each of ``partners`` to who answers for them in ``company``: by the dossier, else by the card."""
        # sudo: who the account manager is decides who is told, not what the user may read
        dossiers = self.env["archive.dossier"].sudo().search([
            ("partner_id", "in", partners.ids), ("company_id", "=", company.id)])
        managers = {dossier.partner_id.id: dossier.user_id.sudo(False) for dossier in dossiers}
        return {partner: managers.get(partner.id) or partner.sudo().user_id.sudo(False) for partner in partners}
