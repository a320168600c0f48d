from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import key_data


class ArchiveCustomerCollection(models.Model):
    """How data of a customer was collected: by whom, from where, what for, on which lawful basis (R84, R96)."""

    _name = "archive.customer.collection"
    _inherit = ["archive.customer.verified.mixin"]
    _description = "Collection of Data"
    _order = "collected_on desc, id desc"

    subject = fields.Selection(
        [
            ("basics", "Basic Data"),
            ("contacts", "Contact Persons"),
            ("bank", "Bank and Account"),
            ("business", "Business and Needs"),
            ("standing", "Standing and Risks"),
            ("other", "Other"),
        ],
        string="Data about", required=True, default="basics")
    person_id = fields.Many2one(
        "archive.customer.person", string="Person", ondelete="set null", domain="[('dossier_id', '=', dossier_id)]",
        help="Whose personal data it is.")
    purpose = fields.Char(string="Purpose Told", help="What the customer was told the data is for.")
    lawful_basis = fields.Selection(key_data.LAWFUL_BASES, required=True, default="contract")
    consent_on = fields.Date(string="Consent Given on")
    note = fields.Text(string="Remarks")

    @api.constrains("lawful_basis", "consent_on")
    def _check_lawful(self):
        for row in self:
            if row.lawful_basis == "consent" and not row.consent_on:
                raise ValidationError(self.env._("“%s”: say when the consent was given.", row.name))
