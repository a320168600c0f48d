from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...models.analysis.position import BUCKETS
from .common import AnalysisCommon


@tagged("-at_install", "post_install")
class TestPosition(AnalysisCommon):
    """Exposure and use of limits, aging by grade, concentration, watch list (R100)."""

    # ------------------------------------------------------------------
    # The figures
    # ------------------------------------------------------------------
    def test_R100_positions_say_what_the_exposure_says(self):
        file = self.grant(5000)
        self.invoice(1000, days=40)
        self.invoice(300, days=-5)
        self.invoice(200, post=False)
        self.confirm(self.order(700))
        self.invoice(150, move_type="out_refund")
        row = self.of()
        exposure = self.env["credit.exposure"]._of(self.company, self.partner)[self.partner.id]
        for name in ("receivable", "overdue", "drafts", "to_invoice", "credits"):
            self.assertAlmostEqual(row[name], getattr(exposure, name), 2, name)
        self.assertAlmostEqual(row.used, exposure.total, 2)
        self.assertEqual((row.limit_amount, row.status, row.file_id), (5000, "valid", file))
        self.assertAlmostEqual(row.available, 5000 - exposure.total, 2)
        self.assertAlmostEqual(row.used_percent, 100 * exposure.total / 5000, 4)
        self.assertEqual(row.user_id, file.user_id)

    def test_R100_aging(self):
        for days in (-3, 0, 1, 30, 31, 60, 61, 90, 91, 400):
            self.invoice(100, days=days)
        row = self.of()
        self.assertEqual([row[name] for name in BUCKETS], [200, 200, 200, 200, 200])
        self.assertEqual(sum(row[name] for name in BUCKETS), row.receivable)
        self.assertEqual(row.overdue, 800)

    def test_R100_other_currencies_are_in_the_companys(self):
        currency = self.env.ref("base.EUR") if self.company.currency_id.name != "EUR" else self.env.ref("base.USD")
        currency.active = True
        self.env["res.currency.rate"].create({
            "currency_id": currency.id, "company_id": self.company.id, "name": "2020-01-01", "rate": 0.5})
        self.invoice(500, days=40, currency_id=currency.id)
        self.assertEqual((self.of().overdue, self.of().overdue_60), (1000, 1000))

    def test_R100_concentration(self):
        self.invoice(750)
        self.invoice(250, partner=self.second)
        rows = self.refresh().sorted("position")
        first, second = rows.filtered(lambda row: row.partner_id == self.partner), rows.filtered(
            lambda row: row.partner_id == self.second)
        self.assertLess(first.position, second.position)
        total = sum(row.used for row in rows if row.used > 0)
        self.assertAlmostEqual(first.share, 100 * 750 / total, 2)
        self.assertAlmostEqual(rows[-1].share_up_to, 100, 2)

    def test_R100_a_limit_that_a_group_shares_counts_once(self):
        group = self.env["credit.group"].create({"name": "Group"})
        files = self.grant(0) | self.grant(0, partner=self.second)
        files.with_user(self.users["credit_manager"]).write({"group_id": group.id})
        application = self.apply(1000, group_id=group.id, login="credit_officer")
        while application.state == "submitted":
            application.with_user(application.approval_pending_user_id).action_approve()
            application.invalidate_recordset()
        self.invoice(700)
        self.invoice(500, partner=self.second)
        first, second = self.of(), self.of(self.second)
        self.assertEqual((first.limit_amount, second.limit_amount), (1000, 0))
        self.assertEqual((first.available, second.available), (-200, 0))
        self.assertEqual((first.used_percent, second.used_percent), (120, 120))
        self.assertTrue(first.over_limit and second.over_limit)

    def test_R100_watch_list(self):
        self.invoice(10, partner=self.second)
        self.assertFalse(self.of(self.second).is_watched)
        warning = self.warning(severity="high")
        row = self.of()
        self.assertEqual((row.is_watched, row.warning_count, row.severity), (True, 1, "high"))
        self.assertIn("Open Warnings", row.watch_reasons)
        self.handle("credit_officer", warning, "watch")
        row = self.of()
        self.assertEqual((row.is_watched, row.warning_count, row.watch_reasons), (True, 0, "Watched"))
        self.env.cr.execute("UPDATE credit_warning SET closed_on = closed_on - interval '91 days'")
        self.env.invalidate_all()
        self.assertFalse(self.of().is_watched)
        self.open_matter()
        self.assertEqual((self.of().is_watched, self.of().collection_state), (True, "open"))

    def test_customers_that_owe_nothing_any_more_go(self):
        bill = self.invoice(100, partner=self.second)
        self.assertTrue(self.of(self.second))
        self.pay(bill)
        if not self.env["credit.exposure"]._of(self.company, self.second)[self.second.id].total:
            self.assertFalse(self.of(self.second).used)

    # ------------------------------------------------------------------
    # Who sees what
    # ------------------------------------------------------------------
    def test_R100_who_sees_which_rows(self):
        self.invoice(100)
        self.invoice(100, partner=self.second)
        rows = self.of() | self.of(self.second)
        rows = self.Position.search([("partner_id", "in", (self.partner | self.second).ids)])
        for login, partners in (
                ("credit_officer", self.partner | self.second), ("gm", self.partner | self.second),
                ("auditor", self.partner | self.second), ("sales", self.partner), ("other_sales", self.second)):
            seen = self.rpc(login, self.Position, "search_read", [("id", "in", rows.ids)], ["partner_id"])
            self.assertEqual({row["partner_id"][0] for row in seen}, set(partners.ids), login)
        with self.assertRaises(AccessError):
            self.rpc("employee", self.Position, "search_read", [], ["partner_id"])
        for login in ("credit_manager", "gm"):
            for method, args in (("write", [{"used": 0}]), ("unlink", [])):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, rows[:1], method, *args)
        for login in ("sales", "auditor", "employee"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.Position, "action_refresh")
        self.rpc("credit_officer", self.Position, "action_refresh")

    def test_invariant_8_other_companies_are_not_shown(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env["credit.file"].create({"partner_id": self.partner.id, "company_id": other.id})
        self.Position._refresh(other)
        row = self.Position.search([("company_id", "=", other.id)])
        self.assertEqual(row.partner_id, self.partner)
        self.assertFalse(self.as_user("credit_manager", row).has_access("read"))

    def test_every_row_leads_to_its_documents(self):
        bill = self.invoice(100, days=40)
        row = self.of()
        action = self.rpc("credit_officer", row, "action_view_items")
        self.assertEqual(self.env["account.move.line"].search(action["domain"]).move_id, bill)
        self.assertEqual(self.rpc("credit_officer", row, "action_open")["res_model"], "res.partner")

    # ------------------------------------------------------------------
    # Cost
    # ------------------------------------------------------------------
    def test_cost_does_not_grow_with_customers_and_invoices(self):
        def queries(count):
            partners = self.env["res.partner"].create([
                {"name": f"Customer {count} {number}", "is_company": True} for number in range(count)])
            for partner in partners:
                self.invoice(100, partner=partner, days=40)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.Position._refresh(self.company)
            return self.env.cr.sql_log_count - before
        queries(1)
        few = queries(1)
        self.assertEqual(queries(20), few)
        self.assertLessEqual(few, 25)

    def test_a_list_is_two_queries(self):
        self.invoice(100)
        self.refresh()
        officer = self.as_user("credit_officer", self.Position)
        spec = {"partner_id": {"fields": {"display_name": {}}}, "used": {}, "limit_amount": {}, "status": {}}
        officer.web_search_read([], spec, limit=80)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        officer.web_search_read([], spec, limit=80)
        self.assertLessEqual(self.env.cr.sql_log_count - before, 4)

    def test_the_scheduled_job_runs(self):
        self.grant(1000)
        with self.enter_registry_test_mode():
            self.env.ref("client_archive_credit.ir_cron_position").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self.Position.search([("partner_id", "=", self.partner.id)]))
