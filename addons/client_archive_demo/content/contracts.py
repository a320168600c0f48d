"""The contract ledger: contracts of two years of orders, what became of them, and the statistics that were reported."""

from datetime import date, timedelta

from odoo.addons.client_archive.tools import gate

from .stage import QUIET

_NOTE = "存量合同补录台账"
# Smaller orders are cash sales; newer contracts are still with their handlers
_THRESHOLD, _HANDED_OVER_AFTER = 120000, 45
_TERMS = (
    ("按 GB/T 标准验收，质保期 12 个月", "逾期交货每日按未交货款万分之五计违约金"),
    ("以双方封样为准，到货 7 日内提出异议", "逾期付款每日按应付款万分之三计违约金"),
)
# (which contract in force, what, kind, share of its amount, days ago, what was agreed, how it was settled)
_ACTS = (
    (0, "增加供货数量", "amendment", 0.12, 20, "补充协议一：追加供货，单价不变。", False),
    (1, "延长交货期并下调单价", "amendment", -0.05, 12, "补充协议：交货期顺延一个月。", False),
    (2, "到货数量短少", "dispute", 0.08, 15, "对方签收单与送货单相差 3 件。", False),
    (3, "验收标准争议", "dispute", 0.1, 30, "对硬度指标理解不一。", "双方复检合格，按原价结算。"),
    (4, "对方停产，协商解除", "termination", 0, 9, "双方签署解除协议，互不追究。", False),
)


def play(stage):
    env = stage.env
    stage.company.write({
        "archive_order_filing_since": date(stage.today.year - 1, 1, 1), "archive_contract_threshold": _THRESHOLD,
        "archive_contract_administrator_id": stage.users["credit1"].id})
    for key, code in {"sales_one": "X1", "sales_two": "X2", "credit": "XY", "board": "GS"}.items():
        stage.departments[key].archive_code = code
    contracts = _file(stage)
    _fulfil(stage, contracts)
    _happen(stage, contracts.filtered(lambda contract: contract.state == "in_force" and contract.number))
    _draw_up(stage)
    _report(stage)
    # From here on the first order of a new customer opens the dossier (R77).
    stage.company.archive_order_filing = "open"
    env.flush_all()


def _file(stage):
    """The contracts of past orders, each filed by its salesperson."""
    Contract = stage.env["archive.contract"]
    orders = stage.env["sale.order"].search(Contract._unfiled_domain(stage.company), order="date_order, id")
    for user, mine in orders.grouped("user_id").items():
        login = stage.login_of(user)
        # sudo: as a confirmation does it, in the name of who confirms
        Contract |= stage.by(login, "archive.contract", quiet=True).sudo()._file_orders(
            mine.with_env(stage.by(login, "sale.order", quiet=True).sudo().env)).with_env(stage.env)
    for number, contract in enumerate(Contract):
        quality, breach = _TERMS[number % len(_TERMS)]
        old = contract.signed_on < stage.ago(_HANDED_OVER_AFTER)
        mine = _as_handler(stage, contract)
        values = {"quality_terms": quality, "breach_terms": breach,
                  "delivery_date": contract.signed_on + timedelta(days=30),
                  "date_end": contract.signed_on + timedelta(days=365)}
        # Files of old contracts came to the archive before the ledger was kept here.
        mine._set_gated(note=_NOTE, **values, **({"formalities_on": False} if old else {}))
    # The scans of these contracts are in the dossiers already.
    gate.opened(Contract.order_link_ids).write({"is_papered": True})
    return Contract


def _as_handler(stage, contract):
    return stage.by(stage.login_of(contract.user_id), contract, quiet=True).with_context(**QUIET)


def _fulfil(stage, contracts):
    """Paid in full, and some time ago: fulfilled."""
    for contract in contracts:
        paid = contract.ordered_amount and contract.paid_amount >= contract.ordered_amount - 1
        done = contract.signed_on + timedelta(days=60)
        if paid and done < stage.today and not contract.has_open_dispute:
            mine = _as_handler(stage, contract)
            for line in mine.order_link_ids.order_id.order_line:
                line.qty_delivered = line.product_uom_qty
            mine.action_fulfil()
            mine._set_gated(note=_NOTE, fulfilled_on=done, formalities_on=False)


def _happen(stage, contracts):
    for index, name, kind, share, days, note, outcome in _ACTS:
        if index >= len(contracts):
            continue
        contract = contracts[index]
        act = _as_handler(stage, contract).env["archive.contract.act"].create({
            "contract_id": contract.id, "name": name, "kind": kind, "note": note,
            "date": max(stage.ago(days), contract.signed_on),
            "amount": round(contract.amount * share, 2) if share else contract.amount_current})
        if outcome:
            act.outcome = outcome
            act.action_settle()


def _draw_up(stage):
    """What no order stands for: a framework agreement being drawn up, and a guarantee that came to nothing."""
    mine = stage.by("sales1", "archive.contract")
    dossier = stage.env.ref("client_archive_demo.dossier_linan").id
    mine.create({
        "name": "年度轴承供货框架协议", "kind": "framework", "dossier_id": dossier, "amount": 2800000,
        "payment_terms": "月结 30 天", "delivery_terms": "按订单分批送至买方仓库", "quality_terms": _TERMS[0][0]})
    mine.create({
        "name": "第三方保证合同", "kind": "guarantee", "dossier_id": dossier, "amount": 500000}).action_cancel()


def _report(stage):
    """Last year's return was reported and corrected once; the next one is being prepared."""
    Return = stage.by("credit1", "archive.statistics.return")
    last = Return.create({
        "kind": "year", "year": stage.today.year - 1, "recipient": "集团信用管理部",
        "analysis": "合同履约情况总体正常，纠纷均已按合同约定处理。"})
    last.action_report()
    correction = Return.browse(last.action_correct()["res_id"])
    correction.analysis = "更正：补录年末一份合同。合同履约情况总体正常。"
    correction.action_report()
    draft = Return.create({"kind": "first_half", "year": stage.today.year, "recipient": "集团信用管理部"})
    draft.action_compute()
