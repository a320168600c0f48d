from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import key_data

# Read by those who deal with the person, and by executives: not by the archive, not by auditors.
_DEALERS = "client_archive.group_salesperson,client_archive.group_executive"
_PRIVATE = {"interests", "native_place", "preferences", "taboos"}


class ArchiveCustomerPerson(models.Model):
    """A contact of the customer, as the file knows them: role, remit, how to reach them, what to mind (R74, R80).

    Name, post, office phone and mail are those of the contact in Odoo. What is personal needs a lawful basis (R84).
    """

    _name = "archive.customer.person"
    _inherit = ["archive.customer.line.mixin"]
    _description = "Person at the Customer"
    _rec_name = "contact_id"

    _private_fields = frozenset(_PRIVATE)

    contact_id = fields.Many2one(
        "res.partner", string="Contact", required=True, ondelete="cascade", index=True,
        domain="[('id', 'child_of', partner_id)]")
    name = fields.Char(related="contact_id.name", related_sudo=False)
    role_ids = fields.Many2many("archive.customer.role", string="Roles")
    function = fields.Char(related="contact_id.function", string="Post", readonly=False, related_sudo=False)
    department = fields.Char()
    phone = fields.Char(related="contact_id.phone", string="Office Phone", readonly=False, related_sudo=False)
    mobile = fields.Char()
    email = fields.Char(related="contact_id.email", readonly=False, related_sudo=False)
    messenger = fields.Selection([("wechat", "WeChat"), ("qq", "QQ"), ("dingtalk", "DingTalk"), ("other", "Other")])
    messenger_account = fields.Char(string="Messenger Account")
    remit = fields.Char(help="What this person decides, and up to which amount.")
    interests = fields.Text(groups=_DEALERS)
    native_place = fields.Char(groups=_DEALERS)
    preferences = fields.Text(groups=_DEALERS)
    taboos = fields.Text(groups=_DEALERS, help="What not to say, serve or do.")
    lawful_basis = fields.Selection(
        key_data.LAWFUL_BASES, help="Why we may keep what is personal. Without it, nothing personal is entered.")
    consent_on = fields.Date(string="Consent Given on")
    purpose = fields.Char(string="Purpose Told", help="What the person was told the data is for.")

    @api.constrains("contact_id", "dossier_id")
    def _check_contact(self):
        for person in self:
            if person.contact_id.commercial_partner_id != person.partner_id.commercial_partner_id:
                raise ValidationError(self.env._(
                    "%(person)s is not a contact of %(customer)s.", person=person.contact_id.display_name,
                    customer=person.partner_id.display_name))
        # Not a unique index: Odoo merges contacts by SQL, and two rows about one person do no harm.
        twins = self._read_group(
            [("dossier_id", "in", self.dossier_id.ids)], ["dossier_id", "contact_id"], having=[("__count", ">", 1)])
        for _dossier, contact in twins:
            raise ValidationError(self.env._("%s is in the file already.", contact.display_name))

    @api.constrains("lawful_basis", "consent_on", "interests", "native_place", "preferences", "taboos")
    def _check_lawful(self):
        for person in self.sudo():  # sudo: the rule holds for whoever writes, also for what they cannot read
            if not person.lawful_basis and any(person[name] for name in _PRIVATE):
                raise ValidationError(self.env._(
                    "Say on which lawful basis interests, native place, preferences or taboos of %s are kept.",
                    person.contact_id.name))
            if person.lawful_basis == "consent" and not person.consent_on:
                raise ValidationError(self.env._("Say when %s gave their consent.", person.contact_id.name))
