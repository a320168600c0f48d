"""Papers that are asked for: requests of every kind in every state (R16–R23, R108, R126)."""

from datetime import datetime, time

from odoo.addons.client_archive.tools import gate

_NOTE = "存量借阅登记补录"


def play(stage):
    _lent(stage)
    _overdue(stage)
    _taken_back(stage)
    _to_hand_out(stage)
    _on_screen(stage)
    _on_the_way(stage)
    _waiting(stage)
    _over(stage)


def _ask(stage, login, kind, key, wanted, purpose, submit=True, free=True, **values):
    """A request for papers of ``key``, as ``login`` makes it.

    :param wanted: callable that tells whether a paper is among those asked for
    :param free: whether only papers are asked for that nobody asked for before
    """
    dossier = stage.env.ref(f"client_archive_demo.dossier_{key}")
    papers = dossier.document_ids.filtered(
        lambda document: document.state == "filed" and wanted(document)
        and not (free and document.request_line_ids))[:2]
    request = stage.by(login, "archive.request").create({
        "kind": kind, "dossier_id": dossier.id, "purpose": purpose,
        "line_ids": [(0, 0, {"document_id": paper.id}) for paper in papers], **values})
    if submit:
        request.action_submit()
    return request


def _plain(document):
    """Neither licence nor contract nor secret."""
    return document.secrecy_level == "0" and not document.type_id.needs_general_manager


def _secret(document):
    return document.secrecy_level == "1" and not document.type_id.needs_general_manager


def _top(document):
    return document.grade == "A"


def _contract(document):
    return document.type_id.needs_general_manager and document.grade == "B"


def _approve(stage, request, *logins):
    for login in logins:
        stage.by(login, request).action_approve()


def _refuse(stage, request, login, opinion):
    stage.by(login, request).env["archive.approval.decision"].create({
        "res_model": request._name, "res_id": request.id, "decision": "refused", "opinion": opinion}).action_decide()


def _hand_out(stage, request, login="archivist"):
    stage.by(login, request).action_hand_out()


def _date_back(stage, request, **days):
    """The slip was written so long ago, and entered afterwards; the journal says so."""
    values = {
        name: stage.ago(count) if name == "due_on" else datetime.combine(stage.ago(count), time(2, 30))
        for name, count in days.items()}
    stage.by("archivist", request)._set_gated(note=_NOTE, **values)
    # sudo: the desk alone writes the papers of a slip
    lines = stage.by("archivist", request).sudo().line_ids
    for line in lines.filtered("stage"):
        gate.opened(line).write({
            **{name: values[name] for name in ("issued_on", "due_on") if name in values and line.issued_on},
            **({"hold_until": values["valid_until"]} if line.stage == "ready" and "valid_until" in values else {})})


def _lent(stage):
    loan = _ask(stage, "sales1", "loan", "linan", _plain, "与客户对账，核对送货签收。")
    _approve(stage, loan, "head_sales")
    _hand_out(stage, loan)
    direct = _ask(stage, "dgm", "loan", "hualing", _secret, "参加三季度供货协调会。")
    _hand_out(stage, direct, "archivist2")
    visit = _ask(stage, "head_sales", "visit", "jinshui", _plain, "财政监督检查，查阅合同履行资料。",
                 outsider_name="罗建平", outsider_body="金水湾区财政局监督科", outsider_document="执法证 财监-0417")
    _approve(stage, visit, "gm")
    _hand_out(stage, visit)


def _overdue(stage):
    loan = _ask(stage, "sales3", "loan", "yuntong", _plain, "处理货架安装质量投诉。")
    _approve(stage, loan, "head_sales")  # as the deputy of the other head
    _hand_out(stage, loan)
    _date_back(stage, loan, submitted_on=9, approved_on=8, issued_on=8, due_on=5, valid_until=5)
    borrowed = _ask(stage, "sales2", "loan", "xingye", _plain, "上门催收，出示送货单与对账单。")
    _approve(stage, borrowed, "head_sales")
    _hand_out(stage, borrowed, "archivist2")
    _date_back(stage, borrowed, submitted_on=5, approved_on=5, issued_on=4, due_on=1, valid_until=1)
    for request in (loan | borrowed).with_env(stage.env):
        request._remind_borrower()


