import io

import openpyxl

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools import pdf_renderer
from ..common import ArchiveCommon
from ..forms import FormsMixin

CONTENTS = "report_volume_contents"
HEADS = ["Seq.", "Reference Number", "Author", "Title", "Date", "Page", "Remarks"]
HEADS_ZH = ["顺序号", "文号", "责任者", "题名", "日期", "页号", "备注"]


class FormsCommon(FormsMixin, ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"archive_fonds_number": "J012", "archive_fonds_name": "长江贸易公司"})


@tagged("post_install", "-at_install")
class TestListOfContents(FormsCommon):
    """卷内文件目录, GB/T 9705."""

    def test_pages_follow_the_number_of_papers(self):
        for total, pages in ((1, 1), (15, 1), (16, 2), (200, 14)):
            self.make_papers(self.dossier, total - self.dossier.document_count)
            self.dossier.invalidate_recordset()
            content = self.print_form("archivist", CONTENTS, self.dossier)
            with self.subTest(total=total):
                self.assertEqual(self.sizes(content), [(210.0, 297.0)] * pages)
                words = self.words(content)
                self.assertIn(f"Page {pages} of {pages}", words)
                self.assertEqual(words.count("Remarks"), pages, "heads are repeated")

    def test_an_empty_volume_is_an_empty_page(self):
        dossier = self._make_dossier(self.partner.copy({"name": "空卷", "is_company": False}))
        self.assertEqual(len(self.sizes(self.print_form("archivist", CONTENTS, dossier))), 1)

    def test_the_grid_is_exact_to_the_millimetre(self):
        picture = self.draw(self.print_form("archivist", CONTENTS, self.dossier))
        last_row = 35 + 15 + 14.5 * 15
        self.assertNearly(self.lines_across(picture, last_row), [25, 35, 55, 75, 145, 165, 175, 195])
        lines = [line for line in self.lines_down(picture, 25.8) if line > 34]
        self.assertNearly(lines, [35 + 15 * row for row in range(17)])

    def test_it_says_what_the_catalogue_says(self):
        self.make_papers(self.dossier, 2, reference="购字〔2025〕1号", author="重庆市工商局", remarks="附清单")
        words = self.words(self.print_form("archivist", CONTENTS, self.dossier), "-layout")
        for text in ("重庆长江轴承有限公司", "购销合同第2号", "20250308", "附清单",
                     f"J012-{self.dossier.category_id.code}-{self.dossier._volume_number()}"):
            self.assertIn(text, words)
        values = list(self.form(CONTENTS)._form_rows(self.dossier))
        pages = {row[0]: row[5] for row in values}
        self.assertEqual(len(pages), 3)
        self.assertEqual([row[5] for row in values][:2], ["1", "2"], "the first paper has one page")
        self.assertRegex(values[-1][5], r"^\d+(–\d+)?$")

    def form(self, name, login="archivist"):
        return self.env[f"report.client_archive.{name}"].with_user(self.users[login])

    def test_heads_stand_in_the_order_of_the_standard(self):
        columns = self.form(CONTENTS)._form_columns()
        self.assertEqual([column.label for column in columns], HEADS)
        self.assertEqual([column.width for column in columns], [10, 20, 20, 70, 20, 10, 20])

    def test_it_prints_in_the_language_of_the_user(self):
        self.users["archivist"].lang = "zh_CN"
        words = self.words(self.print_form("archivist", CONTENTS, self.dossier), "-layout")
        self.assertIn("卷内文件目录", words)
        self.assertIn("第 1 页，共 1 页", words)
        columns = self.form(CONTENTS).with_context(lang="zh_CN")._form_columns()
        self.assertEqual([column.label for column in columns], HEADS_ZH)

    def test_long_titles_wrap_and_are_complete(self):
        title = "关于" + "长江轴承采购框架合同补充条款" * 12 + "完"
        english = "Supplementary agreement " * 20 + "END"
        self.make_papers(self.dossier, 1, name=title)
        self.make_papers(self.dossier, 1, name=english)
        words = self.words(self.print_form("archivist", CONTENTS, self.dossier)).replace("\n", "").replace(" ", "")
        self.assertIn(title, words)
        self.assertIn("agreementEND", words)

    def test_R87_the_place_of_an_original_is_told(self):
        self.make_papers(self.dossier, 1, original_location="银行", is_original="copy")
        words = self.words(self.print_form("archivist", CONTENTS, self.dossier))
        self.assertIn("银行", words)

    def test_R10_a_late_paper_is_bound_after_the_others(self):
        """Its number says where it lies; its date would put it first."""
        self.make_papers(self.dossier, 2)
        self.make_papers(self.dossier, 1, date="2001-01-01", name="遗漏的函")
        rows = list(self.form(CONTENTS)._form_rows(self.dossier))
        numbers = [row[0] for row in rows]
        self.assertEqual(numbers, sorted(numbers))
        self.assertEqual(rows[-1][3], "遗漏的函")
        pages = [int(row[5].split("–")[0]) for row in rows]
        self.assertEqual(pages, [1, *(1 + sum(self.dossier._volume_as_bound()[:count].mapped("page_count"))
                                      for count in range(1, len(rows)))])

    def test_R13_an_annex_that_came_late_names_its_main_paper(self):
        main, _other = self.make_papers(self.dossier, 2)
        near, = self.make_papers(self.dossier, 1, role="annex", main_id=main.id)
        rows = {row[0]: row[6] for row in self.form(CONTENTS)._form_rows(self.dossier)}
        self.assertIn(f"Belongs to no. {main.item_number}", rows[near.item_number])
        self.assertEqual(rows[main.item_number], "")

    def test_the_archival_code_does_not_repeat_the_category(self):
        category, number = self.dossier.category_id.code, self.dossier.number
        self.assertTrue(number.startswith(category))
        code = self.dossier._archival_code()
        self.assertEqual(code, f"J012-{category}-{number[len(category):].lstrip('-')}")
        self.assertEqual(code.count(category), 1)

    def test_several_dossiers_are_counted_apart(self):
        other = self._make_dossier(self.partner.copy({"name": "第二客户", "is_company": False}))
        self.make_papers(other, 16)
        words = self.words(self.print_form("archivist", CONTENTS, self.dossier | other))
        self.assertIn("Page 1 of 1", words)
        self.assertIn("Page 2 of 2", words)

    def test_papers_that_the_user_may_not_see_are_not_listed(self):
        secret = self.make_papers(self.dossier, 1, name="绝密合同")
        self.env["ir.rule"].create({
            "name": "test", "model_id": self.env["ir.model"]._get("archive.document").id,
            "domain_force": [("id", "!=", secret.id)]})
        words = self.words(self.print_form("archivist", CONTENTS, self.dossier))
        self.assertNotIn("绝密合同", words)
        self.assertIn("1 more papers", words)

    def test_cost_does_not_grow_with_the_papers(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.form(CONTENTS)._get_report_values(self.dossier.ids)
            return self.cr.sql_log_count - before
        self.make_papers(self.dossier, 5)
        queries()
        few = queries()
        self.make_papers(self.dossier, 60)
        self.assertEqual(queries(), few)


@tagged("post_install", "-at_install")
class TestOtherForms(FormsCommon):
    def test_item_catalogue_is_landscape(self):
        self.make_papers(self.dossier, 15)
        papers = self.dossier.document_ids
        content = self.print_form("employee", "report_item_catalogue", papers)
        self.assertEqual(self.sizes(content), [(297.0, 210.0)] * 2)
        words = self.words(content, "-layout")
        self.assertIn(papers[0].code, words)
        self.assertNearly(
            self.lines_across(self.draw(content, 2), 180), [20, 32, 72, 100, 130, 200, 220, 237, 249, 277])

    def test_item_catalogue_of_volumes_is_one_list(self):
        other = self._make_dossier(self.partner.copy({"name": "第二客户", "is_company": False}))
        self.make_papers(other, 3)
        content = self.print_form("employee", "report_dossier_catalogue", self.dossier | other)
        self.assertEqual(len(self.sizes(content)), 1)
        words = self.words(content)
        self.assertIn("采购合同", words)
        self.assertIn("购销合同第3号", words)

    def test_volume_cover(self):
        self.make_papers(self.dossier, 3, secrecy_level="2", date="2019-05-01")
        content = self.print_form("archivist", "report_volume_cover", self.dossier)
        self.assertEqual(self.sizes(content), [(220.0, 310.0)])
        words = self.words(content, "-layout")
        for text in ("长江贸易公司", "重庆长江轴承有限公司", "Highly Secret", "20190501", "J012", self.dossier.number):
            self.assertIn(text, words)

    def test_printing_is_journaled(self):
        self.print_form("archivist", CONTENTS, self.dossier)
        event = self.env["archive.event"].search(
            [("res_model", "=", "archive.dossier"), ("res_id", "=", self.dossier.id)], limit=1)
        self.assertEqual((event.kind, event.user_id), ("printed", self.users["archivist"]))
        self.assertIn("List of Contents", event.after)


@tagged("post_install", "-at_install")
class TestFormAccess(FormsCommon):
    def test_outsiders_print_nothing(self):
        for form in (CONTENTS, "report_volume_cover", "report_dossier_catalogue"):
            with self.subTest(form=form), self.assertRaises(AccessError):
                self.print_form("outsider", form, self.dossier)

    def test_labels_and_covers_are_for_the_archive(self):
        with self.assertRaisesRegex(AccessError, "Ask an archivist"):
            self.print_form("sales", "report_volume_cover", self.dossier)
        self.assertTrue(self.print_form("sales", CONTENTS, self.dossier))

    def test_other_companies_print_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.users["stranger"] = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [other.id]})
        self.addCleanup(self.users.pop, "stranger")
        with self.assertRaises(AccessError):
            self.print_form("stranger", CONTENTS, self.dossier)

    def test_rendering_is_not_reachable_by_rpc(self):
        report = self.env.ref("client_archive.action_report_volume_contents")
        for method in ("_render", "_render_qweb_pdf", "_render_form"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("outsider", report, method, report.report_name, self.dossier.ids)
        for form in ("report_volume_contents", "report_item_catalogue"):
            with self.assertRaises(AccessError):
                self.rpc("outsider", self.env[f"report.client_archive.{form}"], "_get_report_values", self.dossier.ids)

    def test_nothing_chosen_and_nothing_there(self):
        with self.assertRaisesRegex(UserError, "Choose"):
            self.print_form("archivist", CONTENTS, self.dossier.browse())
        gone = self.dossier.browse(2**31 - 1)
        with self.assertRaises(MissingError):
            self.print_form("archivist", CONTENTS, gone)


@tagged("post_install", "-at_install")
class TestRenderer(FormsCommon):
    def test_nothing_is_fetched_from_outside(self):
        for html in (
            '<img src="file:///etc/passwd">',
            '<img src="http://127.0.0.1:1/x.png">',
            '<link rel="attachment" href="file:///etc/passwd">',
            '<link rel="stylesheet" href="ftp://127.0.0.1/x.css">',
            '<style>@import url("file:///etc/passwd");</style>',
            '<p style="background: url(https://127.0.0.1:1/x.png)">x</p>',
            '<object data="file:///etc/passwd"></object>',
            '<svg width="20" height="20"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
        ):
            # WeasyPrint says in the log what it could not draw
            with self.subTest(html=html), self.assertRaises(pdf_renderer.OutsideReference), mute_logger("weasyprint"):
                pdf_renderer.pdf(f"<html><body>{html}</body></html>")

    def test_data_is_read(self):
        pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        self.assertTrue(pdf_renderer.pdf(f'<img src="data:image/png;base64,{pixel}">').startswith(b"%PDF"))

    def test_the_user_is_told_which_reference(self):
        self.env["ir.ui.view"].create({
            "name": "inherit", "type": "qweb", "inherit_id": self.env.ref("client_archive.report_volume_cover").id,
            "arch": """<xpath expr="//div[hasclass('fonds')]" position="after"><img src="file:///etc/hostname"/></xpath>"""})
        with self.assertRaisesRegex(UserError, "file:///etc/hostname"):
            self.print_form("archivist", "report_volume_cover", self.dossier)

    def test_markup_in_a_title_stays_text(self):
        self.make_papers(self.dossier, 1, name='<img src="file:///etc/passwd"> & more')
        words = self.words(self.print_form("archivist", CONTENTS, self.dossier)).replace("\n", "")
        self.assertIn("file:///etc/passwd", words)


@tagged("post_install", "-at_install")
class TestXlsx(FormsCommon):
    def workbook(self, login, form, records):
        model = self.env[f"report.client_archive.{form}"].with_user(self.users[login]).with_context({})
        report = self.env["ir.actions.report"]._get_report_from_name(f"client_archive.{form}")
        content, name = model._xlsx_of(report, records.ids)
        self.assertTrue(name.endswith(".xlsx"))
        with content:
            return openpyxl.load_workbook(io.BytesIO(content.read())).active

    def test_list_of_contents(self):
        self.make_papers(self.dossier, 2)
        sheet = self.workbook("archivist", CONTENTS, self.dossier)
        self.assertEqual([cell.value for cell in sheet[3]], HEADS)
        titles = {row[3].value for row in sheet.iter_rows(min_row=4)}
        self.assertIn("购销合同第3号", titles)
        self.assertEqual(self.last_events(self.dossier), ["printed"])

    def test_formulas_stay_text(self):
        for title in ("=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "https://example.com"):
            self.make_papers(self.dossier, 1, name=title)
        sheet = self.workbook("archivist", "report_dossier_catalogue", self.dossier)
        cells = {row[4].value: row[4] for row in sheet.iter_rows(min_row=4)}
        for title in ("=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", "https://example.com"):
            self.assertEqual(cells[title].data_type, "s", title)
            self.assertIsNone(cells[title].hyperlink)

    def test_dates_are_dates_and_numbers_numbers(self):
        self.make_papers(self.dossier, 1)
        sheet = self.workbook("archivist", "report_dossier_catalogue", self.dossier)
        row = [cell for cell in sheet[5]]
        self.assertTrue(row[5].is_date)
        self.assertEqual((row[0].data_type, row[7].value), ("n", 2))

    def test_refused_as_printing_is(self):
        with self.assertRaises(AccessError):
            self.workbook("outsider", CONTENTS, self.dossier)

    def test_the_menu_leads_to_the_download(self):
        action = self.env.ref("client_archive.action_xlsx_volume_contents").with_user(self.users["employee"])
        result = action.with_context(active_model="archive.dossier", active_ids=self.dossier.ids,
                                     active_id=self.dossier.id).run()
        self.assertEqual((result["tag"], result["params"]), (
            "client_archive_xlsx", {"form": CONTENTS, "docids": self.dossier.ids}))
