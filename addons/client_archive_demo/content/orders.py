"""Two years of trade: quotations, orders, invoices, payments on time, late and not at all, credit notes."""

from collections import defaultdict
from datetime import datetime, time, timedelta

from .customers import CUSTOMERS

# key: (name, code, unit price without tax)
PRODUCTS = {
    "bearing": ("深沟球轴承 6205", "ZC-6205", 38.0),
    "roller": ("圆锥滚子轴承 30210", "ZC-30210", 126.0),
    "oil": ("工业齿轮油 L-CKD220（200 L）", "RH-220", 3180.0),
    "pipe": ("304 不锈钢管 DN50", "GC-304", 268.0),
    "cable": ("阻燃电力电缆 3×95", "DL-395", 342.0),
    "cement": ("P.O 42.5 水泥（吨）", "JC-425", 415.0),
    "forklift": ("电动叉车 3 吨", "WL-CPD30", 118000.0),
    "shelf": ("重型货架（组）", "WL-HJ", 1680.0),
    "carton": ("五层瓦楞纸箱", "BZ-05", 6.8),
    "rice": ("东北长粒香米 25 kg", "SP-DM25", 148.0),
    "edible_oil": ("一级大豆油 20 L", "SP-DY20", 196.0),
    "paper": ("A4 复印纸 70 g（箱）", "BG-A4", 118.0),
    "desk": ("职员办公桌 1.4 m", "BG-ZY14", 860.0),
    "projector": ("激光投影仪", "BG-TY", 6980.0),
}
# What each kind of customer buys, with the usual quantities
BASKETS = {
    "manufacturing": (("bearing", 400, 2000), ("roller", 80, 400), ("oil", 4, 20), ("carton", 500, 3000)),
    "retail": (("rice", 80, 400), ("edible_oil", 60, 300), ("carton", 400, 2000), ("paper", 20, 80)),
    "construction": (("cement", 80, 400), ("pipe", 60, 300), ("cable", 80, 300)),
    "logistics": (("shelf", 20, 90), ("forklift", 1, 3), ("carton", 2000, 8000)),
    "catering": (("rice", 60, 240), ("edible_oil", 60, 240), ("carton", 300, 900)),
    "services": (("paper", 40, 160), ("desk", 10, 40), ("projector", 2, 8)),
    "public": (("paper", 60, 200), ("desk", 20, 80), ("projector", 4, 16)),
    "key": (("roller", 400, 1600), ("pipe", 300, 1200), ("cable", 400, 1500), ("oil", 20, 60)),
    "own": (("shelf", 60, 160), ("cable", 200, 600), ("forklift", 1, 2)),
}
# Days after the due date on which an invoice is paid; None: not at all
_HABITS = {
    "prompt": lambda random: random.randint(-12, 0),
    "late": lambda random: random.randint(3, 40),
    "slow": lambda random: random.choice((25, 48, 70, None)),
    "never": lambda random: random.choice((60, None, None)),
}
SPAN = 720  # days


def play(stage):
    _offer(stage)
    orders = _take_orders(stage)
    invoices = _invoice(stage, orders)
    _collect(stage, invoices)
    _credit(stage, invoices)


def _offer(stage):
    env = stage.env
    category = stage.remember("product_category", env["product.category"].create({"name": "青梧桥商品"}))
    products = env["product.product"].create([
        {
            "name": name, "default_code": code, "list_price": price, "standard_price": round(price * 0.82, 2),
            "type": "consu", "invoice_policy": "order", "categ_id": category.id, "company_id": stage.company.id,
        }
        for name, code, price in PRODUCTS.values()])
    stage.products = dict(zip(PRODUCTS, products, strict=True))
    for key, product in stage.products.items():
        stage.remember(f"product_{key}", product)
        stage.remember(f"product_{key}_template", product.product_tmpl_id)


# ----------------------------------------------------------------------
# Orders
# ----------------------------------------------------------------------
def _take_orders(stage):
    """Enter and confirm the orders as the salespeople; return the confirmed ones with their days."""
    plan = defaultdict(list)
    for customer in CUSTOMERS:
        days = sorted(stage.random.sample(range(1, SPAN), customer.weight), reverse=True)
        if customer.fate in ("to_verify", "refused", "preliminary", "none"):
            days = [day % 60 + 1 for day in days]
        plan[customer.manager] += [(customer, day) for day in days]
    confirmed = {}
    for login, mine in sorted(plan.items()):
        mine.sort(key=lambda entry: -entry[1])
        orders = stage.by(login, "sale.order", quiet=True).create([
            _order_values(stage, customer, day) for customer, day in mine])
        confirmed.update(_confirm(stage, orders, [day for _customer, day in mine]))
    return confirmed


