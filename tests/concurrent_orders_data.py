"""For `odoo shell`: customers with a limit of 1,000 each, and the quotations that test_concurrent_orders.py confirms.

Prints what the test needs to know as the last line, in JSON.
"""

import json
from datetime import date, timedelta

from odoo.addons.client_archive.tools import gate

env = globals()["env"]  # the shell's
company = env.company
env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
product = env["product.product"].create({"name": "Bearing", "type": "service", "taxes_id": False})
groups = ["sales_team.group_sale_salesman_all_leads", "client_archive_credit.group_credit_manager"]
users = env["res.users"].with_context(no_reset_password=True).create([{
    "name": f"Sales {number}", "login": f"sales{number}", "password": f"sales{number}",
    "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
} for number in range(3)])
bank = env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
provider = env["payment.provider"].create({"name": "Bank", "code": "none", "state": "test"})
bank.inbound_payment_method_line_ids[:1].payment_provider_id = provider
method = env["payment.method"].create({"name": "Transfer", "code": "transfer_test"})


def payer(name):
    partner = env["res.partner"].create({"name": name, "is_company": True})
    file = env["credit.file"].create({"partner_id": partner.id, "user_id": False})
    gate.opened(file).write({
        "has_limit": True, "limit_amount": 1000, "limit_from": date.today(),
        "limit_until": date.today() + timedelta(days=365)})
    return file


def quote(file, **values):
    return env["sale.order"].create({
        "partner_id": file.partner_id.id, "user_id": users[0].id, "require_signature": False, "require_payment": False,
        "payment_term_id": False,
        "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 3, "price_unit": 100})], **values})


def paid_in_part(order):
    order.write({"require_payment": True, "prepayment_percent": 0.5})
    order.action_quotation_sent()
    env["payment.transaction"].create({
        "provider_id": provider.id, "payment_method_id": method.id, "amount": 150, "reference": order.name,
        "currency_id": order.currency_id.id, "partner_id": order.partner_id.id, "operation": "online_redirect",
        "sale_order_ids": [(6, 0, order.ids)], "state": "done"})


race, fault = payer("Race"), payer("Fault")
orders = {way: [quote(race) for _number in range(count)] for way, count in (
    ("ui", 4), ("json2", 4), ("jsonrpc", 3), ("batch", 3), ("portal", 4), ("payment", 2))}
for order in orders["portal"]:
    order.require_signature = True
    order.action_quotation_sent()
    order._portal_ensure_token()
for order in orders["payment"]:
    paid_in_part(order)
fault_orders = [quote(fault), quote(fault, order_line=[
    (0, 0, {"product_id": product.id, "product_uom_qty": 20, "price_unit": 100})])]
key = env(user=users[0])["res.users.apikeys"].sudo()._generate("rpc", "Test", None)
env.cr.commit()
print(json.dumps({
    "key": key, "users": users.ids, "race": race.id, "fault": fault.id,
    "orders": {way: [order.id for order in some] for way, some in orders.items()},
    "tokens": {order.id: order.access_token for order in orders["portal"]},
    "fault_orders": [order.id for order in fault_orders],
    "crons": {name: env.ref(xmlid).id for name, xmlid in {
        "payment": "payment.cron_post_process_payment_tx",
        "judge": "client_archive_credit.ir_cron_judge_again"}.items()},
}))
