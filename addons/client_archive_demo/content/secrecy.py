"""Who may open what is secret: trainings, exams, designations, agreements, clearances (R98, R101, R110)."""

# login: level cleared up to. Whoever is not here opens nothing classified.
_CLEARED = {
    "chairman": "3", "gm": "3", "dgm": "3", "dgm2": "3",
    "archive_head": "3", "archivist": "3", "archivist2": "3",
    "head_sales": "2", "head_sales2": "2", "sales1": "2", "sales2": "2", "sales3": "1", "sales4": "2",
    "credit_manager": "2", "credit1": "2", "credit2": "1", "auditor": "1", "accountant": "1",
}
# login: days until the agreement ends; a year and a half for the others
_AGREEMENT_ENDS = {"sales3": 18, "credit2": -25}
_NEED = {
    "archive_head": "保管、鉴定涉密档案",
    "archivist": "接收、整理、上架涉密档案",
    "archivist2": "接收、整理、上架涉密档案",
    "auditor": "内部审计抽查",
}
_TRAININGS = (
    ("《档案法》《保守国家秘密法》年度学习", "law", 335, 4, "沪恒律师事务所 周律师", 12,
     ("chairman", "gm", "dgm", "dgm2", "archive_head", "archivist", "archivist2", "security", "auditor", "head_sales",
      "head_sales2", "credit_manager")),
    ("客户档案管理办法修订宣贯", "rules", 210, 2, "何静", 12,
     ("archivist", "archivist2", "sales1", "sales2", "sales3", "sales4", "credit1", "credit2", "accountant")),
    ("涉密载体的收发、传递与保管", "secrecy", 120, 3, "马骏", 6,
     ("archive_head", "archivist", "archivist2", "sales1", "sales2", "sales4")),
    ("档案立卷、编目与库房管护实务", "archive", 75, 6, "市档案学会 秦老师", 12,
     ("archive_head", "archivist", "archivist2", "employee")),
    ("赊销信用评估方法", "credit", 30, 3, "郑远", 12,
     ("credit1", "credit2", "head_sales", "head_sales2", "sales1", "sales3")),
    ("泄密案例警示教育", "secrecy", 205, 1.5, "马骏", 6,
     ("archivist", "archivist2", "credit1", "sales3", "employee")),
)
# (login, duty, days since the exam, score, passed, designated)
_DUTIES = (
    ("archive_head", "archivist", 700, 96, True, True),
    ("archivist", "archivist", 690, 91, True, True),
    ("archivist2", "archivist", 330, 85, True, True),
    ("archive_head", "keeping", None, None, False, True),
    ("archivist", "copying", None, None, False, True),
    ("archivist2", "destroying", None, None, False, True),
    ("head_sales", "sending", None, None, False, True),
    ("credit1", "making", None, None, False, True),
    ("sales1", "making", None, None, False, True),
    ("sales2", "making", None, None, False, True),
    ("sales3", "making", None, None, False, True),
    ("sales4", "making", None, None, False, True),
    ("employee", "archivist", 12, 52, False, False),
    ("sales4", "sending", None, None, False, False),
)
_ASSESSMENTS = (
    ("archivist", 400, "excellent", "reward", "全年立卷准确率 99.6%，库房零差错。"),
    ("archivist2", 400, "good", "none", "完成销毁鉴定组工作，归档及时。"),
    ("archivist", 35, "good", "none", "上半年归档 160 件，催收补件及时。"),
    ("archivist2", 35, "sufficient", "none", "两次借阅登记漏填归还时间，已当面提醒。"),
)
_SCORES = {"excellent": 94, "good": 85, "sufficient": 70}


def play(stage):
    _train(stage)
    _bind(stage)
    _designate(stage)


def _users(stage, logins):
    return [(6, 0, [stage.users[login].id for login in logins])]


def _train(stage):
    stage.by("security", "archive.training").create([
        {
            "name": name, "kind": kind, "date": stage.ago(days), "hours": hours, "trainer": trainer,
            "interval_months": months, "user_ids": _users(stage, attended)}
        for name, kind, days, hours, trainer, months, attended in _TRAININGS])


def _bind(stage):
    """Agreements and clearances. The security officer enters nobody's own, so has none: they open no content."""
    stage.by("security", "archive.agreement").create([
        {
            "user_id": stage.users[login].id, "date_from": stage.ago(370 + number * 5),
            "date_to": stage.ago(-_AGREEMENT_ENDS.get(login, 540)),
            "note": "到期未续签，已通知本人。" if _AGREEMENT_ENDS.get(login, 0) < 0 else False}
        for number, login in enumerate(_CLEARED)])
    clearances = stage.by("security", "archive.clearance").create([
        {
            "user_id": stage.users[login].id, "level": level, "date_from": stage.ago(360),
            "date_to": stage.ago(-370), "reason": _NEED.get(login, "本岗位业务需要")}
        for login, level in _CLEARED.items()])
    # What was given in passing is taken back
    assistant = stage.by("security", "archive.clearance").create({
        "user_id": stage.users["employee"].id, "level": "1", "date_from": stage.ago(90), "date_to": stage.ago(-90),
        "reason": "协助会议室文件整理"})
    assistant.action_revoke()
    return clearances


def _designate(stage):
    designations = stage.by("security", "archive.designation", quiet=True).create([
        {
            "user_id": stage.users[login].id, "duty": duty, "exam_on": stage.ago(days) if days else False,
            "exam_score": score or 0, "exam_passed": passed}
        for login, duty, days, score, passed, _designated in _DUTIES])
    by_key = {(login, duty): row for (login, duty, *_rest), row in zip(_DUTIES, designations, strict=True)}
    ready = designations.browse([
        by_key[login, duty].id for login, duty, _days, _score, _passed, designated in _DUTIES if designated])
    stage.by("gm", ready, quiet=True).action_designate()
    stage.by("archive_head", "archive.assessment").create([
        {
            "score_filing": _SCORES[result] + 2, "score_timeliness": _SCORES[result] - 3,
            "score_secrecy": _SCORES[result] + 4, "score_custody": _SCORES[result], "score_service": 0,
            "designation_id": by_key[login, "archivist"].id, "date": stage.ago(days),
            "period": f"{stage.ago(days).year} 年{'上半年' if stage.ago(days).month > 6 else '度'}",
            "result": result, "consequence": consequence, "details": grounds}
        for login, days, result, consequence, grounds in _ASSESSMENTS])
