"""What lies in the dossiers: titles, words and files of the papers of one customer."""

from typing import NamedTuple

from . import sheets

_CURRENCY = "人民币"


class Paper(NamedTuple):
    """One paper before it is filed.

    :ivar doc_type: external id of its type, without the module
    :ivar day: date of the paper
    :ivar values: further values of the catalogue line
    """

    title: str
    doc_type: str
    day: object
    file_name: str
    content: bytes
    values: dict


# title, type, pages, original?, words; {name} customer, {code} credit code, {ours} we, {day}, {amount}, {goods}
_SHEETS = {
    "contract": ("购销合同 {number}", "0801", 4, True, (
        "合同编号：{number}　签订日期：{day}",
        "买方（甲方）：{name}，统一社会信用代码 {code}。卖方（乙方）：{ours}。",
        "第一条　标的：{goods}，总价{currency} {amount} 元（含 13% 增值税）。",
        "第二条　交货：乙方于合同生效后 20 日内送至甲方指定仓库，运费由乙方承担。",
        "第三条　付款：货到验收合格并收到发票后 30 日内电汇付清。",
        "第四条　违约：逾期付款按日万分之五支付违约金；争议由乙方所在地人民法院管辖。",
    )),
    "amendment": ("合同补充协议 {number}", "0802", 2, True, (
        "双方就 {number} 号购销合同达成如下补充：", "一、供货数量增加 15%，单价不变。",
        "二、付款期限由 30 日调整为 45 日。", "三、本协议为原合同组成部分，签字盖章后生效。")),
    "negotiation": ("商务洽谈纪要", "0102", 1, False, (
        "时间：{day}　地点：{name}会议室", "议题：{goods}年度供货价格与账期。",
        "要点：对方要求账期 60 日，我方坚持 30 日，并同意季度返利 1.5%。", "结论：按 30 日账期执行，下季度复议。")),
    "financials": ("上年度财务报表", "0301", 3, False, (
        "{name} 资产负债表、利润表、现金流量表（经审计）。", "资产总额 {amount} 元，资产负债率 52.6%。",
        "经营活动现金流量净额为正，应收账款周转 5.8 次。")),
    "bank": ("开户银行资信证明", "0302", 1, True, (
        "兹证明 {name} 在我行开立基本存款账户，结算往来正常，无逾期贷款及垫款记录。",
        "本证明仅供商务用途，有效期六个月。")),
    "authority": ("法定代表人授权委托书", "0404", 1, True, (
        "{name} 授权经办人全权办理与 {ours} 的采购、对账、结算事宜。", "授权期限自 {day} 起一年。")),
    "representative": ("法定代表人资格证明书", "0401", 1, True, (
        "兹证明本公司法定代表人在任，任期内代表本公司签署合同。", "单位名称：{name}　日期：{day}")),
    "letter": ("关于{goods}交货安排的函", "0601", 1, False, (
        "{ours}：",
        "因我方生产计划调整，请将原定本月下旬的交货提前至中旬，分两批送达。",
        "请收函后两个工作日内回复。　　{name}　{day}")),
    "phone": ("电话记录：催收货款", "0602", 1, False, (
        "通话日期：{day}　对方：{name}财务",
        "对方称款项已排入下周付款计划，承诺付款后发送水单。",
        "跟进：下周三回访。")),
    "acceptance": ("到货验收单 {number}", "0901", 1, True, (
        "收货单位：{name}　合同：{number}",
        "货物：{goods}。数量相符，外观完好，抽检合格。",
        "验收人签字：________　日期：{day}")),
    "delivery": ("送货单 {number}", "1001", 1, False, (
        "送货单位：{ours}", "收货单位：{name}", "货物：{goods}。　司机：________　签收：________")),
    "receipt": ("收款凭证 {number}", "1002", 1, False, (
        "收到 {name} 货款{currency} {amount} 元，结算方式：电汇。", "入账日期：{day}　制单：杨柳")),
    "guarantee": ("保证人资产情况说明", "0502", 2, False, (
        "保证人为 {name} 在 {number} 号合同项下的付款义务承担连带责任保证。",
        "主要资产：工业厂房一处、设备若干，估值 {amount} 元。")),
    "title": ("不动产权证书（抵押）", "1003", 1, True, (
        "权利人：{name}", "用途：工业用地／厂房。抵押权人：{ours}。", "证书原件入柜保管，解除抵押后凭移交清单退还。")),
    "approval": ("大额销售立项审批件", "0104", 2, True, (
        "项目：向 {name} 供应 {goods}，预计金额 {amount} 元。",
        "销售部门意见：同意立项。　信用管理部意见：按授信额度内执行。",
        "总经理批示：同意。")),
}
_PICTURES = {
    "licence": ("营业执照", "0201", "营业执照（副本）扫描件"),
    "institution": ("事业单位法人证书", "0202", "事业单位法人证书（副本）扫描件"),
    "identity": ("居民身份证", "0402", "经办人身份证复印件"),
}
# What a dossier holds, by the stage of the relation
SETS = {
    "full": ("licence", "representative", "identity", "authority", "negotiation", "contract", "acceptance", "delivery",
             "letter", "receipt", "financials"),
    "key": ("licence", "representative", "identity", "authority", "approval", "negotiation", "contract", "amendment",
            "acceptance", "receipt", "financials", "bank", "guarantee", "title"),
    "public": ("institution", "authority", "identity", "contract", "acceptance", "letter", "phone"),
    "person": ("identity", "contract", "delivery", "receipt"),
    "partial": ("licence", "negotiation", "contract", "letter"),
    "old": ("licence", "representative", "identity", "negotiation", "letter", "phone", "acceptance", "delivery"),
}


def make(stage, partner, kind, day, goods, number):
    """The paper of ``kind`` that ``partner`` and we exchanged on ``day``."""
    words = {
        "name": partner.name, "code": partner.vat or "（个人）", "ours": stage.company.name, "goods": goods,
        "day": f"{day.year}年{day.month}月{day.day}日", "number": number, "currency": _CURRENCY,
        "amount": f"{stage.random.randint(8, 320) * 10000:,}",
    }
    if kind in _PICTURES:
        title, doc_type, name = _PICTURES[kind]
        lines = [f"名　　称：{partner.name}", f"代　　码：{words['code']}",
                 f"住　　所：{partner.city or ''}{partner.street or ''}", f"登记日期：{words['day']}",
                 f"编　　号：{number}"]
        return Paper(name, doc_type, day, f"{name}.jpg", sheets.picture(title, lines),
                     {"original_location": "客户处"} if kind != "identity" else {})
    title, doc_type, pages, is_original, paragraphs = _SHEETS[kind]
    title = title.format(**words)
    content = sheets.pdf(title, [text.format(**words) for text in paragraphs], number, pages=pages,
                         seal=partner.name if is_original else None)
    return Paper(title, doc_type, day, f"{title}.pdf", content, {
        "is_original": "original" if is_original else "copy", "reference": number,
        "author": partner.name if kind in ("letter",
        "financials",
        "authority",
        "representative") else stage.company.name,
    })
