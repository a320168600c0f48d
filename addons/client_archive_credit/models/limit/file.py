from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain


class CreditFile(models.Model):
    """The credit file of a customer in a company. A customer without one is Odoo's alone: nothing is checked.

    With a file and no limit, orders on other than cash terms need a sign-off (R72).
    """

    _name = "credit.file"
    _inherit = ["mail.thread", "mail.activity.mixin", "credit.payer.mixin"]
    _description = "Credit File"
    _order = "partner_id, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id"]

    # A customer with a credit file is merged, never deleted.
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="restrict", index=True,
        domain="[('is_company', '=', True), ('parent_id', '=', False)]")
    group_id = fields.Many2one(
        "credit.group", string="Credit Group", ondelete="restrict", index="btree_not_null", tracking=True,
        domain="['|', ('company_id', '=', company_id), ('shared_company_ids', 'in', company_id)]",
        help="The limit of the group counts instead of the customer's own.")
    limit_ids = fields.One2many("credit.limit", "file_id", string="Limits", readonly=True)

    _partner_uniq = models.UniqueIndex(
        "(partner_id, company_id)", "This customer already has a credit file in this company.")

    @api.constrains("partner_id", "company_id")
    def _check_commercial_partner(self):
        for file in self:
            partner = file.partner_id
            if partner.commercial_partner_id != partner:
                raise ValidationError(self.env._(
                    "%(contact)s belongs to %(customer)s: the credit file is opened for the company that pays.",
                    contact=partner.display_name, customer=partner.commercial_partner_id.display_name))

    @api.constrains("group_id", "company_id")
    def _check_group_company(self):
        for file in self:
            group = file.group_id.sudo()  # sudo: whether the group counts in this company, whoever may see it
            if group and file.company_id not in group._companies():
                raise ValidationError(self.env._(
                    "“%(group)s” does not share its limit with %(company)s.", group=group.name,
                    company=file.company_id.name))

    @api.model
    def _status_domain(self, status):
        """A file in a group has the status of the group, unless it is on stop itself."""
        own, of_group = super()._status_domain(status), self.env["credit.group"].sudo()._status_domain(status)
        in_group = Domain("group_id", "any!", of_group)
        if status == "stop":
            return own | in_group
        return own & Domain("group_id", "=", False) | Domain("on_stop", "=", False) & in_group

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("group_id") for vals in vals_list):
            self._check_may_group()
        files = super().create(vals_list)
        files._journal("credit_opened", after=lambda file: {"customer": file.partner_id.display_name})
        files.filtered("group_id")._write_odoo_limit()
        return files

    def write(self, vals):
        if {"partner_id", "company_id"} & vals.keys() and any(
                file.partner_id.id != vals.get("partner_id", file.partner_id.id)
                or file.company_id.id != vals.get("company_id", file.company_id.id) for file in self):
            raise UserError(self.env._("A credit file stays with its customer and company: open another one."))
        if "group_id" not in vals:
            return super().write(vals)
        self._check_may_group()
        self.filtered(lambda file: file.group_id.on_stop and file.group_id.id != vals["group_id"])._refuse_stopped()
        self._lock_guard()
        before = {file.id: {"group": file.group_id.name} for file in self}
        result = super().write(vals)
        self._lock_guard()
        self._journal("changed", before=lambda file: before[file.id],
                      after=lambda file: {"group": file.group_id.name})
        self._write_odoo_limit()
        return result

    def _check_may_group(self):
        if not self.env.su and not self.env.user.has_group("client_archive_credit.group_credit_manager"):
            raise AccessError(self.env._("Only a credit manager says who shares a limit."))

    # ------------------------------------------------------------------
    # Payer
    # ------------------------------------------------------------------
    def _partners(self):
        return self.partner_id

    def _files(self):
        return self

    def _payer(self):
        return self.group_id or self

    def _payer_exposures(self, without_orders=None):
        """Mapping of each payer of these files (a file, or the group that it is in) to what it owes."""
        return {
            payer: figures[payer.id]
            for payers in (self.filtered(lambda file: not file.group_id), self.group_id)
            for figures in [payers._exposures(without_orders)]
            for payer in payers
        }

    def _against_limits(self, exposures):
        """As before; members of a group use up one limit together."""
        # sudo: the limit is shared, so what the others owe counts; only the sum is shown
        groups = self.sudo().group_id._exposures()
        return exposures | {
            file.id: groups[file.sudo().group_id.id] for file in self if file.sudo().group_id}

    @api.model
    def _of(self, partners, companies):
        """Mapping of (partner, company) to the open file of those that have one, in one query."""
        return self._found(Domain("partner_id", "in", partners.ids), companies)

    @api.model
    def _of_addresses(self, addresses, companies):
        """Mapping of (address, company) to the open file of whoever pays for it, in one query for most.

        Contacts of customers are read only where it is not clear whose they are.
        """
        if not addresses:
            return {}
        addresses = addresses.sudo()._origin  # sudo: as in _found
        addresses.flush_model(["commercial_partner_id"])
        files = self._found(Domain("partner_id", "in", addresses.with_context(active_test=False)._search(
            [("id", "in", addresses.ids)]).subselect("commercial_partner_id")), companies)
        if not files:
            return {}
        payers = {partner for partner, _company in files}
        if len(addresses) == len(payers) == 1:
            own = {addresses: payers.pop()}
        else:
            own = {address: address if address in payers else address.commercial_partner_id for address in addresses}
        return {
            (address, company): files[payer, company]
            for address, payer in own.items() for company in companies if (payer, company) in files}

    @api.model
    def _found(self, of_partners, companies):
        # sudo: whether a customer is under credit control does not depend on who sells to it
        files = self.sudo().search_fetch(
            of_partners & Domain("company_id", "in", companies.ids) & Domain("state", "=", "open"),
            ["partner_id", "company_id", "group_id", *self._terms_fields(), "payment_term_id", "cash_only"], order="id")
        return {(file.partner_id, file.company_id): file for file in files}

    @api.model
    def _ensure(self, partner, company):
        """The file of ``partner`` in ``company``; opened when there is none."""
        file = self.search([("partner_id", "=", partner.id), ("company_id", "=", company.id)])
        if file.state == "closed":
            file._move("open")
            file._write_odoo_limit()
        return file or self.create({
            "partner_id": partner.id, "company_id": company.id, "user_id": partner.user_id.id or self.env.uid})
