"""Invoices, orders and payments by the hundred thousand, by SQL, in a database without our add-ons. For `odoo shell`.

Ten thousand customers, some of them very large, one in five of whom has its invoices sent to another address, and
ninety thousand other contacts. What is open is the same at every volume: 20,000 invoices, 10,000 orders (one in four
invoiced in part, one in five in another currency) and 500 drafts. The rest was ordered, invoiced and paid over the
years. Called again with more, it adds paid history.

    BENCH_INVOICES  [100000]   posted invoices in all
"""

import os
import time

from odoo import fields
from odoo.tools import SQL

INVOICES = int(os.environ.get("BENCH_INVOICES", 100_000))
CUSTOMERS, OPEN_INVOICES, OPEN_ORDERS, DRAFTS = 10_000, 20_000, 10_000, 500
CONTACTS = 90_000  # partners who buy nothing
CHUNK = 200_000
env = globals()["env"]  # the shell's


def say(message):
    print(f"[{time.strftime('%H:%M:%S')}] {message}", flush=True)


def execute(query, **values):
    env.cr.execute(SQL(query, **values))


def prepare():
    """A company with accounts and a foreign currency; two products, ordered and delivered; the customers."""
    company = env.company
    if not company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    company.account_use_credit_limit = True
    foreign = env["res.currency"].with_context(active_test=False).search(
        [("name", "=", "EUR" if company.currency_id.name != "EUR" else "USD")])
    foreign.active = True
    env["res.currency.rate"].create({
        "currency_id": foreign.id, "company_id": company.id, "name": "2015-01-01", "rate": 0.8})
    for policy in ("order", "delivery"):
        env["product.product"].create({
            "name": f"Bench {policy}", "default_code": f"bench_{policy}", "type": "service", "invoice_policy": policy,
            "taxes_id": False})
    env.flush_all()
    execute("""
        CREATE TABLE bench_customer AS
        SELECT n, nextval('res_partner_id_seq')::int AS partner,
               CASE n %% 5 WHEN 0 THEN nextval('res_partner_id_seq')::int END AS address
          FROM generate_series(0, %(customers)s - 1) AS n;
        ALTER TABLE bench_customer ADD PRIMARY KEY (n);
        UPDATE bench_customer SET address = partner WHERE address IS NULL;
        INSERT INTO res_partner (id, name, complete_name, is_company, active, type, commercial_partner_id,
                                 customer_rank, autopost_bills, lang, credit_limit, create_date, write_date)
        SELECT partner, 'Customer ' || n, 'Customer ' || n, true, true, 'contact', partner, 1, 'ask', 'en_US',
               jsonb_build_object(%(company)s::text, CASE n %% 10 WHEN 3 THEN 50000 ELSE 100000000 END), now(), now()
          FROM bench_customer;
        INSERT INTO res_partner (id, name, complete_name, parent_id, is_company, active, type, commercial_partner_id,
                                 customer_rank, autopost_bills, lang, create_date, write_date)
        SELECT address, 'Accounts', 'Customer ' || n || ', Accounts', partner, false, true, 'invoice', partner, 0,
               'ask',
               'en_US', now(), now()
          FROM bench_customer WHERE address != partner;
        INSERT INTO res_partner (id, name, complete_name, commercial_partner_id, is_company, active, type,
                                 customer_rank, autopost_bills, lang, create_date, write_date)
        SELECT id, 'Contact ' || id, 'Contact ' || id, id, false, true, 'contact', 0, 'ask', 'en_US', now(), now()
          FROM (SELECT nextval('res_partner_id_seq')::int AS id FROM generate_series(1, %(contacts)s)) contacts
        """, customers=CUSTOMERS, company=company.id, contacts=CONTACTS)


