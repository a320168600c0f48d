from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import USCC, ArchiveCommon


@tagged("post_install", "-at_install")
class TestPapers(ArchiveCommon):
    """Main papers and what belongs to them; late papers; where originals are."""

    def _annex(self, name="附件", main=None, **values):
        main = main or self.document
        return self._make_document(main.dossier_id, name, role="annex", main_id=main.id, **values)

    # ------------------------------------------------------------------
    # Kept together
    # ------------------------------------------------------------------
    def test_R12_R13_moving_a_main_paper_moves_its_annexes(self):
        annex = self._annex(state="draft")
        filed = self._annex("已归档附件")
        other = self._make_dossier(self.partner.copy({"vat": USCC[1]}))
        self.rpc("archivist", self.document, "write", {"dossier_id": other.id, "author": "甲方"})
        self.assertEqual((self.document | annex | filed).dossier_id, other)
        self.assertEqual(self.document.author, "甲方")
        self.assertEqual(self.document.code, f"{other.number}-001")
        self.assertEqual(filed.code, f"{other.number}-002")
        self.assertFalse(annex.code)
        self.assertIn("document_recoded", self.last_events(self.document, 3))

    def test_R13_annex_is_not_moved_alone(self):
        annex = self._annex(state="draft")
        other = self._make_dossier(self.partner.copy({"vat": USCC[1]}))
        with self.assertRaisesRegex(ValidationError, "one volume"):
            self.rpc("sales", annex, "write", {"dossier_id": other.id})

    def test_R13_filed_papers_are_moved_by_the_archive_only(self):
        other = self._make_dossier(self.partner.copy({"vat": USCC[1]}))
        with self.assertRaises(UserError):
            self.rpc("sales", self.document, "write", {"dossier_id": other.id})

    def test_R13_annex_is_filed_with_its_main_paper(self):
        main = self._make_document(self.dossier, "主件", state="submitted")
        annex = self._annex(main=main, state="submitted")
        with self.assertRaisesRegex(UserError, "file them together"):
            self.rpc("archivist", annex, "action_file")
        self.rpc("archivist", main | annex, "action_file")
        self.assertEqual((main | annex).mapped("state"), ["filed", "filed"])
        self.assertEqual(annex.item_number, main.item_number + 1)

    def test_R14_volume_by_date_prints_after_annexes(self):
        printed = self._make_document(self.dossier, "打印件", role="print", main_id=self.document.id, date="2020-01-01")
        annex = self._annex(date="2021-01-01")
        early = self._make_document(self.dossier, "早", date="2019-01-01")
        self.assertEqual(self.dossier._volume(), early + self.document + annex + printed)

    # ------------------------------------------------------------------
    # R118
    # ------------------------------------------------------------------
    def test_R118_uncollected_contracts_are_annexes_without_code(self):
        annex = self._annex("客户未取走的合同", is_uncollected=True)
        self.assertEqual((annex.state, annex.code, annex.item_number), ("filed", False, 0))
        after = self._make_document(self.dossier, "下一份")
        self.assertEqual(after.item_number, self.document.item_number + 1)
        with self.assertRaisesRegex(UserError, "settled when it is filed"):
            self.rpc("archivist", annex, "write", {"is_uncollected": False})
        with self.assertRaisesRegex(UserError, "settled when it is filed"):
            self.rpc("archivist", self.document, "write", {"is_uncollected": True})

    def test_R118_only_annexes(self):
        with self.assertRaisesRegex(ValidationError, "annex"):
            self._make_document(self.dossier, "合同", state="draft", is_uncollected=True)

    # ------------------------------------------------------------------
    # R87
    # ------------------------------------------------------------------
    def test_R87_a_copy_says_where_its_original_is(self):
        draft = self._make_document(self.dossier, "复印件", state="draft")
        with self.assertRaisesRegex(ValidationError, "say where"):
            self.rpc("sales", draft, "write", {"original_elsewhere": True})
        with self.assertRaisesRegex(ValidationError, "say where"):
            self.rpc("sales", draft, "write", {"original_elsewhere": True, "original_location": "  "})
        self.rpc("sales", draft, "write", {"original_elsewhere": True, "original_location": "财务部保险柜"})
        with self.assertRaisesRegex(ValidationError, "as the original"):
            self.rpc("sales", draft, "write", {"is_original": "original"})
        with self.assertRaisesRegex(ValidationError, "say where"):
            self.rpc("sales", draft, "write", {"original_location": False})

    # ------------------------------------------------------------------
    # R10
    # ------------------------------------------------------------------
    def test_R10_late_papers_are_marked_and_collated_by_the_department(self):
        late = self._make_document(self.dossier, "遗漏文件", state="submitted", date="2001-01-01")
        self.assertTrue(late.is_late)
        self.assertEqual(late.collated_by_id, self.users["sales"])
        self.assertFalse(self.document.is_late)
        self.assertIn(late, self.env["archive.document"].search([("is_late", "=", True)]))

    def test_R10_late_papers_handed_over_by_others_wait_for_the_department(self):
        late = self._make_document(self.dossier, "遗漏文件", state="draft", date="2001-01-01")
        self.rpc("archivist", late, "action_submit")
        self.assertTrue(late.is_late)
        self.assertFalse(late.collated_by_id)
        with self.assertRaisesRegex(UserError, "collates it first"):
            self.rpc("archivist", late, "action_file")
        for login in ("archivist", "archive_head", "gm", "auditor"):
            with self.subTest(login=login), self.assertRaisesRegex(UserError, "department"):
                self.rpc(login, late, "action_collate")
        self.assertTrue(self.as_user("head", late).can_collate)
        self.rpc("head", late, "action_collate")
        self.assertEqual(late.collated_by_id, self.users["head"])
        self.assertEqual(self.last_events(late), ["document_collated"])
        self.rpc("archivist", late, "action_file")
        self.assertEqual(late.item_number, self.document.item_number + 1)

    def test_R10_marks_are_not_entered_by_rpc(self):
        draft = self._make_document(self.dossier, "草稿", state="draft")
        for values in ({"is_late": True}, {"collated_by_id": self.users["sales"].id}, {"collated_on": "2024-01-01"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.rpc("sales", draft, "write", values)
        with self.assertRaisesRegex(UserError, "not a late paper"):
            self.rpc("sales", draft, "action_collate")

    def test_R10_returned_and_corrected_is_late_no_more(self):
        late = self._make_document(self.dossier, "遗漏文件", state="submitted", date="2001-01-01")
        self.rpc("archivist", late, "action_return")
        self.rpc("sales", late, "write", {"date": "2030-01-01"})
        self.rpc("sales", late, "action_submit")
        self.assertFalse(late.is_late or late.collated_by_id)
