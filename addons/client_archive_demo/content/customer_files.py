"""What is known about the customers: files, persons, business, standing; key data confirmed by a second person."""

from .customers import CUSTOMERS

_SOURCE = "国家企业信用信息公示系统"
# customer: what the account manager enters
_FILES = {
    "linan": {
        "customer_founded_on": "2006-04-18", "customer_legal_form": "limited", "customer_headcount": 420,
        "customer_size": "medium", "customer_general_manager": "吴建华", "customer_term_until": "2036-04-17",
        "customer_registered_zip": "311305", "customer_main_business": "精密轴承制造",
        "customer_main_products": "深沟球轴承、圆锥滚子轴承",
        "customer_business_scope": "轴承、轴承配件、机械设备的制造、加工、销售；货物进出口。",
        "customer_standing": "省内轴承行业前五，专精特新企业。", "customer_competitors": "人本、慈兴",
        "customer_industry_traits": "下游为汽配与农机，三四季度为旺季，通行账期 60 天。",
        "customer_services": "2025 年为其技术人员做润滑培训两场。",
        "customer_needs": "下半年新增产线，需低噪音钢球与保持架；希望锁价。",
        "customer_decision_process": "技术部提出规格，采购部三家比价，总经理审批 20 万元以上订单，约两周。"},
    "dongshan": {
        "customer_founded_on": "2011-09-01", "customer_legal_form": "limited", "customer_headcount": 860,
        "customer_size": "medium", "customer_main_business": "社区超市连锁",
        "customer_main_products": "粮油、日用品",
        "customer_business_scope": "食品、日用百货销售；仓储服务。",
        "customer_standing": "吴中区门店数第二，共 37 家。",
        "customer_industry_traits": "毛利低、周转快，节前备货集中。", "customer_needs": "中秋礼盒与大米直供。"},
    "hualing": {
        "customer_founded_on": "1993-06-30", "customer_legal_form": "state_owned", "customer_headcount": 12600,
        "customer_size": "large", "customer_general_manager": "高维国", "customer_main_business": "重型机械制造",
        "customer_main_products": "轧机、矿山设备", "customer_standing": "东北重型机械龙头。",
        "customer_competitors": "一重、太重", "customer_industry_traits": "订单周期长，付款依项目节点。",
        "customer_needs": "三季度轴承提前两周到货。",
        "customer_decision_process": "工程师出技术协议，物资采购部招标，财务资金部核付款条件，约一个月。"},
    "haisheng": {
        "customer_founded_on": "2009-02-11", "customer_legal_form": "limited", "customer_headcount": 1900,
        "customer_size": "large", "customer_main_business": "散货船建造", "customer_main_products": "散货船、甲板驳",
        "customer_industry_traits": "随航运周期大幅波动。"},
    "yuntong": {
        "customer_founded_on": "2015-07-20", "customer_legal_form": "joint_stock", "customer_headcount": 310,
        "customer_size": "medium", "customer_main_business": "供应链与仓储"},
}
# customer: (legal representative, registered capital in yuan, registered address)
_KEY_DATA = {
    "linan": ("吴建华", 20000000, "杭州市临安区青山湖街道科创大道 66 号"),
    "dongshan": ("顾永康", 10000000, "苏州市吴中区东山大道 218 号"),
    "hualing": ("高维国", 1200000000, "沈阳市铁西区开发大路 16 号"),
    "haisheng": ("陆海生", 300000000, "南通市通州区沿江工业园船厂路 1 号"),
    "yuntong": ("林俊杰", 50000000, "深圳市前海梦海大道 5033 号"),
}
# word in a contact's post: role
_ROLES = (
    ("总经理", "decision"), ("总监", "decision"), ("采购", "purchase"), ("物资", "purchase"), ("财务", "finance"),
    ("会计", "finance"), ("工程师", "engineering"), ("法定代表人", "decision"))
_USES = (
    ("linan", "usage", "GCr15 钢球", "每月约 20 吨", 700),
    ("linan", "promotion", "年度返利 1.5%", "累计满 800 万元", 200),
    ("linan", "project", "低噪音轴承联合试制", "二期，样件已交", 120),
    ("dongshan", "usage", "东北大米", "每周两车", 600),
    ("dongshan", "promotion", "中秋礼盒联促", "37 家门店", 40), ("hualing", "usage", "轧机轴承", "按项目", 720),
    ("hualing", "project", "国产化替代清单", "36 个型号，完成 12 个", 300))
_POACHING = (
    ("linan", "东方轴承配件", 35, "同规格降价 8%，送样两批。", "kept", "锁价一年，缩短交期至 7 天，每月技术回访。"),
    ("dongshan", "苏北粮油集团", 18, "账期由 30 天放到 60 天。", "open", "由主管带队拜访采购总监，提出联合促销方案。"))
