"""Dealings that ended years ago: one register of every stage, and a lawsuit that stops one customer's papers."""

from .filing import SETTLED

_OPINION = "经鉴定小组逐件审查，上述档案保管期满，业务已结清，无继续保存价值，建议销毁。"
_SUPERVISORS = ("security", "auditor")


def play(stage):
    documents = _close(stage)
    _hold(stage)
    _complete(stage, documents["jialing"])
    _approve(stage, documents["jiugang"])
    _submit(stage, documents["huaishang"])
    _prepare(stage, documents["feng"])


def _close(stage):
    """Close the dossiers; retention runs from the last settlement (R69). Return what has expired of each."""
    expired = {}
    for key, years in SETTLED.items():
        dossier = stage.by("archivist", stage.env.ref(f"client_archive_demo.dossier_{key}"))
        dossier.action_close()
        dossier.last_settlement_on = stage.ago(years=years, days=-30)
        dossier._set_gated(note="存量档案建库补录", closed_on=stage.ago(years=years, days=-60))
        dossier.env.flush_all()
        expired[key] = dossier.document_ids.filtered(
            lambda document: document.retention_until and document.retention_until < stage.today)
    return expired


def _hold(stage):
    dossier = stage.env.ref("client_archive_demo.dossier_jinfan")
    stage.by("archive_head", "archive.disposal.hold").create({
        "name": "（2025）沪 0117 民初字买卖合同纠纷",
        "reason": "金帆桥印务欠款纠纷诉讼中，法院要求保全全部往来凭证，结案前不得销毁。",
        "dossier_ids": [(6, 0, dossier.ids)],
    })


def _register(stage, documents, retain=()):
    """A register entered and appraised by the second archivist."""
    batch = stage.by("archivist2", "archive.destruction.batch").create({
        "opinion": _OPINION,
        "appraiser_id": stage.users["archive_head"].id,
        "supervisor_1_id": stage.users[_SUPERVISORS[0]].id,
        "supervisor_2_id": stage.users[_SUPERVISORS[1]].id,
        "line_ids": [(0, 0, {"document_id": document.id}) for document in documents],
    })
    for line in batch.line_ids.filtered(lambda row: row.document_id in retain):
        line.write({
            "decision": "retain", "reason": "涉及产品质量责任，仍有参考价值", "retain_until": stage.ago(years=-2)})
    return batch


def _complete(stage, documents):
    """The whole path: appraised, approved, counted, destroyed, proven, signed again (R30–R37)."""
    batch = _register(stage, documents, retain=documents[-1:])
    batch.action_destroy_rest()
    batch.action_submit()
    stage.by("gm", batch).action_approve()
    _sign(stage, batch)
    batch.action_execute()
    # Elsewhere the proof waits for the commit. Here nothing can stand between: an installation that fails takes the
    # papers back with it.
    stage.env.flush_all()
    lines = batch.sudo().line_ids.filtered(lambda line: line.bytes_state == "pending")
    lines._collect()
    _sign(stage, batch)


def _sign(stage, batch):
    for login in _SUPERVISORS:
        mine = stage.by(login, batch)
        mine.env["archive.destruction.sign"].create({
            "batch_id": batch.id, "papers": mine.destroy_count, "pages": mine.destroy_pages,
            "note": "逐件清点，与清册一致。"}).action_sign()


def _approve(stage, documents):
    """Approved: the two supervisors have to count."""
    batch = _register(stage, documents)
    batch.action_destroy_rest()
    batch.action_submit()
    stage.by("gm", batch).env["archive.approval.decision"].create({
        "res_model": batch._name, "res_id": batch.id, "decision": "approved",
        "opinion": "同意销毁，请监销人现场清点。"}).action_decide()


def _submit(stage, documents):
    """Waits for the general manager (R31)."""
    batch = _register(stage, documents, retain=documents[:1])
    batch.action_destroy_rest()
    batch.action_submit()


def _prepare(stage, documents):
    """Being appraised: the archive still has to decide on some."""
    batch = _register(stage, documents)
    batch.line_ids[:1].decision = "destroy"
