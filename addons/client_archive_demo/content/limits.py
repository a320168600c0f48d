"""Limits by application and approval, a stop, an expired one; orders that go on hold and what becomes of them."""

import math
from typing import NamedTuple

from .customers import CUSTOMERS

_STEP = 10000  # limits are round
_VAT = 1.13


class Grant(NamedTuple):
    """A limit that was applied for and approved.

    :ivar factor: the limit, as a multiple of what the customer buys in two months
    :ivar days: since when it is in force
    :ivar until: days until its end; ``None``: a year from its beginning
    """

    key: str
    factor: float
    days: int = 0
    until: int | None = None


_GRANTS = (
    Grant("linan", 1.6, 40),
    Grant("dongshan", 1.3, 120),
    Grant("xingye", 0.9, 200),
    Grant("yuntong", 1.5, 90),
    Grant("heyuan", 1.2, 150),
    Grant("mingde", 1.5, 75),
    Grant("jinshui", 1.5, 30),
    Grant("hualing", 1.4, 60),
    Grant("haisheng", 1, 250),
    Grant("chuanyu", 1.6, 45),
    Grant("yuanfan", 1.2, 345, 15),
    Grant("coldchain", 1.4, 380, -16),
)
_REASON = "近两年履约记录与信用评级支持；下半年订单预计增长，账期 30 日。"
_SALES = ("sales1", "sales2", "sales3", "sales4")


def play(stage):
    _grant(stage)
    _stop(stage)
    _apply(stage)
    _hold(stage)


def _manager(key):
    return next(customer.manager for customer in CUSTOMERS if customer.key == key)


# ----------------------------------------------------------------------
# Limits
# ----------------------------------------------------------------------
def _grant(stage):
    partners = stage.env["res.partner"].union(*(stage.customers[grant.key] for grant in _GRANTS))
    figures = stage.env["credit.figures"]._of(partners, stage.company)
    for grant in _GRANTS:
        partner = stage.customers[grant.key]
        amount = max(4, round(figures[partner.id].turnover / 6 * grant.factor / _STEP)) * _STEP
        application = stage.by(_manager(grant.key), "credit.limit.application", quiet=True).create({
            "partner_id": partner.id, "kind": "grant", "reason": _REASON, "valid_from": stage.ago(grant.days),
            "valid_until": stage.ago(-grant.until) if grant.until is not None else False,
            "amount": amount})
        application.action_submit()
        _approve(stage, application)
    stage.env.flush_all()
    Limit = stage.env["credit.limit"]
    Limit.search([
        ("company_id", "=", stage.company.id), ("state", "=", "active"), ("valid_until", "<", stage.today),
    ])._expire()
    Limit.search([
        ("company_id", "=", stage.company.id), ("state", "=", "active"), ("valid_until", "<=", stage.ago(-30)),
    ])._remind_of_end()


def _approve(stage, record, until=None):
    """Approve the steps one after the other, as whoever is called; stop before ``until`` is."""
    while (decider := record.sudo().approval_pending_user_id) and decider != until:
        stage.by(stage.login_of(decider), record).action_approve()
        record.invalidate_recordset()


def _refuse(stage, record, login, opinion):
    stage.by(login, record).env["archive.approval.decision"].create({
        "res_model": record._name, "res_id": record.id, "decision": "refused", "opinion": opinion}).action_decide()


def _stop(stage):
    """One customer is on stop, another has a file and no limit: cash only until it is signed off (R72)."""
    stage.by("credit1", "credit.file", quiet=True).create({
        "partner_id": stage.customers["shenghe"].id, "user_id": stage.users["sales1"].id})
    stop = stage.by("credit1", "credit.limit.application", quiet=True).create({
        "partner_id": stage.customers["lulian"].id, "kind": "stop",
        "reason": "被列为被执行人，货款逾期未付且联系不上法定代表人，停止一切发货。"})
    stop.action_submit()
    _approve(stage, stop)


def _apply(stage):
    """Applications that are not decided, or came to nothing."""
    Application = {login: stage.by(login, "credit.limit.application", quiet=True) for login in (*_SALES, "credit2")}
    used = {grant.key: stage.customers[grant.key].with_env(stage.env).credit_file_id.limit_amount for grant in _GRANTS}
    raise_ = Application["sales1"].create({
        "partner_id": stage.customers["dongshan"].id, "kind": "raise", "amount": used["dongshan"] + 8 * _STEP,
        "reason": "春节备货，预计月订单翻番，申请临时提额。"})
    raise_.action_submit()
    large = Application["sales2"].create({
        "partner_id": stage.customers["hualing"].id, "kind": "raise", "amount": used["hualing"] + 60 * _STEP,
        "reason": "二期设备更新项目中标，供货期四个月。"})
    large.action_submit()
    _approve(stage, large, stage.users["gm"])
    renew = Application["sales4"].create({
        "partner_id": stage.customers["coldchain"].id, "kind": "renew", "amount": used["coldchain"],
        "reason": "上年度额度到期，合作正常，申请续期。"})
    renew.action_submit()
    stage.by("head_sales2", renew).action_approve()
    refused = Application["sales2"].create({
        "partner_id": stage.customers["xingye"].id, "kind": "raise", "amount": used["xingye"] + 20 * _STEP,
        "reason": "在建项目追加水泥、钢管采购。"})
    refused.action_submit()
    _refuse(stage, refused, "head_sales", "逾期款未清前不提额，先按现款供货。")
    Application["sales1"].create({
        "partner_id": stage.customers["school"].id, "kind": "grant", "amount": 12 * _STEP, "reason": "年度办公用品框架采购。"})


# ----------------------------------------------------------------------
# Held orders
# ----------------------------------------------------------------------
def _hold(stage):
    """Orders over the limit, of customers who are overdue, on stop or without a limit (invariant 7)."""
    _order(stage, "xingye", "cement", 1.2)
    _order(stage, "shenghe", "rice")
    middle = _order(stage, "haisheng", "pipe", 1.15)
    _approve(stage, middle.credit_hold_ids, stage.users["credit_manager"])
    top = _order(stage, "hualing", "cable", 1.4)
    _approve(stage, top.credit_hold_ids, stage.users["gm"])
    released = _order(stage, "heyuan", "edible_oil", 1.1)
    _approve(stage, released.credit_hold_ids)
    refused = _order(stage, "lulian", "rice")
    _refuse(stage, refused.credit_hold_ids, "head_sales2", "客户已停止赊销，款到再谈。")


def _order(stage, key, product, share=None):
    """An order that its salesperson confirms today.

    :param share: its amount, as a share of the credit that is left to the customer; ``None``: a usual one
    """
    partner, goods = stage.customers[key], stage.products[product]
    quantity = 260
    if share:
        left = max(stage.env["credit.file"]._of(partner, stage.company)[partner, stage.company].available, 100000)
        quantity = math.ceil(left * share / (goods.list_price * _VAT) / 10) * 10
    order = stage.by(_manager(key), "sale.order", quiet=True).create({
        "partner_id": partner.id, "order_line": [(0, 0, {"product_id": goods.id, "product_uom_qty": quantity})]})
    order.action_confirm()
    return order
