"""What a payer owes and will owe, worked out the slow and readable way, document by document.

Shares nothing with ``tools/exposure.py``: no SQL, no residual amounts, taxes by Odoo's own engine.
"""


def used(env, company, payer):
    """Exposure of ``payer`` in ``company``, in its currency; negative for one who paid ahead."""
    contacts = env["res.partner"].with_context(active_test=False).search([("id", "child_of", payer.id)])
    return books(env, company, contacts) + drafts(env, company, contacts) + sum(
        to_invoice(order) for order in env["sale.order"].search([
            ("partner_invoice_id", "in", contacts.ids), ("company_id", "=", company.id), ("state", "=", "sale")]))


def books(env, company, contacts):
    """The balance of the payer's accounts receivable: what was invoiced less what was paid, refunded or written off."""
    lines = env["account.move.line"].search([
        ("partner_id", "in", contacts.ids), ("company_id", "=", company.id), ("parent_state", "=", "posted"),
        ("account_id.account_type", "=", "asset_receivable")])
    return sum(line.debit - line.credit for line in lines)


def drafts(env, company, contacts):
    """Draft invoices that no confirmed order stands behind."""
    total = 0
    for invoice in env["account.move"].search([
            ("partner_id", "in", contacts.ids), ("company_id", "=", company.id), ("state", "=", "draft"),
            ("move_type", "=", "out_invoice")]):
        lines = invoice.invoice_line_ids.filtered(
            lambda line: line.display_type == "product" and "sale" not in line.sale_line_ids.order_id.mapped("state"))
        total += max(0, sum(line.price_total for line in lines)) / rate(invoice)
    return total


def rate(invoice):
    return invoice.invoice_currency_rate or 1


def to_invoice(order):
    """What a confirmed order still brings, less down payments that were invoiced and not deducted yet."""
    total = 0
    for line in order.order_line.filtered(lambda line: not line.display_type):
        if line.is_downpayment:
            total -= sum(sign(item.move_id) * in_currency(item, order) for item in posted_items(line))
            continue
        invoiced = sum(
            sign(item.move_id) * item.product_uom_id._compute_quantity(item.quantity, line.product_uom_id, round=False)
            for item in posted_items(line))
        if line.product_uom_qty < 0:
            left = min(0, min(line.product_uom_qty, line.qty_delivered) - invoiced)
        else:
            left = max(0, max(line.product_uom_qty, line.qty_delivered) - invoiced)
        price = line.price_unit * (1 - line.discount / 100)
        total += line.tax_ids.compute_all(
            price, currency=order.currency_id, quantity=left, product=line.product_id)["total_included"]
    return max(0, total) / order.currency_rate


def in_currency(item, order):
    """What an invoice line says, in the currency of the order."""
    if item.currency_id == order.currency_id:
        return item.price_total
    return item.price_total / rate(item.move_id) * order.currency_rate


def posted_items(line):
    return line.invoice_lines.filtered(
        lambda item: item.parent_state == "posted" and item.move_id.move_type in ("out_invoice", "out_refund"))


def sign(move):
    return -1 if move.move_type == "out_refund" else 1
