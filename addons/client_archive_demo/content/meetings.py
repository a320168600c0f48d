"""Meetings on secrets: one closed with its minutes filed, one to come (R55)."""

from datetime import datetime, time, timedelta

from . import sheets

_FIT = "内间会议室，门窗关闭，走廊无人等候"
_COLLECTED = "手机、录音笔、智能手表统一存入信号屏蔽柜"


def play(stage):
    dossier = stage.env.ref("client_archive_demo.dossier_hualing")
    papers = dossier.document_ids.filtered(
        lambda paper: paper.state == "filed" and not paper.is_void and "1" <= paper.secrecy_level <= "2"
        and paper.visibility == "catalogue" and not paper.is_frozen).sorted("id")
    level = max(papers.mapped("secrecy_level"))
    _closed(stage, dossier, papers[-2:], level)
    _planned(stage, papers[:1], level)


def _plan(stage, papers, level, days, **values):
    start = datetime.combine(stage.ago(days), time(6))
    return stage.by("archive_head", "archive.secret.meeting").create({
        "level": level, "document_ids": [(6, 0, papers.ids)], "date_start": start,
        "date_end": start + timedelta(hours=2), "place": "十二楼第三会议室", "place_fitness": _FIT,
        "equipment_allowed": "投影仪（不联网）", "equipment_collected": _COLLECTED,
        "chair_id": stage.users["gm"].id, "minutes_by_id": stage.users["archive_head"].id, **values})


def _people(stage, *logins):
    return [(0, 0, {"user_id": stage.users[login].id}) for login in logins]


def _closed(stage, dossier, papers, level):
    meeting = _plan(
        stage, papers, level, 21, subject="华岭重工年度框架协议底价与账期",
        attendee_ids=_people(stage, "dgm", "head_sales", "sales1", "credit_manager"),
        handout_ids=[(0, 0, {"document_id": papers[:1].id, "copies": 5})])
    meeting.action_hold()
    late = meeting.attendee_ids.filtered(lambda row: row.user_id == stage.users["sales1"])
    late.action_absent()
    (meeting.attendee_ids - late).action_present()
    meeting.handout_ids.write({"returned": 4, "keeper_ids": [(6, 0, stage.users["head_sales"].ids)]})
    meeting.write({
        "circle": "named", "circle_ids": [(6, 0, stage.users["sales2"].ids)], "circle_until": stage.ago(-60),
        "minutes_id": _minutes(stage, dossier, level, meeting).id})
    meeting.action_close()


def _minutes(stage, dossier, level, meeting):
    manager = stage.login_of(dossier.user_id)
    title = "涉密会议纪要"
    paper = stage.by(manager, "archive.document", quiet=True).create({
        "name": title, "dossier_id": dossier.id, "date": stage.ago(20), "secrecy_level": level, "author": "何静",
        "type_id": stage.env.ref("client_archive.document_type_0102").id})
    paper.env["archive.version"]._add(paper, f"{title}.pdf", sheets.pdf(
        title, [
            "会议内容按密级管理，传达范围以签到表所列为准。", "结论：按框架协议底价执行，账期 45 日。"], meeting.name))
    paper.action_submit()
    stage.by("archivist", paper, quiet=True).action_file()
    return paper


def _planned(stage, papers, level):
    _plan(stage, papers, level, -3, subject="下一年度重点客户报价策略",
          attendee_ids=_people(stage, "dgm", "head_sales", "accountant"))