def _taken_back(stage):
    for login, key, purpose, note in (
            ("sales4", "chuanyu", "续签年度合同前核对历史验收记录。", False),
            ("sales2", "jinshui", "政府采购审计备查。", "第 2 页边角撕裂，已裱糊修复。")):
        request = _ask(stage, login, "consult", key, _plain, purpose)
        _approve(stage, request, "head_sales", "head_sales")
        _hand_out(stage, request)
        _date_back(stage, request, submitted_on=16, approved_on=15, issued_on=15, due_on=12)
        dialog = stage.by("archivist2", request).env["archive.request.take.back"].create({"request_id": request.id})
        if note:
            dialog.line_ids[:1].write({"condition": "damaged", "note": note})
        dialog.action_take_back()


def _to_hand_out(stage):
    consult = _ask(stage, "credit1", "consult", "dongshan", _contract, "核对合同约定的付款期限，办理授信复评。")
    _approve(stage, consult, "credit_manager", "head_sales", "gm")
    copy = _ask(stage, "sales1", "copy", "school", _plain, "提供复印件供校方报销。")
    _approve(stage, copy, "head_sales", "dgm")
    done = _ask(stage, "sales2", "copy", "zhou", _plain, "客户遗失收据，需复印件。")
    _approve(stage, done, "head_sales", "dgm")
    _issue(stage, done)


def _issue(stage, request):
    """Make the copies; what the archivist would print is not kept."""
    file, _name = stage.by("archivist", request)._issue_copies()
    file.close()


def _on_screen(stage):
    """Open to read now, for a salesperson of another customer and for the credit staff."""
    reading = _ask(stage, "sales2", "screen", "dongshan", _plain, "新客户同类业务，参考其付款与验收安排。",
                   free=False)
    _approve(stage, reading, "head_sales", "head_sales")
    reading = _ask(stage, "credit1", "screen", "linan", _plain, "授信复评，核对往来函件。", free=False)
    _approve(stage, reading, "credit_manager", "head_sales")


def _on_the_way(stage):
    copies = _ask(stage, "sales4", "copy", "heyuan", _plain, "对账争议，双方各执一份。", free=False,
                  copy_count=2)
    _approve(stage, copies, "head_sales", "dgm")
    _issue(stage, copies)
    day = stage.company._archive_today()  # which in China begins hours before the server's
    _ask(stage, "sales1", "carry", "jinshui", _plain, "开庭出示送货签收原件。", free=False, carrier="周凯",
         destination="金水湾区人民法院", safeguards="密封档案袋，专人专车，当日往返。",
         carry_from=day, carry_until=day)


def _waiting(stage):
    _ask(stage, "sales1", "loan", "yuanfan", _plain, "单证核对。")
    _ask(stage, "sales3", "consult", "heyuan", _plain, "了解历年价格条款，准备续约。")
    top = _ask(stage, "sales2", "consult", "hualing", _top, "抵押物复核，核对权证编号。")
    _approve(stage, top, "head_sales", "head_sales")
    copy = _ask(stage, "credit2", "copy", "xingye", _plain, "整理催收证据材料。")
    _approve(stage, copy, "credit_manager")
    _ask(stage, "sales4", "external", "chuanyu", _plain, "应客户要求提供历史验收单复印件用于审计。",
         outsider_name="谭莉", outsider_body="川渝联电力物资有限公司", carrier="周凯",
         safeguards="密封袋、专人送达、回执签收。")


def _over(stage):
    refused = _ask(stage, "sales4", "copy", "coldchain", _plain, "发给外部设计院参考。")
    _refuse(stage, refused, "head_sales2", "外发须走“对外提供”流程并经总经理批准，请改报。")
    expired = _ask(stage, "sales2", "loan", "mingde", _plain, "核对收货地址。")
    _approve(stage, expired, "head_sales")
    _date_back(stage, expired, submitted_on=14, approved_on=13, valid_until=10)
    expired.with_env(stage.env).line_ids._lapse()
    _ask(stage, "sales1", "consult", "linan", _plain, "暂不需要。").action_cancel()
    _ask(stage, "sales3", "loan", "lulian", _plain, "起诉材料准备。", submit=False)
