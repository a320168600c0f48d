import io

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import AnalysisCommon

POSITIONS = ("exposure", "aging", "concentration", "watch_list")


@tagged("-at_install", "post_install")
class TestForms(AnalysisCommon, HttpCase):
    """The lists as PDF and XLSX (R100)."""

    def rows(self, name):
        if name in POSITIONS:
            return self.Position.search([("company_id", "=", self.company.id)])
        return self.env["credit.month" if name == "dso" else "credit.hold.time"].search([])

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.grant(1000)
        cls.invoice(900, days=40)
        cls.confirm(cls.order(500))
        cls.Position._refresh(cls.company)
        cls.env.flush_all()

    def test_R100_every_list_prints_and_downloads(self):
        for name in (*POSITIONS, "dso", "hold_time"):
            with self.subTest(name=name):
                report = self.env.ref(f"client_archive_credit.action_report_{name}").with_user(self.users["gm"])
                rows = self.rows(name).with_user(self.users["gm"])
                self.assertTrue(rows)
                content, _kind = report._render_qweb_pdf(report.report_name, rows.ids)
                text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
                self.assertIn("".join(report.name.split()), "".join(text.split()))
                form = self.env[f"report.client_archive_credit.report_{name}"].with_user(self.users["gm"])
                file, filename = form._xlsx_of(report, rows.ids)
                with file:
                    sheet = load_workbook(file).active
                self.assertEqual((filename, sheet["A1"].value), (f"{report.name}.xlsx", report.name))
                self.assertGreater(sheet.max_row, 3)

    def test_R100_printing_is_journaled_and_for_those_who_may(self):
        report = self.env.ref("client_archive_credit.action_report_exposure")
        rows = self.rows("exposure")
        report.with_user(self.users["credit_officer"])._render_qweb_pdf(report.report_name, rows.ids)
        self.assertEqual(self.last_events(self.company), ["printed"])
        for login in ("sales", "employee"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                report.with_user(self.users[login])._render_qweb_pdf(report.report_name, rows.ids)

    def test_R100_the_download_of_another_add_ons_form(self):
        action = self.env["report.client_archive_credit.report_exposure"]._xlsx_action(self.rows("exposure"))
        self.authenticate("test_gm", "test_gm")
        response = self.url_open(f"/archive/xlsx/{action['params']['form']}/{self.rows('exposure').ids[0]}")
        self.assertEqual(response.status_code, 200)
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        self.assertEqual(self.url_open("/archive/xlsx/client_archive_credit.no_such_form/1").status_code, 404)
