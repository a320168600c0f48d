"""What credit control costs: ours, OCA's and Odoo's own, on the same data, in turns. For `odoo shell` (bench.sh).

Three databases, copies of one that bench_credit_fill.py filled: Odoo alone, with our add-ons, with OCA's
`account_financial_risk` and `sale_financial_risk`. Each measurement runs on one side after the other, several times,
with nothing read before; the best time of each counts, so that the ratios hold on a busy machine.
"""

import gc
import json
import os
import re
import time
from typing import NamedTuple

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import SQL

DATABASES = json.loads(os.environ["BENCH_DATABASES"])  # side → database
ONLY = re.compile(os.environ.get("BENCH_ONLY", ""))
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
SIZES = (1, 80, 2_000, 10_000)
TOO_LONG = 15.0  # seconds, after which one run is enough
LARGE, USUAL = 0, 5_000  # numbers of customers


class Result(NamedTuple):
    seconds: float
    queries: int
    value: object


class Side:
    """One database, read as the superuser; orders are confirmed by the administrator, whom rules stop."""

    name = None

    def __init__(self):
        self.env = api.Environment(Registry(DATABASES[self.name]).cursor(), SUPERUSER_ID, {})
        self.env.cr.execute("SELECT partner FROM bench_customer ORDER BY n")
        self.customers = [row[0] for row in self.env.cr.fetchall()]
        self.prepare()
        self.orders = {
            "one order of a usual customer": self.quote([USUAL]),
            "one order of a customer with 1 % of all invoices": self.quote([LARGE]),
            "20 orders at once": self.quote(range(USUAL, USUAL + 20)),
        }
        self.env.cr.commit()

    def prepare(self):
        """Make this side ready to be measured."""

    def sample(self, size):
        return self.customers[::len(self.customers) // size][:size]

    def quote(self, numbers):
        product = self.env["product.product"].search([("default_code", "=", "bench_order")])
        return self.env["sale.order"].create([{
            "partner_id": self.customers[number], "user_id": 2, "payment_term_id": False,
            "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 1 + line, "price_unit": 100})
                           for line in range(3)],
        } for number in numbers]).ids

    def confirm(self, name):
        orders = self.env(user=2, su=False)["sale.order"].browse(self.orders[name])
        orders.action_confirm()
        self.env.flush_all()
        return set(orders.mapped("state"))

    def measure(self, run):
        self.env.cr.rollback()
        self.env.invalidate_all()
        gc.collect()
        queries, started = self.env.cr.sql_log_count, time.perf_counter()
        value = run(self)
        return Result(time.perf_counter() - started, self.env.cr.sql_log_count - queries, value)


class Odoo(Side):
    name = "odoo"

    def exposure(self, size):
        partners = self.env["res.partner"].browse(self.sample(size))
        return sum(partner.credit + partner.credit_to_invoice for partner in partners)

    def over_limit(self):
        """Odoo has no such filter: what a report would do with its fields."""
        owing = self.env["res.partner"].search([("is_company", "=", True), ("customer_rank", ">", 0)])
        return len(owing.filtered(
            lambda partner: partner.credit + partner.credit_to_invoice > partner.credit_limit))

    def listed(self):
        return self.env["res.partner"].browse(self.sample(80)).read(
            ["display_name", "credit", "credit_to_invoice", "credit_limit"])


