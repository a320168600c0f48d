"""Dealings with one customer, made at random: each act picks what it acts on from what is there."""

from datetime import timedelta

from odoo import Command, fields


class History:
    """Acts on one payer in several companies. Every public method is an act that takes two numbers, which choose.

    :param companies: companies that deal with the payer; taxes are given per company
    """

    def __init__(self, env, payer, companies, products, taxes, currencies):
        self.env, self.payer, self.companies = env, payer, companies
        self.products, self.taxes, self.currencies = products, taxes, currencies
        self.units = env.ref("uom.product_uom_unit") | env.ref("uom.product_uom_dozen")
        self.orders = env["sale.order"]
        Partner = env["res.partner"]
        self.contact = Partner.create({"name": "Branch", "parent_id": payer.id, "type": "invoice"})
        self.stranger = Partner.create({"name": "Buys, and the payer pays", "is_company": True})

    @classmethod
    def acts(cls):
        return sorted(name for name in vars(cls) if not name.startswith("_") and name != "acts")

    def _pick(self, records, number):
        return records[number % len(records)] if records else records

    def _day(self, number):
        """Today or some day before, when rates were others."""
        return fields.Date.today() - timedelta(days=(0, 0, 7, 40)[number % 4])

    def _invoices(self, state, kind="out_invoice"):
        return self.env["account.move"].search([
            ("commercial_partner_id", "=", self.payer.id), ("state", "=", state), ("move_type", "=", kind)], order="id")

    def _confirmed(self):
        return self.orders.filtered(lambda order: order.state == "sale")

    def _goods(self, orders):
        return orders.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment)

    # ------------------------------------------------------------------
    # Orders
    # ------------------------------------------------------------------
    def sell(self, number, more):
        """A confirmed order of one to three lines, in any currency and company, with and without tax and discount."""
        company = self._pick(self.companies, number // 3 + more)
        currency = self._pick(self.currencies, more)
        pricelist = self.env["product.pricelist"].create({
            "name": "Random", "currency_id": currency.id, "company_id": False})
        order = self.env["sale.order"].with_company(company).create({
            "partner_id": (self.stranger if more % 5 == 4 else self.payer).id, "pricelist_id": pricelist.id,
            "partner_invoice_id": self._pick(self.payer | self.contact, number).id, "company_id": company.id,
            "order_line": [
                Command.create({"display_type": "line_section", "name": "Section"}),
                *(Command.create(self._line(company, number + line, more + line)) for line in range(1 + number % 3)),
                Command.create({"display_type": "line_note", "name": "Note"})]})
        order.action_confirm()
        self.orders |= order

    def _line(self, company, number, more):
        return {
            "product_id": self._pick(self.products, number).id, "product_uom_id": self._pick(self.units, more // 7).id,
            "product_uom_qty": 1 + number % 7, "price_unit": 10.0 * (1 + more % 90) + 0.37,
            "discount": (0, 0, 12.5)[more % 3], "tax_ids": self._pick(self.taxes[company], more // 3).ids}

    def extra(self, number, more):
        """Something nobody ordered, delivered all the same."""
        if order := self._pick(self._confirmed(), number):
            order.order_line = [Command.create({
                **self._line(order.company_id, more, number), "product_uom_qty": 0, "qty_delivered": 1 + more % 4})]

    def take_back(self, number, more):
        """A return: a line with a negative quantity."""
        if order := self._pick(self._confirmed(), number):
            order.order_line = [Command.create({
                **self._line(order.company_id, more, number), "product_uom_qty": -1 - more % 3})]

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
        if line := self._pick(self._goods(self._confirmed()), number):
            line.qty_delivered = more % 11

    def grow(self, number, more):
        if line := self._pick(self._goods(self._confirmed().filtered(lambda order: not order.locked)), number):
            line.product_uom_qty = max(line.qty_invoiced, 1) + more % 5

    def let_another_pay(self, number, more):
        """Another invoice address; what was drafted for the order keeps the old one."""
        if order := self._pick(self._confirmed().filtered(lambda order: not order.locked), number):
            order.partner_invoice_id = self._pick(self.payer | self.contact | self.stranger, more)

    def close(self, number, more):
        """An order that is delivered, invoiced and paid: nothing of it is left."""
        order = self._pick(self._confirmed(), number)
        for line in self._goods(order):
            line.qty_delivered = line.product_uom_qty
        if order.invoice_status == "to invoice":
            moves = order._create_invoices(final=True)
            moves.action_post()
            self._settle(moves.filtered(lambda move: move.amount_residual))

    # ------------------------------------------------------------------
    # Invoices
    # ------------------------------------------------------------------
    def invoice_order(self, number, more):
        order = self._pick(self.orders.filtered(lambda order: order.invoice_status == "to invoice"), number)
        if order:
            moves = order._create_invoices(final=bool(more % 2))
            moves.invoice_date = self._day(more // 6)
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
            move = order.invoice_ids.filtered(lambda move: move.state == "draft").sorted("id")[-1:]
            move.invoice_date = self._day(number // 5)
            if more % 4:
                move.action_post()

    def bill(self, number, more):
        """An invoice or a credit note without an order."""
        company = self._pick(self.companies, number // 3)
        move = self.env["account.move"].with_company(company).create({
            "move_type": ("out_invoice", "out_invoice", "out_refund")[number % 3], "company_id": company.id,
            "partner_id": self._pick(self.payer | self.contact, more).id, "invoice_date": self._day(more // 4),
            "currency_id": self._pick(self.currencies, more // 2).id,
            "invoice_line_ids": [Command.create({
                "name": "Service", "quantity": 1 + number % 3, "price_unit": 3.33 * (1 + more % 50),
                "tax_ids": self._pick(self.taxes[company], number).ids})]})
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

    def take_down(self, number, more):
        """A posted invoice goes back to draft; a draft is cancelled."""
        if move := self._pick(self._invoices("posted"), number) if more % 2 else None:
            move.button_draft()
        elif move := self._pick(self._invoices("draft"), number):
            move.button_cancel()

    # ------------------------------------------------------------------
    # Money
    # ------------------------------------------------------------------
    def pay(self, number, more):
        moves = self._invoices("posted").filtered(lambda move: move.payment_state in ("not_paid", "partial"))
        if move := self._pick(moves, number):
            part = {} if more % 2 else {"amount": round(move.amount_residual * (1 + more % 9) / 10, 2)}
            if not part or part["amount"]:
                self._settle(move, part)

    def _settle(self, moves, values=()):
        for move in moves:
            self.env["account.payment.register"].with_company(move.company_id).with_context(
                active_model="account.move", active_ids=move.ids).create(dict(values))._create_payments()

    def pay_ahead(self, number, more):
        self.env["account.payment"].with_company(self._pick(self.companies, more)).create({
            "partner_id": self.payer.id, "payment_type": "inbound", "partner_type": "customer",
            "amount": 7.5 * (1 + number % 60)}).action_post()

    def write_off(self, number, more):
        """A miscellaneous entry on the customer's account."""
        company = self._pick(self.companies, more)
        mine = self.payer.with_company(company)
        account = self.env["account.account"].with_company(company).search([
            ("account_type", "=", "expense"), ("company_ids", "parent_of", company.id)], limit=1)
        amount = 1.11 * (1 + number % 40)
        self.env["account.move"].with_company(company).create({"company_id": company.id, "line_ids": [
            Command.create({"account_id": account.id, "debit": amount, "name": "Allowance"}),
            Command.create({
                "account_id": mine.property_account_receivable_id.id, "credit": amount, "name": "Allowance",
                "partner_id": self.payer.id})]}).action_post()
