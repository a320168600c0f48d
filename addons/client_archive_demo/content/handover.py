"""Papers on their way to the archive: lists in every stage, with their clocks (R64, R115–R123)."""

from .papers import make

_NOTE = "存量档案建库补录"


def play(stage):
    _completed(stage)
    _to_check(stage)
    _overdue(stage)
    _titles(stage)
    _deferred(stage)


def _list(stage, login, rule, key, days, event, manager_b=None):
    """A list of the papers of ``key`` that are not filed, as manager A makes it."""
    handover = stage.by(login, "archive.handover").create({
        "rule_id": stage.env.ref(f"client_archive.handover_rule_{rule}").id,
        "dossier_ids": [(6, 0, stage.env.ref(f"client_archive_demo.dossier_{key}").ids)],
        "manager_b_id": stage.users[manager_b].id if manager_b else False,
        "start_date": stage.ago(days), "start_event": event})
    handover.action_fill()
    return handover


def _sent(stage, handover, days):
    """Signed by A so long ago: lists that were begun on paper keep their day."""
    stage.by("archivist", handover)._set_gated(note=_NOTE, sent_on=stage.ago(days))


def _completed(stage):
    """Listed, signed, checked item by item, signed again, filed."""
    handover = _list(stage, "sales4", "deal", "coldchain", 4, "冷链货架项目交货验收")
    handover.action_sign()
    received = stage.by("archivist", handover)
    received.action_check_all()
    received.action_sign()
    received.action_file_papers()


def _to_check(stage):
    """Manager B has to check and sign."""
    handover = _list(stage, "sales2", "project", "hualing", 1, "三季度供货项目结束", "sales1")
    handover.action_sign()


def _overdue(stage):
    """B found gaps and returned it; the supplement is late, and the head was told (R116, R119)."""
    handover = _list(stage, "sales3", "project", "yuntong", 24, "仓储货架项目放款", "sales4")
    handover.action_sign()
    checked = stage.by("sales4", handover)
    line = checked.line_ids[:1]
    line.action_check()
    checked.env["archive.handover.supplement"].create([
        {"handover_id": checked.id, "line_id": checked.line_ids[-1:].id, "name": "客户经办人签字", "kind": "signature",
         "due_on": stage.ago(5)},
        {"handover_id": checked.id, "name": "货架安装验收报告原件", "kind": "paper", "due_on": stage.ago(3)},
    ])
    checked.action_return()
    checked.supplement_ids[:1].with_env(stage.by("sales3", handover).env).action_supplied()
    _sent(stage, handover, 12)
    handover.sudo()._remind()


def _titles(stage):
    """Titles are handed over at once, on a list of their own (R123)."""
    _bring_title(stage, "sales4", "chuanyu")
    handover = _list(stage, "sales4", "title", "chuanyu", 0, "收到他项权证原件", "credit1")
    handover.action_sign()
    checked = stage.by("credit1", handover)
    checked.action_check_all()
    checked.action_sign()


def _bring_title(stage, login, key):
    partner = stage.customers[key]
    paper = make(stage, partner, "title", stage.ago(0), "", f"渝（{stage.today.year}）渝北区他项权第 08231 号")
    document = stage.by(login, "archive.document", quiet=True).create({
        "name": "不动产他项权证书", "dossier_id": stage.env.ref(f"client_archive_demo.dossier_{key}").id,
        "type_id": stage.env.ref("client_archive.document_type_1011").id, "date": paper.day, **paper.values})
    document.env["archive.version"]._add(document, paper.file_name, paper.content)


def _deferred(stage):
    """Manager A cannot keep the term, and asks the head for a later one (R119)."""
    handover = _list(stage, "sales1", "deal", "linan", 6, "年度框架协议签订")
    deferral = handover.env["archive.handover.deferral"].create({
        "handover_id": handover.id, "until": stage.ago(-16), "reason": "客户法定代表人出国，补充协议原件下周末才能签回。"})
    deferral.action_submit()
