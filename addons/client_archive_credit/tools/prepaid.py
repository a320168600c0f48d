"""Money of customers that is not in the books yet, or was paid for one order: queries."""

from odoo.tools import SQL


def payments_underway(companies, partner_ids):
    """Payments without a journal entry of their own, as far as their invoices are open: (payer, payment, amount)."""
    return SQL(
        """
        SELECT payer_id, payment_id, amount
          FROM (SELECT payer.commercial_partner_id AS payer_id, payment.id AS payment_id,
                       CASE WHEN COUNT(invoice.id) > 0
                            THEN LEAST(payment.amount_company_currency_signed, SUM(invoice.amount_residual_signed))
                            WHEN payment.state = 'in_process' THEN payment.amount_company_currency_signed
                            ELSE 0 END AS amount
                  FROM account_payment payment
                  JOIN res_partner payer ON payer.id = payment.partner_id
                  LEFT JOIN account_move__account_payment rel ON rel.payment_id = payment.id
                  LEFT JOIN account_move invoice ON invoice.id = rel.invoice_id AND invoice.state = 'posted'
                 WHERE payer.commercial_partner_id IN %(partners)s AND payment.company_id IN %(companies)s
                   AND payment.partner_type = 'customer' AND payment.payment_type = 'inbound'
                   AND payment.state IN ('in_process', 'paid') AND payment.move_id IS NULL
                 GROUP BY payer.commercial_partner_id, payment.id) underway
         WHERE amount > 0
        """,
        partners=tuple(partner_ids) or (0,), companies=tuple(companies) or (0,))


def paid_for(order_ids):
    """Money that was paid online for one of these orders alone and is not used for anything else: (order, amount)."""
    return SQL(
        """
        SELECT sale.id,
               SUM(CASE WHEN tx.payment_id IS NULL AND tx.source_transaction_id IS NULL
                             AND tx.operation IN ('online_redirect', 'online_direct', 'online_token', 'offline')
                             AND (tx.state = 'authorized' OR tx.state = 'done' AND tx.is_post_processed IS NOT TRUE)
                        THEN tx.amount / COALESCE(NULLIF(sale.currency_rate, 0), 1)
                        WHEN payment.move_id IS NOT NULL THEN GREATEST(0, -rest.amount)
                        WHEN payment.state = 'in_process' AND NOT EXISTS (
                             SELECT FROM account_move__account_payment used WHERE used.payment_id = payment.id)
                        THEN payment.amount_company_currency_signed
                        ELSE 0 END)
          FROM sale_order sale
          JOIN sale_order_transaction_rel rel ON rel.sale_order_id = sale.id
          JOIN payment_transaction tx ON tx.id = rel.transaction_id AND tx.currency_id = sale.currency_id
          LEFT JOIN account_payment payment ON payment.id = tx.payment_id
          LEFT JOIN LATERAL (
               SELECT SUM(line.amount_residual) AS amount
                 FROM account_move_line line
                 JOIN account_account account ON account.id = line.account_id
                WHERE line.move_id = payment.move_id AND line.parent_state = 'posted'
                  AND account.account_type = 'asset_receivable') rest ON TRUE
         WHERE sale.id IN %(orders)s
           AND NOT EXISTS (SELECT FROM sale_order_transaction_rel other
                            WHERE other.transaction_id = tx.id AND other.sale_order_id != sale.id)
         GROUP BY sale.id
        """,
        orders=tuple(order_ids) or (0,))