def values():
    company = env.company
    product = {policy: env["product.product"].search([("default_code", "=", f"bench_{policy}")])
               for policy in ("order", "delivery")}
    journal = {kind: env["account.journal"].search([("type", "=", kind), ("company_id", "=", company.id)], limit=1)
               for kind in ("sale", "bank")}
    partner = env["res.partner"].search([("name", "=", "Customer 0")])
    foreign = env["res.currency"].search([("name", "=", "EUR" if company.currency_id.name != "EUR" else "USD")])
    return {
        "company": company.id, "currency": company.currency_id.id, "foreign": foreign.id, "customers": CUSTOMERS,
        "sale": journal["sale"].id, "bank": journal["bank"].id, "money": journal["bank"].default_account_id.id,
        "receivable": partner.property_account_receivable_id.id, "income": journal["sale"].default_account_id.id,
        "by_order": product["order"].id, "by_delivery": product["delivery"].id, "uom": product["order"].uom_id.id,
        "today": fields.Date.today(),
    }


# A few customers buy very much, most buy little; spread so that neighbours are not neighbours in time.
CUSTOMER = SQL("floor(%s * power((i * 7919 %% 1000003) / 1000003.0, 2))::int", CUSTOMERS)


def invoices(first, last, state):
    """Posted or draft invoices ``first`` to ``last``, half of them of orders; ``state`` is draft, open or paid."""
    say(f"invoices {first}–{last}, {state}")
    execute("""
        CREATE TEMPORARY TABLE invoice ON COMMIT DROP AS
        SELECT i, partner, address, nextval('account_move_id_seq')::int AS move, day,
               (100 + i * 7919 %% 9973 * 2)::numeric AS amount, i %% 2 = 0 AND %(state)s != 'draft' AS ordered,
               CASE WHEN i %% 2 = 0 THEN nextval('sale_order_id_seq')::int END AS "order"
          FROM (SELECT i, %(customer)s AS n,
                       %(today)s - CASE %(state)s WHEN 'paid' THEN 90 + i %% 1800 ELSE i %% 60 END::int AS day
                  FROM generate_series(%(first)s::bigint, %(last)s::bigint - 1) AS i) drawn
          JOIN bench_customer USING (n);
        CREATE TEMPORARY TABLE item ON COMMIT DROP AS
        SELECT i, k, nextval('account_move_line_id_seq')::int AS line,
               CASE WHEN ordered THEN nextval('sale_order_line_id_seq')::int END AS origin,
               amount / (1 + (i %% 4 = 0)::int) AS amount
          FROM invoice, generate_series(1, 1 + (i %% 4 = 0)::int) AS k;
        INSERT INTO account_move (id, name, journal_id, company_id, currency_id, partner_id, commercial_partner_id,
               partner_shipping_id, state, move_type, auto_post, date, invoice_date, invoice_date_due, payment_state,
               amount_untaxed, amount_tax, amount_total, amount_residual, amount_untaxed_signed, amount_tax_signed,
               amount_total_signed, amount_residual_signed, amount_total_in_currency_signed,
               amount_untaxed_in_currency_signed, invoice_currency_rate, sequence_prefix, sequence_number,
               posted_before,
               invoice_partner_display_name, create_date, write_date, create_uid, write_uid)
        SELECT move, CASE %(state)s WHEN 'draft' THEN NULL ELSE 'B/' || i END, %(sale)s, %(company)s, %(currency)s,
               address, partner, address, CASE %(state)s WHEN 'draft' THEN 'draft' ELSE 'posted' END, 'out_invoice',
               'no', day, day, day + 30, CASE %(state)s WHEN 'paid' THEN 'paid' ELSE 'not_paid' END, amount, 0, amount,
               left_over, amount, 0, amount, left_over, amount, amount, 1, 'B/', i, true, 'Customer', now(), now(), 1, 1
          FROM invoice, LATERAL (SELECT CASE %(state)s WHEN 'paid' THEN 0 ELSE amount END AS left_over) rest;
        INSERT INTO account_move_line (id, move_id, journal_id, company_id, company_currency_id, account_id,
               currency_id,
               partner_id, product_id, product_uom_id, date, invoice_date, debit, credit, balance, amount_currency,
               amount_residual, amount_residual_currency, quantity, price_unit, price_subtotal, price_total, discount,
               reconciled, move_name, parent_state, name, display_type, create_date, write_date)
        SELECT line, move, %(sale)s, %(company)s, %(currency)s, %(income)s, %(currency)s, partner, %(by_order)s,
               %(uom)s,
               day, day, 0, item.amount, -item.amount, -item.amount, 0, 0, 10, item.amount / 10, item.amount,
               item.amount, 0, false, 'B/' || i, CASE %(state)s WHEN 'draft' THEN 'draft' ELSE 'posted' END, 'Bearings',
               'product', now(), now()
          FROM invoice JOIN item USING (i);
        INSERT INTO account_move_line (move_id, journal_id, company_id, company_currency_id, account_id, currency_id,
               partner_id, date, invoice_date, date_maturity, debit, credit, balance, amount_currency, amount_residual,
               amount_residual_currency, reconciled, matching_number, move_name, parent_state, name, display_type,
               create_date, write_date)
        SELECT move, %(sale)s, %(company)s, %(currency)s, %(receivable)s, %(currency)s, partner, day, day, day + 30,
               amount, 0, amount, amount, left_over, left_over, %(state)s = 'paid',
               CASE %(state)s WHEN 'paid' THEN 'P' || i END, 'B/' || i,
               CASE %(state)s WHEN 'draft' THEN 'draft' ELSE 'posted' END, 'B/' || i, 'payment_term', now(), now()
          FROM invoice, LATERAL (SELECT CASE %(state)s WHEN 'paid' THEN 0 ELSE amount END AS left_over) rest;
        INSERT INTO sale_order (id, name, company_id, partner_id, partner_invoice_id, partner_shipping_id, currency_id,
               currency_rate, date_order, state, invoice_status, locked, amount_untaxed, amount_tax, amount_total,
               user_id, create_date, write_date, create_uid, write_uid)
        SELECT "order", 'S' || i, %(company)s, partner, address, partner, %(currency)s, 1, day - 20, 'sale', 'invoiced',
               false, amount, 0, amount, 2, day - 20, now(), 1, 1
          FROM invoice WHERE ordered;
        INSERT INTO sale_order_line (id, order_id, company_id, currency_id, order_partner_id, salesman_id, product_id,
               product_uom_id, name, product_uom_qty, price_unit, discount, price_subtotal, price_tax, price_total,
               price_reduce_taxexcl, price_reduce_taxinc, qty_delivered, qty_delivered_method, qty_invoiced,
               qty_to_invoice, untaxed_amount_invoiced, untaxed_amount_to_invoice, customer_lead, is_downpayment, state,
               invoice_status, create_date, write_date)
        SELECT origin, "order", %(company)s, %(currency)s, partner, 2, %(by_order)s, %(uom)s, 'Bearings', 10,
               item.amount / 10, 0, item.amount, 0, item.amount, item.amount / 10, item.amount / 10, 10, 'manual',
               10, 0,
               item.amount, 0, 0, false, 'sale', 'invoiced', now(), now()
          FROM invoice JOIN item USING (i) WHERE ordered;
        INSERT INTO sale_order_line_invoice_rel (order_line_id, invoice_line_id)
        SELECT origin, line FROM item WHERE origin IS NOT NULL
        """, **values(), first=first, last=last, state=state, customer=CUSTOMER)
    if state == "paid":
        payments()
    execute("DROP TABLE invoice; DROP TABLE item")
    env.cr.commit()


