import io
import tracemalloc
from unittest.mock import patch

import openpyxl

from odoo.tests import tagged

from .test_forms import FormsCommon

_MEGABYTE = 1024 * 1024
_MODULE = "odoo.addons.client_archive.report.archive_form._CHUNK"


@tagged("post_install", "-at_install")
class TestXlsxStream(FormsCommon):
    ROWS = 100_000

    def form(self, name="report_item_catalogue"):
        return self.env[f"report.client_archive.{name}"].with_user(self.users["archivist"]).with_context({})

    def peak_of(self, act):
        tracemalloc.start()
        try:
            act()
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    def test_a_hundred_thousand_rows_stay_out_of_memory(self):
        """A list of the rows alone would take more than twice as much."""
        def rows(form, records):
            for number in range(self.ROWS):
                yield (number, f"B010001-{number:06} 购销合同")

        form, size = self.form(), []

        def write():
            with form._xlsx(self.document) as file:
                size.append(file.seek(0, 2))
                head = file.seek(0) or file.read(2)
                self.assertEqual(head, b"PK")
        with patch.object(self.env.registry["report.client_archive.report_item_catalogue"], "_form_rows", rows):
            peak = self.peak_of(write)
        self.assertGreater(size[0], _MEGABYTE)
        self.assertLess(peak, 4 * _MEGABYTE)
        naive = self.peak_of(lambda: list(rows(form, None)))
        self.assertGreater(naive, 8 * _MEGABYTE, "the bound means something")

    def test_records_are_read_in_portions_and_forgotten(self):
        papers = self.make_papers(self.dossier, 24)
        self.env.flush_all()
        form = self.form()
        name = form.env["archive.document"]._fields["name"]
        most = 0
        with patch(_MODULE, 5):
            self.env.invalidate_all()
            seen = []
            for row in form._form_rows(papers.with_env(form.env)):
                seen.append(row[0])
                most = max(most, len(name._get_cache(form.env)))
        self.assertEqual(seen, list(range(1, 25)))
        self.assertLessEqual(most, 5)

    def test_portions_make_the_same_list(self):
        papers = self.make_papers(self.dossier, 12)
        papers |= self.document
        whole = list(self.form()._form_rows(papers.with_env(self.form().env)))
        with patch(_MODULE, 5):
            self.assertEqual(list(self.form()._form_rows(papers.with_env(self.form().env))), whole)
            report = self.env["ir.actions.report"]._get_report_from_name("client_archive.report_item_catalogue")
            file, _name = self.form()._xlsx_of(report, papers.ids)
        with file:
            sheet = openpyxl.load_workbook(io.BytesIO(file.read())).active
        self.assertEqual(sheet.max_row, 3 + 13)
        for paper in papers:
            self.assertEqual(self.last_events(paper), ["printed"])
