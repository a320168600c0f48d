from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import USCC, ArchiveCommon


@tagged("post_install", "-at_install")
class TestDocument(ArchiveCommon):
    def test_R5_salesperson_submits_only_with_content_and_an_open_dossier(self):
        document = self.as_user("sales", self.env["archive.document"]).create({
            "name": "合同", "dossier_id": self.dossier.id,
            "type_id": self.env.ref("client_archive.document_type_0101").id})
        with self.assertRaisesRegex(UserError, "no content"):
            document.action_submit()
        preliminary = self._make_dossier(self.partner.copy({"vat": USCC[1]}), state="preliminary")
        with self.assertRaisesRegex(UserError, "not open"):
            self._make_document(preliminary, "合同", state="submitted")

    def test_R5_other_people_cannot_submit_or_add(self):
        document = self._make_document(self.dossier, "草稿", state="draft")
        for login in ("employee", "other_sales", "gm", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, document, "action_submit")
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, document.browse(), "create", {
                    "name": "x", "dossier_id": self.dossier.id, "type_id": document.type_id.id})

    def test_R9_papers_are_coded_by_the_archive_only(self):
        document = self._make_document(self.dossier, "合同", state="submitted")
        for login in ("sales", "head", "gm", "employee"):
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, document, "action_file")
        self.rpc("archivist", document, "action_file")
        self.assertEqual(document.code, f"{self.dossier.number}-002")
        self.assertEqual(document.received_by_id, self.users["archivist"])

    def test_R9_filed_paper_is_changed_by_the_archive_only(self):
        with self.assertRaises(UserError):
            self.rpc("sales", self.document, "write", {"name": "另一个题名"})
        self.rpc("archivist", self.document, "write", {"name": "另一个题名"})

    def test_R10_late_papers_are_coded_after_the_others(self):
        late = self._make_document(self.dossier, "遗漏文件", date="2001-01-01")
        self.assertEqual(late.item_number, self.document.item_number + 1)

    def test_R14_batch_is_coded_by_date_main_before_annex(self):
        second = self._make_document(self.dossier, "合同二", state="submitted", date="2024-05-02")
        annex = self._make_document(
            self.dossier, "附件", state="submitted", date="2024-01-01", role="annex", main_id=second.id)
        first = self._make_document(self.dossier, "合同一", state="submitted", date="2024-05-01")
        self.as_user("archivist", annex | second | first).action_file()
        self.assertEqual((first | second | annex).sorted("item_number"), first + second + annex)
        self.document.date = "2024-06-01"
        self.assertEqual(self.dossier._volume(), first + second + annex + self.document)

    def test_R13_annex_stays_with_its_main_paper(self):
        other = self._make_dossier(self.partner.copy({"vat": USCC[1]}))
        with self.assertRaisesRegex(ValidationError, "one volume"):
            self._make_document(other, "附件", role="annex", main_id=self.document.id)
        with self.assertRaisesRegex(ValidationError, "choose the main paper"):
            self._make_document(self.dossier, "附件", role="annex")

    def test_R15_grade_follows_the_level(self):
        for level, grade in (("0", "B"), ("1", "B"), ("2", "A"), ("3", "A")):
            self.document.secrecy_level = level
            self.assertEqual(self.document.grade, grade)

    def test_R49_new_paper_takes_the_higher_level_of_dossier_and_type(self):
        self.dossier.secrecy_level = "2"
        self.assertEqual(self._make_document(self.dossier, "机密文件", state="draft").secrecy_level, "2")

    def test_returned_paper_goes_back_to_the_sender(self):
        document = self._make_document(self.dossier, "合同", state="submitted")
        with self.assertRaises(UserError):
            self.rpc("sales", document, "action_return")
        self.rpc("archivist", document, "action_return")
        self.assertEqual(document.state, "draft")

    def test_R9_batch_gets_codes_in_a_row_at_a_fixed_cost(self):
        def queries(count):
            batch = self.env["archive.document"].concat(*(
                self._make_document(self.dossier, f"合同{count}-{number}", state="submitted")
                for number in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            batch = self.as_user("archivist", batch)
            # what an environment may or may not remember of its user from the last time
            batch.env.user.mapped("partner_id.tz")
            before = self.cr.sql_log_count
            batch.action_file()
            self.env.flush_all()
            self.assertEqual(len(set(batch.mapped("code"))), count)
            return self.cr.sql_log_count - before
        queries(2)  # warms what is cached for good: groups, rules, fields
        self.assertEqual(queries(12), queries(24))