def _order_values(stage, customer, day):
    random = stage.random
    basket = BASKETS[customer.category]
    lines = random.sample(basket, random.randint(1, min(3, len(basket))))
    # Business grows: the older an order, the smaller.
    growth = 1.15 - 0.5 * day / SPAN
    return {
        "partner_id": stage.customers[customer.key].id,
        "date_order": _moment(stage, day),
        "validity_date": stage.ago(day - 30),
        "order_line": [(0, 0, {
            "product_id": stage.products[key].id,
            "product_uom_qty": max(1, round(random.randint(least, most) * growth)),
        }) for key, least, most in lines],
    }


def _moment(stage, day):
    return datetime.combine(stage.ago(day), time(1 + day % 8, day * 7 % 60))


def _confirm(stage, orders, days):
    """Some quotations of late are not decided, some older ones came to nothing, the rest is confirmed."""
    fates = defaultdict(lambda: orders.browse())
    days = dict(zip(orders, days, strict=True))
    for number, (order, day) in enumerate(days.items()):
        fate = "confirmed"
        if day < 25 and number % 2:
            fate = "quoted" if number % 4 == 1 else "sent"
        elif number % 13 == 5:
            fate = "lost"
        fates[fate] |= order
    fates["sent"].action_quotation_sent()
    fates["lost"]._action_cancel()
    fates["confirmed"].action_confirm()
    for order in fates["confirmed"]:
        order.date_order = _moment(stage, days[order])  # confirming sets today
    return {order.with_env(stage.env): days[order] for order in fates["confirmed"]}


# ----------------------------------------------------------------------
# Invoices
# ----------------------------------------------------------------------
def _invoice(stage, confirmed):
    """Invoice, as the accountant, all orders but the newest; return the invoices."""
    due = sorted((order for order, day in confirmed.items() if day > 18), key=lambda order: order.date_order)
    orders = stage.by("accountant", stage.env["sale.order"].browse([order.id for order in due]), quiet=True)
    invoices = orders._create_invoices(grouped=True)
    by_order = {invoice.line_ids.sale_line_ids.order_id.id: invoice for invoice in invoices}
    for order in due:
        by_order[order.id].invoice_date = order.date_order.date() + timedelta(days=stage.random.randint(1, 9))
    invoices = invoices.sorted(lambda invoice: (invoice.invoice_date, invoice.id))
    # The newest stay drafts: the accountant's desk is not empty either.
    posted = invoices[:-4]
    posted.action_post()
    return posted


def _collect(stage, invoices):
    """Enter the payments of customers, each by their habit, and match them with their invoices."""
    habits = {stage.customers[customer.key].id: _HABITS[customer.pays] for customer in CUSTOMERS}
    paid = []
    for invoice in invoices:
        late = habits[invoice.commercial_partner_id.id](stage.random)
        if late is None and invoice.invoice_date < stage.ago(240):
            late = 90
        if late is None or (day := invoice.invoice_date_due + timedelta(days=late)) > stage.today:
            continue
        paid.append((invoice, max(day, invoice.invoice_date)))
    journal = stage.env.ref("client_archive_demo.bank_journal")
    method = journal.inbound_payment_method_line_ids[:1]
    payments = stage.by("accountant", "account.payment", quiet=True).create([
        {
            "payment_type": "inbound", "partner_type": "customer", "partner_id": invoice.commercial_partner_id.id,
            "amount": _part(stage, number, invoice), "date": day, "journal_id": journal.id,
            "payment_method_line_id": method.id, "memo": invoice.name,
        }
        for number, (invoice, day) in enumerate(paid)])
    payments.action_post()
    # As reconcile() does for one, for all at once.
    payments.move_id.line_ids._reconcile_plan([
        (payment.move_id.line_ids | invoice.line_ids).filtered(
            lambda line: line.account_id.account_type == "asset_receivable")
        for payment, (invoice, _day) in zip(payments, paid, strict=True)])


def _part(stage, number, invoice):
    """Now and then a customer pays only a part; the rest of older invoices has come in long since."""
    partly = number % 4 == 1 and invoice.invoice_date > stage.ago(110)
    return round(invoice.amount_total * 0.6, 2) if partly else invoice.amount_total


def _credit(stage, invoices):
    """Goods came back: credit notes on a few invoices of the last year."""
    recent = invoices.filtered(lambda invoice: invoice.invoice_date > stage.ago(300))[5::22][:4]
    for invoice, reason in zip(recent, ("质量不符退货", "短少补差", "价格调整", "重复开票"), strict=False):
        wizard = stage.by("accountant", "account.move.reversal", quiet=True).with_context(
            active_model="account.move", active_ids=invoice.ids).create({
                "reason": reason, "journal_id": invoice.journal_id.id,
                "date": invoice.invoice_date + timedelta(days=12)})
        wizard.refund_moves()
        note = wizard.new_move_ids
        for line in note.invoice_line_ids:
            line.quantity = max(1, round(line.quantity * 0.1))
        note.invoice_date = invoice.invoice_date + timedelta(days=12)
        note.action_post()
