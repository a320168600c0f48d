from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import gate

# Once entered, an act stands; these say what became of it.
_OPEN_LATER = {"note", "document_id", "outcome", "void_reason"}
_KINDS = {"amendment": "contract_amended", "termination": "contract_terminated", "dispute": "contract_disputed"}


class ArchiveContractAct(models.Model):
    """An amendment, the termination or a dispute of a contract, as ledger and statistics count them (R103, R105)."""

    _name = "archive.contract.act"
    _inherit = ["archive.journal.mixin", "archive.paper.mixin"]
    _description = "Act on a Contract"
    _order = "date desc, id desc"

    _gated_fields = frozenset({"settled_on", "void_on", "void_by_id", "order_id", "is_automatic", "is_papered"})

    contract_id = fields.Many2one("archive.contract", required=True, ondelete="restrict", index=True)
    dossier_id = fields.Many2one(related="contract_id.dossier_id")
    partner_id = fields.Many2one(related="contract_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    name = fields.Char(string="Subject", required=True)
    kind = fields.Selection(
        [("amendment", "Amendment"), ("termination", "Termination"), ("dispute", "Dispute")],
        string="Kind of Act", required=True, default="amendment", index=True)
    date = fields.Date(required=True, default=lambda self: self._archive_day(), index=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, precompute=True,
        help="Of an amendment: by how much the contract changes, negative where it becomes less. Of a termination: "
             "what is no longer fulfilled. Of a dispute: what is in dispute.")
    amount_company = fields.Monetary(
        string="Amount (Company Currency)", compute="_compute_amount_company", store=True,
        currency_field="company_currency_id")
    date_end = fields.Date(string="New End", help="Of the contract, where an amendment moves it.")
    note = fields.Text()
    document_id = fields.Many2one(
        "archive.document", string="Paper", ondelete="set null", index="btree_not_null",
        domain="[('dossier_id', '=', dossier_id)]")
    order_id = fields.Many2one("sale.order", string="Sales Order", readonly=True, ondelete="set null",
                               index="btree_not_null")
    is_automatic = fields.Boolean(string="From the Order", readonly=True)
    is_papered = fields.Boolean(readonly=True)
    outcome = fields.Text(string="Result", help="How the dispute was settled.")
    settled_on = fields.Date(readonly=True)
    void_on = fields.Date(readonly=True)
    void_by_id = fields.Many2one("res.users", string="Voided by", readonly=True, ondelete="restrict")
    void_reason = fields.Char(string="Reason of Voiding")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("kind", "contract_id")
    def _compute_amount(self):
        for act in self:
            act.amount = act.contract_id.amount_current if act.kind == "termination" else 0

    @api.depends("amount", "contract_id.currency_id", "contract_id.signed_on")
    def _compute_amount_company(self):
        for act in self:
            act.amount_company = act.contract_id._in_company_currency(act.amount) if act.contract_id else 0

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        entered = {name for vals in vals_list for name in vals.keys() & self._protected_fields() if vals[name]}
        if entered and not gate.is_open(self.env):
            raise self._gate_error(entered)
        acts = super().create(vals_list)
        gate.closed(acts)._take_effect()
        return acts

    def write(self, vals):
        if not gate.is_open(self.env):
            changed = {name for name in vals.keys() - _OPEN_LATER if self._changes(name, vals[name])}
            if changed:
                raise UserError(self.env._(
                    "What is in the ledger stands: void it, and enter it anew. Paper, note and result may follow "
                    "later."))
        result = super().write(vals)
        if not gate.is_open(self.env):
            self._journal("changed", after=vals)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Nothing is deleted from the ledger: void it, and say why."))

    def _take_effect(self):
        """Do to the contract what the act says.

        :raises UserError: for a contract that is not, or no longer, in force
        """
        for act in self:
            contract = act.contract_id
            contract.check_access("write")
            contract._lock()
            allowed = {"in_force", "fulfilled", "terminated"} if act.kind == "dispute" else {"in_force"}
            if contract.state not in allowed:
                raise UserError(self.env._(
                    "“%(contract)s” is not in force: no %(act)s is entered.", contract=contract.display_name,
                    act=dict(self._fields["kind"]._description_selection(self.env))[act.kind]))
            if act.date < (contract.signed_on or act.date) or act.date > self._archive_day():
                raise UserError(self.env._(
                    "“%s”: its day lies between the signing of the contract and today.", act.name))
            act._check_sums()
            after = {"kind": act.kind, "subject": act.name, "date": act.date, "amount": act.amount}
            if act.kind == "termination":
                contract._move("terminated", kind=_KINDS[act.kind], note=act.note or act.name,
                               terminated_on=act.date, formalities_on=act.date)
            elif act.kind == "amendment":
                contract._set_gated(kind=_KINDS[act.kind], note=act.note or act.name, formalities_on=act.date,
                                    date_end=act.date_end or contract.date_end)
            else:
                contract._journal(_KINDS[act.kind], after=after, note=act.note or act.name)
            act._journal("created", after=after)

    def _check_sums(self):
        """:raises UserError: for what would make less than nothing of the contract; an order speaks for itself"""
        if self.is_automatic:
            return
        if self.kind != "amendment" and self.amount < 0:
            raise UserError(self.env._("“%s”: only an amendment makes a contract smaller.", self.name))
        if self.kind == "amendment" and self.amount < 0 and self.contract_id.amount_current < 0:
            raise UserError(self.env._(
                "“%(act)s” takes more off than there is: %(contract)s would be worth less than nothing.",
                act=self.name, contract=self.contract_id.display_name))

    @api.constrains("document_id", "contract_id")
    def _check_document(self):
        for act in self:
            # sudo: whose paper it is, is no secret
            paper = act.document_id.sudo()
            if paper and paper.dossier_id != act.sudo().contract_id.dossier_id:
                raise ValidationError(self.env._(
                    "%(paper)s is not a paper of %(dossier)s.", paper=paper.display_name,
                    dossier=act.sudo().contract_id.dossier_id.display_name))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_settle(self):
        """The dispute is settled, with its result.

        :raises UserError: without a result, or for what is no open dispute
        """
        self.contract_id.check_access("write")
        for act in self:
            if act.kind != "dispute" or act.settled_on or act.void_on:
                raise UserError(self.env._("“%s” is no open dispute.", act.name))
            if not (act.outcome or "").strip():
                raise UserError(self.env._("Say how “%s” was settled.", act.name))
            gate.opened(act).settled_on = self._archive_day()
            act.contract_id._journal("contract_settled", after={"subject": act.name}, note=act.outcome)

    def action_void(self):
        """It was entered by mistake: department heads and administrators of contracts void it.

        :raises AccessError: for anybody else
        :raises UserError: without a reason, or for a termination, which ended the contract
        """
        user = self.env.user
        if not self.env.su and not user.has_group("client_archive.group_contract_administrator") \
                and not user.has_group("client_archive.group_department_head"):
            raise AccessError(self.env._("Department heads and the administrator of contracts void an entry."))
        self.check_access("read")
        for act in self.sudo():  # sudo: heads void what others entered; checked above
            act.contract_id._lock()
            if act.void_on or act.kind == "termination":
                raise UserError(self.env._("“%s” cannot be voided.", act.name))
            if not (act.void_reason or "").strip():
                raise UserError(self.env._("Say why “%s” is void.", act.name))
            gate.opened(act).write({"void_on": self._archive_day(), "void_by_id": self.env.uid})
            act.contract_id._journal("contract_act_void", before={"subject": act.name, "amount": act.amount},
                                     note=act.void_reason)
