from odoo import api, fields, models
from odoo.exceptions import UserError


class ArchiveDossier(models.Model):
    """Contracts of the customer: numbered when the dossier is (R121), and handed to its next account manager (R42)."""

    _inherit = "archive.dossier"

    contract_ids = fields.One2many(
        "archive.contract", "dossier_id", string="Contracts", groups="client_archive.group_contract_reader")
    contract_count = fields.Integer(
        string="Contracts in the Ledger", compute="_compute_contract_count",
        groups="client_archive.group_contract_reader")

    @api.depends("contract_ids")
    def _compute_contract_count(self):
        counts = dict(self.env["archive.contract"]._read_group(
            [("dossier_id", "in", self.ids), ("state", "!=", "cancelled")], ["dossier_id"], ["__count"]))
        for dossier in self:
            dossier.contract_count = counts.get(dossier._origin, 0)

    def _check_identity(self, names):
        super()._check_identity(names)
        # sudo: contracts count, whoever may read them
        if "company_id" in names and not self.env.su and self.sudo().contract_ids:
            raise UserError(self.env._(
                "A dossier with contracts stays in its company: their numbers are of its ledger."))

    def _approval_granted(self):
        super()._approval_granted()
        # sudo: opening the dossier numbers its contracts, whoever may read them
        self.env["archive.contract"].sudo().search([
            ("dossier_id", "in", self.ids), ("number", "=", False),
            ("state", "not in", ("draft", "cancelled"))], order="signed_on, id")._assign_numbers()

    def _succeed(self, successor, reason):
        leaving = self.user_id
        contracts = self.env["archive.contract"].search([
            ("dossier_id", "in", self.ids), ("user_id", "in", leaving.ids), ("state", "in", ("draft", "in_force"))])
        activities = self.env["mail.activity"].search([
            ("res_model", "=", "archive.contract"), ("res_id", "in", contracts.ids), ("user_id", "in", leaving.ids)])
        super()._succeed(successor, reason)
        contracts.write({"user_id": successor.id})
        activities.write({"user_id": successor.id})

    def action_view_contracts(self):
        """Open the contracts of this customer."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_contract_action")
        return {**action, "domain": [("dossier_id", "=", self.id)], "context": {"default_dossier_id": self.id}}
