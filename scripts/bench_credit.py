"""What credit control costs: ours, OCA's and Odoo's own, on the same data, in turns. For `odoo shell` (bench.sh).

Databases that are copies of one that bench_credit_fill.py filled: Odoo alone, with our add-ons, with OCA's
`account_financial_risk` and `sale_financial_risk`; the first two with deliveries, too; and ours with less history.
Each measurement runs on one side after the other, several times, with nothing read before; the best time of each
counts, so that the ratios hold on a busy machine. What users do is done over HTTP, in this process.
"""

import gc
import json
import os
import re
import threading
import time
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from werkzeug.test import Client

from odoo import SUPERUSER_ID, api, http
from odoo.modules.registry import Registry
from odoo.tools import SQL, config

DATABASES = json.loads(os.environ["BENCH_DATABASES"])  # side → database
ONLY = re.compile(os.environ.get("BENCH_ONLY", ""))
RUNS = int(os.environ.get("BENCH_RUNS", "5"))
SIZES = (1, 80, 2_000, 10_000)
TOO_LONG = 4.0  # seconds, after which one run is enough
LARGE, USUAL = 0, 5_000  # numbers of customers


class Result(NamedTuple):
    seconds: float
    queries: int
    value: object
    work: float  # seconds of processors


class Side:
    """One database, read as the superuser; orders are confirmed by the administrator, whom rules stop."""

    product = "bench_order"

    def __init__(self, name):
        self.name = name
        self.env = api.Environment(Registry(DATABASES[name]).cursor(), SUPERUSER_ID, {})
        self.backend = self.env.cr._cnx.get_backend_pid()
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
        product = self.env["product.product"].search([("default_code", "=", self.product)])
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

    def browser(self):
        """Log in as the administrator; ask the order's form what it reads."""
        self.client = Client(http.root)
        self.post("/web/session/authenticate", db=DATABASES[self.name], login="admin", password="admin")
        self.form = specification(self.env(user=2, su=False)["sale.order"], "form")

    def open_quotation(self):
        """A new quotation for :meth:`press`, as somebody entered it."""
        self.env.cr.rollback()  # what was measured last
        self.opened = self.quote([USUAL])
        self.env.cr.commit()

    def press(self):
        """Press *Confirm* on the form, which then reads the order again; how often the server asked its database."""
        calls = {"call_button": ("action_confirm", {}), "call_kw": ("web_read", {"specification": self.form})}
        queries = 0
        for route, (method, kwargs) in calls.items():
            found = self.post(f"/web/dataset/{route}/sale.order/{method}", model="sale.order", method=method,
                              args=[self.opened], kwargs=kwargs)
            queries += threading.current_thread().query_count
        return found[0]["state"], queries

    def post(self, path, **params):
        answer = self.client.post(
            path, environ_base={"REMOTE_ADDR": "127.0.0.1"},
            json={"jsonrpc": "2.0", "method": "call", "params": params}).json
        assert "error" not in answer, answer
        return answer["result"]

    def processor(self):
        """Seconds that this process and its PostgreSQL have computed so far; PostgreSQL is on this machine."""
        fields = Path(f"/proc/{self.backend}/stat").read_text().rpartition(")")[2].split()
        return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def measure(self, run):
        self.env.cr.rollback()
        self.env.invalidate_all()
        gc.collect()
        queries, worked, started = self.env.cr.sql_log_count, self.processor(), time.perf_counter()
        value = run(self)
        seconds = time.perf_counter() - started
        return Result(seconds, self.env.cr.sql_log_count - queries, value, self.processor() - worked)


def specification(model, kind):
    """What the web client reads for the view of this ``kind``."""
    arch = etree.fromstring(model.get_views([(False, kind)])["views"][kind]["arch"])

    def read(node, model):
        found = {}
        for field in node.xpath(".//field[not(ancestor::field)]" if node is arch else "./descendant::field"):
            name = field.get("name")
            kind, inner = model._fields[name].type, field.xpath("./list|./kanban|./form")
            found[name] = {}
            if kind == "many2one":
                found[name] = {"fields": {"display_name": {}}}
            elif kind in ("one2many", "many2many") and inner:
                found[name] = {"fields": read(inner[0], model.env[model._fields[name].comodel_name])}
        return found

    return read(arch, model)


class Odoo(Side):
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
        self.env["credit.position"]._refresh(self.env.company)
        officer = self.env["res.users"].search([("login", "=", "bench_officer")]) or self.env["res.users"].create({
            "name": "Officer", "login": "bench_officer", "group_ids": [(4, self.env.ref(group).id) for group in (
                "base.group_user", "client_archive_credit.group_credit_manager")]})
        self.officer = self.env(user=officer.id, su=False)
        self.columns = specification(self.officer["credit.position"], "list")

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
        return len(self.env["credit.exposure"]._query(
            exposure.components(self.env.company.id, self.sample(size), today, today, [])))

    def over_limit(self):
        return self.env["credit.file"].search_count([("available", "<", 0)])

    def listed(self):
        files = self.env["credit.file"].search([("available", "<", 0)], limit=80)
        return files.read(["display_name", "used", "available", "used_percent", "overdue", "limit_amount", "status"])

    def dashboard(self):
        return self.officer["credit.dashboard"].read_dashboard()["totals"]["count"]

    def positions(self):
        return self.officer["credit.position"].web_search_read([], self.columns, limit=80)["length"]

    def over_limit_positions(self):
        return self.officer["credit.position"].web_search_read(
            [("over_limit", "=", True)], self.columns, limit=80)["length"]

    def pivot(self):
        return len(self.officer["credit.position"]._read_group([], ["grade_id", "status"], ["used:sum", "overdue:sum"]))

    def refresh(self):
        self.env["credit.position"]._refresh(self.env.company)

    def rules(self):
        """What the daily job compares: every customer with every rule."""
        company = self.env.company
        return sum(len(rule._not_told_yet(rule._passed(company), company))
                   for rule in self.env["credit.warning.rule"]._of_company(company))

    @property
    def files_of(self):
        if not hasattr(self, "_files_of"):
            self._files_of = {size: self.of(size) for size in SIZES}
        return self._files_of


