from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.client_archive.tools import gate

_READERS = "client_archive_credit.group_credit_officer,client_archive.group_executive,client_archive.group_auditor," \
    "client_archive.group_salesperson"


# A change of these calls for a re-adjustment of the limit (R44).
_BASICS = {"name", "vat", "street", "city", "company_registry"}


class ResPartner(models.Model):
    """The credit file of a customer, and the gate in front of Odoo's own credit limit."""

    _inherit = "res.partner"

    credit_file_ids = fields.One2many("credit.file", "partner_id", string="Credit Files", groups=_READERS)
    credit_file_id = fields.Many2one(
        "credit.file", string="Credit File", compute="_compute_credit_file_id", search="_search_credit_file_id",
        groups=_READERS, help="The customer's credit file in the current company.")
    credit_status = fields.Selection(related="credit_file_id.status", string="Credit Status", groups=_READERS)
    credit_currency_id = fields.Many2one(
        related="credit_file_id.currency_id", string="Credit Currency", groups=_READERS)
    credit_used = fields.Monetary(
        related="credit_file_id.used", string="Credit Exposure", groups=_READERS, currency_field="credit_currency_id")

    @api.depends("commercial_partner_id.credit_file_ids")
    @api.depends_context("company", "uid")
    def _compute_credit_file_id(self):
        files = self.env["credit.file"].search([
            ("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.root_id.id),
            ("state", "=", "open")])
        by_partner = files.grouped("partner_id")
        for partner in self:
            partner.credit_file_id = by_partner.get(partner.commercial_partner_id, files.browse())

    @api.model
    def _search_credit_file_id(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        mine = Domain("company_id", "=", self.env.company.root_id.id) & Domain("state", "=", "open")
        wanted = set(value)
        files = self.env["credit.file"].search(mine if False in wanted else mine & Domain("id", "in", list(wanted)))
        found = Domain("commercial_partner_id", "in", files.partner_id.ids)
        return ~found if (operator == "in") == (False in wanted) else found

    # ------------------------------------------------------------------
    # The gate in front of Odoo's limit
    # ------------------------------------------------------------------
    def write(self, vals):
        if vals.keys() & {"credit_limit", "use_partner_credit_limit"} and not gate.is_open(self.env):
            self._check_limit_is_free(vals)
        if vals.get("property_payment_term_id") and not gate.is_open(self.env):
            self._check_terms_are_granted(vals["property_payment_term_id"])
        changed = self.filtered(lambda partner: any(
            (partner[name] or "") != (vals[name] or "") for name in vals.keys() & _BASICS))
        result = super().write(vals)
        if vals.keys() & {"parent_id", "is_company"} and self.parent_id:
            self._check_keeps_file()
        if changed:
            # sudo: the account manager is told, whoever changed the customer
            self.env["credit.file"].sudo().search([
                ("partner_id", "in", changed.ids), ("state", "=", "open"), ("has_limit", "=", True),
            ])._remind(
                lambda payer: payer.env._("The customer's basics changed: see whether the limit still fits"),
                self._archive_day())
        return result

    def _check_limit_is_free(self, vals):
        """Refuse to change the limit of a customer with a credit file in any way but an approved application."""
        # sudo: the rule holds for whoever writes, also for those who may not see the file
        files = self.env["credit.file"].sudo().search([
            ("partner_id", "in", self.ids), ("company_id", "=", self.env.company.root_id.id), ("state", "=", "open")])
        for partner in files.partner_id.with_env(self.env).sudo():
            if any(partner[name] != vals[name] for name in vals.keys() & {"credit_limit", "use_partner_credit_limit"}):
                raise AccessError(self.env._(
                    "%s has a credit file: its limit changes by an approved application only (Credit > Limits > "
                    "Applications).", partner.display_name))

    def _check_terms_are_granted(self, term_id):
        """Refuse terms beyond those that were granted: other than cash needs a sign-off (R72).

        :raises AccessError: naming the customer
        """
        days = self.env["account.payment.term"].browse(term_id)._credit_days()
        if not days:
            return
        # sudo: as above
        files = self.env["credit.file"].sudo().search([
            ("partner_id", "in", self.ids), ("company_id", "=", self.env.company.root_id.id), ("state", "=", "open")])
        for file in files:
            granted = file._granted_days()
            if granted is not None and days > granted and (
                    file.partner_id.with_env(self.env).sudo().property_payment_term_id.id != term_id):
                raise AccessError(self.env._(
                    "%(customer)s was granted %(granted)s days: longer terms need an approved application.",
                    customer=file.partner_id.display_name, granted=granted))

    def _check_keeps_file(self):
        # sudo: as above
        files = self.env["credit.file"].sudo().search([("partner_id", "in", self.ids), ("state", "=", "open")])
        for file in files:
            if file.partner_id.commercial_partner_id != file.partner_id:
                raise UserError(self.env._(
                    "%s has a credit file of its own and cannot become part of another company: close the file first.",
                    file.partner_id.display_name))

    @api.model
    def _write_granted_limits(self, grants):
        """Write granted amounts into Odoo's own field.

        :param grants: list of (partner, company, amount in the company's currency)
        """
        for partner, company, amount in grants:
            # sudo: the approved application is the permission; the field is for accountants
            target = gate.opened(partner.sudo().with_company(company))
            if target.credit_limit != amount:
                target.credit_limit = amount

    @api.model
    def _write_granted_terms(self, grants):
        """Write granted terms into the customers' own field.

        :param grants: list of (partner, company, payment term or nothing for cash)
        """
        for partner, company, term in grants:
            # sudo: the approved application is the permission
            target = gate.opened(partner.sudo().with_company(company))
            if target.property_payment_term_id != term:
                target.property_payment_term_id = term

    @api.model
    def _credit_limits(self, partners, company):
        """Mapping of each of ``partners`` to what counts as its limit in ``company`` today; 0 where it has none.

        By the credit file or its group where there is one, else Odoo's own.
        """
        files = self.env["credit.file"]._of(partners, company)
        limits = {}
        # sudo: a limit is read to decide, accountants' fields are not shown by it
        for partner in partners.sudo().with_company(company):
            file = files.get((partner.sudo(False), company))
            if file:
                limits[partner.id] = file._payer()._limit_in_force()[0] or 0.0
            else:
                limits[partner.id] = partner.credit_limit if partner.use_partner_credit_limit else 0.0
        return {partner: limits[partner.id] for partner in partners}

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_open_credit_file(self):
        """Open the customer's credit file, or a new one for them.

        :raises AccessError: without the right to open credit files
        """
        self.ensure_one()
        partner = self.commercial_partner_id
        file = partner.credit_file_id
        if not file:
            file = self.env["credit.file"]._ensure(partner, self.env.company)
        return {
            "type": "ir.actions.act_window", "res_model": "credit.file", "res_id": file.id,
            "views": [(False, "form")],
        }

    def action_apply_for_limit(self):
        """Open a new application for the customer."""
        self.ensure_one()
        partner = self.commercial_partner_id
        return {
            "type": "ir.actions.act_window", "res_model": "credit.limit.application", "view_mode": "form",
            "name": self.env._("Application"),
            "context": {
                "default_partner_id": partner.id,
                "default_kind": "renew" if partner.credit_file_id.has_limit else "grant"},
        }