# (customer, kind, what, days, source, description, verified)
_FACTS = (
    ("linan", "proof", "专精特新中小企业证书", 90, "省经信厅公告", "有效期三年。", True),
    ("linan", "industry", "省轴承协会副会长单位", 80, "协会官网", False, True),
    ("hualing", "proof", "主体信用评级 AA", 60, "评级公告", "展望稳定。", True),
    ("haisheng", "risk", "船东推迟接船", 12, "同行交流", "两条散货船推迟交付，现金流承压。", False),
    ("dongshan", "dispute", "与房东租赁纠纷", 25, "裁判文书网", "标的 42 万元，已开庭。", False))


def play(stage):
    roles = {
        role: stage.env.ref(f"client_archive.customer_role_{role}") for role in {role for _word, role in _ROLES}}
    for key in _FILES:
        login = next(customer.manager for customer in CUSTOMERS if customer.key == key)
        partner = stage.by(login, stage.env.ref(f"client_archive_demo.customer_{key}"))
        partner.write(_FILES[key])
        partner.action_add_contacts()
        for person in partner.customer_person_ids:
            wanted = dict.fromkeys(role for word, role in _ROLES if word in (person.function or ""))
            person.role_ids = [(6, 0, [roles[role].id for role in wanted])]
        _confirm(stage, partner, key)
        _collect(stage, partner)
    _know(stage)
    _wait(stage)


def _confirm(stage, partner, key):
    """The register says who represents the customer; a second person compares it (R96)."""
    representative, capital, address = _KEY_DATA[key]
    proposal = partner.env["archive.customer.proposal"]._propose(
        partner.dossier_id,
        {"legal_representative": representative, "registered_capital": capital, "registered_address": address},
        _SOURCE, "register", known_on=stage.ago(40))
    stage.by("archivist", proposal).action_approve()


def _collect(stage, partner):
    Collection = partner.env["archive.customer.collection"]
    basics = Collection.create({
        "dossier_id": partner.dossier_id.id, "name": "工商登记信息", "subject": "basics", "source": _SOURCE,
        "proof": "register", "purpose": "建立客户档案", "lawful_basis": "public", "collected_on": stage.ago(40)})
    Collection.create({
        "dossier_id": partner.dossier_id.id, "name": "联系人及联系方式", "subject": "contacts",
        "source": "名片、当面交换",
        "proof": "original", "purpose": "业务联系", "lawful_basis": "consent", "consent_on": stage.ago(38),
        "collected_on": stage.ago(38)})
    stage.by("archivist", basics).action_verify()


def _know(stage):
    def mine(model, key):
        login = next(customer.manager for customer in CUSTOMERS if customer.key == key)
        dossier = stage.env.ref(f"client_archive_demo.dossier_{key}")
        return stage.by(login, f"archive.customer.{model}"), {"dossier_id": dossier.id}
    for key, kind, name, extent, days in _USES:
        Use, of = mine("use", key)
        Use.create({**of, "kind": kind, "name": name, "extent": extent, "date_from": stage.ago(days)})
    for key, competitor, days, means, result, plan in _POACHING:
        Poaching, of = mine("poaching", key)
        Poaching.create({
            **of, "competitor": competitor, "date": stage.ago(days), "means": means, "result": result,
            "counter_plan": plan})
    for key, kind, name, days, source, description, verified in _FACTS:
        Fact, of = mine("fact", key)
        fact = Fact.create({
            **of, "kind": kind, "name": name, "collected_on": stage.ago(days), "source": source,
            "description": description})
        if verified:
            stage.by("archivist2", fact).action_verify()
    buyer = stage.by("sales1", stage.env.ref("client_archive_demo.customer_linan")).customer_person_ids.filtered(
        lambda person: "采购" in (person.function or ""))[:1]
    buyer.write({
        "department": "采购部", "mobile": "13900001234", "messenger": "wechat", "messenger_account": "zhu-liping",
        "remit": "20 万元以下订单自行决定", "lawful_basis": "consent", "consent_on": stage.ago(38),
        "purpose": "业务联系", "native_place": "浙江绍兴", "interests": "越剧、登山", "preferences": "龙井茶，上午见面",
        "taboos": "不谈前东家"})


def _wait(stage):
    """What the archivists find in their activities."""
    def propose(login, key, values, source, proof):
        dossier = stage.by(login, stage.env.ref(f"client_archive_demo.dossier_{key}"))
        dossier.env["archive.customer.proposal"]._propose(dossier, values, source, proof, known_on=stage.ago(3))
    propose("sales3", "haisheng", {"legal_representative": "陆振海"}, _SOURCE, "register")
    bank = stage.env.ref("client_archive_demo.bank_abc")
    propose("sales1", "dongshan", {"bank": {"acc_number": "6228 4802 1188 6001", "bank_id": bank.id}},
            "客户财务邮件", "letter")
