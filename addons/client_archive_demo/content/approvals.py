"""Before a decision: a question to the applicant, and a step that is handed to a colleague."""


def play(stage):
    pending = stage.env["archive.request"].search([("state", "=", "submitted")], order="id")
    loans = pending.filtered(lambda request: request.kind == "loan")
    consults = pending.filtered(lambda request: request.kind == "consult" and request.grade == "B")
    _act(stage, consults[:1], "asked", "请说明需要哪几个年度的合同价格条款？")
    _act(stage, loans[:1], "delegated", "本周出差，请代为核定。", colleague_id=stage.users["archive_head"].id)


def _act(stage, request, decision, words, **values):
    """As whoever decides ``request`` does it in the dialog."""
    for step in request.sudo().approval_step_ids.filtered(lambda row: row.state == "pending"):
        login = stage.login_of(step.user_id)
        stage.by(login, "archive.approval.decision").create({
            "res_model": request._name, "res_id": request.id, "decision": decision, "opinion": words,
            **values}).action_decide()
