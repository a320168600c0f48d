"""The lending desk: badges, a queue for papers that are out, a pick list, what came back in part (R22, R126)."""

from odoo.fields import Command

_BADGES = ("sales1", "sales2", "sales3", "sales4", "credit1", "credit2", "employee", "dgm")


def play(stage):
    _badges(stage)
    _queue(stage)
    _to_fetch(stage)
    _partly_back(stage)


def _badges(stage):
    for number, login in enumerate(_BADGES, start=1):
        stage.users[login].sudo()._archive_employees().barcode = f"QWQ{number:04}"


def _approve_all(stage, request):
    """Whoever is called decides, until nobody is."""
    while step := request.sudo().approval_step_ids.filtered(lambda rec: rec.state == "pending")[:1]:
        stage.by(stage.login_of(step.user_id), request).action_approve()
        request.invalidate_recordset()


def _ask(stage, login, papers, purpose, kind="consult"):
    request = stage.by(login, "archive.request").create({
        "kind": kind, "dossier_id": papers[:1].dossier_id.id, "purpose": purpose,
        "line_ids": [Command.create({"document_id": paper.id}) for paper in papers]})
    request.action_submit()
    _approve_all(stage, request)
    return request


def _out_papers(stage):
    """Papers that readers have, those that are due first before the others."""
    return stage.env["archive.request.line"].search(
        [("stage", "=", "out"), ("company_id", "=", stage.company.id)], order="due_on, id").document_id


def _plain_papers(stage, key, count):
    dossier = stage.env.ref(f"client_archive_demo.dossier_{key}")
    return dossier.document_ids.filtered(
        lambda paper: paper.state == "filed" and paper.secrecy_level == "0" and not paper.request_line_ids
        and not paper.is_void and not paper.type_id.needs_general_manager)[:count]


def _queue(stage):
    first, second = _out_papers(stage)[:2]
    _ask(stage, "sales1", first, "客户质量投诉复核，需原件。")
    _ask(stage, "credit1", first, "授信复评，核对回款凭据。")
    _ask(stage, "sales4", second, "对账差异核查。")


def _to_fetch(stage):
    for login, key, purpose in (
            ("sales3", "chuanyu", "年度框架谈判准备。"), ("sales2", "dongshan", "核对送货签收记录。"),
            ("sales1", "coldchain", "售后维修责任认定。")):
        papers = _plain_papers(stage, key, 2)
        if papers:
            _ask(stage, login, papers, purpose)


def _partly_back(stage):
    papers = _plain_papers(stage, "linan", 2)
    if len(papers) < 2:
        return
    request = _ask(stage, "sales4", papers, "招投标资格材料核对。", kind="loan")
    desk = stage.by("archivist", request)
    desk.action_hand_out()
    dialog = desk.env["archive.request.take.back"].create({"request_id": request.id})
    dialog.line_ids[0].is_back = False
    dialog.action_take_back()