class Oca(Side):
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


class Deliveries(Side):
    """With ``sale_stock``: goods, which a confirmation reserves and picks."""

    product = "bench_goods"

    def prepare(self):
        super().prepare()
        if not self.env["product.product"].search([("default_code", "=", self.product)]):
            self.env["product.product"].create({
                "name": "Bench goods", "default_code": self.product, "type": "consu", "is_storable": True,
                "taxes_id": False})


class OdooDeliveries(Deliveries, Odoo):
    pass


class OursDeliveries(Deliveries, Ours):
    pass


SIDES = {"odoo": Odoo, "ours": Ours, "oca": Oca, "odoo_stock": OdooDeliveries, "ours_stock": OursDeliveries,
         "less": Ours}
THREE = ("odoo", "ours", "oca")


def compare(name, sides, run, names=THREE, columns=THREE, before=None):
    """Measure ``run`` on each side in turn, and print a line; return the best of each.

    :param before: what is done each time before the clock runs
    """
    if not ONLY.search(name):
        return None
    best = {}
    for number in range(RUNS + 1):
        for side in names:
            known = best.get(side)
            if known and known.seconds > TOO_LONG:
                continue
            if before:
                before(sides[side])
            result = sides[side].measure(run)
            if number == 1 or not known or result.seconds < known.seconds:  # the first run warms up
                best[side] = result
    ours = best.get("ours") or best.get("ours_stock")
    print(f"| {name} | " + " | ".join(
        f"{shown(best[side].seconds)}, {best[side].queries} q" + (
            f" ({ours.seconds / best[side].seconds:.2f} ×)" if ours and side not in ("ours", "ours_stock") else "")
        if side in best else "" for side in columns) + " |", flush=True)
    return best


def shown(seconds):
    return f"{seconds:.1f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def worked(name, sides, run, names, times=40):
    """Print the processor time of ``run`` on each side, by turns, Odoo and PostgreSQL together: it hangs less on what
    else the machine does.
    """
    if not ONLY.search(name):
        return
    spent = dict.fromkeys(names, 0.0)
    for number in range(times + 2):
        for side in names:
            result = sides[side].measure(run)
            if number > 1:  # the first ones warm up
                spent[side] += result.work
    mine = spent["ours"]
    print(f"| {name} | " + " | ".join(
        f"{shown(seconds / times)}" + (f" ({mine / seconds:.2f} ×)" if side != "ours" else "")
        for side, seconds in spent.items()) + " |", flush=True)


def pressed(name, sides, names, columns):
    """As :func:`compare`, for a confirmation as users do it; its queries are counted by the server."""
    for side in names:
        sides[side].browser()

    def run(side):
        state, queries = side.press()
        assert state == "sale", state
        side.env.cr.sql_log_count += queries
        return state

    compare(name, sides, run, names, columns, before=lambda side: side.open_quotation())


def three_peers(sides):
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
        worked(f"processor time: confirm {name}", sides, lambda side, name=name: side.confirm(name), THREE)
    pressed("press Confirm on the form", sides, THREE, THREE)


def deliveries(sides):
    print("| With deliveries | Odoo's own | ours |\n|---|---|---|", flush=True)
    columns = ("odoo_stock", "ours_stock")
    for name in sides["ours_stock"].orders:
        compare(f"stock: confirm {name}", sides, lambda side, name=name: side.confirm(name), columns, columns)
    pressed("stock: press Confirm on the form", sides, columns, columns)


def history(sides):
    """Ours with less and with more paid history, in turns: nothing may grow with it."""
    columns = [side for side in ("less", "ours") if side in sides]
    print("| Ours | " + " | ".join(DATABASES[side] for side in columns) + " |\n|" + "---|" * (len(columns) + 1),
          flush=True)
    for side in columns:
        sides[side].files_of  # noqa: B018
    lines = {
        "the dashboard": lambda side: side.dashboard(),
        "the list of positions": lambda side: side.positions(),
        "positions over the limit": lambda side: side.over_limit_positions(),
        "positions by grade and status": lambda side: side.pivot(),
        "hourly: positions made anew": lambda side: side.refresh(),
        "daily: every customer by every rule": lambda side: side.rules(),
        **{f"exposure figures of {size:,}": lambda side, size=size: side.figures(size) for size in SIZES},
        **{f"history: confirm {name}": lambda side, name=name: side.confirm(name) for name in sides["ours"].orders},
    }
    for name, run in lines.items():
        compare(name, sides, run, columns, columns)


def main():
    config["db_name"] = list(DATABASES.values())  # the others are served here as well
    sides = {name: SIDES[name](name) for name in DATABASES}
    three_peers(sides)
    history(sides)
    if "ours_stock" in sides:
        deliveries(sides)


main()
