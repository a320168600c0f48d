from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestValidity(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.permit = cls.env.ref("client_archive.document_type_0204")
        cls.negotiation = cls.env.ref("client_archive.document_type_0102")
        cls.today = fields.Date.today()
        cls.cron = cls.env.ref("client_archive.ir_cron_validity")

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()

    def calls(self, paper):
        return paper.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref("client_archive.mail_activity_expiry"))

    def test_validity_comes_from_the_type_and_may_be_entered(self):
        paper = self._make_document(self.dossier, "许可证", state="draft", type_id=self.permit.id, date="2024-02-29")
        self.assertEqual(str(paper.valid_until), "2027-02-28")
        self.assertEqual(paper.warn_on, paper.valid_until - timedelta(days=60))
        self.as_user("sales", paper).valid_until = "2030-01-31"
        self.assertEqual(str(paper.valid_until), "2030-01-31")
        self.assertFalse(self.document.valid_until)

    def test_filed_validity_is_the_archives_to_change_and_journaled(self):
        paper = self._make_document(self.dossier, "许可证", type_id=self.permit.id)
        with self.assertRaises(UserError):
            self.rpc("sales", paper, "write", {"valid_until": "2099-01-01"})
        self.rpc("archivist", paper, "write", {"valid_until": "2099-01-01"})
        self.assertEqual(self.last_events(paper), ["changed"])

    def test_account_manager_is_called_once_and_no_more_when_renewed(self):
        paper = self._make_document(self.dossier, "许可证", type_id=self.permit.id)
        paper.valid_until = self.today + timedelta(days=20)
        for _run in range(2):
            self.run_cron()
        self.assertEqual(self.calls(paper).user_id, self.users["sales"])
        self.assertEqual(self.calls(paper).date_deadline, paper.valid_until)
        self.assertIn("document_expiring", self.last_events(paper, 2))
        self.assertFalse(paper.is_void)
        self._make_document(self.dossier, "新许可证", type_id=self.permit.id)
        self.assertFalse(self.calls(paper))

    def test_R27_expired_papers_are_void_sealed_and_journaled(self):
        paper = self._make_document(self.dossier, "谈判记录", date="2020-01-01")
        licence = self._make_document(
            self.dossier, "营业执照", type_id=self.env.ref("client_archive.document_type_0201").id)
        (paper | licence).valid_until = self.today - timedelta(days=1)
        still = self._make_document(self.dossier, "今天仍有效")
        still.valid_until = self.today
        self.run_cron()
        self.assertEqual((paper | licence | still).mapped("is_void"), [True, True, False])
        self.assertIn("document_expired", self.last_events(paper, 2))
        self.assertIn("void", paper.seal_ids.mapped("kind"))
        self.assertFalse(licence.seal_ids)  # R24
        self.assertIn("ended on", paper.seal_ids.filtered(lambda seal: seal.kind == "void").note)

    def test_drafts_are_not_marked(self):
        draft = self._make_document(self.dossier, "草稿", state="draft")
        draft.valid_until = self.today - timedelta(days=1)
        self.run_cron()
        self.assertFalse(draft.is_void)

    def test_marks_are_not_entered_by_rpc(self):
        paper = self._make_document(self.dossier, "许可证", state="draft", type_id=self.permit.id)
        for values in ({"warned_until": "2099-01-01"}, {"is_void": True}, {"is_warned": True}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.rpc("sales", paper, "write", values)

    def test_many_expire_at_a_fixed_cost(self):
        def queries(count):
            papers = self.env["archive.document"].concat(*(
                self._make_document(self.dossier, f"谈判{count}-{number}") for number in range(count)))
            papers.valid_until = self.today - timedelta(days=3)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            papers._expire()
            self.env.flush_all()
            return self.cr.sql_log_count - before
        queries(2)
        self.assertEqual(queries(3), queries(9))
