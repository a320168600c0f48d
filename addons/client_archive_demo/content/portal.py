"""A customer's own view: a buyer signs an order that is over the limit, and reads that it was received."""

import math

from .company import free_logins
from .limits import _VAT, _manager
from .stage import LANGUAGE, PASSWORD, QUIET, TIMEZONE

LOGIN = "customer"
_CUSTOMER = "yuanfan"


def play(stage):
    _let_in(stage)
    _quote(stage)


def _let_in(stage):
    """The first contact of the customer logs in on the portal."""
    env = stage.env
    contact = stage.customers[_CUSTOMER].child_ids.filtered(lambda child: child.type == "contact").sorted("id")[:1]
    user = env["res.users"].with_context(**QUIET).create({
        "partner_id": contact.id, "login": free_logins(env, (LOGIN,))[LOGIN], "lang": LANGUAGE, "tz": TIMEZONE,
        "company_id": stage.company.id, "company_ids": [(6, 0, stage.company.ids)],
        "group_ids": [(6, 0, env.ref("base.group_portal").ids)], "password": PASSWORD})
    stage.remember(f"user_{LOGIN}", user)


def _quote(stage):
    """A quotation of more than is left to the customer, sent to be signed."""
    partner, goods = stage.customers[_CUSTOMER], stage.products["rice"]
    left = stage.env["credit.file"]._of(partner, stage.company)[partner, stage.company].available
    quantity = math.ceil(max(left, 50000) * 1.4 / (goods.list_price * _VAT) / 10) * 10
    order = stage.by(_manager(_CUSTOMER), "sale.order", quiet=True).create({
        "partner_id": partner.id, "require_signature": True, "require_payment": False,
        "validity_date": stage.ago(-30), "order_line": [(0, 0, {"product_id": goods.id, "product_uom_qty": quantity})]})
    order.message_subscribe(stage.env.ref(f"client_archive_demo.user_{LOGIN}").partner_id.ids)
    order.action_quotation_sent()
    stage.remember("order_to_sign", order)
