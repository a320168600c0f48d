from odoo.fields import Command

from ..common import ArchiveCommon


class ApprovalCommon(ArchiveCommon):
    """A dossier whose opening takes three decisions: the head, the deputy general manager, the general manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.route = cls.env["mail.activity.plan"].create({
            "name": "Three steps", "res_model": "archive.dossier", "is_approval_route": True, "company_id": False,
            "approval_rule": "Three look at it", "approval_strictness": 99,
            "template_ids": [
                cls._template("Head", 10, responsible_type="applicant_head"),
                cls._template("Deputy", 20, responsible_type="officer", officer_role="deputy_general_manager"),
                cls._template("General manager", 30, responsible_type="officer", officer_role="general_manager"),
            ]})
        cls.waiting = cls._new_dossier()

    @classmethod
    def _template(cls, summary, sequence, **values):
        return Command.create({
            "summary": summary, "sequence": sequence,
            "activity_type_id": cls.env.ref("client_archive.mail_activity_approval").id, **values})

    @classmethod
    def _new_dossier(cls, user="sales", **values):
        """A submitted dossier of a new customer, opened by ``user``."""
        partner = cls.env["res.partner"].create({"name": "上海客户", "is_company": False})
        dossier = cls.env["archive.dossier"].with_user(cls.users[user]).create({"partner_id": partner.id, **values})
        dossier.action_submit()
        return dossier.with_env(cls.env)

    @classmethod
    def steps(cls, record):
        """Steps of the last round, in order, fresh from the database."""
        cls.env.invalidate_all()
        steps = record.with_env(cls.env)._approval_steps()
        return steps.filtered(lambda step: step.round == steps[:1].round)

    @classmethod
    def states(cls, record):
        return cls.steps(record).mapped("state")

    @classmethod
    def shadow(cls, record):
        """The one activity that stands for the pending step."""
        return cls.env["mail.activity"].search([
            ("archive_step_id", "in", cls.steps(record).ids)])

    @classmethod
    def decide(cls, record, *logins):
        """Approve by RPC as each of ``logins``, in turn."""
        for login in logins:
            cls.rpc(login, record, "action_approve")

    @classmethod
    def act(cls, login, record, decision, opinion=False, **values):
        """What the dialog does, as a client calls it."""
        dialog = cls.env["archive.approval.decision"].browse(cls.rpc(
            login, cls.env["archive.approval.decision"], "create", {
                "res_model": record._name, "res_id": record.id, "decision": decision, "opinion": opinion, **values}))
        return cls.rpc(login, dialog, "action_decide")

    def run_cron(self):
        """Run the hourly job as the scheduler does, commits and all."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("client_archive.ir_cron_approval").method_direct_trigger()
        self.env.invalidate_all()
