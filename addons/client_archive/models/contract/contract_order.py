import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate


class ArchiveContractOrder(models.Model):
    """A sales order behind a contract, and what it said when it was filed: what differs later is an amendment."""

    _name = "archive.contract.order"
    _inherit = ["archive.journal.mixin", "archive.paper.mixin"]
    _description = "Sales Order behind a Contract"
    _rec_name = "order_name"

    _gated_fields = frozenset({
        "order_name", "currency_id", "amount", "digest", "checked_on", "is_current", "is_papered", "document_id"})

    contract_id = fields.Many2one("archive.contract", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    order_id = fields.Many2one(
        "sale.order", string="Sales Order", ondelete="set null", index=True,
        help="An order that is deleted after it was cancelled leaves its name here.")
    order_name = fields.Char(string="Order", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True, ondelete="restrict")
    amount = fields.Monetary(string="Amount as Filed", readonly=True)
    digest = fields.Char(readonly=True, help="Fingerprint of what the order says.")
    checked_on = fields.Datetime(readonly=True)
    is_current = fields.Boolean(string="Current", default=True, readonly=True)
    is_papered = fields.Boolean(readonly=True)
    document_id = fields.Many2one(
        "archive.document", string="Paper", readonly=True, ondelete="set null", index="btree_not_null")

    _order_uniq = models.UniqueIndex(
        "(order_id) WHERE is_current", "This order already stands behind another contract.")

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_names({name for name in vals if vals[name]} - {"contract_id", "order_id"})
        links = super().create(vals_list)
        for link in links:
            link._check_link()
            gate.opened(link).write(link._snapshot())
        links._journal("created", after=lambda link: {
            "contract": link.contract_id.display_name, "order": link.order_name, "amount": link.amount})
        return links

    def write(self, vals):
        if not gate.is_open(self.env):
            self._check_names(set(vals))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_while_draft(self):
        if any(link.contract_id.state != "draft" for link in self):
            raise UserError(self.env._("The orders behind a signed contract stay in the ledger."))
        self._journal("deleted", before=lambda link: {
            "contract": link.contract_id.display_name, "order": link.order_name})

    def _check_names(self, refused):
        if refused and not gate.is_open(self.env):
            raise AccessError(self.env._("Choose the order alone: the rest follows from it."))

    def _check_link(self):
        """:raises UserError: for an order of another customer or company, or a contract that is past"""
        self.ensure_one()
        contract, order = self.contract_id, self.order_id
        if not order:
            raise UserError(self.env._("Choose the order."))
        order.check_access("read")
        order = order.sudo()  # sudo: its customer is compared, whoever asks
        if contract.state not in ("draft", "in_force"):
            raise UserError(self.env._("“%s” is past: it takes no more orders.", contract.display_name))
        if order.company_id != contract.company_id or order.partner_id.commercial_partner_id != contract.partner_id:
            raise UserError(self.env._("%(order)s is not an order of %(customer)s.", order=order.name,
                                       customer=contract.partner_id.display_name))

    # ------------------------------------------------------------------
    # What the order says
    # ------------------------------------------------------------------
    def _snapshot(self):
        self.ensure_one()
        order = self.order_id.sudo()  # sudo: what the order says, whoever notes it
        return {
            "order_name": order.name, "currency_id": order.currency_id.id, "amount": order.amount_total,
            "digest": self._digest(order), "checked_on": fields.Datetime.now()}

    @api.model
    def _digest(self, order):
        """Fingerprint of what both sides agreed on: who, what, how much, at which price, when, how paid."""
        lines = order.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        said = [
            order.partner_id.commercial_partner_id.id, order.currency_id.name, order.payment_term_id.id,
            str(order.commitment_date), f"{order.amount_total:.4f}",
            sorted([line.product_id.id, f"{line.product_uom_qty:.6f}", f"{line.price_unit:.6f}", f"{line.discount:.4f}"]
                   for line in lines)]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    # ------------------------------------------------------------------
    # What became of it (R103)
    # ------------------------------------------------------------------
    def _note_changes(self):
        """Enter into the ledger that these orders were amended or cancelled. Behind the gate, as the system.

        :return: acts that were entered
        """
        acts = self.env["archive.contract.act"]
        for link in self.filtered("is_current"):
            order, contract = link.order_id, link.contract_id
            if contract.state != "in_force" or not order:
                continue
            if order.state == "cancel":
                acts |= link._note_cancelled()
            elif order.state == "sale" and link.digest != self._digest(order):
                acts |= link._note_amended()
            gate.opened(link).checked_on = fields.Datetime.now()
        return acts

    def _note_cancelled(self):
        contract = self.contract_id
        gate.opened(self).is_current = False
        others = contract.order_link_ids.filtered("is_current")
        name = self.env._("Order %s cancelled", self.order_name)
        if others:
            return self._enter("amendment", name, -self._in_contract_currency(self.amount))
        return self._enter("termination", name, contract.amount_current)

    def _note_amended(self):
        before, order = self.amount, self.order_id
        note = self.env._("%(order)s: from %(before).2f to %(after).2f %(currency)s.", order=self.order_name,
                          before=before, after=order.amount_total, currency=order.currency_id.name)
        delta = self._in_contract_currency(order.amount_total - before)
        gate.opened(self).write(self._snapshot())
        today = self._archive_day()
        same = self.contract_id.act_ids.filtered(lambda act: (
            act.is_automatic and act.kind == "amendment" and act.date == today and act.order_id == order
            and not act.void_on and not act.document_id.version_count))[:1]
        if same:
            # Somebody still at work on the order: one amendment a day, not one at every save.
            gate.opened(same).write({"amount": same.amount + delta, "note": "\n".join(filter(None, [same.note, note]))})
            same._journal("changed", after={"amount": same.amount}, note=note)
            return same.browse()
        return self._enter("amendment", self.env._("Order %s changed", self.order_name), delta, note=note)

    def _in_contract_currency(self, amount):
        contract = self.contract_id
        return self.currency_id._convert(
            amount, contract.currency_id, contract.company_id, self._archive_day())

    def _enter(self, kind, name, amount, note=False):
        return gate.opened(self.env["archive.contract.act"]).create({
            "contract_id": self.contract_id.id, "kind": kind, "name": name, "amount": amount, "note": note,
            "date": self._archive_day(), "order_id": self.order_id.id, "is_automatic": True})
