from odoo import api, fields, models
from odoo.exceptions import ValidationError

from . import key_data


class ArchiveCustomerProfile(models.Model):
    """What is known about a customer besides what Odoo keeps of every partner (R73, R76, R79).

    One for each dossier, made when the first value is entered: what one company knows is not another's.
    The full name and the credit code are the partner's name and tax ID, the actual address is the partner's.
    """

    _name = "archive.customer.profile"
    _inherit = ["archive.customer.line.mixin"]
    _description = "Customer File"
    _rec_name = "partner_id"

    registered_address = fields.Char(help="As on the business licence. The partner's own address is the actual one.")
    registered_zip = fields.Char(string="Postcode of Registration")
    registered_capital = fields.Monetary(currency_field="capital_currency_id")
    capital_currency_id = fields.Many2one(
        "res.currency", string="Currency of Capital", default=lambda self: self.env.company.currency_id)
    legal_form = fields.Selection(
        [
            ("limited", "Limited Liability Company"),
            ("joint_stock", "Joint-Stock Company"),
            ("one_person", "One-Person Company"),
            ("state_owned", "Wholly State-Owned Company"),
            ("foreign", "Foreign-Invested Enterprise"),
            ("partnership", "Partnership"),
            ("sole", "Sole Proprietorship"),
            ("individual", "Individual Business"),
            ("government", "Government Body"),
            ("institution", "Public Institution"),
            ("other", "Other"),
        ],
        string="Type of Company")
    founded_on = fields.Date(string="Founded on")
    term_until = fields.Date(string="Term of Business until", help="Empty: without a fixed term.")
    business_scope = fields.Text(help="As on the business licence.")
    main_business = fields.Char(help="What they live from.")
    main_products = fields.Char()
    legal_representative = fields.Char()
    general_manager = fields.Char()

    headcount = fields.Integer()
    size = fields.Selection(
        [("micro", "Micro"), ("small", "Small"), ("medium", "Medium"), ("large", "Large")], string="Scale of Business")
    standing = fields.Text(string="Standing in the Industry")
    competitors = fields.Text(string="Their Competitors")
    industry_traits = fields.Text(string="Traits of the Industry")

    services = fields.Text(string="Services Given", help="What we did for them: training, maintenance, occasions.")
    needs = fields.Text(help="What they need, now and soon.")
    decision_process = fields.Text(help="Who asks, who chooses, who signs, and how long it takes.")

    _dossier_uniq = models.UniqueIndex("(dossier_id)", "This customer's file exists already.")

    @api.constrains("registered_capital", "headcount")
    def _check_amounts(self):
        for profile in self:
            if profile.registered_capital < 0 or profile.headcount < 0:
                raise ValidationError(self.env._(
                    "%s: capital and headcount are not negative.", profile.partner_id.display_name))

    @api.constrains("founded_on", "term_until")
    def _check_dates(self):
        for profile in self:
            if profile.founded_on and profile.founded_on > self._archive_day():
                raise ValidationError(self.env._("%s is not founded yet.", profile.partner_id.display_name))
            if profile.founded_on and profile.term_until and profile.term_until < profile.founded_on:
                raise ValidationError(self.env._(
                    "The term of %s ends before it was founded.", profile.partner_id.display_name))

    # ------------------------------------------------------------------
    # Key data waits for a second pair of eyes
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_dossier(vals) for vals in vals_list]
        # A currency without an amount says nothing.
        given = {
            name for vals in vals_list for name in key_data.PROFILE_KEYS - {"capital_currency_id"} if vals.get(name)}
        if not given:
            return super().create(vals_list)
        dossiers = self.env["archive.dossier"].browse([vals.get("dossier_id") for vals in vals_list])
        with dossiers._key_data_change(self._key_labels(given), self.env):
            return super().create(vals_list)

    def write(self, vals):
        changed = key_data.changed_names(self, vals, key_data.PROFILE_KEYS)
        if not changed:
            return super().write(vals)
        with self.dossier_id._key_data_change(self._key_labels(changed), self.env):
            return super().write(vals)

    def _key_labels(self, names):
        return [self._fields[name]._description_string(self.env) for name in sorted(names)]

    @api.model
    def _of(self, dossier):
        """The file of the customer of ``dossier``, made if there is none yet."""
        # sudo: there is one, whoever may read it
        profile = self.sudo().search([("dossier_id", "=", dossier.id)]).with_env(self.env)
        return profile or self.create({"dossier_id": dossier.id})