class Ours(Side):
    name = "ours"

    def prepare(self):
        self.env.cr.execute(SQL(
            """
            INSERT INTO credit_file (partner_id, company_id, user_id, state, has_limit, limit_amount, limit_from,
                                     limit_until, on_stop, create_date, write_date)
            SELECT partner, %s, 2, 'open', true, CASE n %% 10 WHEN 3 THEN 50000 ELSE 100000000 END, current_date,
                   current_date + 365, false, now(), now()
              FROM bench_customer
             WHERE NOT EXISTS (SELECT FROM credit_file);
            ANALYZE credit_file
            """, self.env.company.id))
        # what is overdue is not to hold the orders
        self.env.companies.credit_tolerance_amount = 1e12
        self.env.cr.execute(SQL("SELECT id FROM credit_file ORDER BY id"))
        self.files = [row[0] for row in self.env.cr.fetchall()]

    def of(self, size):
        self.env.cr.execute(SQL(
            "SELECT id FROM credit_file WHERE partner_id IN %s ORDER BY id", tuple(self.sample(size))))
        return self.env["credit.file"].browse([row[0] for row in self.env.cr.fetchall()])

    def exposure(self, size):
        return sum(self.files_of[size].mapped("used"))

    def figures(self, size):
        """Without the fields: what a confirmation reads."""
        figures = self.env["credit.exposure"]._of(
            self.env.company, self.env["res.partner"].browse(self.sample(size)))
        return sum(one.total for one in figures.values())

    def raw(self, size):
        from odoo.addons.client_archive_credit.tools import exposure

        today = self.env.company._archive_today()
        queries = exposure.components(self.env.company.id, self.sample(size), today, today).values()
        return sum(len(self.env["credit.exposure"]._query(query)) for query in queries)

    def over_limit(self):
        return self.env["credit.file"].search_count([("available", "<", 0)])

    def listed(self):
        files = self.env["credit.file"].search([("available", "<", 0)], limit=80)
        return files.read(["display_name", "used", "available", "used_percent", "overdue", "limit_amount", "status"])

    @property
    def files_of(self):
        if not hasattr(self, "_files_of"):
            self._files_of = {size: self.of(size) for size in SIZES}
        return self._files_of


class Oca(Side):
    name = "oca"

    def prepare(self):
        self.env.cr.execute("""
            UPDATE res_partner SET risk_sale_order_include = true, risk_invoice_draft_include = true,
                   risk_invoice_open_include = true, risk_invoice_unpaid_include = true,
                   risk_account_amount_include = true, risk_account_amount_unpaid_include = true
             WHERE id IN (SELECT partner FROM bench_customer)
            """)

    def exposure(self, size):
        return sum(self.env["res.partner"].browse(self.sample(size)).mapped("risk_total"))

    def over_limit(self):
        return self.env["res.partner"].search_count([("risk_exception", "=", True)])

    def listed(self):
        return self.env["res.partner"].search([("risk_exception", "=", True)], limit=80).read(
            ["display_name", "risk_total", "risk_remaining_value", "credit_limit"])


def compare(name, sides, run, names=("odoo", "ours", "oca")):
    """Measure ``run`` on each side in turn, and print a line; return the best of each."""
    if not ONLY.search(name):
        return None
    best = {}
    for number in range(RUNS + 1):
        for side in names:
            known = best.get(side)
            if known and known.seconds > TOO_LONG:
                continue
            result = sides[side].measure(run)
            if number == 1 or not known or result.seconds < known.seconds or number == 0:
                best[side] = result
    ours = best.get("ours")
    print(f"| {name} | " + " | ".join(
        f"{shown(best[side].seconds)}, {best[side].queries} q" + (
            f" ({best[side].seconds / ours.seconds:.1f} ×)" if ours and side != "ours" else "")
        if side in best else "" for side in ("odoo", "ours", "oca")) + " |", flush=True)
    return best


def shown(seconds):
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def main():
    sides = {side.name: side() for side in (Odoo, Ours, Oca)}
    print("| | Odoo's own | ours | OCA |\n|---|---|---|---|", flush=True)
    for size in SIZES:
        sides["ours"].files_of  # noqa: B018
        best = compare(f"exposure of {size:,}", sides, lambda side, size=size: side.exposure(size))
        for name in ("figures", "raw"):
            compare(f"… {name} of {size:,}", sides, lambda side, name=name, size=size: getattr(side, name)(size),
                    ["ours"])
        if best:
            print(f"<!-- {[(side, round(float(result.value), 2)) for side, result in best.items()]} -->")
    compare("customers over their limit, counted", sides, lambda side: side.over_limit())
    compare("a list of 80 of them", sides, lambda side: side.listed())
    for name in sides["ours"].orders:
        best = compare(f"confirm {name}", sides, lambda side, name=name: side.confirm(name))
        assert not best or all(result.value == {"sale"} for result in best.values()), best


main()
