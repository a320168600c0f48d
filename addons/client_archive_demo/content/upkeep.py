"""Files are kept up to date: changes, reviews, contacts (R83, R88–R90)."""

from .customers import CUSTOMERS

_NOTE = "存量档案建库补录"
# (customer, what, kind, days since it is known, source, description, fate)
_CHANGES = (
    ("linan", "注册资本由 2000 万元增至 3500 万元", "capital", 2, "国家企业信用信息公示系统", "原股东同比例增资。", "open"),
    ("heyuan", "办公地址迁至松岭路 388 号", "address", 4, "客户来函", "自下月起启用新址，开票信息不变。", "open"),
    ("mingde", "采购负责人更换为钟美玲", "contact", 1, "电话", False, "open"),
    ("dongshan", "开户行变更为农业银行东山支行", "bank", 19, "客户财务邮件", "收款账户变更函已收到，未见原件。", "late"),
    ("yuanfan", "经营范围增加冷链运输", "scope", 13, "公示系统", False, "late"),
    ("haisheng", "法定代表人变更为陆振海", "legal_representative", 3, "公示系统", "需重新取得授权委托书与印鉴。", "late"),
    ("lulian", "被列为被执行人，标的 186 万元", "dispute", 6, "执行信息公开网", "案号（演示）执 1023 号。", "done"),
    ("yuntong", "营业执照换发（住所变更）", "licence", 25, "客户提供", False, "done"),
    ("hualing", "财务资金部经理更换", "contact", 40, "拜访", False, "done"),
    ("coldchain", "更名为青梧冷链科技", "other", 9, "市场传闻", "经核实并无此事。", "dismissed"),
)
_UPDATED = {
    "lulian": "已录入诉讼情况，通知信用管理部；信用资料页更新。", "yuntong": "住所、执照扫描件均已更新入卷。",
    "hualing": "联系人已更新，旧联系人标注离任。", "coldchain": "电话向客户核实，名称未变更。",
}
_CONTACTS = (
    ("linan", 3, "visit", "车间回访与下季度排产", "对方下季度预计增加 15% 用量，希望锁价。", "报价已发，待回签。"),
    ("linan", 48, "meeting", "年度价格洽谈", "账期维持 30 日，返利 1.5%。", "纪要已归档。"),
    ("dongshan", 8, "call", "催收逾期货款", "对方称月底前支付两笔。", "已记录，月底跟进。"),
    ("dongshan", 30, "complaint", "大米包装破损 12 袋", "要求换货并承担运费。", "已补发并开红字发票。"),
    ("xingye", 15, "visit", "上门对账", "确认欠款余额，签收对账单。", "对账单已签回。"),
    ("yuntong", 5, "request", "要求提供叉车年检资料", "用于其安全评审。", False),
    ("heyuan", 11, "complaint", "两批豆油生产日期较旧", "要求今后交货不超过出厂 60 天。", False),
    ("mingde", 22, "call", "询问投影仪售后", "灯泡质保期内免费更换。", "已更换。"),
    ("jinshui", 60, "meeting", "政府采购续签沟通", "下年度预算下调 8%。", "已纳入投标测算。"),
    ("school", 17, "visit", "课桌椅验收", "验收合格。", "验收单已归档。"),
    ("hualing", 7, "meeting", "三季度供货协调会", "要求轴承提前两周到货。", "已安排分批发运。"),
    ("hualing", 33, "market", "行业产能扩张", "同行新上两条产线，轴承需求看涨。", False),
    ("haisheng", 12, "market", "船厂订单延期传闻", "据同行称两条散货船推迟交付。", False),
    ("chuanyu", 20, "visit", "仓库现场查看", "库存周转正常，场地整洁。", "照片已入卷。"),
    ("lulian", 9, "call", "催款（第五次）", "法定代表人电话关机，会计称无资金。", "建议移交法务。"),
    ("zhou", 70, "visit", "门店回访", "经营正常。", False),
)


def play(stage):
    _report(stage)
    _review(stage)
    _note(stage)


def _dossier(stage, key):
    return stage.env.ref(f"client_archive_demo.dossier_{key}")


def _manager(key):
    return next(customer.manager for customer in CUSTOMERS if customer.key == key)


def _report(stage):
    for key, name, kind, days, source, description, fate in _CHANGES:
        login = _manager(key)
        change = stage.by(login, "archive.change").create({
            "dossier_id": _dossier(stage, key).id, "name": name, "kind": kind, "known_on": stage.ago(days),
            "source": source, "description": description})
        if fate == "late":
            change.sudo()._count_days(stage.today)
        elif fate in ("done", "dismissed"):
            change.updated = _UPDATED[key]
            if fate == "done":
                change.action_done()
            else:
                stage.by("head_sales2", change).action_dismiss()


def _review(stage):
    """Every open dossier was reviewed on paper within the year; those that are due again are planned (R90)."""
    dossiers = stage.env["archive.dossier"].search([
        ("company_id", "=", stage.company.id), ("state", "=", "open")], order="id")
    archivist = stage.by("archivist", dossiers)
    for number, dossier in enumerate(archivist):
        months = int(dossier.review_months or dossier.category_id.review_months)
        dossier._set_gated(note=_NOTE, last_review_on=stage.ago(months * 30 - 60 + number * 17 % 75))
    stage.env.flush_all()
    due = dossiers.search([("company_id", "=", stage.company.id), *dossiers._review_due_domain()], order="id")
    reviews = stage.env["archive.review"].create([
        {"dossier_id": dossier.id, "due_on": dossier.next_review_on} for dossier in due])
    reviews._call_owner()
    for number, review in enumerate(reviews[:4]):
        mine = stage.by(stage.login_of(review.user_id), review)
        mine.write({
            "basics_checked": True, "contacts_checked": True, "papers_checked": True, "credit_checked": True,
            "result": "corrected" if number % 2 else "in_order",
            "findings": "联系人电话两处更新；补收授权委托书一份。" if number % 2 else False})
        mine.action_submit()
        if number < 2:
            stage.by("archive_head", review).action_sign()


def _note(stage):
    for key, days, kind, name, content, outcome in _CONTACTS:
        dossier = _dossier(stage, key)
        stage.by(_manager(key), "archive.contact.log").create({
            "dossier_id": dossier.id, "date": stage.ago(days), "kind": kind, "name": name, "content": content,
            "outcome": outcome, "contact_id": dossier.partner_id.child_ids[:1].id,
            "source": "同行交流" if kind == "market" else False})
