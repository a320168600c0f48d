"""Debts that are collected: calls, visits, promises kept and broken, a dunning letter, one matter at court (R107); the
warnings that led there, with their plans (R99), and the credit analysis of last year (R106)."""

from datetime import timedelta

from odoo import fields

from odoo.addons.client_archive.tools import gate

_FINDINGS = (
    "期末敞口总体可控，前十大客户集中度较高；建材、船舶两行业客户逾期上升，AA 级以上客户回款稳定。\n"
    "全年冻结订单均在两个工作日内处理，未发生越权放行。")
_MEASURES = (
    "一、对逾期超过 90 天的客户改为现款现货（信用部，1 月 31 日前）。\n"
    "二、C 级客户暂停赊销并启动催收（销售一部、销售二部，即日起）。\n"
    "三、第一季度对前十大客户全部复评（信用部，3 月 31 日前）。")


def play(stage):
    owing = _owing(stage)
    for number, partner in enumerate(owing[:4]):
        (_promised, _disputed, _broken, _at_court)[number](stage, partner)
    _plan(stage)
    _report(stage)


def _owing(stage):
    """Customers who are overdue, those that owe most first."""
    partners = stage.env["res.partner"].union(*stage.customers.values())
    exposures = stage.env["credit.exposure"]._of(stage.company, partners)
    late = [partner for partner in partners if exposures[partner.id].overdue > 0]
    return sorted(late, key=lambda partner: (-exposures[partner.id].overdue, partner.id))


def _matter(stage, partner, login, reason):
    return stage.by(login, "credit.collection", quiet=True).create({"partner_id": partner.id, "reason": reason})


def _record(stage, login, matter, kind, words, **values):
    stage.by(login, "credit.collection.record").create({
        "collection_id": matter.id, "kind": kind, "content": words, **values}).action_record()


def _promise(stage, login, matter, share, days, words, made=0):
    """A promise of a ``share`` of what is overdue, for ``days`` from today, given ``made`` days ago."""
    amount = max(round(matter.overdue * share / 1000), 1) * 1000.0
    promise = stage.by(login, "credit.promise").create({
        "collection_id": matter.id, "amount": amount, "date": stage.ago(-max(days, 0)), "note": words})
    if made:
        gate.opened(promise.with_env(stage.env)).write({
            "made_on": fields.Datetime.now() - timedelta(days=made), "date": stage.ago(-days)})
    return promise


def _promised(stage, partner):
    """A promise that is due today, another one next week."""
    matter = _matter(stage, partner, "credit1", "逾期货款，客户承诺分两期付清。")
    _record(stage, "credit1", matter, "call", "与财务经理通话，确认欠款金额无误，资金本周到位。", date=stage.ago(6))
    _record(stage, "credit1", matter, "reminder", "已发送对账单及付款提示。", date=stage.ago(4))
    _promise(stage, "credit1", matter, 0.4, 0, "承诺今日先付四成。")
    _promise(stage, "credit1", matter, 0.6, 7, "余款下周结清。")


def _disputed(stage, partner):
    matter = _matter(stage, partner, "credit2", "客户对两张发票的数量有异议。")
    _record(stage, "credit2", matter, "visit", "上门对账，客户提出送货短少，要求核对签收单。", date=stage.ago(9))
    _record(stage, "credit2", matter, "dispute", "争议两车货物的签收数量，已请仓库提供签收原件。",
            amount=round(matter.overdue * 0.3, 2))


def _broken(stage, partner):
    """A promise was broken; the letter followed."""
    matter = _matter(stage, partner, "credit1", "多次承诺未兑现。")
    _record(stage, "credit1", matter, "call", "法定代表人接听，承诺上周五前付款。", date=stage.ago(12))
    _promise(stage, "credit1", matter, 0.5, -3, "承诺上周五前付一半。", made=11)
    stage.env.flush_all()
    matter.with_env(stage.env).promise_ids._judge()
    stage.by("credit1", matter).action_send_letter()


def _at_court(stage, partner):
    matter = _matter(stage, partner, "credit_manager", "货款长期逾期，联系不上法定代表人。")
    _record(stage, "credit_manager", matter, "reminder", "催款函被退回，地址无人签收。",
            date=stage.ago(20))
    stage.by("credit_manager", "credit.collection.close").create({
        "collection_id": matter.id, "outcome": "legal",
        "note": "证据材料移交律师，准备起诉并申请财产保全。"}).action_end()


def _plan(stage):
    """One warning is being handled by a plan; one led to a collection matter."""
    open_ones = stage.env["credit.warning"].search([
        ("company_id", "=", stage.company.id), ("state", "=", "open")], order="severity_rank desc, id")
    plans = (
        ("credit1", "collect", "本周内上门催收，取得书面还款计划。"),
        ("credit2", "survey", "更新调查报告，重点核实资产与涉诉情况。"))
    for warning, (login, measure, words) in zip(open_ones, plans, strict=False):
        stage.by(login, "credit.warning.close").create({
            "warning_ids": [(6, 0, warning.ids)], "outcome": "planned", "measure": measure, "note": words,
            "owner_id": stage.users[login].id, "deadline": stage.ago(-5)}).action_close()


def _report(stage):
    """Last year's analysis is reported, this year's latest quarter is being prepared."""
    year = stage.by("credit_manager", "credit.management.report", quiet=True).create({
        "kind": "year", "year": stage.today.year - 1, "findings": _FINDINGS, "measures": _MEASURES})
    year.action_report()
    quarter = (stage.today.month - 1) // 3
    draft = stage.by("credit_manager", "credit.management.report", quiet=True).create({
        "kind": "quarter", "year": stage.today.year if quarter else stage.today.year - 1,
        "quarter": str(quarter or 4), "findings": "草稿：本季度回款天数较上季度缩短。"})
    draft.action_compute()
