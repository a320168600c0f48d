from odoo import fields, models


class ArchiveCustomerProposalLine(models.Model):
    """One piece of key data that is to change: what it was, what it is to be."""

    _name = "archive.customer.proposal.line"
    _inherit = ["archive.sealed.mixin"]
    _description = "Key Data to Change"
    _order = "id"

    proposal_id = fields.Many2one("archive.customer.proposal", required=True, ondelete="cascade", index=True)
    dossier_id = fields.Many2one(related="proposal_id.dossier_id", store=True, index=True)
    company_id = fields.Many2one(related="proposal_id.company_id", store=True)
    key = fields.Char(required=True)
    label = fields.Char(string="Key Data", compute="_compute_label")
    bank_account_id = fields.Many2one("res.partner.bank", string="Account to Change", ondelete="set null")
    old_value = fields.Char(string="Old")
    new_value = fields.Char(string="New")
    old_data = fields.Json()
    new_data = fields.Json()

    def _compute_label(self):
        labels = self.env["archive.dossier"]._key_labels()
        for line in self:
            line.label = labels.get(line.key, line.key)

    def _sealed_words(self):
        return self.env._("What is proposed is entered with “Propose a Change” on the customer's form.")

    def _kept_words(self):
        return self.env._("What was proposed stands.")
