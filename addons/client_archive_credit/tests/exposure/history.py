"""Dealings with one customer, made at random: each act picks what it acts on from what is there."""

from odoo import Command, fields


class History:
    """Acts on one payer. Every public method is an act that takes two numbers, which choose."""

    def __init__(self, env, payer, products, taxes, currencies):
        self.env, self.payer = env, payer
        self.products, self.taxes, self.currencies = products, taxes, currencies
        self.orders = env["sale.order"]
        self.contact = env["res.partner"].create({"name": "Branch", "parent_id": payer.id, "type": "invoice"})

    @classmethod
    def acts(cls):
        return sorted(name for name in vars(cls) if not name.startswith("_") and name != "acts")

    def _pick(self, records, number):
        return records[number % len(records)] if records else records

    def _invoices(self, state, kind="out_invoice"):
        return self.env["account.move"].search([
            ("commercial_partner_id", "=", self.payer.id), ("state", "=", state), ("move_type", "=", kind)], order="id")

    # ------------------------------------------------------------------
    # Orders
    # ------------------------------------------------------------------
    def sell(self, number, more):
        """A confirmed order of one to three lines, in any currency, with and without tax and discount."""
        currency = self._pick(self.currencies, more)
        pricelist = self.env["product.pricelist"].create({"name": "Random", "currency_id": currency.id})
        order = self.env["sale.order"].create({
            "partner_id": self.payer.id, "pricelist_id": pricelist.id,
            "partner_invoice_id": self._pick(self.payer | self.contact, number).id,
            "order_line": [Command.create({
                "product_id": self._pick(self.products, number + line).id,
                "product_uom_qty": 1 + (number + line) % 7, "price_unit": 10.0 * (1 + (more + line) % 90) + 0.37,
                "discount": (0, 0, 12.5)[(more + line) % 3], "tax_ids": self._pick(self.taxes, more // 3 + line).ids,
            }) for line in range(1 + number % 3)] + [Command.create({"display_type": "line_note", "name": "Note"})]})
        order.action_confirm()
        self.orders |= order

    def quote(self, number, more):
        self.sell(number, more)
        self.orders[-1]._action_cancel()

    def cancel(self, number, more):
        order = self._pick(self.orders, number)
        if order.state == "sale" and not order.locked and not order.invoice_ids.filtered(lambda m: m.state == "posted"):
            order._action_cancel()

    def lock(self, number, more):
        order = self._pick(self.orders, number)
        if order.state == "sale" and not order.locked:
            order.action_lock()

    def deliver(self, number, more):
        lines = self.orders.filtered(lambda order: order.state == "sale").order_line.filtered(
            lambda line: not line.display_type and not line.is_downpayment)
        if line := self._pick(lines, number):
            line.qty_delivered = more % 11

    def grow(self, number, more):
        orders = self.orders.filtered(lambda order: order.state == "sale" and not order.locked)
        lines = orders.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)
        if line := self._pick(lines, number):
            line.product_uom_qty = max(line.qty_invoiced, 1) + more % 5

    # ------------------------------------------------------------------
    # Invoices
    # ------------------------------------------------------------------
    def invoice_order(self, number, more):
        order = self._pick(self.orders.filtered(lambda order: order.invoice_status == "to invoice"), number)
        if order:
            moves = order._create_invoices(final=bool(more % 2))
            if more % 3:
                moves.action_post()

    def invoice_part(self, number, more):
        """Less than what was ordered, as an accountant changes a draft."""
        order = self._pick(self.orders.filtered(lambda order: order.invoice_status == "to invoice"), number)
        if order:
            move = order._create_invoices()[:1]
            line = self._pick(move.invoice_line_ids.filtered(
                lambda item: item.display_type == "product" and item.quantity > 1), more)
            if line:
                line.quantity -= 1
            move.action_post()

    def ask_down_payment(self, number, more):
        order = self._pick(self.orders.filtered(lambda order: order.state == "sale"), number)
        if order and order.amount_total > 1 and not order.locked:
            self.env["sale.advance.payment.inv"].with_context(
                active_model="sale.order", active_ids=order.ids).create({
                    "advance_payment_method": "percentage", "amount": 5 + more % 40}).create_invoices()
            if more % 4:
                order.invoice_ids.filtered(lambda move: move.state == "draft")[-1:].action_post()

    def bill(self, number, more):
        """An invoice or a credit note without an order."""
        move = self.env["account.move"].create({
            "move_type": ("out_invoice", "out_invoice", "out_refund")[number % 3],
            "partner_id": self._pick(self.payer | self.contact, more).id, "invoice_date": fields.Date.today(),
            "currency_id": self._pick(self.currencies, more // 2).id,
            "invoice_line_ids": [Command.create({
                "name": "Service", "quantity": 1 + number % 3, "price_unit": 3.33 * (1 + more % 50),
                "tax_ids": self._pick(self.taxes, number).ids})]})
        if more % 4:
            move.action_post()

    def post(self, number, more):
        move = self._pick(self._invoices("draft") | self._invoices("draft", "out_refund"), number)
        if move and move.amount_total >= 0 and move.invoice_line_ids:
            move.action_post()

    def credit(self, number, more):
        """Reverse a posted invoice, wholly and now, or as a draft."""
        if move := self._pick(self._invoices("posted"), number):
            refund = move._reverse_moves([{"invoice_date": fields.Date.today()}])
            if more % 3:
                refund.action_post()

    # ------------------------------------------------------------------
    # Money
    # ------------------------------------------------------------------
    def pay(self, number, more):
        moves = self._invoices("posted").filtered(lambda move: move.payment_state in ("not_paid", "partial"))
        if move := self._pick(moves, number):
            part = {} if more % 2 else {"amount": round(move.amount_residual * (1 + more % 9) / 10, 2)}
            if not part or part["amount"]:
                self.env["account.payment.register"].with_context(
                    active_model="account.move", active_ids=move.ids).create(part)._create_payments()

    def pay_ahead(self, number, more):
        self.env["account.payment"].create({
            "partner_id": self.payer.id, "payment_type": "inbound", "partner_type": "customer",
            "amount": 7.5 * (1 + number % 60)}).action_post()

    def write_off(self, number, more):
        """A miscellaneous entry on the customer's account."""
        accounts = self.env["account.account"].search([("account_type", "=", "expense")], limit=1)
        amount = 1.11 * (1 + number % 40)
        self.env["account.move"].create({"line_ids": [
            Command.create({"account_id": accounts.id, "debit": amount, "name": "Allowance"}),
            Command.create({
                "account_id": self.payer.property_account_receivable_id.id, "credit": amount, "name": "Allowance",
                "partner_id": self.payer.id})]}).action_post()
