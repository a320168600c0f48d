"""What customers are worth: investigation reports, scorecard, evaluations of two years, warnings (R2, R43, R93–R99)."""

from typing import NamedTuple

from .customers import CUSTOMERS

EXPERTS = ("dgm2", "head_sales", "head_sales2", "accountant")


class Survey(NamedTuple):
    """One investigation report.

    :ivar days: since the survey
    :ivar fate: ``approved``, ``checked``, ``submitted``, ``returned`` or ``draft``
    """

    key: str
    days: int
    months: int
    rating: str
    limit: int
    fate: str
    by: str = "credit1"


_SURVEYS = (
    Survey("hualing", 120, 12, "AA", 1500000, "approved"),
    Survey("linan", 75, 12, "AA", 120000, "approved"),
    Survey("chuanyu", 210, 12, "AAA", 700000, "approved", "credit2"),
    Survey("dongshan", 166, 6, "A", 100000, "approved"),
    Survey("yuntong", 348, 12, "AA", 150000, "approved", "credit2"),
    Survey("yuanfan", 82, 3, "BBB", 80000, "approved"),
    Survey("haisheng", 15, 12, "BBB", 600000, "checked"),
    Survey("xingye", 9, 6, "BB", 60000, "checked", "credit2"),
    Survey("heyuan", 6, 6, "A", 100000, "submitted"),
    Survey("mingde", 4, 12, "AA", 60000, "submitted", "credit2"),
    Survey("lulian", 20, 3, "C", 0, "returned"),
    Survey("coldchain", 1, 12, "A", 200000, "draft", "credit2"),
)
# section: (kind of source, source, findings); {…}: see _words()
_SECTIONS = {
    "profile": ("register", "国家企业信用信息公示系统，营业执照副本", (
        "{name}，统一社会信用代码 {code}，注册地 {place}。"
        "登记状态存续，经营范围与我方供货品类相符；办公及仓储场地为自有加租赁。")),
    "people": ("register", "公示系统股权登记，企业章程", (
        "股权结构清晰，实际控制人从业二十余年；经办人 {contact} 授权手续齐全，近三年管理层稳定。")),
    "finance": ("customer", "上年度审计报告，开户行资信证明", (
        "资产负债率 52.6%，流动比率 1.4，经营活动现金流为正；银行授信使用率约六成，无对外逾期担保。")),
    "payment": ("books", "我方应收账款明细账", (
        "近十二个月付款记录见上方数据；与同行供应商核实，付款习惯一致。")),
    "operations": ("visit", "车间及仓库现场查看", (
        "主营业务产能利用率约 80%，前五大客户占比 46%，上下游关系稳定。")),
    "visit": ("visit", "实地走访记录", (
        "走访 {place} 经营场所，会见 {contact}；生产秩序正常，库存摆放规范，未见停工迹象。")),
    "affiliates": ("register", "公示系统，企业自述", (
        "关联企业两家，关联交易占比不足 5%，未见互保。")),
    "register": ("register", "裁判文书网、执行信息公开网、税务信用公示", (
        "无失信被执行记录，纳税信用 B 级以上；近三年涉诉两件，均已结案。")),
    "media": ("media", "主流财经网站及行业协会通报检索", (
        "未见负面报道；行业协会年度通报评为合格供方。")),
    "rating": ("trade", "综合以上各节", (
        "优势：订单稳定、经营持续；风险：回款节奏受下游影响。综合评定 {rating} 级。")),
    "proposal": ("trade", "综合以上各节", (
        "建议信用额度 {limit} 元，账期 30 日，随货附验收单；额度有效期一年。")),
}
_SECTION_PAPERS = {"profile": ("0201", "0202"), "finance": ("0301", "0302"), "people": ("0401", "0404")}
# customer: for each evaluation (days ago, finances, standing, management), the bands chosen; newest last
_EVALUATIONS = {
    "linan": ((640, 3, 3, 3), (300, 4, 3, 3), (20, 4, 4, 3)),
    "dongshan": ((560, 4, 3, 3), (190, 3, 3, 2)),
    "xingye": ((600, 3, 3, 2), (240, 2, 2, 2), (14, 1, 2, 1)),
    "yuntong": ((420, 4, 3, 3), (60, 4, 4, 3)),
    "heyuan": ((500, 3, 3, 3), (130, 3, 3, 3)),
    "mingde": ((280, 4, 2, 3),),
    "jinshui": ((450, 5, 4, 3),),
    "hualing": ((700, 4, 4, 3), (340, 4, 4, 3), (12, 5, 4, 3)),
    "haisheng": ((540, 4, 4, 3), (25, 2, 3, 2)),
    "chuanyu": ((390, 5, 4, 3), (28, 5, 4, 3)),
    "coldchain": ((150, 4, 2, 3),),
    "yuanfan": ((610, 3, 3, 3), (240, 3, 2, 3)),
    "lulian": ((480, 3, 2, 3), (110, 1, 1, 1)),
}
_SOURCES = {"finance": "审计报告、资信证明", "standing": "行业协会、同行走访", "management": "公示系统变更记录"}
_OPINIONS = (
    ("agree", "财务数据与回款记录相互印证，同意评级结果。"),
    ("agree", "近年合作稳定，同意；建议关注集中度。"),
    ("lower", "应收占比偏高，建议下调半级、按季复核。"),
)


