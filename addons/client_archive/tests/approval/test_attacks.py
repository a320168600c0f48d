from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ApprovalCommon

# Who may write, create and delete each model of this room; on a shadow, who may touch it at all.
WRITERS = {
    "archive.approval.step": set(),
    "archive.officer": {"manager"},
    "mail.activity.plan": {"manager"},
    "mail.activity.plan.template": {"manager"},
    "archive.deputy": {"manager"},  # of others; everybody names their own
}
MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestAttacks(ApprovalCommon):
    """Each write on each model of this room, and each public method, by RPC, as each role that must not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deputy = cls.env["archive.deputy"].create({
            "principal_id": cls.users["chairman"].id, "deputy_id": cls.users["gm"].id, "date_to": "2099-12-31"})

    def targets(self):
        """Model → a record, what an attacker would write, and what they would create."""
        step = self.steps(self.waiting)[0]
        officer = self.env["archive.officer"].search([("role", "=", "general_manager")], limit=1)
        return {
            "archive.approval.step": (step, {"state": "approved"}, {
                "name": "x", "res_model": "archive.dossier", "res_id": self.waiting.id, "state": "approved",
                "company_id": self.company.id}),
            "archive.officer": (officer, {"date_to": "2020-01-01"}, {
                "role": "chairman", "user_id": self.users["sales"].id}),
            "mail.activity.plan": (self.route, {"approval_direct": True}, {
                "name": "x", "res_model": "archive.dossier", "is_approval_route": True, "approval_direct": True,
                "approval_strictness": 9999}),
            "mail.activity.plan.template": (self.route.template_ids[0], {"responsible_type": "on_demand"}, {
                "plan_id": self.route.id, "responsible_type": "on_demand",
                "activity_type_id": self.env.ref("client_archive.mail_activity_approval").id}),
            "archive.deputy": (self.deputy, {"deputy_id": self.users["sales"].id}, {
                "principal_id": self.users["head"].id, "deputy_id": self.users["sales"].id,
                "date_to": "2099-12-31"}),
        }

    def assert_refused(self, login, records, method, *args, **kwargs):
        with self.assertRaises(UserError), mute_logger(*MUTED):
            self.rpc(login, records, method, *args, **kwargs)
            self.env.flush_all()

    def test_writing_creating_deleting(self):
        for model, (record, written, created) in self.targets().items():
            for login in self.users.keys() - WRITERS[model]:
                if model == "archive.deputy" and login == "head":
                    continue  # the principal of what is created below: see test_deputies_are_ones_own
                for method, records, args in (
                        ("write", record, [written]), ("create", record.browse(), [created]),
                        ("unlink", record, []), ("copy", record, [])):
                    if method == "copy" and model == "archive.deputy" and login == "chairman":
                        continue  # their own deputy
                    if model == "archive.deputy" and login == "chairman" and method in ("write", "unlink"):
                        continue
                    with self.subTest(model=model, login=login, method=method):
                        self.assert_refused(login, records, method, *args)

    def test_deputies_are_ones_own(self):
        self.rpc("chairman", self.deputy, "write", {"deputy_id": self.users["deputy_gm"].id})
        self.assert_refused("chairman", self.deputy, "write", {"principal_id": self.users["gm"].id})
        self.assert_refused("head", self.deputy, "unlink")

    def test_steps_fields_one_by_one(self):
        """Not even those who decide write what the engine writes."""
        step = self.steps(self.waiting)[0]
        for name, value in {
                "user_id": self.users["sales"].id, "candidate_ids": [(4, self.users["sales"].id)],
                "delegate_id": self.users["sales"].id, "deadline": "2099-01-01", "escalated_on": "2020-01-01",
                "answer": "x", "question": "x", "link_key": "known", "applicant_id": self.users["gm"].id,
                "template_id": False, "fallback": "left", "round": 9}.items():
            for login in ("head", "gm", "manager", "sales"):
                with self.subTest(name=name, login=login):
                    self.assert_refused(login, step, "write", {name: value})

    def test_the_shadow(self):
        activity = self.shadow(self.waiting)
        for login in self.users.keys() - {"head"}:
            for method, args, kwargs in (
                    ("write", [{"user_id": self.users[login].id}], {}), ("write", [{"archive_asks": True}], {}),
                    ("write", [{"res_id": self.dossier.id}], {}), ("action_feedback", [], {"feedback": "ok"}),
                    ("action_done", [], {}), ("action_feedback_schedule_next", [], {}),
                    ("action_done_schedule_next", [], {})):
                with self.subTest(login=login, method=method):
                    self.assert_refused(login, activity, method, *args, **kwargs)
            with suppress(AccessError), self.cr.savepoint(), mute_logger(*MUTED):
                self.rpc(login, self.shadow(self.waiting), "unlink")
            activity = self.shadow(self.waiting)
            self.assertEqual((len(activity), activity.user_id), (1, self.users["head"]), f"deleted by {login}")
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"])

    def test_nobody_makes_a_question(self):
        values = {
            "res_model_id": self.env["ir.model"]._get_id("archive.dossier"), "res_id": self.waiting.id,
            "user_id": self.users["sales"].id, "archive_step_id": self.steps(self.waiting)[0].id, "archive_asks": True}
        activity = self.env["mail.activity"].browse(self.rpc("sales", self.env["mail.activity"], "create", values))
        self.assertFalse(activity.sudo().archive_step_id or activity.sudo().archive_asks)

    def test_every_act_by_everybody_else(self):
        Dialog = self.env["archive.approval.decision"]
        colleague = self.users["archive_head"].id
        for login in self.users.keys() - {"head"}:
            with self.subTest(login=login, method="action_approve"):
                self.assert_refused(login, self.waiting, "action_approve")
            for decision in ("approved", "refused", "asked", "answered", "delegated"):
                values = {"res_model": "archive.dossier", "res_id": self.waiting.id, "decision": decision,
                          "opinion": "x", "colleague_id": colleague}
                with self.subTest(login=login, decision=decision), self.assertRaises(UserError), mute_logger(*MUTED):
                    dialog = Dialog.browse(self.rpc(login, Dialog, "create", values))
                    self.rpc(login, dialog, "action_decide")
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"])

    def test_the_dialog_of_another(self):
        values = {"res_model": "archive.dossier", "res_id": self.waiting.id, "decision": "approved"}
        Dialog = self.env["archive.approval.decision"]
        dialog = Dialog.browse(self.rpc("head", Dialog, "create", values))
        for login in self.users.keys() - {"head"}:
            for method, args in (("write", [{"decision": "refused"}]), ("action_decide", []), ("read", [["opinion"]])):
                with self.subTest(login=login, method=method):
                    self.assert_refused(login, dialog, method, *args)

    def test_the_dialog_takes_approvable_documents_only(self):
        Dialog = self.env["archive.approval.decision"]
        for model, res_id in (("res.users", self.users["gm"].id), ("archive.document", self.document.id),
                              ("no.such.model", 1), (False, 0), ("archive.dossier", 0)):
            dialog = Dialog.browse(self.rpc("head", Dialog, "create", {
                "res_model": model, "res_id": res_id, "decision": "approved"}))
            with self.subTest(model=model):
                self.assert_refused("head", dialog, "action_decide")

    def test_withdrawing(self):
        for login in self.users.keys() - {"sales"}:
            with self.subTest(login=login):
                self.assert_refused(login, self.waiting, "action_withdraw")

    def test_private_methods_are_no_endpoints(self):
        step = self.steps(self.waiting)[0]
        for records, method, args in (
                (step, "_ask", ["x"]), (step, "_answer", ["x"]), (step, "_delegate", [1]), (step, "_escalate", [1]),
                (step, "_follow_up", []), (step, "_notify_call", [1]), (step, "_link", [1]), (step, "_note_act", [{}]),
                (step, "_refill_candidates", []), (self.waiting, "_approval_cancel_rest", []),
                (self.waiting, "_approval_withdraw", []), (self.waiting, "_approval_start", [])):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("head", records, method, *args)
