"""Securities, terms, a raise for a time; ordinary customers in a batch; a scorecard tested on history (R42–R46)."""

from .limits import _approve, _manager

_STEP = 10000


def play(stage):
    _secure(stage)
    _raise_for_a_time(stage)
    _share(stage)
    _evaluate_ordinary(stage)
    _test_scorecards(stage)


def _file(stage, key):
    return stage.env["credit.file"]._of(stage.customers[key], stage.company)[stage.customers[key], stage.company]


def _apply(stage, key, kind, amount, reason, **values):
    application = stage.by(_manager(key), "credit.limit.application", quiet=True).create({
        "partner_id": stage.customers[key].id, "kind": kind, "amount": amount, "reason": reason, **values})
    application.action_submit()
    _approve(stage, application)
    return application


def _secure(stage):
    """Two limits rest on securities, one of which ends soon; a third customer pays cash."""
    insurer, guarantor = stage.env["res.partner"].create([
        {"name": "华东信用保险股份有限公司", "is_company": True},
        {"name": "青梧桥融资担保有限公司", "is_company": True}])
    for name, partner in (("insurer", insurer), ("guarantor", guarantor)):
        stage.remember(name, partner)
    sixty = stage.env["account.payment.term"].create({
        "name": "月结 60 天", "line_ids": [(0, 0, {"value": "percent", "value_amount": 100, "nb_days": 60})]})
    stage.remember("term_60", sixty)
    linan, jinshui = _file(stage, "linan"), _file(stage, "jinshui")
    _apply(stage, "linan", "renew", linan.limit_amount + 10 * _STEP, "投保信用险后续期并适度提额，账期 60 日。",
           payment_term_id=sixty.id, cover_ids=[(0, 0, {
               "kind": "insurance", "provider_id": insurer.id, "reference": "XB-2026-0817",
               "amount": 10 * _STEP, "valid_until": stage.ago(-21)})])
    _apply(stage, "jinshui", "renew", jinshui.limit_amount, "担保公司提供连带责任保证，额度续期。",
           payment_term_id=sixty.id, cover_ids=[
               (0, 0, {"kind": "guarantee", "provider_id": guarantor.id, "reference": "保字 2026-112",
                       "amount": jinshui.limit_amount / 2, "valid_until": stage.ago(-330)}),
               (0, 0, {"kind": "deposit", "reference": "履约保证金", "amount": 2 * _STEP})])
    _over, ending = stage.env["credit.cover"]._due(stage.today)
    ending._call_ahead()


def _raise_for_a_time(stage):
    """A customer buys for the festival: its limit is higher for six weeks and falls back by itself."""
    file = _file(stage, "mingde")
    _apply(stage, "mingde", "temporary", file.limit_amount * 1.5, "中秋、国庆备货，临时提额六周，到期自动恢复。",
           valid_until=stage.ago(-42))


def _share(stage):
    """Two customers of one owner share a limit (R42)."""
    group = stage.by("credit_manager", "credit.group", quiet=True).create({
        "name": "南粤云通控股集团", "user_id": stage.users["credit1"].id})
    first = _file(stage, "yuntong")
    amount = first.limit_amount + 20 * _STEP
    stage.by("credit_manager", first).group_id = group
    stage.by("credit_manager", "credit.file", quiet=True).create({
        "partner_id": stage.customers["tiansui"].id, "group_id": group.id, "user_id": stage.users["credit1"].id})
    application = stage.by("credit1", "credit.limit.application", quiet=True).create({
        "group_id": group.id, "kind": "grant", "amount": amount, "reason": "集团统一授信，成员企业共用额度。"})
    application.action_submit()
    _approve(stage, application)


def _evaluate_ordinary(stage):
    """Ordinary customers without a valid evaluation are scored together, from the books."""
    batch = stage.by("credit1", "credit.evaluation.batch", quiet=True).create({"name": "普通客户年度评估"})
    if batch.due_count:
        batch.action_start()
        batch.sudo()._evaluate(batch._next_partners())
        batch.sudo()._finish()


def _test_scorecards(stage):
    for card in (stage.env.ref("client_archive_credit.scorecard_ordinary"), stage.env["credit.scorecard"].search([
            ("company_id", "=", stage.company.id), ("state", "=", "active")], limit=1)):
        stage.by("credit_manager", "credit.backtest", quiet=True).create({
            "scorecard_id": card.id, "date": stage.ago(300), "months": 8, "late_days": 20}).action_run()
