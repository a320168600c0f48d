from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from .key_data import READERS

_FULL_READERS = (
    "client_archive.group_department_head", "client_archive.group_archivist", "client_archive.group_executive",
    "client_archive.group_auditor")


def _of_profile(kind, name, **attributes):
    """A value of the customer file, on the partner's form. Read by who may read the file, not through the partner."""
    return kind(
        related=f"customer_profile_id.{name}", readonly=False, related_sudo=False, groups=READERS, **attributes)


class ResPartner(models.Model):
    """The customer file on the partner's form (R73–R76, R79, R80, R82, R84)."""

    _inherit = "res.partner"

    customer_profile_id = fields.Many2one(
        "archive.customer.profile", string="Customer File", compute="_compute_customer_profile_id",
        search="_search_customer_profile_id", compute_sudo=False, groups=READERS)
    customer_registered_address = _of_profile(fields.Char, "registered_address")
    customer_registered_zip = _of_profile(fields.Char, "registered_zip")
    customer_registered_capital = _of_profile(
        fields.Monetary, "registered_capital", currency_field="customer_capital_currency_id")
    customer_capital_currency_id = _of_profile(fields.Many2one, "capital_currency_id")
    customer_legal_form = _of_profile(fields.Selection, "legal_form")
    customer_founded_on = _of_profile(fields.Date, "founded_on")
    customer_term_until = _of_profile(fields.Date, "term_until")
    customer_business_scope = _of_profile(fields.Text, "business_scope")
    customer_main_business = _of_profile(fields.Char, "main_business")
    customer_main_products = _of_profile(fields.Char, "main_products")
    customer_legal_representative = _of_profile(fields.Char, "legal_representative")
    customer_general_manager = _of_profile(fields.Char, "general_manager")
    customer_headcount = _of_profile(fields.Integer, "headcount")
    customer_size = _of_profile(fields.Selection, "size")
    customer_standing = _of_profile(fields.Text, "standing")
    customer_competitors = _of_profile(fields.Text, "competitors")
    customer_industry_traits = _of_profile(fields.Text, "industry_traits")
    customer_services = _of_profile(fields.Text, "services")
    customer_needs = _of_profile(fields.Text, "needs")
    customer_decision_process = _of_profile(fields.Text, "decision_process")

    customer_person_ids = fields.One2many(
        "archive.customer.person", "partner_id", string="Persons in the File", groups=READERS)
    customer_use_ids = fields.One2many(
        "archive.customer.use", "partner_id", string="Usage, Promotions and Projects", groups=READERS)
    customer_poaching_ids = fields.One2many(
        "archive.customer.poaching", "partner_id", string="Poaching", groups=READERS)
    customer_fact_ids = fields.One2many(
        "archive.customer.fact", "partner_id", string="Standing, Risks and Disputes", groups=READERS)
    customer_collection_ids = fields.One2many(
        "archive.customer.collection", "partner_id", string="Collections", groups=READERS)
    customer_proposal_ids = fields.One2many(
        "archive.customer.proposal", "partner_id", string="Proposed Changes", groups=READERS)
    customer_contact_log_ids = fields.One2many(
        "archive.contact.log", "partner_id", string="Visits and Contacts", groups=READERS)
    customer_change_ids = fields.One2many(
        "archive.change", "partner_id", string="Changes with the Customer", groups=READERS)
    customer_bank_ids = fields.One2many(
        "res.partner.bank", "partner_id", string="Accounts on File", groups=READERS)
    customer_to_verify_count = fields.Integer(
        string="Data to Verify", compute="_compute_customer_to_verify_count", compute_sudo=False, groups=READERS)
    customer_missing = fields.Char(
        string="Missing in the File", compute="_compute_customer_missing", compute_sudo=False, groups=READERS)
    customer_missing_roles = fields.Char(
        string="Key Persons Missing", compute="_compute_customer_missing_roles", compute_sudo=False, groups=READERS)
    customer_revenue_month = fields.Monetary(
        string="Revenue This Month", compute="_compute_customer_revenue", compute_sudo=False, groups=READERS)
    customer_revenue_last = fields.Monetary(
        string="Revenue Last Month", compute="_compute_customer_revenue", compute_sudo=False, groups=READERS)
    customer_revenue_before = fields.Monetary(
        string="Revenue the Month Before", compute="_compute_customer_revenue", compute_sudo=False, groups=READERS)
    customer_revenue = fields.Monetary(
        string="Revenue of Three Months", compute="_compute_customer_revenue", compute_sudo=False, groups=READERS,
        help="Posted invoices less credit notes, without tax.")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("commercial_partner_id.dossier_ids")
    @api.depends_context("company", "uid")
    def _compute_customer_profile_id(self):
        profiles = self.env["archive.customer.profile"].search([
            ("partner_id", "in", self._origin.ids), ("company_id", "=", self.env.company.id)])
        by_partner = profiles.grouped("partner_id")
        for partner in self:
            partner.customer_profile_id = by_partner.get(partner._origin, profiles.browse())

    @api.model
    def _search_customer_profile_id(self, operator, value):
        if operator not in ("in", "any", "any!"):
            return NotImplemented
        own = Domain("company_id", "=", self.env.company.id)
        domain = value if isinstance(value, Domain) else Domain("id", operator, [file for file in value if file])
        found = Domain("id", "in", self._profiles(domain & own).partner_id.ids)
        if operator == "in" and False in value:
            found |= Domain("id", "not in", self._profiles(own).partner_id.ids)
        return found

    @api.model
    def _profiles(self, domain):
        return self.env["archive.customer.profile"].search(domain)

    @api.depends("customer_proposal_ids.state", "customer_collection_ids.state", "customer_fact_ids.state")
    @api.depends_context("uid", "company")
    def _compute_customer_to_verify_count(self):
        counts = dict.fromkeys(self._origin.ids, 0)
        for model, state in self._to_verify_states().items():
            groups = self.env[model]._read_group(
                [("partner_id", "in", self._origin.ids), ("state", "=", state)], ["partner_id"], ["__count"])
            for partner, count in groups:
                counts[partner.id] += count
        for partner in self:
            partner.customer_to_verify_count = counts.get(partner._origin.id, 0)

    @api.model
    def _to_verify_states(self):
        return {
            "archive.customer.proposal": "pending", "archive.customer.collection": "recorded",
            "archive.customer.fact": "recorded"}

    @api.depends("customer_profile_id", "vat", "is_company", "street", "zip", "customer_bank_ids")
    @api.depends_context("uid", "company", "lang")
    def _compute_customer_missing(self):
        asked = (
            "founded_on", "legal_form", "registered_address", "registered_capital", "business_scope", "main_products",
            "legal_representative", "general_manager")
        Profile = self.env["archive.customer.profile"]
        for partner in self:
            profile = partner.customer_profile_id
            missing = [
                Profile._fields[name]._description_string(self.env) for name in asked
                if partner.is_company and not profile[name]]
            missing += [
                words for words, value in (
                    (self.env._("Actual Address"), partner.street), (self.env._("Postcode"), partner.zip),
                    (self.env._("Bank Account"), partner.customer_bank_ids)) if not value]
            partner.customer_missing = format_list(self.env, missing) if missing else False

    @api.depends("customer_person_ids.role_ids")
    @api.depends_context("uid", "company", "lang")
    def _compute_customer_missing_roles(self):
        key_roles = self.env["archive.customer.role"].search([("is_key", "=", True)])
        for partner in self:
            missing = key_roles - partner.customer_person_ids.role_ids
            partner.customer_missing_roles = format_list(self.env, missing.mapped("name")) if missing else False

    @api.depends("dossier_ids.user_id")
    @api.depends_context("uid", "company")
    def _compute_customer_revenue(self):
        first = self._archive_day().replace(day=1)
        months = [first, fields.Date.subtract(first, months=1), fields.Date.subtract(first, months=2)]
        revenue = self._customers_to_read()._revenue_by_month(months[-1])
        for partner in self:
            figures = [revenue.get((partner._origin.id, month), 0.0) for month in months]
            (partner.customer_revenue_month, partner.customer_revenue_last,
             partner.customer_revenue_before) = figures
            partner.customer_revenue = sum(figures)

    def _revenue_by_month(self, since):
        """Mapping of (customer's id, first of the month) to what was invoiced, without tax; one query."""
        # sudo: the account manager knows what the customer buys, without being an accountant
        groups = self.env["account.move"].sudo()._read_group(
            [("move_type", "in", ("out_invoice", "out_refund")), ("state", "=", "posted"),
             ("commercial_partner_id", "in", self.ids), ("company_id", "=", self.env.company.id),
             ("invoice_date", ">=", since)],
            ["commercial_partner_id", "invoice_date:month"], ["amount_untaxed_signed:sum"])
        return {
            (partner.id, date(month.year, month.month, 1)): amount for partner, month, amount in groups}

    def _customers_to_read(self):
        """Those of these customers whose file the user may read: the own ones, or all; as the record rules say."""
        domain = Domain("partner_id", "in", self._origin.ids) & Domain("company_id", "=", self.env.company.id)
        if not any(self.env.user.has_group(group) for group in _FULL_READERS):
            domain &= Domain("user_id", "=", self.env.uid)
        return self.env["archive.dossier"].search(domain).partner_id

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        names = self._profile_names()
        if any(vals.get(name) for vals in vals_list for name in vals.keys() & names):
            raise UserError(self.env._("A new customer has no dossier yet: open it first, then enter the file."))
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & self._profile_names():
            self._ensure_profiles()
        return super().write(vals)

    @api.model
    def _profile_names(self):
        return {name for name, field in self._fields.items() if (field.related or "").startswith("customer_profile_id.")
                and name != "customer_capital_currency_id"}

    def _ensure_profiles(self):
        for partner in self:
            if not partner.customer_profile_id:
                if not partner.dossier_id:
                    raise UserError(self.env._("%s has no dossier in this company: open one first.", partner.name))
                self.env["archive.customer.profile"]._of(partner.dossier_id).check_access("write")
        self.invalidate_recordset(["customer_profile_id"])

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_propose_key_change(self):
        """Open the dialog that proposes a change of the customer's key data."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Propose a Change"),
            "res_model": "archive.customer.propose", "view_mode": "form", "target": "new",
            "context": {"default_dossier_id": self.dossier_id.id},
        }

    def action_note_contact(self):
        """Open the form that notes a visit or another contact (R83)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Note a Contact"),
            "res_model": "archive.contact.log", "views": [(False, "form")],
            "context": {"default_dossier_id": self.dossier_id.id},
        }

    def action_add_contacts(self):
        """Take the contacts of the customer into the file, those who are not in it yet.

        :raises AccessError: for those who may not change the file
        """
        self.ensure_one()
        contacts = self.child_ids.filtered(lambda contact: contact.type == "contact" and not contact.is_company)
        missing = contacts - self.customer_person_ids.contact_id
        self.env["archive.customer.person"].create([
            {"dossier_id": self.dossier_id.id, "contact_id": contact.id} for contact in missing])

    def action_view_to_verify(self):
        """Open what waits for a second person: proposals first, then collections, then facts."""
        self.ensure_one()
        xmlids = dict(zip(self._to_verify_states(), (
            "client_archive.archive_customer_proposal_action", "client_archive.archive_customer_collection_action",
            "client_archive.archive_customer_fact_action"), strict=True))
        for model, state in self._to_verify_states().items():
            domain = [("partner_id", "=", self.id)]
            if self.env[model].search_count([*domain, ("state", "=", state)], limit=1):
                break
        action = self.env["ir.actions.actions"]._for_xml_id(xmlids[model])
        return {**action, "domain": domain, "context": {"default_dossier_id": self.dossier_id.id}}
