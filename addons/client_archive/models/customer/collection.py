from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

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

    @api.constrains("person_id", "dossier_id")
    def _check_person(self):
        for row in self.sudo():  # sudo: people of others' customers are closed, and are not named here
            if row.person_id and row.person_id.dossier_id != row.dossier_id:
                raise ValidationError(self.env._("“%s” is about a person of another file.", row.name))

    def write(self, vals):
        self.check_access("write")
        if any(self._changes(name, value) for name, value in vals.items() if name in self._fields):
            self._check_not_noted_by_system()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_noted_by_system(self):
        self._check_not_noted_by_system()

    def _check_not_noted_by_system(self):
        """What the system noted waits for its second person, in its own words (R78).

        :raises UserError: for people who would reword or remove it
        """
        for row in self if not self.env.su else ():
            if row.create_uid.id == SUPERUSER_ID:
                raise UserError(self.env._(
                    "“%s” was noted by the system and stands as it is: another person verifies it, or says that it "
                    "cannot be confirmed.", row.name))
