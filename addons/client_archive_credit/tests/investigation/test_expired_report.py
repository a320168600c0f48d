from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import CreditCommon
from .common import ReportMaker


@tagged("-at_install", "post_install")
class TestExpiredReport(ReportMaker, CreditCommon):
    """An order on credit waits while the customer's investigation report has expired (R43)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users |= cls._make_users(dict.fromkeys(
            ("credit", "credit_2"), "client_archive_credit.group_credit_officer"))
        cls._make_department("Credit", "credit_head", ["credit", "credit_2"])
        cls.file = cls.grant(1000)

    def approved_report(self, **values):
        report = self.make_report("checked", **values)
        self.approve(report, ("credit_head", "credit_manager"))
        self.assertEqual(report.state, "approved")
        return report

    def after(self, report):
        return freeze_time(report.valid_until + timedelta(days=1))

    def reasons(self, order):
        return self.hold_of(order).reason_ids.mapped("reason")

    def test_R43_no_report_at_all_holds_nothing(self):
        self.assertFalse(self.file.report_until)
        self.assertEqual(self.confirm(self.order(100)).state, "sale")

    def test_R43_an_expired_report_holds_orders_on_credit(self):
        report = self.approved_report(validity_months=3)
        self.assertEqual(self.file.report_until, report.valid_until)
        with freeze_time(report.valid_until):
            self.assertEqual(self.confirm(self.order(100)).state, "sale", "the last day counts")
        with self.after(report):
            order = self.order(100)
            self.assertIn("report has expired", self.as_user("sales", order).credit_message)
            self.confirm(order)
            self.assertEqual((order.state, self.reasons(order)), ("draft", ["report"]))
            self.assertIn("report has expired", order.credit_hold_reasons)
            cash = self.confirm(self.order(100, payment_term_id=False))
            self.assertEqual(cash.state, "sale", "cash needs no report")
            self.approve(self.hold_of(order))
            self.assertEqual(order.state, "sale", "it is released as any other hold")

    def test_R43_the_next_report_releases_by_itself(self):
        report = self.approved_report(validity_months=3)
        with self.after(report):
            order = self.confirm(self.order(100))
            trigger = [("cron_id", "=", self.env.ref("client_archive_credit.ir_cron_judge_again").id)]
            before = self.env["ir.cron.trigger"].search_count(trigger)
            new = self.approved_report(survey_date=report.valid_until)
            self.assertEqual((report.state, self.file.report_until), ("superseded", new.valid_until))
            self.assertGreater(self.env["ir.cron.trigger"].search_count(trigger), before)
            self.run_round(self.env["credit.hold"], "_cron_judge_again")
            self.assertEqual((order.state, self.hold_of(order).lifted), ("sale", True))

    def test_R43_the_company_decides_whether_it_holds(self):
        report = self.approved_report(validity_months=3)
        self.company.credit_report_holds = False
        with self.after(report):
            self.assertEqual(self.confirm(self.order(100)).state, "sale")

    def test_R43_the_day_is_nobodys_to_write(self):
        report = self.approved_report(validity_months=3)
        for login in ("credit_officer", "credit_manager", "sales"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.file, "write", {"report_until": "2099-12-31"})
        self.env.invalidate_all()
        self.assertEqual(self.file.report_until, report.valid_until)
        with self.assertRaises(AccessError):
            self.rpc("credit_manager", self.file, "create", [{
                "partner_id": self.env["res.partner"].create({"name": "New", "is_company": True}).id,
                "report_until": "2099-12-31"}])

    def test_R43_a_file_opened_later_and_a_merged_customer_know_their_report(self):
        other = self.env["res.partner"].create({"name": "The same", "is_company": True})
        report = self.approved_report(partner=other)
        opened = self.File.create({"partner_id": other.id})
        self.assertEqual(opened.report_until, report.valid_until)
        opened.unlink()
        self.env["base.partner.merge.automatic.wizard"]._merge((self.partner | other).ids, self.partner)
        self.env.invalidate_all()
        self.assertEqual(self.file.report_until, report.valid_until)

    def test_R100_what_it_waited_for_is_in_the_analysis(self):
        report = self.approved_report(validity_months=3)
        with self.after(report):
            self.confirm(self.order(100))
        self.env.flush_all()
        row = self.env["credit.hold.time"].search([("partner_id", "=", self.partner.id)])
        self.assertEqual(dict(row._fields["reason"]._description_selection(self.env))[row.reason],
                         "Investigation report expired")
