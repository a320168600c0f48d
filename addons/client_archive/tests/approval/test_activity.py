from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestActivity(ApprovalCommon):
    """Invariant 1: "done" is not "approved"; the activity is only the shadow of its step."""

    def setUp(self):
        super().setUp()
        self.activity = self.shadow(self.waiting)

    def assert_still_pending(self):
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"])
        activity = self.shadow(self.waiting)
        self.assertEqual(len(activity), 1, "one activity calls the one who decides")
        self.assertEqual((activity.user_id, activity.active), (self.users["head"], True))

    def test_assignee_marks_done_and_decides(self):
        self.rpc("head", self.activity, "action_feedback", feedback="已核实")
        step = self.steps(self.waiting)[0]
        self.assertEqual((step.state, step.decided_by_id, step.opinion), ("approved", self.users["head"], "已核实"))
        self.assertEqual(self.shadow(self.waiting).user_id, self.users["deputy_gm"])

    def test_every_way_of_marking_done_decides(self):
        for method in ("action_done", "action_feedback", "action_feedback_schedule_next", "action_done_schedule_next"):
            with self.subTest(method=method):
                dossier = self._new_dossier()
                self.rpc("head", self.shadow(dossier), method)
                self.assertEqual(self.states(dossier), ["approved", "pending", "waiting"])

    def test_feedback_twice_is_one_decision(self):
        self.rpc("head", self.activity, "action_feedback", feedback="yes")
        messages = len(self.waiting.message_ids)
        self.rpc("head", self.activity, "action_feedback", feedback="again")
        self.assertEqual(len(self.waiting.message_ids), messages)
        self.assertEqual(self.states(self.waiting), ["approved", "pending", "waiting"])
        self.assertEqual(self.steps(self.waiting)[0].opinion, "yes")
        self.assertEqual(len(self.shadow(self.waiting)), 1)

    def test_somebody_else_closes_it(self):
        for login in ("sales", "other_sales", "archivist", "gm", "manager"):
            for method in ("action_done", "action_feedback", "action_feedback_schedule_next"):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError), self.cr.savepoint():
                    self.rpc(login, self.activity, method)
        self.assert_still_pending()

    def test_document_methods_of_activities_close_nothing(self):
        types = ["client_archive.mail_activity_approval"]
        for login in ("sales", "archivist"):
            with self.subTest(login=login), self.assertRaises(UserError), self.cr.savepoint():
                self.rpc(login, self.waiting, "activity_feedback", types)
            with self.subTest(login=login), self.assertRaises(UserError), self.cr.savepoint():
                self.rpc(login, self.waiting, "activity_reschedule", types, new_user_id=self.users[login].id)
            self.rpc(login, self.waiting, "activity_unlink", types)
            self.assert_still_pending()

    def test_reassigning_is_refused(self):
        for login in ("sales", "archivist", "head", "gm"):
            for vals in ({"user_id": self.users["sales"].id}, {"res_id": self.dossier.id}, {"active": False},
                         {"archive_step_id": False},
                         {"activity_type_id": self.env.ref("mail.mail_activity_data_todo").id}):
                with self.subTest(login=login, vals=vals), self.assertRaises(UserError), self.cr.savepoint():
                    self.rpc(login, self.activity, "write", vals)
        self.assert_still_pending()

    def test_deleted_or_cancelled_it_comes_back(self):
        for login in ("sales", "archivist", "head"):
            for method in ("unlink", "action_cancel"):
                with self.subTest(login=login, method=method):
                    self.rpc(login, self.shadow(self.waiting), method)
                    self.assert_still_pending()

    def test_deleted_by_a_job_it_comes_back(self):
        self.env.cr.execute("DELETE FROM mail_activity WHERE id = %s", (self.activity.id,))
        self.env.invalidate_all()
        self.assertFalse(self.shadow(self.waiting))
        self.run_cron()
        self.assert_still_pending()

    def test_nobody_makes_a_shadow(self):
        step = self.steps(self.waiting)[0]
        values = {
            "res_model_id": self.env["ir.model"]._get_id("archive.dossier"), "res_id": self.waiting.id,
            "user_id": self.users["sales"].id, "archive_step_id": step.id,
            "activity_type_id": self.env.ref("client_archive.mail_activity_approval").id}
        for context in ({}, {"default_archive_step_id": step.id, "client_archive_gate": True}):
            activity = self.env["mail.activity"].browse(
                self.rpc("sales", self.env["mail.activity"], "create", values, context=context))
            self.assertFalse(activity.sudo().archive_step_id)
            self.rpc("sales", activity, "action_feedback", feedback="approved!")
        self.assert_still_pending()

    def test_an_own_activity_on_the_document_decides_nothing(self):
        activity = self.as_user("sales", self.waiting).activity_schedule(
            "client_archive.mail_activity_approval", user_id=self.users["sales"].id)
        self.rpc("sales", activity, "action_feedback")
        self.assert_still_pending()

    def test_only_the_one_who_decides_is_offered_to(self):
        for login, offered in (("head", True), ("sales", False), ("archivist", False)):
            with self.subTest(login=login):
                self.assertEqual(self.as_user(login, self.activity).can_write, offered)
                self.assertEqual(self.as_user(login, self.waiting).can_decide, offered)

    def test_deadline_is_the_users(self):
        self.rpc("head", self.activity, "write", {"date_deadline": "2099-01-01"})
        self.assert_still_pending()
