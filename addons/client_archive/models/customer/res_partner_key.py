from odoo import api, fields, models

from . import key_data


class ResPartner(models.Model):
    """The guard in front of the key data of a customer with an open dossier (R84, R96)."""

    _inherit = "res.partner"

    customer_key_locked = fields.Boolean(
        string="Key Data Locked", compute="_compute_customer_key_locked",
        help="A change of key data is proposed, and written when a second person has confirmed it.")

    @api.depends("is_company", "parent_id")
    def _compute_customer_key_locked(self):
        locked = self._guarding_dossiers().filtered(lambda dossier: dossier.state == "open").partner_id
        for partner in self:
            partner.customer_key_locked = partner._origin.id in locked._ids

    def write(self, vals):
        changed = key_data.changed_names(self, vals, key_data.PARTNER_KEYS)
        if not changed:
            return super().write(vals)
        labels = self.env["archive.dossier"]._key_labels()
        with self._guarding_dossiers()._key_data_change([labels[name] for name in sorted(changed)], self.env):
            return super().write(vals)

    def _guarding_dossiers(self):
        """The dossiers of these customers, in all companies."""
        # sudo: the rule holds for whoever changes the customer, also for those who may not see the dossier
        return self.env["archive.dossier"].sudo().search([("partner_id", "in", self.ids)])
