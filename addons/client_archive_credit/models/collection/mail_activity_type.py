from odoo import api, fields, models

CONTACTS = [("reminder", "Reminder"), ("call", "Call"), ("visit", "Visit")]
# Odoo's own types of calls and mails, taken into the record on demand
_USUAL = {"mail.mail_activity_data_call": "call", "mail.mail_activity_data_email": "reminder",
          "mail.mail_activity_data_meeting": "visit"}


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    credit_collection_kind = fields.Selection(
        CONTACTS, string="Collection Record",
        help="Done on a customer or its invoice, such an activity is entered in the collection record as this.")

    @api.model
    def _of_contact(self):
        """Types whose done activities may be taken into a collection record."""
        usual = self.union(*(self.env.ref(name, raise_if_not_found=False) or self for name in _USUAL))
        return self.search([("credit_collection_kind", "!=", False)]) | usual

    def _collection_kind(self):
        """As what such an activity is recorded."""
        self.ensure_one()
        usual = {self.env.ref(name, raise_if_not_found=False): kind for name, kind in _USUAL.items()}
        return self.credit_collection_kind or usual.get(self, "other")
