from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...tools import gate
from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestDeclassification(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = date.today()
        cls.term = cls.today + timedelta(days=100)
        cls.paper = cls._make_document(cls.dossier, "机密文件", secrecy_level="2", declassify_on=cls.term)

    def ask(self, login="sales", document=None, **values):
        return self.env["archive.declassification"].with_user(self.users[login]).create({
            "document_id": (document or self.paper).id, "reason": "The tender is over.", **values})

    def declassify(self, day):
        """Run the job on ``day``; its commits stay in this transaction."""
        with freeze_time(day), patch.object(self.env.cr, "commit", self.env.flush_all):
            self.env["archive.document"]._cron_declassify()

    # ------------------------------------------------------------------
    # Level and term (R50)
    # ------------------------------------------------------------------
    def test_R50_raising_is_immediate_for_those_who_may_write(self):
        self.rpc("archivist", self.paper, "write", {"secrecy_level": "3"})
        self.assertEqual((self.paper.secrecy_level, self.paper.grade), ("3", "A"))
        draft = self._make_document(self.dossier, "草稿", state="draft")
        self.rpc("sales", draft, "write", {"secrecy_level": "1", "declassify_on": self.term})
        self.assertEqual((draft.secrecy_level, draft.declassify_on), ("1", self.term))
        for login in ("employee", "other_sales", "gm", "security"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, draft, "write", {"secrecy_level": "2"})

    def test_R50_lowering_is_refused_to_everybody(self):
        draft = self._make_document(self.dossier, "草稿", state="draft", secrecy_level="2")
        for paper in (self.paper, draft):
            for login in self.users:
                for level in ("0", "1"):
                    with self.subTest(login=login, level=level), self.assertRaises(UserError):
                        self.rpc(login, paper, "write", {"secrecy_level": level})
        for attempt in (
            lambda: self.paper.sudo().write({"secrecy_level": "0"}),
            lambda: self.paper.with_context(**{gate._KEY: True}).write({"secrecy_level": "0"}),
            lambda: self.paper.write({"secrecy_level": False}),
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(self.paper.secrecy_level, "2")

    def test_R50_import_does_not_lower(self):
        result = self.rpc("archivist", self.paper.browse(), "load", [".id", "secrecy_level"],
                          [[str(self.paper.id), "Not Classified"]])
        self.assertFalse(result["ids"])
        self.assertIn("approval", result["messages"][0]["message"])

    def test_R50_shortening_the_term_is_lowering(self):
        self._clear("archivist", "3")
        for term in (self.today + timedelta(days=1), str(self.today + timedelta(days=99))):
            with self.subTest(term=term), self.assertRaisesRegex(UserError, "approval"):
                self.rpc("archivist", self.paper, "write", {"declassify_on": term})
            with self.subTest(term=term), self.assertRaisesRegex(UserError, "approval"):
                self.rpc("archivist", self.paper, "write", {"declassify_on": term, "secrecy_level": "3"})
        longer = self.term + timedelta(days=10)
        self.rpc("archivist", self.paper, "write", {"declassify_on": longer})
        self.assertEqual(self.paper.declassify_on, longer)
        self.rpc("archivist", self.paper, "write", {"declassify_on": False})
        with self.assertRaisesRegex(UserError, "approval"):
            self.rpc("archivist", self.paper, "write", {"declassify_on": longer})

    def test_R50_term_of_a_draft_is_for_the_cleared_to_set(self):
        draft = self._make_document(self.dossier, "草稿", state="draft", secrecy_level="2")
        for login in ("sales", "archivist"):
            with self.subTest(login=login), self.assertRaisesRegex(UserError, "approval"):
                self.rpc(login, draft, "write", {"declassify_on": self.term})
        self._clear("sales", "2")
        self.rpc("sales", draft, "write", {"declassify_on": self.term})
        self.assertEqual(draft.declassify_on, self.term)

    def test_R50_term_lies_ahead_and_belongs_to_a_level(self):
        with self.assertRaisesRegex(ValidationError, "future"):
            self._make_document(self.dossier, "过期", state="draft", secrecy_level="1", declassify_on=self.today)
        with self.assertRaisesRegex(ValidationError, "not classified"):
            self.document.declassify_on = self.term

    def test_R49_new_paper_never_starts_below_its_type_and_dossier(self):
        secret_type = self.env.ref("client_archive.document_type_0502")
        paper = self._make_document(self.dossier, "声明", state="draft", type_id=secret_type.id, secrecy_level="0")
        self.assertEqual(paper.secrecy_level, secret_type.secrecy_level)
        self.dossier.secrecy_level = "3"
        paper = self._make_document(self.dossier, "绝密", state="draft", secrecy_level="1")
        self.assertEqual(paper.secrecy_level, "3")

    def test_R50_type_gives_the_term(self):
        secret_type = self.env.ref("client_archive.document_type_0502")
        secret_type.secrecy_months = 24
        paper = self._make_document(self.dossier, "声明", state="draft", type_id=secret_type.id)
        self.assertGreater(paper.declassify_on, self.today + timedelta(days=700))
        self.assertFalse(self._make_document(self.dossier, "普通", state="draft").declassify_on)

    def test_R50_declassifies_by_itself_at_the_end_of_the_term(self):
        other = self._make_document(self.dossier, "无期限", secrecy_level="2")
        self.declassify(self.term - timedelta(days=1))
        self.assertEqual(self.paper.secrecy_level, "2")
        self.declassify(self.term)
        self.assertEqual((self.paper.secrecy_level, self.paper.grade), ("0", "B"))
        self.assertEqual((self.paper.declassified_on, self.paper.declassify_on), (self.term, False))
        self.assertEqual(self.last_events(self.paper), ["document_declassified"])
        self.assertEqual(other.secrecy_level, "2")
        self.assertTrue(self.rpc("archivist", self.paper.version_ids, "read", ["content"])[0]["content"])

    def test_R50_job_cannot_be_called_from_outside(self):
        with self.assertRaises(AccessError):
            self.rpc("archivist", self.paper.browse(), "_cron_declassify")
        with self.assertRaises(AccessError):
            self.rpc("archivist", self.paper, "_declassify", "0")
        with self.assertRaises(UserError):
            self.rpc("archivist", self.paper, "write", {"declassified_on": self.today})

    # ------------------------------------------------------------------
    # Request and approval
    # ------------------------------------------------------------------
    def test_R50_head_then_general_manager_decide(self):
        request = self.ask(new_level="1")
        self.rpc("sales", request, "action_submit")
        self.assertEqual(request.approval_pending_user_id, self.users["head"])
        for login in self.users.keys() - {"head"}:
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, request, "action_approve")
        self.rpc("head", request, "action_approve")
        self.assertEqual((request.state, self.paper.secrecy_level), ("submitted", "2"))
        self.rpc("gm", request, "action_approve")
        self.assertEqual((request.state, self.paper.secrecy_level), ("approved", "1"))
        self.assertEqual(self.paper.declassify_on, self.term, "the term stays where none is asked for")
        self.assertEqual(self.last_events(self.paper), ["document_declassified"])

    def test_R50_shorter_term_by_approval(self):
        soon = self.today + timedelta(days=5)
        request = self.ask(new_level="2", new_declassify_on=soon)
        self.rpc("sales", request, "action_submit")
        self.rpc("head", request, "action_approve")
        self.rpc("gm", request, "action_approve")
        self.assertEqual((self.paper.secrecy_level, self.paper.declassify_on), ("2", soon))

    def test_R50_refused_leaves_the_paper(self):
        request = self.ask()
        self.rpc("sales", request, "action_submit")
        self.as_user("head", request)._approval_decide("refused", "Still running")
        self.assertEqual((request.state, self.paper.secrecy_level), ("refused", "2"))

    def test_R50_what_lowers_nothing_is_refused(self):
        for values in ({"new_level": "2"}, {"new_level": "3"},
                       {"new_level": "2", "new_declassify_on": self.term + timedelta(days=1)},
                       {"new_level": "1", "new_declassify_on": self.today}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.rpc("sales", self.ask(**values), "action_submit")

    def test_R50_request_cannot_be_bypassed(self):
        request = self.ask(new_level="1")
        for login in ("employee", "archivist", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request, "action_submit")
        self.rpc("sales", request, "action_submit")
        for vals in ({"state": "approved"}, {"new_level": "0"}, {"document_id": self.document.id},
                     {"applicant_id": self.users["gm"].id}, {"old_level": "3"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("sales", request, "write", vals)
        with self.assertRaises(UserError):
            self.rpc("sales", request, "create", [{
                "document_id": self.paper.id, "reason": "x", "state": "approved"}])
        with self.assertRaises(UserError):
            self.rpc("sales", request, "unlink")
        self.rpc("sales", request, "action_take_back")
        self.assertEqual((request.state, self.paper.secrecy_level), ("draft", "2"))
        with self.assertRaises(UserError):
            self.rpc("head", request, "action_approve")

    def test_R50_level_that_changed_meanwhile_is_not_lowered(self):
        request = self.ask(new_level="1")
        self.rpc("sales", request, "action_submit")
        self.rpc("head", request, "action_approve")
        self.rpc("archivist", self.paper, "write", {"secrecy_level": "3"})
        with self.assertRaisesRegex(UserError, "has changed"):
            self.rpc("gm", request, "action_approve")
        self.assertEqual(self.paper.secrecy_level, "3")
