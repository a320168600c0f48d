import io
from datetime import date
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import AnalysisCommon


@tagged("-at_install", "post_install")
class TestManagementReport(AnalysisCommon):
    """The analysis of credit management: by 10 January (R106), and each quarter (R100)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Report = cls.env["credit.management.report"]

    def make(self, year=2025, **values):
        return self.Report.with_user(self.users["credit_officer"]).create({
            "kind": "year", "year": year, "findings": "Two customers pay late.", **values}).with_env(self.env)

    def report(self, row, login="credit_officer"):
        self.rpc(login, row, "action_report")
        self.env.invalidate_all()
        return row

    def call_on(self, day):
        with patch.object(type(self.company), "_archive_today", lambda _company: day):
            self.run_round(self.Report, "_cron_call")
        return self.Report.search([("company_id", "=", self.company.id)])

    # ------------------------------------------------------------------
    # On time
    # ------------------------------------------------------------------
    def test_R106_planned_ahead_and_called_for(self):
        self.grant(1000)
        self.assertFalse(self.call_on(date(2026, 12, 20)))
        row = self.call_on(date(2026, 12, 27))
        self.assertEqual((row.kind, row.year, row.due_on, row.name), ("year", 2026, date(2027, 1, 10), "2026"))
        self.assertEqual(row.activity_ids.user_id, self.users["credit_manager"])
        self.assertEqual(row.activity_ids.date_deadline, date(2027, 1, 10))
        self.assertEqual(self.call_on(date(2026, 12, 28)), row)
        self.assertEqual(len(row.activity_ids), 1)
        self.call_on(date(2027, 1, 12))
        self.assertEqual(row.escalated_on, date(2027, 1, 12))
        self.assertIn(self.users["gm"], row.activity_ids.user_id)
        self.call_on(date(2027, 1, 13))
        self.assertEqual(len(row.activity_ids), 2)

    def test_R100_quarters_too_unless_switched_off(self):
        self.grant(1000)
        self.company.credit_quarterly_analysis = False
        self.assertFalse(self.call_on(date(2026, 7, 1)))
        self.company.credit_quarterly_analysis = True
        row = self.call_on(date(2026, 7, 1))
        self.assertEqual((row.name, row.date_from, row.date_to), ("2026 Q2", date(2026, 4, 1), date(2026, 6, 30)))

    # ------------------------------------------------------------------
    # Frozen
    # ------------------------------------------------------------------
    def test_R106_what_was_reported_stays(self):
        self.invoice(1000, days=40)
        row = self.report(self.make())
        self.assertEqual((row.state, row.reported_on), ("reported", self.company._archive_today()))
        overdue, digest = row.figures["totals"]["overdue"], row.digest
        self.assertGreaterEqual(overdue, 1000)
        self.invoice(5000, days=40)
        with self.refuses("stands"):
            self.rpc("credit_officer", row, "action_compute")
        self.env.invalidate_all()
        self.assertEqual((row.figures["totals"]["overdue"], row.digest, row._digest()), (overdue, digest, digest))
        for vals in ({"findings": "All is well"}, {"year": 2024}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("credit_manager", row, "write", vals)
        for vals in ({"figures": {}}, {"state": "draft"}, {"digest": "0"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit_manager", row, "write", vals)
        with self.assertRaises(UserError):
            self.rpc("credit_manager", row, "unlink")

    def test_R106_a_correction_is_a_new_version(self):
        row = self.report(self.make())
        action = self.rpc("credit_officer", row, "action_correct")
        second = self.Report.browse(action["res_id"])
        self.assertEqual((second.version, second.corrects_id, second.name), (2, row, "2025 v2"))
        with self.refuses("already"):
            self.rpc("credit_officer", row, "action_correct")
        self.report(second)
        self.assertEqual((row.state, second.state), ("superseded", "reported"))

    def test_R106_not_before_its_end_and_not_without_words(self):
        with self.refuses("not over"):
            self.report(self.make(year=self.today.year))
        with self.refuses("figures mean"):
            self.report(self.make(findings=False))

    def test_R106_who_may(self):
        row = self.make()
        for login in ("sales", "gm", "auditor", "head"):
            for method in ("action_compute", "action_report", "action_correct"):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, row, method)
        with self.assertRaises(AccessError):
            self.rpc("sales", self.Report, "create", [{"kind": "year", "year": 2024}])

    # ------------------------------------------------------------------
    # Shared
    # ------------------------------------------------------------------
    def test_R100_shared_with_sales_and_credit_when_it_is_reported(self):
        row = self.make()
        self.assertFalse(self.as_user("sales", row).has_access("read"))
        self.report(row)
        self.assertTrue(self.as_user("sales", row).has_access("read"))
        told = self.env["mail.notification"].search([
            ("mail_message_id.model", "=", row._name), ("mail_message_id.res_id", "=", row.id)]).res_partner_id
        for login in ("sales", "head", "credit_manager", "gm"):
            self.assertIn(self.users[login].partner_id, told, login)
        self.assertNotIn(self.users["employee"].partner_id, told)

    def test_R106_printed(self):
        self.grant(1000)
        self.invoice(900, days=40)
        row = self.report(self.make(measures="Cash only for one of them."))
        report = self.env.ref("client_archive_credit.action_report_management").with_user(self.users["sales"])
        content, _kind = report._render_qweb_pdf(report.report_name, row.ids)
        text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
        for words in ("Credit Management Analysis", self.company.name, "Two customers pay late.", "Cash only", "900.00",
                      "Without grade", row.digest[:20]):
            self.assertIn(words, text)
        self.assertEqual(self.last_events(row), ["printed"])

    def test_R106_the_figures_take_a_fixed_number_of_queries(self):
        def queries(count):
            for number in range(count):
                partner = self.env["res.partner"].create({"name": f"C {count} {number}", "is_company": True})
                self.invoice(100, partner=partner, days=40)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["credit.management.figures"]._of(self.company, date(2026, 1, 1), date(2026, 12, 31))
            return self.env.cr.sql_log_count - before
        queries(11)
        self.assertEqual(queries(1), queries(12))

    def test_R106_the_scheduled_job_runs(self):
        self.grant(1000)
        with self.enter_registry_test_mode():
            self.env.ref("client_archive_credit.ir_cron_management_report").method_direct_trigger()