def play(stage):
    _make_scorecard(stage)
    _investigate(stage)
    _evaluate(stage)
    _warn(stage)


# ----------------------------------------------------------------------
# Investigation reports
# ----------------------------------------------------------------------
def _investigate(stage):
    for survey in _SURVEYS:
        report = _write_report(stage, survey)
        if survey.fate == "draft":
            continue
        report.action_submit()
        checked = stage.by("credit2" if survey.by == "credit1" else "credit1", report)
        if survey.fate == "returned":
            checked.env["credit.investigation.return"].create({
                    "investigation_id": checked.id,
                "reason": "诉讼一节缺执行案号与标的来源，请补充公示页截图。"}).action_return()
        elif survey.fate == "submitted":
            checked.section_ids[:6].action_verify()
        else:
            checked.section_ids.action_verify()
            checked.action_check()
        if survey.fate == "approved":
            _approve(stage, report)
    stage.env.flush_all()
    Report = stage.env["credit.investigation"]
    ending = Report.search([
        ("company_id", "=", stage.company.id), ("state", "=", "approved"), ("notice_on", "<=", stage.today)])
    Report._call_ahead(ending)


def _write_report(stage, survey):
    template = stage.env.ref("client_archive_credit.report_template_standard")
    partner = stage.customers[survey.key]
    # Whoever writes it proves it by papers they may know of
    papers = stage.by(survey.by, stage.env.ref(f"client_archive_demo.dossier_{survey.key}")).document_ids
    words = {
        "name": partner.name, "code": partner.vat, "place": f"{partner.city}{partner.street}",
        "contact": partner.child_ids[:1].name or "经办人", "rating": survey.rating, "limit": f"{survey.limit:,}"}
    sections = []
    for key, (kind, source, findings) in _SECTIONS.items():
        section = stage.env.ref(f"client_archive_credit.report_template_section_{key}")
        types = _SECTION_PAPERS.get(key, ())
        proof = papers.filtered(lambda paper, types=types: paper.type_id.code in types)[:2]
        written = survey.fate != "draft" or section.sequence <= 40
        sections.append((0, 0, {
            "template_section_id": section.id, "source_kind": kind, "source": source,
            "content": findings.format(**words) if written else False, "document_ids": [(6, 0, proof.ids)],
            "collected_on": stage.ago(survey.days)}))
    return stage.by(survey.by, "credit.investigation", quiet=True).create({
        "partner_id": partner.id, "template_id": template.id, "survey_date": stage.ago(survey.days),
        "validity_months": survey.months, "section_ids": sections, "proposed_limit": survey.limit,
        "rating_id": stage.env["credit.grade"].search([("name", "=", survey.rating)], limit=1).id,
        "conclusion": (
            f"综合评定 {survey.rating} 级，建议额度 {survey.limit:,} 元。" if survey.limit
            else "建议现款现货，暂停赊销。")})


def _approve(stage, report):
    while report.state == "checked":
        decider = report.approval_pending_user_id
        stage.by(stage.login_of(decider), report).action_approve()
        report.invalidate_recordset()


