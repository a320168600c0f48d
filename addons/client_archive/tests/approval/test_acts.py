from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestActs(ApprovalCommon):
    """Asking back, answering, delegating, choosing who decides; each refused to everybody else."""

    # ------------------------------------------------------------------
    # Asking back
    # ------------------------------------------------------------------
    def test_question_goes_to_the_applicant_and_back(self):
        self.act("head", self.waiting, "asked", "哪一年的合同？")
        step = self.steps(self.waiting)[0]
        self.assertEqual((step.state, step.is_asked, step.asked_by_id), ("pending", True, self.users["head"]))
        self.assertEqual(self.shadow(self.waiting).user_id, self.users["sales"], "the applicant is called")
        self.assertEqual(self.as_user("sales", self.waiting).approval_question, "哪一年的合同？")
        self.assertTrue(self.as_user("sales", self.waiting).can_answer)
        self.act("sales", self.waiting, "answered", "2024 年")
        step = self.steps(self.waiting)[0]
        self.assertEqual((step.is_asked, step.answer), (False, "2024 年"))
        self.assertEqual(self.shadow(self.waiting).user_id, self.users["head"], "and the one who decides again")
        self.decide(self.waiting, "head")
        self.assertEqual(self.last_events(self.waiting, 3), [
            "approval_approved", "approval_answered", "approval_asked"])

    def test_answer_from_the_activity(self):
        self.act("head", self.waiting, "asked", "Which year?")
        activity = self.shadow(self.waiting)
        with self.assertRaisesRegex(UserError, "Write the answer"):
            self.rpc("sales", activity, "action_feedback")
        for login in ("head", "other_sales", "gm", "archivist"):
            with self.subTest(login=login), self.assertRaises(AccessError), self.cr.savepoint():
                self.rpc(login, activity, "action_feedback", feedback="2024")
        self.rpc("sales", activity, "action_feedback", feedback="2024")
        self.assertEqual(self.steps(self.waiting)[0].answer, "2024")
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"], "answering decides nothing")

    def test_who_asked_may_decide_without_waiting(self):
        self.act("head", self.waiting, "asked", "Which year?")
        self.decide(self.waiting, "head")
        self.assertEqual(self.states(self.waiting), ["approved", "pending", "waiting"])
        self.assertEqual(self.shadow(self.waiting).user_id, self.users["deputy_gm"])
        with self.assertRaises(UserError):
            self.act("sales", self.waiting, "answered", "2024")

    def test_only_who_decides_asks_and_only_the_applicant_answers(self):
        for login in self.users.keys() - {"head", "outsider"}:
            with self.subTest(login=login), self.assertRaises(UserError), self.cr.savepoint():
                self.act(login, self.waiting, "asked", "Why?")
        self.act("head", self.waiting, "asked", "Why?")
        for login in self.users.keys() - {"sales", "outsider"}:
            with self.subTest(login=login), self.assertRaises(UserError), self.cr.savepoint():
                self.act(login, self.waiting, "answered", "So")
        self.assertTrue(self.steps(self.waiting)[0].is_asked)

    def test_questions_have_words_and_come_one_at_a_time(self):
        for decision, words in (("asked", " "), ("answered", "x")):
            with self.subTest(decision=decision), self.assertRaises(UserError):
                self.act("head", self.waiting, decision, words)
        self.act("head", self.waiting, "asked", "Why?")
        with self.assertRaisesRegex(UserError, "still open"):
            self.act("head", self.waiting, "asked", "And when?")

    # ------------------------------------------------------------------
    # Delegating
    # ------------------------------------------------------------------
    def test_delegate_decides_in_the_place_of_the_one_who_delegated(self):
        self.act("head", self.waiting, "delegated", "请代为核实", colleague_id=self.users["archive_head"].id)
        self.assertEqual(self.shadow(self.waiting).user_id, self.users["archive_head"])
        self.assertEqual(self.waiting.approval_pending_user_id, self.users["archive_head"])
        self.decide(self.waiting, "archive_head")
        step = self.steps(self.waiting)[0]
        self.assertEqual((step.decided_by_id, step.decided_for_id), (self.users["archive_head"], self.users["head"]))
        self.assertEqual(self.last_events(self.waiting, 2), ["approval_approved", "approval_delegated"])

    def test_who_delegated_still_decides(self):
        self.act("head", self.waiting, "delegated", colleague_id=self.users["archive_head"].id)
        self.decide(self.waiting, "head")
        self.assertFalse(self.steps(self.waiting)[0].decided_for_id)

    def test_delegates_are_those_who_decide_elsewhere(self):
        step = self.steps(self.waiting)[0]
        for login in ("sales", "other_sales", "employee", "archivist", "auditor", "manager", "outsider", "head"):
            with self.subTest(login=login), self.assertRaisesRegex(UserError, "may not decide"):
                self.act("head", self.waiting, "delegated", colleague_id=self.users[login].id)
        for login in ("deputy_gm", "gm"):
            with self.subTest(login=login), self.assertRaisesRegex(UserError, "may not decide"):
                # Two pairs of eyes stay two: they decide another step of this round.
                self.act("head", self.waiting, "delegated", colleague_id=self.users[login].id)
        self.assertEqual(step.sudo()._colleagues(), self.users["archive_head"] | self.users["chairman"] | (
            self.users["head"]))

    def test_a_delegate_does_not_delegate_on(self):
        self.act("head", self.waiting, "delegated", colleague_id=self.users["archive_head"].id)
        with self.assertRaisesRegex(UserError, "not handed on"):
            self.act("archive_head", self.waiting, "delegated", colleague_id=self.users["chairman"].id)

    def test_a_delegate_goes_with_the_one_who_delegated(self):
        self.act("head", self.waiting, "delegated", colleague_id=self.users["archive_head"].id)
        self.department.manager_id = self.env["hr.employee"].create({
            "name": "New", "user_id": self.users["security"].id})
        with self.assertRaises(AccessError):
            self.decide(self.waiting, "archive_head")
        self.decide(self.waiting, "security")

    def test_only_who_decides_delegates(self):
        for login in self.users.keys() - {"head", "outsider"}:
            with self.subTest(login=login), self.assertRaises(UserError), self.cr.savepoint():
                self.act(login, self.waiting, "delegated", colleague_id=self.users["archive_head"].id)

    def test_what_the_document_excludes_is_excluded_for_deputies_too(self):
        self.env["archive.deputy"].create({
            "principal_id": self.users["head"].id, "deputy_id": self.users["security"].id, "date_to": "2099-12-31"})
        step = self.steps(self.waiting)[0]
        self.assertTrue(step._principal_for(self.users["security"]))
        self.patch(type(self.waiting), "_approval_excluded", lambda document: self.users["security"])
        self.assertFalse(step._principal_for(self.users["security"]))

    # ------------------------------------------------------------------
    # Asked at submission
    # ------------------------------------------------------------------
    def _by_choice(self):
        self.route.template_ids = [Command.clear(), self._template("By choice", 10, responsible_type="on_demand")]
        partner = self.env["res.partner"].create({"name": "Chosen"})
        return self.env["archive.dossier"].with_user(self.users["sales"]).create({"partner_id": partner.id})

    def test_the_applicant_chooses_among_those_who_decide(self):
        dossier = self._by_choice()
        self.assertTrue(dossier.approval_asks)
        self.assertIn(self.users["archive_head"], dossier.approval_eligible_ids)
        with self.assertRaisesRegex(UserError, "Choose who decides"):
            self.rpc("sales", dossier, "action_submit")
        for login in ("sales", "employee", "outsider"):
            self.rpc("sales", dossier, "write", {"approval_chosen_id": self.users[login].id})
            with self.subTest(login=login), self.assertRaisesRegex(UserError, "Choose who decides"):
                self.rpc("sales", dossier, "action_submit")
        self.rpc("sales", dossier, "write", {"approval_chosen_id": self.users["archive_head"].id})
        self.rpc("sales", dossier, "action_submit")
        self.assertEqual(self.shadow(dossier).user_id, self.users["archive_head"])
        with self.assertRaisesRegex(UserError, "not changed any more"):
            self.rpc("sales", dossier, "write", {"approval_chosen_id": self.users["head"].id})
        self.decide(dossier, "archive_head")
        self.assertEqual(dossier.with_env(self.env).state, "open")

    def test_who_heads_something_and_asks_does_not_choose_themselves(self):
        dossier = self._by_choice().with_user(self.users["head"])
        partner = self.env["res.partner"].create({"name": "Own"})
        dossier = dossier.create({"partner_id": partner.id, "approval_chosen_id": self.users["head"].id})
        self.rpc("head", dossier, "action_submit")
        self.assertEqual(self.shadow(dossier).user_id, self.users["gm"], "it goes up")
        self.assertEqual(self.steps(dossier).fallback, "applicant")