def payments():
    """A transfer for every few of the invoices of a customer at hand."""
    execute("""
        CREATE TEMPORARY TABLE transfer ON COMMIT DROP AS
        SELECT partner, number, min(i) AS i, sum(amount) AS amount, max(day) + 40 AS day,
               nextval('account_move_id_seq')::int AS move, nextval('account_payment_id_seq')::int AS payment
          FROM (SELECT *, (row_number() OVER (PARTITION BY partner ORDER BY i) - 1) / 5 AS number FROM invoice) numbered
         GROUP BY partner, number;
        INSERT INTO account_move (id, name, journal_id, company_id, currency_id, partner_id, commercial_partner_id,
               state,
               move_type, auto_post, date, payment_state, amount_total, amount_total_signed, sequence_prefix,
               sequence_number, posted_before, create_date, write_date, create_uid, write_uid)
        SELECT move, 'T/' || i, %(bank)s, %(company)s, %(currency)s, partner, partner, 'posted', 'entry', 'no', day,
               'not_paid', amount, amount, 'T/', i, true, now(), now(), 1, 1
          FROM transfer;
        INSERT INTO account_payment (id, move_id, journal_id, company_id, currency_id, partner_id, state, payment_type,
               partner_type, date, amount, amount_company_currency_signed, is_reconciled, is_matched, name,
               destination_account_id, create_date, write_date)
        SELECT payment, move, %(bank)s, %(company)s, %(currency)s, partner, 'paid', 'inbound', 'customer', day, amount,
               amount, true, true, 'T/' || i, %(receivable)s, now(), now()
          FROM transfer;
        UPDATE account_move SET origin_payment_id = payment FROM transfer WHERE transfer.move = account_move.id;
        INSERT INTO account_move_line (move_id, journal_id, company_id, company_currency_id, account_id, currency_id,
               partner_id, payment_id, date, debit, credit, balance, amount_currency, amount_residual,
               amount_residual_currency, reconciled, matching_number, move_name, parent_state, name, display_type,
               create_date, write_date)
        SELECT move, %(bank)s, %(company)s, %(currency)s, account, %(currency)s, partner, payment, day,
               GREATEST(money, 0), GREATEST(-money, 0), money, money, 0, 0, account = %(receivable)s,
               CASE account WHEN %(receivable)s THEN 'T' || i END, 'T/' || i, 'posted', 'T/' || i, 'product', now(),
               now()
          FROM transfer, LATERAL (VALUES (%(money)s, amount), (%(receivable)s, -amount)) sides(account, money)
        """, **values())


