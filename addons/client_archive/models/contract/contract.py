from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import gate, number_rule

_ADMINISTRATOR = "client_archive.group_contract_administrator"
# What both sides signed: from then on it changes by an amendment alone.
_SIGNED = {
    "name", "kind", "dossier_id", "other_party_ids", "department_id", "reference", "amount", "currency_id", "signed_on",
    "effective_on", "date_end", "delivery_date", "payment_terms", "delivery_terms", "quality_terms", "breach_terms"}


class ArchiveContract(models.Model):
    """A contract in the ledger (R103): numbered by department, with its terms, what became of it, and its papers.

    What is ordered, delivered, invoiced and paid comes from the sales orders behind it: see ``contract_figures``.
    """

    _name = "archive.contract"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Contract"
    _named_to_readers = True
    _order = "signed_on desc, id desc"
    _rec_names_search = ["number", "name", "reference", "partner_id.name"]
    _check_company_auto = True

    _state_transitions = {
        "draft": {"in_force", "cancelled"},
        "in_force": {"fulfilled", "terminated"},
        "fulfilled": {"in_force"},
        "terminated": set(),
        "cancelled": set(),
    }
    _gated_fields = frozenset({"number", "fulfilled_on", "terminated_on", "formalities_on"})

    number = fields.Char(
        string="Contract Number", readonly=True, copy=False, index="trigram", tracking=True,
        help="From the number of the dossier and the department. A dossier that is not open yet has no "
             "number: the contract gets its own when it opens.")
    name = fields.Char(string="Contract Name", required=True, tracking=True)
    kind = fields.Selection(
        [("sale", "Sale"), ("purchase", "Purchase"), ("service", "Service"), ("guarantee", "Guarantee or Loan"),
         ("framework", "Framework Agreement"), ("other", "Other")],
        string="Kind of Contract", required=True, default="sale", tracking=True)
    dossier_id = fields.Many2one(
        "archive.dossier", required=True, ondelete="restrict", index=True, tracking=True, check_company=True)
    partner_id = fields.Many2one(related="dossier_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    other_party_ids = fields.Many2many(
        "res.partner", string="Other Parties", help="Guarantors, carriers and whoever else signs.")
    user_id = fields.Many2one(
        "res.users", string="Handler", required=True, index=True, tracking=True, ondelete="restrict",
        default=lambda self: self.env.user, domain="[('share', '=', False)]",
        help="Handles the contract and hands its papers over.")
    department_id = fields.Many2one(
        "hr.department", string="Our Department", index=True, tracking=True, check_company=True,
        compute="_compute_department_id", store=True, readonly=False)
    reference = fields.Char(string="Their Reference", help="The number that the other side gave it.")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, ondelete="restrict")
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    amount = fields.Monetary(string="Amount Signed", tracking=True)
    amount_current = fields.Monetary(
        string="Amount", compute="_compute_amounts", store=True, help="As signed, with the amendments since.")
    amount_signed_company = fields.Monetary(
        string="Amount Signed (Company Currency)", compute="_compute_amounts", store=True,
        currency_field="company_currency_id", help="At the rate of the day it was signed.")
    amount_company = fields.Monetary(
        string="Amount (Company Currency)", compute="_compute_amounts", store=True,
        currency_field="company_currency_id", help="At the rate of the day it was signed.")
    signed_on = fields.Date(string="Date of Signing", copy=False, index=True, tracking=True)
    effective_on = fields.Date(copy=False, tracking=True)
    date_end = fields.Date(string="Ends on", copy=False, index=True, tracking=True)
    delivery_date = fields.Date(string="Delivery until", tracking=True)
    payment_terms = fields.Char(string="Payment", tracking=True)
    delivery_terms = fields.Char(string="Delivery", tracking=True)
    quality_terms = fields.Text(string="Quality")
    breach_terms = fields.Text(string="Liability for Breach")
    note = fields.Text()
    state = fields.Selection(
        [("draft", "Being Drawn Up"), ("in_force", "In Force"), ("fulfilled", "Fulfilled"),
         ("terminated", "Terminated"), ("cancelled", "Cancelled")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    fulfilled_on = fields.Date(readonly=True, copy=False)
    terminated_on = fields.Date(readonly=True, copy=False)
    formalities_on = fields.Date(
        string="Formalities Completed on", readonly=True, copy=False,
        help="The last signing, amendment, fulfilment or termination: its papers are handed over within a month.")
    act_ids = fields.One2many("archive.contract.act", "contract_id", string="Amendments, Termination, Disputes")
    has_open_dispute = fields.Boolean(string="In Dispute", compute="_compute_act_state", store=True)
    amendment_count = fields.Integer(string="Amendments", compute="_compute_act_state", store=True)
    document_ids = fields.One2many("archive.document", "contract_id", string="Papers")
    document_count = fields.Integer(compute="_compute_document_count")

    _number_uniq = models.UniqueIndex(
        "(number, company_id) WHERE number IS NOT NULL", "This contract number is already taken.")
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "The amount of a contract is not negative.")
    _end_after_start = models.Constraint(
        "CHECK (date_end >= COALESCE(effective_on, signed_on))", "A contract does not end before it takes effect.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("number", "name")
    def _compute_display_name(self):
        for contract in self:
            contract.display_name = " ".join(filter(None, [contract.number, contract.name]))

    @api.depends("user_id", "company_id")
    def _compute_department_id(self):
        """The handler's department; once signed it stays, whoever takes the contract over."""
        open_contracts = self.filtered(lambda contract: contract.state == "draft" or not contract.department_id)
        employees = open_contracts.user_id._archive_employees()
        for contract in open_contracts:
            contract.department_id = employees.filtered(lambda employee, rec=contract: (
                employee.user_id == rec.user_id and employee.company_id == rec.company_id))[:1].department_id

    @api.depends(
        "amount", "currency_id", "signed_on", "company_id", "act_ids.amount", "act_ids.kind", "act_ids.void_on")
    def _compute_amounts(self):
        for contract in self:
            amendments = contract.act_ids.filtered(lambda act: act.kind == "amendment" and not act.void_on)
            contract.amount_current = contract.amount + sum(amendments.mapped("amount"))
            contract.amount_signed_company = contract._in_company_currency(contract.amount)
            contract.amount_company = contract._in_company_currency(contract.amount_current)

    def _in_company_currency(self, amount):
        """``amount`` of the contract's currency, at the rate of the day it was signed."""
        company = self.company_id or self.env.company
        return (self.currency_id or company.currency_id)._convert(
            amount, company.currency_id, company, self.signed_on or self._archive_day())

    @api.depends("act_ids.kind", "act_ids.void_on", "act_ids.settled_on")
    def _compute_act_state(self):
        for contract in self:
            acts = contract.act_ids.filtered(lambda act: not act.void_on)
            contract.has_open_dispute = any(act.kind == "dispute" and not act.settled_on for act in acts)
            contract.amendment_count = len(acts.filtered(lambda act: act.kind == "amendment"))

    @api.depends("document_ids")
    def _compute_document_count(self):
        counts = dict(self.env["archive.document"]._read_group(
            [("contract_id", "in", self.ids)], ["contract_id"], ["__count"]))
        for contract in self:
            contract.document_count = counts.get(contract._origin, 0)

    @api.constrains("signed_on", "state")
    def _check_signed_on(self):
        for contract in self:
            if contract.signed_on and contract.signed_on > self._archive_day():
                raise ValidationError(self.env._("“%s” is not signed before today.", contract.display_name))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts._journal("created", after=lambda contract: {
            "name": contract.name, "customer": contract.partner_id.name, "amount": contract.amount,
            "currency": contract.currency_id.name})
        return contracts

    def write(self, vals):
        terms = {name for name in vals.keys() & (_SIGNED | {"user_id"}) if self._changes(name, vals[name])}
        if not terms or gate.is_open(self.env):
            return super().write(vals)
        if terms & _SIGNED and any(contract.state != "draft" for contract in self):
            raise UserError(self.env._("A signed contract stands as it is: enter an amendment."))
        before = {contract.id: {name: self._plain(contract[name]) for name in terms} for contract in self}
        result = super().write(vals)
        self._journal("changed", before=lambda contract: before[contract.id],
                      after={name: vals[name] for name in terms})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._journal("deleted", before=lambda contract: {
            "name": contract.name, "customer": contract.partner_id.name, "amount": contract.amount})

    # ------------------------------------------------------------------
    # Numbers (R103, R121)
    # ------------------------------------------------------------------
    def _assign_numbers(self):
        """Number signed contracts whose dossier has a number: unique and gapless per department and year."""
        for contract in self:
            if not contract.number and contract.state != "draft" and contract.dossier_id.number:
                contract._set_gated(kind="contract_numbered", number=contract._next_number())

    def _next_number(self):
        template = self.company_id.archive_contract_template
        values = {
            "dossier": self.dossier_id.number, "department": self.department_id._archive_code(),
            "year": self.signed_on.year}
        serial = self.env["archive.number.counter"]._next(self.company_id, number_rule.prefix(template, values))
        return number_rule.number(template, values, serial)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_sign(self):
        """Enter the contract as signed by both sides: it is numbered, and its papers are due (R103, R104).

        :raises UserError: without the day of signing, or without an amount where one is due
        """
        self.check_access("write")
        for contract in self:
            if not contract.signed_on:
                raise UserError(self.env._("Enter the day on which “%s” was signed.", contract.name))
        self._sign()

    def _sign(self):
        self._move_each("in_force", {contract: {
            "formalities_on": contract.signed_on, "effective_on": contract.effective_on or contract.signed_on,
        } for contract in self}, kind="contract_signed")
        self._assign_numbers()

    def action_fulfil(self):
        """Both sides have done what they owe.

        :raises UserError: while a dispute is open
        """
        self.check_access("write")
        for contract in self:
            if contract.has_open_dispute:
                raise UserError(self.env._("“%s” is in dispute: settle it first.", contract.display_name))
        today = self._archive_day()
        return self._move("fulfilled", kind="contract_fulfilled", fulfilled_on=today, formalities_on=today)

    def action_reopen(self):
        """Take back that a contract was fulfilled: the administrator of contracts alone."""
        self._check_administrator()
        return self._move("in_force", kind="contract_reopened", fulfilled_on=False)

    def action_cancel(self):
        """Give up a contract that was never signed."""
        self.check_access("write")
        return self._move("cancelled", kind="contract_cancelled")

    def action_add_act(self):
        """Open the form that enters an amendment, the termination or a dispute."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Enter into the Ledger"),
            "res_model": "archive.contract.act", "view_mode": "form", "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def action_view_documents(self):
        """Open the papers of this contract."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_document_action")
        return {**action, "domain": [("contract_id", "=", self.id)],
                "context": {"default_contract_id": self.id, "default_dossier_id": self.dossier_id.id}}

    def _check_administrator(self):
        """:raises AccessError: for anybody but the administrators of contracts"""
        if not self.env.su and not self.env.user.has_group(_ADMINISTRATOR):
            raise AccessError(self.env._("Only the administrator of contracts does this."))
        self.check_access("write")
