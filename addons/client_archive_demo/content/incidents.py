"""What went wrong with secrets and who did well; papers that are to be declassified; seals for issue and void."""

from datetime import datetime, time


def play(stage):
    _closed_case(stage)
    _open_cases(stage)
    _merits(stage)
    _declassify(stage)
    _stamp(stage)


def _paper(stage, key, *types):
    """The newest filed paper of a customer that is of one of ``types``."""
    dossier = stage.env.ref(f"client_archive_demo.dossier_{key}")
    return dossier.document_ids.filtered(
        lambda document: document.state == "filed" and not document.is_void
        and document.type_id.code in types).sorted(lambda document: (document.date, document.id))[-1:]


def _moment(stage, days, hour):
    return datetime.combine(stage.ago(days), time(hour))


def _closed_case(stage):
    """A leak that was remedied: traced, sanctioned, closed (R59, R60, R109)."""
    case = stage.by("sales2", "archive.incident").create({
        "kind": "leak", "document_ids": [(6, 0, _paper(stage, "hualing", "0801").ids)],
        "discovered_on": _moment(stage, 64, 2),
        "description": "客户来电称，我方向其他供应商转发的邮件中附有其合同价格页。",
        "remedy": "当即请收件人删除邮件并书面确认，通知销售一部经理。"})
    case = stage.by("gm", case)
    case.write({
        "action": "核查邮件发送记录，约谈当事人；销售部门开展一次警示教育。", "action_deadline": stage.ago(50),
        "person_ids": [(0, 0, {
            "user_id": stage.users["sales4"].id, "role": "responsible",
            "trace": "邮件服务器记录显示由其账号群发，附件误选。"})]})
    case.action_handle()
    case.person_ids.write({
        "ground": "w1", "sanction": "warning", "amount": 500,
        "decision_note": "过失泄密，已及时补救，未造成损失；警告并扣减当月绩效。"})
    case.outcome = "收件人均已书面确认删除，未见扩散；对外邮件附件增加复核。"
    case.action_close()


def _open_cases(stage):
    handled = stage.by("archivist", "archive.incident").create({
        "kind": "loss", "document_ids": [(6, 0, _paper(stage, "haisheng", "0302", "0301").ids)],
        "discovered_on": _moment(stage, 6, 6),
        "description": "清点二号库房时发现资信证明一件不在盒内，借阅登记簿无记录。",
        "remedy": "封存该盒，调取门禁与监控记录。"})
    handled = stage.by("security", handled)
    handled.write({"action": "五日内查清最后经手人；查不到的按遗失处理并通知客户。", "action_deadline": stage.ago(-2)})
    handled.action_handle()
    handled.action_freeze()
    stage.by("employee", "archive.incident").create({
        "kind": "possible", "discovered_on": _moment(stage, 0, 1),
        "description": "三楼会议室碎纸机旁发现一页带“秘密”字样的洽谈纪要，未粉碎。",
        "remedy": "已交保密员当面粉碎，会议室暂停使用。"})


def _merits(stage):
    stage.by("security", "archive.merit").create([
        {"name": "发现并及时制止无关人员进入涉密库房", "user_id": stage.users["archivist"].id, "date": stage.ago(150),
         "reward": "bonus", "amount": 800, "details": "夜间巡查时发现门禁未闭合，守候至保安到场。"},
        {"name": "年度保密工作先进集体", "department_id": stage.departments["archive"].id, "date": stage.ago(45),
         "reward": "praise", "details": "连续三年无失密、泄密事件。"},
        {"name": "主动上报邮件误发并协助补救", "user_id": stage.users["sales2"].id, "date": stage.ago(40),
         "reward": "praise"},
    ])


def _declassify(stage):
    """One request waits for the head, one was granted, one refused (R50)."""
    asked = [
        ("sales1", "linan", ("0301", "0801"), "报价已过期两个季度，双方已签新年度协议，不再具有保密价值。"),
        ("sales2", "jinshui", ("0801",), "政府采购合同已依法公示，无须继续保密。"),
        ("sales3", "yuntong", ("0301", "0801"), "客户要求在招标文件中引用。"),
    ]
    requests = []
    for login, key, types, reason in asked:
        paper = _paper(stage, key, *types)
        request = stage.by(login, "archive.declassification").create({
            "document_id": paper.id, "new_level": "0", "reason": reason})
        request.action_submit()
        requests.append(request)
    _waiting, granted, refused = requests
    stage.by("head_sales", granted).action_approve()
    stage.by("gm", granted).action_approve()
    stage.by("head_sales2", refused).env["archive.approval.decision"].create({
        "res_model": refused._name, "res_id": refused.id, "decision": "refused",
        "opinion": "招标文件对外公开，财务数据不得解密，请改用客户书面授权的摘要。"}).action_decide()


def _stamp(stage):
    """Seals beside that of receipt: issued, and void (R26, R27)."""
    Stamp = stage.by("archivist", "archive.seal.stamp")
    Stamp.create({
        "kind": "issued", "document_ids": [(6, 0, _paper(stage, "yuanfan", "0601", "0102").ids)],
        "note": "复印件交宁波海关企管处备查，原件留存"}).action_stamp()
    Stamp.create({
        "kind": "void", "document_ids": [(6, 0, _paper(stage, "heyuan", "0404").ids)],
        "note": "授权期限届满，客户已换发新授权委托书"}).action_stamp()
