import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..forms import FormsMixin
from .common import HandoverCommon

LIST = "report_handover_list"


@tagged("post_install", "-at_install")
class TestHandoverForms(FormsMixin, HandoverCommon):
    def test_R115_three_copies_that_three_sign(self):
        handover = self.make_handover(state="done")
        content = self.print_form("archivist", LIST, handover)
        self.assertEqual(self.sizes(content), [(297.0, 210.0)] * 3)
        words = self.words(content, "-layout")
        for text in ("Copy for Manager A", "Copy for Manager B", "Copy for the File", handover.name, "立项审批表",
                     self.dossier.number, "2 items, 2 pages"):
            self.assertIn(text, words)
        for login in ("sales", "other_sales", "archivist"):
            self.assertEqual(words.count(self.users[login].name), 3, login)
        self.assertEqual(words.count("Page 1 of 1"), 3)
        self.assertEqual(self.last_events(handover), ["printed"])

    def test_R115_the_grid_and_its_signatures_stay_on_the_page(self):
        picture = self.draw(self.print_form("archivist", LIST, self.make_handover()))
        self.assertNearly(self.lines_across(picture, 155), [20, 32, 70, 175, 193, 209, 237, 277])
        lines = [line for line in self.lines_down(picture, 20.9) if line > 160]
        self.assertNearly(lines, [162, 165, 172, 179, 186, 193])

    def test_without_a_manager_B_there_are_two_copies(self):
        handover = self.make_handover(rule=self.deal)
        content = self.print_form("sales", LIST, handover)
        self.assertEqual(len(self.sizes(content)), 2)
        self.assertNotIn("Manager B", self.words(content))

    def test_R123_titles_on_a_list_of_their_own(self):
        title = self._make_document(
            self.dossier, "不动产权证书", state="draft", type_id=self.env.ref("client_archive.document_type_1003").id,
            reference="渝(2026)0012345")
        handover = self.make_handover(title, rule=self.title_rule)
        content = self.print_form("archivist", "report_title_list", handover)
        words = self.words(content, "-layout")
        for text in ("不动产权证书", "渝(2026)0012345", "重庆长江轴承有限公司", "1 titles, 1 certificates",
                     "Handed over by (A)", "Handed over by (B)", "Received by"):
            self.assertIn(text, words)
        self.assertNotIn("不动产权证书", self.words(self.print_form("archivist", LIST, handover)))

    def test_R116_supplement_list(self):
        handover = self.make_handover(state="to_check")
        gap = self.ask_supplement(handover)
        content = self.print_form("other_sales", "report_supplement_list", handover)
        self.assertEqual(len(self.sizes(content)), 1)
        words = self.words(content, "-layout")
        for text in ("缺少法定代表人签字", gap.due_on.strftime("%Y%m%d"), self.users["sales"].name, "Found by"):
            self.assertIn(text, words)

    def test_two_hundred_items(self):
        papers = self.make_papers(self.dossier, 60)
        papers.sudo().write({"name": "关于长江轴承采购框架合同补充条款的说明及附件清单" * 2})
        handover = self.make_handover()
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO archive_handover_line (handover_id, document_id, dossier_id, company_id, title, page_count,"
            " quantity, sequence) SELECT %s, id, dossier_id, company_id, name, page_count, 1, 20"
            " FROM archive_document WHERE id IN %s",
            (handover.id, tuple(papers.ids)))
        self.env.invalidate_all()
        content = self.print_form("archivist", LIST, handover)
        self.assertEqual(len(self.sizes(content)) % 3, 0)
        self.assertGreater(len(self.sizes(content)), 15)

    def test_as_a_workbook(self):
        handover = self.make_handover()
        form = self.env[f"report.client_archive.{LIST}"].with_user(self.users["sales"])
        report = self.env["ir.actions.report"]._get_report_from_name(f"client_archive.{LIST}")
        file, _name = form._xlsx_of(report, handover.ids)
        with file:
            sheet = openpyxl.load_workbook(file).active
            titles = {row[2].value for row in sheet.iter_rows(min_row=4, max_row=5)}
            self.assertEqual(titles, {"立项审批表", "保证合同"})

    def test_gaps_that_were_accepted_stand_in_the_note_of_the_volume(self):
        handover = self.make_handover(state="to_receive")
        line = handover.line_ids[0]
        self.rpc("archivist", line, "write", {"finding": "缺骑缝章"})
        self.check_and_sign(handover, "archivist")
        self.rpc("archivist", line.document_id, "action_file")
        words = self.words(self.print_form("archivist", "report_volume_note", self.dossier))
        self.assertIn("缺骑缝章", words)

    def test_outsiders_print_none(self):
        handover = self.make_handover()
        for form in (LIST, "report_title_list", "report_supplement_list"):
            with self.subTest(form=form), self.assertRaises(AccessError):
                self.print_form("outsider", form, handover)
