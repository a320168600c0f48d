from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ...models.analysis.position import BUCKETS
from .common import AnalysisCommon


@tagged("-at_install", "post_install")
class TestDashboard(AnalysisCommon):
    """The credit dashboard: what waits, the figures, and the list behind each (R100)."""

    def seen(self, login):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.rpc(login, self.env["credit.dashboard"], "read_dashboard")

    def cards(self, login):
        return {card["key"]: card["count"] for card in self.seen(login)["cards"]}

    def change(self, login, act):
        before = self.cards(login)
        act()
        after = self.cards(login)
        return {key: after[key] - before[key] for key in after if after[key] != before[key]}

    def open(self, login, part, key=False):
        action = self.rpc(login, self.env["credit.dashboard"], "open_part", part, key)
        return self.rpc(login, self.env[action["res_model"]], "search_count", action["domain"])

    # ------------------------------------------------------------------
    # What waits
    # ------------------------------------------------------------------
    def test_R100_held_orders_and_applications_wait_for_who_decides(self):
        self.grant(1000)
        order = self.order(1500)
        self.assertEqual(self.change("credit_manager", lambda: self.confirm(order)), {"holds": 1})
        hold = self.hold_of(order)
        self.assertEqual(self.change("credit_manager", lambda: self.rpc("head", hold, "action_approve")),
                         {"holds_mine": 1})
        self.assertEqual(self.cards("credit_officer")["holds_mine"], 0, "not theirs to decide")
        application = self.env["credit.limit.application"]

        def ask():
            nonlocal application
            application = self.apply(2000, "raise")
            self.rpc("head", application, "action_approve")
        self.assertEqual(self.change("credit_manager", ask), {"applications_mine": 1})
        self.assertEqual(
            self.change("credit_manager", lambda: self.rpc("credit_manager", application, "action_approve")),
            {"applications_mine": -1})

    def test_R99_R107_warnings_promises_and_collections_wait(self):
        self.assertEqual(self.change("credit_manager", self.warning), {"warnings": 1, "warnings_mine": 1})
        warning = self.Warning.search([], limit=1)
        self.assertEqual(
            self.change("credit_manager", lambda: self.let_time_pass(warning, 30)), {"warnings_late": 1})
        matter = self.open_matter
        self.assertEqual(self.change("credit_officer", lambda: matter()), {"collections": 1})
        promise = self.Collection.search([], limit=1)
        self.assertEqual(self.change("credit_officer", lambda: self.promise(promise, 100, days=0)), {"promises": 1})

    def test_R44_limits_about_to_expire(self):
        self.assertEqual(self.change("credit_officer", lambda: self.grant(
            1000, valid_until=self.today + timedelta(days=20))), {"limits_expiring": 1})

    def test_every_card_counts_what_its_list_shows(self):
        self.grant(1000)
        self.confirm(self.order(1500))
        self.warning()
        self.promise(self.open_matter(), 100, days=0)
        for login in ("credit_officer", "credit_manager", "gm", "auditor"):
            for key, count in self.cards(login).items():
                with self.subTest(login=login, card=key):
                    self.assertEqual(self.open(login, "card", key), count)

    # ------------------------------------------------------------------
    # The figures
    # ------------------------------------------------------------------
    def test_R100_figures_and_the_lists_behind_them(self):
        self.grant(5000)
        self.invoice(1000, days=40)
        self.invoice(300, partner=self.second, days=100)
        self.refresh()
        data = self.seen("credit_officer")
        rows = self.Position.search([("company_id", "=", self.company.id)])
        for name in ("used", "limit_amount", "receivable", "overdue"):
            self.assertAlmostEqual(data["totals"][name], sum(rows.mapped(name)), 2, name)
            self.assertEqual(self.open("credit_officer", "total", name), len(
                rows if name == "used" else rows.filtered(lambda row, name=name: row[name] > 0)))
        self.assertEqual([row["key"] for row in data["aging"]], list(BUCKETS))
        for row in data["aging"]:
            self.assertAlmostEqual(row["amount"], sum(rows.mapped(row["key"])), 2)
            self.assertEqual(self.open("credit_officer", "aging", row["key"]),
                             len(rows.filtered(lambda position, key=row["key"]: position[key] > 0)))
        for row in data["grades"]:
            self.assertEqual(self.open("credit_officer", "grade", row["key"]), row["count"])
        self.assertEqual(data["top"][0]["used"], max(rows.mapped("used")))
        self.assertEqual(
            self.rpc("credit_officer", self.env["credit.dashboard"], "open_part", "top", data["top"][0]["key"])
            ["res_model"], "credit.file" if data["top"][0]["title"] == self.partner.name else "res.partner")
        self.assertEqual(self.open("credit_officer", "month"), len(data["months"]) + 1)
        self.assertFalse(data["stale"])

    def test_old_figures_say_so(self):
        self.refresh()
        self.env.cr.execute("UPDATE credit_position SET refreshed_on = refreshed_on - interval '3 hours'")
        self.env.cr.execute("DELETE FROM credit_position WHERE company_id != %s", (self.company.id,))
        self.invoice(10)
        self.Position._refresh(self.company)
        self.assertFalse(self.seen("gm")["stale"])
        self.env.cr.execute("UPDATE credit_position SET refreshed_on = refreshed_on - interval '3 hours'")
        self.assertTrue(self.seen("gm")["stale"])
        self.assertEqual((self.seen("gm")["may_refresh"], self.seen("auditor")["may_refresh"]), (True, False))

    # ------------------------------------------------------------------
    # Who, and at what cost
    # ------------------------------------------------------------------
    def test_R100_who_may_open_it(self):
        for login in ("sales", "employee", "head", "outsider", "archivist"):
            for method, args in (("read_dashboard", ()), ("open_part", ("card", "holds"))):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, self.env["credit.dashboard"], method, *args)
        for part, key in (("card", "no such card"), ("aging", "partner_id"), ("total", "id"), ("top", 0), ("no", 1),
                          ("top", [1]), ("aging", ["not_due"][0] + "x")):
            with self.subTest(part=part, key=key), self.assertRaisesRegex(UserError, "not on your dashboard"):
                self.rpc("gm", self.env["credit.dashboard"], "open_part", part, key)

    def test_invariant_8_other_companies_are_not_counted(self):
        before = self.seen("credit_manager")
        other = self.env["res.company"].create({"name": "Other"})
        self.env["credit.file"].create({"partner_id": self.partner.id, "company_id": other.id})
        self.env["credit.collection"].create({"partner_id": self.partner.id, "company_id": other.id})
        self.Position._refresh(other)
        after = self.seen("credit_manager")
        self.assertEqual((after["cards"], after["totals"]), (before["cards"], before["totals"]))

    def test_one_call_with_a_fixed_number_of_queries(self):
        def queries():
            Dashboard = self.as_user("credit_manager", self.env["credit.dashboard"])
            Dashboard.read_dashboard()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Dashboard.read_dashboard()
            return self.env.cr.sql_log_count - before
        self.invoice(100, days=40)
        self.refresh()
        queries()  # fills the registry's caches
        few = queries()
        for number in range(12):
            self.invoice(100, days=40, partner=self.env["res.partner"].create({
                "name": f"Customer {number}", "is_company": True}))
        self.refresh()
        self.assertEqual(queries(), few)
        self.assertLessEqual(few, 10)


@tagged("-at_install", "post_install")
class TestDashboardTour(AnalysisCommon, HttpCase):
    def test_dashboard_warning_plan_done(self):
        self.warning(severity="high", action="collect", owner_id=self.users["credit_officer"].id)
        self.refresh()
        self.start_tour("/odoo/credit-dashboard", "client_archive_credit_dashboard", login="test_credit_officer")
        warning = self.Warning.search([("partner_id", "=", self.partner.id)])
        self.assertEqual((warning.state, warning.measure), ("handled", "collect"))
        self.assertEqual(warning.collection_id.state, "open")
