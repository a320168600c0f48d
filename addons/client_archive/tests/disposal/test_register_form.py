from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..forms import FormsMixin
from .common import DisposalCommon

REGISTER = "report_destruction_register"


@tagged("-at_install", "post_install")
class TestRegisterForm(FormsMixin, DisposalCommon):
    def test_R31_R35_cover_and_lines(self):
        batch = self.make_batch(state="executed")
        content = self.print_form("archivist", REGISTER, batch)
        self.assertEqual(self.sizes(content), [(297.0, 210.0)] * 2)
        words = self.words(content, "-layout")
        for text in (batch.name, "采购合同", self.document.code, self.users["gm"].name, self.users["employee"].name,
                     self.users["security"].name, str(self.document.date.year)):
            self.assertIn(text, words)
        self.assertNearly(
            self.lines_across(self.draw(content, 2), 180), [20, 32, 119, 135, 175, 203, 221, 235, 277])

    def test_R32_what_is_retained_is_not_on_the_list_of_the_destroyed(self):
        useful = self.expired_document("仍有参考价值")
        batch = self.make_batch(self.document | useful)
        batch.line_ids.filtered(lambda line: line.document_id == useful).with_user(self.users["archivist"]).write(
            {"decision": "retain", "reason": "Precedent"})
        words = self.words(self.print_form("archivist", REGISTER, batch))
        self.assertNotIn("仍有参考价值", words)
        self.assertIn("Retained after appraisal, not destroyed: 1 papers.", words)

    def test_R37_the_printed_register_is_kept_with_the_batch(self):
        batch = self.make_batch(state="done")
        printed = batch.record_ids.filtered(lambda record: record.name.endswith(".pdf"))
        self.assertEqual(printed.kind, "register")
        self.assertEqual(len(printed), 1)
        self.assertIn("printed", self.last_events(batch, 10))

    def test_R37_a_title_is_no_formula_in_the_table_that_is_kept(self):
        odd = self.expired_document("=HYPERLINK(1)")
        table = self.make_batch(odd).line_ids._as_csv().decode("utf-8-sig")
        self.assertIn("1,'=HYPERLINK(1),", table)

    def test_supervisors_print_it_and_outsiders_do_not(self):
        batch = self.make_batch(state="approved")
        self.assertTrue(self.print_form("employee", REGISTER, batch))
        with self.assertRaises(AccessError):
            self.print_form("outsider", REGISTER, batch)
