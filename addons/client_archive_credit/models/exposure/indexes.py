from odoo import models

from ...tools.exposure import BEYOND_THE_ORDER

# What is open is found without looking at what was paid or invoiced in full: the indexes hold the open rows alone.


class AccountMove(models.Model):
    _inherit = "account.move"

    _credit_draft_idx = models.Index(
        "(partner_id) WHERE state = 'draft' AND move_type IN ('out_invoice', 'out_receipt')")


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # Lines of income, tax and cost are not reconciled either: they have no residual.
    _credit_open_idx = models.Index(
        "(partner_id) WHERE reconciled IS NOT TRUE AND amount_residual != 0 AND parent_state = 'posted'")
    _credit_matched_draft_idx = models.Index(
        "(partner_id) WHERE parent_state = 'draft' AND matching_number IS NOT NULL")


class AccountPayment(models.Model):
    _inherit = "account.payment"

    _credit_transit_idx = models.Index("(partner_id) WHERE move_id IS NULL AND state = 'in_process'")


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    _credit_transit_idx = models.Index("(id) WHERE payment_id IS NULL AND state IN ('authorized', 'done')")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    _credit_open_idx = models.Index(
        "(partner_invoice_id) WHERE state = 'sale' AND invoice_status IS DISTINCT FROM 'invoiced'")


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    _credit_beyond_idx = models.Index(f"(order_id) WHERE {BEYOND_THE_ORDER}")
