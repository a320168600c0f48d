from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from ..common import USCC, ArchiveCommon


class CirculationCommon(ArchiveCommon):
    """The archive of the common company, with a grade A paper and a colleague of another department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Request = cls.env["archive.request"]
        cls.finance = cls._make_department("Finance", "security", ["auditor"])
        cls.secret_document = cls._make_document(cls.dossier, "战略协议", secrecy_level="2")
        cls.version = cls.document.version_ids

    @classmethod
    def make_request(cls, documents=None, login="employee", state="draft", **values):
        """A request of ``login``, brought to ``state`` by the people whose task that is."""
        documents = cls.document if documents is None else documents
        request = cls.Request.with_user(cls.users[login]).with_context({}).create({
            "kind": "loan", "dossier_id": documents[:1].dossier_id.id or cls.dossier.id,
            "purpose": "Dispute about the delivery",
            "line_ids": [Command.create({"document_id": document.id}) for document in documents], **values})
        if state != "draft":
            request.action_submit()
        if state in ("approved", "issued", "returned"):
            cls.approve(request)
        if state in ("issued", "returned"):
            request.with_user(cls.users["archivist"]).action_hand_out()
        if state == "returned":
            cls.take_back(request)
        return request.with_env(cls.env)

    @classmethod
    def issue_copies(cls, request, login="archivist"):
        """Name and bytes of what an archivist downloads who issues the copies of ``request``."""
        file, name = request.with_user(cls.users[login]).with_context({})._issue_copies()
        with file:
            file.seek(0)
            return name, file.read()

    @classmethod
    def may_read(cls, login, request):
        """Whether ``login`` may read the first paper of ``request`` on screen now."""
        cls.env.invalidate_all()
        try:
            return bool(request.grant_ids[:1].with_user(cls.users[login]).with_context({})._check_reading())
        except UserError:
            return False

    @classmethod
    def approve(cls, request, times=9):
        """Let whoever is called decide, until ``times`` steps are approved or nothing waits."""
        request = request.with_env(cls.env)
        for _time in range(times):
            step = request.approval_step_ids.filtered(lambda rec: rec.state == "pending")
            if not step:
                break
            request.with_user(step.user_id).action_approve()
            request.invalidate_recordset()

    @classmethod
    def on_the_way(cls, days=0, length=1, **values):
        """What a request to carry papers out says of the way: it begins in ``days``."""
        start = cls.today() + timedelta(days=days)
        return {"carrier": "王强", "destination": "市中级人民法院", "safeguards": "密封袋，专人专车",
                "carry_from": start, "carry_until": start + timedelta(days=length), **values}

    @classmethod
    def deciders(cls, request):
        """Users of the steps of ``request``, in order."""
        return request.with_env(cls.env).approval_step_ids.sorted("sequence").mapped(
            lambda step: step.user_id.login.removeprefix("test_"))

    @classmethod
    def take_back(cls, request, login="archivist", papers=None, **found):
        """Take ``papers``, or all of them, back as the dialog does."""
        wizard = cls.env["archive.request.take.back"].with_user(cls.users[login]).create({"request_id": request.id})
        if papers is not None:
            wizard.line_ids.filtered(lambda line: line.request_line_id.document_id not in papers).is_back = False
        wizard.line_ids.filtered("is_back").write(found)
        wizard.action_take_back()

    @classmethod
    def other_document(cls, **values):
        """A filed paper of another customer."""
        partner = cls.env["res.partner"].create({
            "name": "Hangzhou Sample Trading", "is_company": True, "vat": USCC[1],
            "country_id": cls.env.ref("base.cn").id})
        return cls._make_document(cls._make_dossier(partner), "Another", **values)

    @classmethod
    def let_time_pass(cls, request, days):
        """Move what ``request`` noted ``days`` into the past."""
        delta = timedelta(days=days)
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE archive_request SET due_on = due_on - %s, valid_until = valid_until - %s, "
            "remind_on = remind_on - %s WHERE id = %s", (days, delta, days, request.id))
        cls.env.cr.execute(
            "UPDATE archive_request_line SET due_on = due_on - %s, hold_until = hold_until - %s, "
            "issued_on = issued_on - %s WHERE request_id = %s", (days, delta, delta, request.id))
        cls.env.cr.execute(
            "UPDATE archive_grant SET valid_until = valid_until - %s WHERE request_id = %s", (delta, request.id))
        cls.env.invalidate_all()

    @classmethod
    def opens(cls, login, version=None):
        """Whether ``login`` may open the content."""
        version = version or cls.version
        cls.env.invalidate_all()
        return bool(cls.rpc(login, version.browse(), "search", [("id", "=", version.id)]))

    def run_cron(self):
        """Run the daily job as the scheduler does, commits and all."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("client_archive.ir_cron_circulation").method_direct_trigger()
        self.env.invalidate_all()

    @classmethod
    def today(cls):
        return fields.Date.context_today(cls.company.with_context(tz=cls.company.resource_calendar_id.tz))
