import re

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.client_archive.tests.forms import FormsMixin

from .common import EvaluationCommon

REPORT = "client_archive_credit.report_investigation"


@tagged("-at_install", "post_install")
class TestReport(FormsMixin, EvaluationCommon):
    """The printed report (R2), what the system fills in (R4), how long it is valid (R43), who may see it (R51)."""

    def print_report(self, login, report, **context):
        content, kind = self.env["ir.actions.report"].with_user(self.users[login]).with_context(
            **context)._render(REPORT, report.ids)
        self.assertEqual(kind, "pdf")
        return content

    def words_of(self, report, login="credit", **context):
        return re.sub(r"\s+", " ", self.words(self.print_report(login, report, **context), "-layout"))

    # ------------------------------------------------------------------
    # Printing
    # ------------------------------------------------------------------
    def test_R2_all_sections_sources_and_signatures_are_printed(self):
        self.pay(self.invoice(8000, -100), -60)
        self.invoice(5000, -40)
        self.make_evaluation("confirmed")
        report = self.make_report("approved")
        content = self.print_report("credit", report)
        words = re.sub(r"\s+", " ", self.words(content, "-layout"))
        for section in report.section_ids:
            self.assertIn(f"Findings on {section.name}", words)
        self.assertEqual(len(report.section_ids), 11)
        for part in (report.name, "Contents", "Summary", "Sources and Verification", "Signatures", "Business register",
                     "Verified by", report.sha256[:20], self.users["credit_head"].name, "Open Invoices by Age",
                     "Turnover by Month", "Score by Criterion"):
            self.assertIn(part, words)
        self.assertNotIn("Not verified yet", words)
        self.assertEqual(set(self.sizes(content)), {(210.0, 297.0)})
        self.assertIn("printed", self.last_events(report, 1))

    def test_R2_contents_name_the_right_pages(self):
        report = self.make_report("approved", conclusion="Sound. " * 2000)
        content = self.print_report("credit", report)
        pages = self.words(content, "-layout").split("\f")
        [number] = re.findall(r"Signatures[\s.]+(\d+)", pages[1])
        self.assertIn("Fingerprint", pages[int(number) - 1])

    def test_R2_a_new_customer_without_figures(self):
        partner = self.customer("有" * 60 + "限公司")
        report = self.Investigation.with_user(self.users["credit"]).create({"partner_id": partner.id})
        words = self.words_of(report.with_env(self.env))
        self.assertIn("Draft", words)
        self.assertIn("Nothing was written here yet", words)
        self.assertNotIn("Turnover by Month", words)

    def test_R2_what_is_not_approved_bears_no_seal(self):
        draft, approved = self.make_report(), self.make_report("approved")
        self.assertIsNone(draft._print_seal())
        self.assertEqual(approved._print_seal()["colour"], "#c8102e")
        self.assertIn("Not verified yet", self.words_of(draft))

    def test_who_may_print(self):
        report = self.make_report("approved")
        self.assertTrue(self.print_report("gm", report).startswith(b"%PDF"))
        form = self.env.ref("client_archive_credit.action_report_investigation")
        for login in ("credit", "credit_2", "credit_manager", "auditor"):
            self.env["ir.actions.report"].with_user(self.users[login])._check_form_access(form, report.ids)
        for login in ("sales", "other_sales", "employee", "head", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.print_report(login, report)

    def test_texts_in_it_are_words_only(self):
        report = self.make_report(conclusion="<img src='file:///etc/passwd'/><b>x</b>")
        self.assertIn("<b>x</b>", self.words_of(report))

    # ------------------------------------------------------------------
    # Secrecy
    # ------------------------------------------------------------------
    def test_R51_a_classified_report_opens_to_those_who_are_cleared(self):
        report = self.make_report("approved")
        self.assertTrue(self.as_user("gm", report).has_access("read"))
        report.secrecy_level = "2"
        self.env.flush_all()
        for login in ("credit", "credit_2", "auditor", "sales"):
            with self.subTest(login=login):
                self.assertFalse(self.as_user(login, report).has_access("read"))
                self.assertFalse(self.as_user(login, report.section_ids).has_access("read"))
                self.assertFalse(self.as_user(login, self.Investigation).search([("id", "=", report.id)]))
                with self.assertRaises(AccessError):
                    self.print_report(login, report)

    def test_R51_R98_who_is_cleared_reads_and_prints_it(self):
        report = self.make_report("approved")
        report.secrecy_level = "2"
        self._clear("credit", "2")
        self._clear("credit_2", "1")
        self.assertIn("Highly Secret", self.words_of(report))
        self.assertFalse(self.as_user("credit_2", report).has_access("read"))

    def test_R51_a_checked_report_is_made_stricter_not_wider(self):
        report = self.make_report("approved")
        report.secrecy_level = "2"
        with self.assertRaises(UserError):
            report.secrecy_level = "0"

    def test_invariant_4_papers_that_one_may_not_know_of_are_not_named(self):
        report = self.make_report()
        report.section_ids[0].document_ids = [Command.set(self.document.ids)]
        self.assertIn(self.document.name, report.section_ids[0].with_user(self.users["credit"])._print_papers())
        if "visibility" in self.document._fields:
            self.document.sudo().write({"secrecy_level": "3"})
            self.document.sudo().write({"visibility": "existence"})
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertFalse(report.section_ids[0].with_user(self.users["credit"])._print_papers())

    # ------------------------------------------------------------------
    # What the system knows (R4)
    # ------------------------------------------------------------------
    def section(self, report, key):
        template = self.env.ref(f"client_archive_credit.report_template_section_{key}")
        return report.section_ids.filtered(lambda section: section.template_section_id == template)

    def test_R4_known_facts_are_shown_and_kept(self):
        self.pay(self.invoice(8000, -100), -60)
        sister = self.env["res.partner"].create({
            "name": "Sister Ltd.", "is_company": True, "parent_id": self.partner.id})
        self.env["archive.contact.log"].create({
            "dossier_id": self.dossier.id, "kind": "complaint", "name": "Rust on bearings", "date": self.day(-10)})
        report = self.make_report("submitted")
        self.assertIn("40.0", self.section(report, "payment").facts_text)
        self.assertIn("Sister Ltd.: Subsidiary", self.section(report, "affiliates").facts_text)
        self.assertIn("Rust on bearings (not settled)", self.section(report, "register").facts_text)
        self.assertIn(self.partner.vat, self.section(report, "profile").facts_text)
        self.assertIn("not under credit control", self.section(report, "proposal").facts_text)
        sister.name = "Renamed"
        self.invoice(99999, -1)
        report.invalidate_recordset()
        report.section_ids.invalidate_recordset()
        self.assertIn("Sister Ltd.", self.section(report, "affiliates").facts_text, "as of the submission")
        self.assertEqual(sum(report._series_now()["turnover"]), 8000)

    def test_R78_facts_are_sealed_and_not_written(self):
        report = self.make_report("approved")
        for vals in ({"facts": {}}, {"series": {}}):
            with self.assertRaises(AccessError):
                self.rpc("credit", report, "write", vals)
        self.assertFalse(report.seal_broken)
        self.env.cr.execute("UPDATE credit_investigation SET facts = '{\"limit\": {}}' WHERE id = %s", [report.id])
        report.invalidate_recordset()
        self.assertTrue(report.seal_broken)

    # ------------------------------------------------------------------
    # Validity by class (R43)
    # ------------------------------------------------------------------
    def test_R43_validity_by_class(self):
        report = self.make_report(rating_id=self.env.ref("client_archive_credit.grade_b").id)
        self.assertEqual(report.validity_months, 6)
        report.validity_months = 9
        with self.assertRaisesRegex(UserError, "6 months at most"):
            self.rpc("credit", report, "action_submit")
        report.rating_id = self.env.ref("client_archive_credit.grade_c")
        self.assertEqual(report.validity_months, 3)
        self.rpc("credit", report, "action_submit")