# ----------------------------------------------------------------------
# Scorecard and evaluations
# ----------------------------------------------------------------------
def _make_scorecard(stage):
    """The company's own scorecard is in force; its next version is being drafted (R93)."""
    standard = stage.by("credit_manager", stage.env.ref("client_archive_credit.scorecard_standard"), quiet=True)
    own = standard.copy({
        "name": "青梧桥客户信用评分表", "company_id": stage.company.id, "high_value_turnover": 2000000,
        "expert_ids": [(6, 0, [stage.users[login].id for login in EXPERTS])]})
    own.action_activate()
    stage.remember("scorecard", own)
    draft = own.browse(own.action_new_version()["res_id"])
    draft.criterion_ids[0].weight -= 5
    draft.criterion_ids[-1].weight += 5
    draft.note = "拟提高管理稳定性权重，待下季度例会讨论。"


def _evaluate(stage):
    """Oldest first; those of high value after their experts have spoken (R95). One waits for its experts."""
    plan = sorted(
        ((days, key, bands) for key, entries in _EVALUATIONS.items() for days, *bands in entries),
        key=lambda entry: (-entry[0], entry[1]))
    for days, key, bands in plan:
        evaluation = _score(stage, key, days, bands)
        if evaluation.is_high_value:
            _consult_experts(stage, evaluation)
        evaluation.action_confirm()
    waiting = _score(stage, "haisheng", 0, (2, 2, 2))
    waiting.action_ask_experts()
    _score(stage, "school", 1, ())
    stage.env.flush_all()
    Evaluation = stage.env["credit.evaluation"]
    due = Evaluation.search([
        ("company_id", "=", stage.company.id), ("is_current", "=", True), ("next_due_on", "<=", stage.today)])
    Evaluation._call_due(due)


def _score(stage, key, days, bands):
    number = [customer.key for customer in CUSTOMERS].index(key)
    evaluation = stage.by("credit1" if number % 2 else "credit2", "credit.evaluation", quiet=True).create({
        "partner_id": stage.customers[key].id, "date": stage.ago(days)})
    chosen = evaluation.line_ids.filtered(lambda line: line.measure == "choice")
    for line, lower, source in zip(chosen, bands, _SOURCES.values(), strict=False):
        line.write({
            "band_id": line.criterion_id.band_ids.filtered(lambda band, wanted=lower: band.lower == wanted).id,
            "source": source})
    return evaluation


def _consult_experts(stage, evaluation):
    experts = EXPERTS[:2]
    evaluation.expert_ids = [(6, 0, [stage.users[login].id for login in experts])]
    evaluation.action_ask_experts()
    for number, login in enumerate(experts):
        recommendation, opinion = _OPINIONS[(evaluation.id + number) % len(_OPINIONS)]
        stage.by(login, "credit.expert.opinion").create({
            "evaluation_id": evaluation.id, "recommendation": recommendation, "opinion": opinion})


# ----------------------------------------------------------------------
# Warnings
# ----------------------------------------------------------------------
def _warn(stage):
    """The daily job's rules are applied to this company; some warnings are handled or dismissed (R99)."""
    Warning = stage.env["credit.warning"]
    for rule in stage.env["credit.warning.rule"]._of_company(stage.company):
        found = rule._not_told_yet(rule._passed(stage.company), stage.company)
        if found:
            Warning._raise(rule, stage.company, found)
    stage.env.flush_all()
    warnings = Warning.search([("company_id", "=", stage.company.id)], order="id")
    _close(stage, "credit1", warnings[1::5], "handled", "已电话并书面催收，要求两周内付清逾期款，期间按现款发货。")
    _close(stage, "credit_manager", warnings[3::9], "dismissed", "季节性波动，历年同期均如此，已与客户经理核实。")


def _close(stage, login, warnings, outcome, note):
    stage.by(login, "credit.warning.close").create({
        "warning_ids": [(6, 0, warnings.filtered(lambda warning: warning.state == "open").ids)], "outcome": outcome,
        "measure": "change_terms" if outcome == "handled" else False, "note": note,
        "payment_term_id": stage.env.ref("account.account_payment_term_immediate").id}).action_close()
