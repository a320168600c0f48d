from odoo import api, models

from . import key_data


class ResPartnerBank(models.Model):
    """Accounts of a customer with an open dossier change by two people (R84, R96)."""

    _inherit = "res.partner.bank"

    @api.model_create_multi
    def create(self, vals_list):
        partners = self.env["res.partner"].browse({vals.get("partner_id") for vals in vals_list} - {None, False})
        partners.check_access("read")  # before they are named
        with partners._guarding_dossiers()._key_data_change([self.env._("Bank Account")], self.env):
            return super().create(vals_list)

    def write(self, vals):
        changed = key_data.changed_names(self, vals, key_data.BANK_KEYS)
        if not changed:
            return super().write(vals)
        partners = self.partner_id
        if "partner_id" in changed:
            partners |= partners.browse(vals["partner_id"])
        with partners._guarding_dossiers()._key_data_change([self.env._("Bank Account")], self.env):
            return super().write(vals)
