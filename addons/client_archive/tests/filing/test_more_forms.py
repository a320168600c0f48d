import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_forms import FormsCommon


@tagged("post_install", "-at_install")
class TestVolumeForms(FormsCommon):
    def test_volume_note_is_filled_in_from_what_is_known(self):
        late, = self.make_papers(self.dossier, 1, received_on="2099-01-02", page_count=3)
        void, = self.make_papers(self.dossier, 1, received_on=self.document.received_on, is_void=True)
        gone, = self.make_papers(
            self.dossier, 1, received_on=self.document.received_on, state="destroyed", destroyed_on="2026-01-05")
        content = self.print_form("archivist", "report_volume_note", self.dossier)
        self.assertEqual(self.sizes(content), [(210.0, 297.0)])
        words = self.words(content)
        for text in (
                "4 papers, 8 pages", "Obligatory papers missing", f"Nos. {late.item_number} on 2099-01-02",
                f"Void: nos. {void.item_number}", f"Nos. {gone.item_number} on 2026-01-05",
                self.users["archivist"].name, self.users["head"].name, self.dossier._archival_code()):
            self.assertIn(text, words)

    def test_volume_note_tells_changes_after_filing(self):
        self.cr.execute("UPDATE archive_document SET received_on = '2020-01-01' WHERE id = %s", self.document.ids)
        self.env.invalidate_all()
        self.as_user("archivist", self.document).write({"name": "采购合同（更名）"})
        [sentence] = self.as_user("archivist", self.dossier)._volume_note_lines()["changed"]
        self.assertIn(f"Catalogue of nos. {self.document.item_number}", sentence)

    def test_volume_note_has_room_for_a_long_history(self):
        self.make_papers(self.dossier, 60)
        for number, paper in enumerate(self.dossier.document_ids):
            self.cr.execute("UPDATE archive_document SET received_on = %s WHERE id = %s",
                            (f"2025-{number % 12 + 1:02}-{number % 27 + 1:02}", paper.id))
        self.env.invalidate_all()
        content = self.print_form("archivist", "report_volume_note", self.dossier)
        self.assertGreater(len(self.sizes(content)), 1)
        self.assertIn("Made up on", self.words(content))

    def test_volume_catalogue_with_its_cover(self):
        others = self.env["archive.dossier"].union(*(
            self._make_dossier(self.partner.copy({"name": f"客户{number}", "is_company": False}))
            for number in range(2)))
        self.make_papers(others[0], 3)
        content = self.print_form("employee", "report_volume_catalogue", self.dossier | others)
        self.assertEqual(self.sizes(content), [(210.0, 297.0)] * 2)
        words = self.words(content, "-layout")
        for text in ("长江贸易公司", "J012", self.dossier.number, "客户1", "20250308–", "Volume Catalogue"):
            self.assertIn(text, words)
        self.assertNearly(self.lines_across(self.draw(content, 2), 262), [25, 53, 107, 131, 145, 177, 195])

    def test_R9_classification_and_numbering_table(self):
        self.make_papers(self.dossier, 2)
        content = self.print_form("employee", "report_classification_table", self.dossier)
        self.assertEqual(self.sizes(content), [(210.0, 297.0)])
        words = self.words(content, "-layout")
        for text in (self.dossier.category_id.code, self.dossier.number, "重庆长江轴承有限公司", "20250308"):
            self.assertIn(text, words)
        form = self.env["report.client_archive.report_classification_table"]
        self.assertEqual([column.label for column in form._form_columns()], [
            "Classification", "Number", "Name", "Volume Sequence", "First and Last Date"])

    def test_R9_the_table_as_a_workbook(self):
        form = self.env["report.client_archive.report_classification_table"].with_user(self.users["employee"])
        report = self.env["ir.actions.report"]._get_report_from_name("client_archive.report_classification_table")
        file, _name = form._xlsx_of(report, self.dossier.ids)
        with file:
            sheet = openpyxl.load_workbook(file).active
            self.assertEqual(sheet["B4"].value, self.dossier.number)

    def test_cost_of_a_catalogue_does_not_grow(self):
        def queries(dossiers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.env["report.client_archive.report_volume_catalogue"].with_user(
                self.users["employee"])._get_report_values(dossiers.ids)
            return self.cr.sql_log_count - before
        others = self.env["archive.dossier"].union(*(
            self._make_dossier(self.partner.copy({"name": f"客户{number}", "is_company": False}))
            for number in range(4)))
        queries(self.dossier)
        self.assertEqual(queries(self.dossier | others[:1]), queries(self.dossier | others))

    def test_filing_stamp_is_45_by_16_and_goes_24_to_a_sheet(self):
        papers = self.make_papers(self.dossier, 25)
        content = self.print_form("archivist", "report_filing_stamp", papers)
        self.assertEqual(self.sizes(content), [(210.0, 297.0)] * 2)
        picture = self.draw(content)
        self.assertNearly(self.lines_across(picture, 6.8)[:4], [12.5, 27.5, 42.5, 57.5])
        self.assertNearly(self.lines_down(picture, 13.2)[:3], [5.5, 13.5, 21.5])
        words = self.words(content)
        for text in ("J012", "2025", str(papers[0].item_number), "Sales One"):
            self.assertIn(text, words)

    def test_R86_box_cover(self):
        content = self.print_form("archivist", "report_box_cover", self.dossier)
        self.assertEqual(self.sizes(content), [(220.0, 310.0)])
        words = self.words(content)
        for text in ("重庆长江轴承有限公司", self.dossier.number, str(self.dossier.opened_on)):
            self.assertIn(text, words)

    def test_they_print_in_Chinese(self):
        self.users["archivist"].lang = "zh_CN"
        for form, records in (
                ("report_volume_note", self.dossier), ("report_volume_catalogue", self.dossier),
                ("report_filing_stamp", self.document), ("report_box_cover", self.dossier)):
            with self.subTest(form=form):
                self.assertTrue(self.sizes(self.print_form("archivist", form, records)))

    def test_who_prints_what(self):
        for form, records in (("report_volume_note", self.dossier), ("report_filing_stamp", self.document),
                              ("report_box_cover", self.dossier)):
            for login in ("sales", "employee", "head", "outsider"):
                with self.subTest(form=form, login=login), self.assertRaises(AccessError):
                    self.print_form(login, form, records)
        for form in ("report_volume_catalogue", "report_classification_table"):
            with self.subTest(form=form), self.assertRaises(AccessError):
                self.print_form("outsider", form, self.dossier)