def orders(first, last):
    """Confirmed orders that have something to invoice: a line as ordered, one as delivered (4 of 10)."""
    say(f"open orders {first}–{last}")
    execute("""
        CREATE TEMPORARY TABLE sale ON COMMIT DROP AS
        SELECT i, partner, address, nextval('sale_order_id_seq')::int AS "order", %(today)s - (i %% 90)::int AS day,
               (10 + i * 7919 %% 997)::numeric AS price, i %% 4 = 0 AS partly,
               nextval('account_move_id_seq')::int AS move,
               CASE i %% 5 WHEN 1 THEN %(foreign)s ELSE %(currency)s END AS currency,
               CASE i %% 5 WHEN 1 THEN 0.8 ELSE 1 END AS rate
          FROM (SELECT i, %(customer)s AS n FROM generate_series(%(first)s::bigint, %(last)s::bigint - 1) AS i) drawn
          JOIN bench_customer USING (n);
        CREATE TEMPORARY TABLE part ON COMMIT DROP AS
        SELECT sale.*, policy, nextval('sale_order_line_id_seq')::int AS origin,
               partly AND policy = 'order' AS invoiced,
               nextval('account_move_line_id_seq')::int AS line
          FROM sale, unnest(ARRAY['order', 'delivery']) AS policy;
        INSERT INTO sale_order (id, name, company_id, partner_id, partner_invoice_id, partner_shipping_id, currency_id,
               currency_rate, date_order, state, invoice_status, locked, amount_untaxed, amount_tax, amount_total,
               user_id, create_date, write_date, create_uid, write_uid)
        SELECT "order", 'O' || i, %(company)s, partner, address, partner, currency, rate, day, 'sale', 'to invoice',
               false, 20 * price, 0, 20 * price, 2, day, now(), 1, 1
          FROM sale;
        INSERT INTO sale_order_line (id, order_id, company_id, currency_id, order_partner_id, salesman_id, product_id,
               product_uom_id, name, product_uom_qty, price_unit, discount, price_subtotal, price_tax, price_total,
               price_reduce_taxexcl, price_reduce_taxinc, qty_delivered, qty_delivered_method, qty_invoiced,
               qty_to_invoice, untaxed_amount_invoiced, untaxed_amount_to_invoice, customer_lead, is_downpayment, state,
               invoice_status, create_date, write_date)
        SELECT origin, "order", %(company)s, currency, partner, 2,
               CASE policy WHEN 'order' THEN %(by_order)s ELSE %(by_delivery)s END, %(uom)s, 'Bearings', 10, price, 0,
               10 * price, 0, 10 * price, price, price, 4, 'manual', done, wanted - done, done * price,
               (wanted - done) * price, 0, false, 'sale', 'to invoice', now(), now()
          FROM part, LATERAL (SELECT CASE WHEN invoiced THEN 5 ELSE 0 END AS done,
                                     CASE policy WHEN 'order' THEN 10 ELSE 4 END AS wanted) quantities;
        INSERT INTO account_move (id, name, journal_id, company_id, currency_id, partner_id, commercial_partner_id,
               partner_shipping_id, state, move_type, auto_post, date, invoice_date, invoice_date_due, payment_state,
               amount_untaxed, amount_tax, amount_total, amount_residual, amount_untaxed_signed, amount_tax_signed,
               amount_total_signed, amount_residual_signed, amount_total_in_currency_signed,
               amount_untaxed_in_currency_signed, invoice_currency_rate, sequence_prefix, sequence_number,
               posted_before,
               invoice_partner_display_name, create_date, write_date, create_uid, write_uid)
        SELECT move, 'O/' || i, %(sale)s, %(company)s, currency, address, partner, address, 'posted', 'out_invoice',
               'no', day, day, day + 30, 'not_paid', amount, 0, amount, amount, money, 0, money, money, amount, amount,
               rate, 'O/', i, true, 'Customer', now(), now(), 1, 1
          FROM part, LATERAL (SELECT 5 * price AS amount, 5 * price / rate AS money) sums WHERE invoiced;
        INSERT INTO account_move_line (id, move_id, journal_id, company_id, company_currency_id, account_id,
               currency_id,
               partner_id, product_id, product_uom_id, date, invoice_date, date_maturity, debit, credit, balance,
               amount_currency, amount_residual, amount_residual_currency, quantity, price_unit, price_subtotal,
               price_total, reconciled, move_name, parent_state, name, display_type, create_date, write_date)
        SELECT CASE kind WHEN 'product' THEN line ELSE nextval('account_move_line_id_seq')::int END, move, %(sale)s,
               %(company)s, %(currency)s, CASE kind WHEN 'product' THEN %(income)s ELSE %(receivable)s END, currency,
               partner, CASE kind WHEN 'product' THEN %(by_order)s END, CASE kind WHEN 'product' THEN %(uom)s END, day,
               day, CASE kind WHEN 'product' THEN NULL ELSE day + 30 END, GREATEST(sign, 0) * money,
               GREATEST(-sign, 0) * money, sign * money, sign * amount, GREATEST(sign, 0) * money,
               GREATEST(sign, 0) * amount, 5, price, CASE kind WHEN 'product' THEN amount END,
               CASE kind WHEN 'product' THEN amount END, false, 'O/' || i, 'posted', 'Bearings', kind, now(), now()
          FROM part, LATERAL (SELECT 5 * price AS amount, 5 * price / rate AS money) sums,
               (VALUES ('product', -1), ('payment_term', 1)) sides(kind, sign)
         WHERE invoiced;
        INSERT INTO sale_order_line_invoice_rel (order_line_id, invoice_line_id)
        SELECT origin, line FROM part WHERE invoiced
        """, **values(), first=first, last=last, customer=CUSTOMER)
    env.cr.commit()


def main():
    started = time.time()
    parameters = env["ir.config_parameter"]
    done = int(parameters.get_param("bench.invoices", 0))
    if not done:
        prepare()
        orders(0, OPEN_ORDERS)
        invoices(10**7, 10**7 + DRAFTS, "draft")
        invoices(0, OPEN_INVOICES, "open")
        done = OPEN_INVOICES
    for first in range(done, INVOICES, CHUNK):
        invoices(first, min(first + CHUNK, INVOICES), "paid")
        parameters.set_param("bench.invoices", str(min(first + CHUNK, INVOICES)))
        env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    say(f"{INVOICES} invoices after {time.time() - started:.0f} s")


main()
