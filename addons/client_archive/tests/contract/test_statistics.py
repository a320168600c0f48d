from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools import statutory
from .common import ContractCommon


@tagged("-at_install", "post_install")
class TestStatistics(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Return = cls.env["archive.statistics.return"]
        cls.year = cls.today.year - 1
        cls.last_year = (cls.today - date(cls.year, 3, 15)).days
        cls.company.archive_contract_threshold = 0

    def make_return(self, **values):
        return self.Return.with_user(self.users["administrator"]).create({
            "kind": "year", "year": self.year, **values}).with_env(self.env)

    def play(self):
        """Two contracts of last year in Sales One, one of the archive's; an amendment, a termination, a dispute."""
        first = self.make_contract(days=self.last_year)
        second = self.make_contract(days=self.last_year, amount=500.0)
        self.make_contract(days=self.last_year, amount=70.0, department_id=self.archive_department.id)
        day = date(self.year, 6, 1)
        self.enter(first, "amendment", 100.0, date=day)
        self.enter(first, "dispute", 30.0, date=day)
        self.enter(second, "termination", 500.0, date=day)
        return first

    def rows(self, row):
        return {line.department_name: line._figures() for line in row.line_ids}

    # ------------------------------------------------------------------
    # R105: figures
    # ------------------------------------------------------------------
    def test_R105_by_department_number_and_amount(self):
        self.play()
        row = self.make_return()
        self.rpc("administrator", row, "action_compute")
        self.assertEqual(self.rows(row), {
            "Sales One": [2, 1500, 0, 0, 1, 100, 1, 500, 1, 30],
            "Archive": [1, 70, 0, 0, 0, 0, 0, 0, 0, 0],
        })
        self.assertEqual((row.signed_count, row.signed_amount), (3, 1570))
        self.assertAlmostEqual(row.termination_rate, 100 * 500 / 1570)

    def test_R105_what_is_void_draft_or_outside_the_period_does_not_count(self):
        contract = self.make_contract(days=self.last_year)
        act = self.enter(contract, "amendment", 5.0, date=date(self.year, 6, 1))
        act.with_user(self.users["sales"]).void_reason = "Twice"
        self.rpc("head", act, "action_void")
        self.make_contract("draft", days=self.last_year)
        self.make_contract()
        row = self.make_return()
        self.rpc("administrator", row, "action_compute")
        self.assertEqual(self.rows(row), {"Sales One": [1, 1000, 0, 0, 0, 0, 0, 0, 0, 0]})

    def test_R105_a_return_of_one_department(self):
        self.play()
        row = self.make_return(department_id=self.archive_department.id)
        self.rpc("administrator", row, "action_compute")
        self.assertEqual(list(self.rows(row)), ["Archive"])

    def test_R70_live_analysis_says_the_same(self):
        self.play()
        Statistics = self.as_user("gm", self.env["archive.contract.statistics"])
        self.env.flush_all()
        self.assertEqual(
            dict(Statistics._read_group([("company_id", "=", self.company.id)], ["kind"], ["amount:sum"])),
            {"signed": 1570, "amendment": 100, "dispute": 30, "termination": 500})
        self.assertFalse(self.as_user("other_sales", self.env["archive.contract.statistics"]).search([]))
        with self.assertRaises(AccessError):
            self.as_user("employee", self.env["archive.contract.statistics"]).search([])

    def test_one_company_does_not_count_anothers(self):
        self.play()
        other = self.env["res.company"].create({"name": "Other"})
        row = self.Return.create({"kind": "year", "year": self.year, "company_id": other.id})
        row.action_compute()
        self.assertFalse(row.line_ids)

    def test_cost_does_not_grow_with_contracts(self):
        row = self.make_return()

        def cost():
            return self.queries(lambda: row._fill())
        self.play()
        cost()
        few = cost()
        for _contract in range(5):
            self.make_contract(days=self.last_year)
        self.assertEqual(cost(), few)

    # ------------------------------------------------------------------
    # Frozen
    # ------------------------------------------------------------------
    def test_R105_what_was_reported_does_not_change_and_is_corrected_by_a_version(self):
        contract = self.play()
        row = self.make_return(analysis="履约正常")
        self.rpc("administrator", row, "action_report")
        self.assertEqual((row.state, row.reported_by_id, row.reported_on), (
            "reported", self.users["administrator"], self.today))
        self.assertEqual(self.last_events(row), ["return_reported"])
        before, digest = self.rows(row), row.digest
        self.enter(contract, "amendment", 900.0, date=date(self.year, 12, 1))
        self.department.name = "Sales Renamed"
        row.invalidate_recordset()
        self.assertEqual(self.rows(row), before)
        for vals in ({"analysis": "x"}, {"year": 2020}, {"recipient": "x"}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "new version"):
                self.rpc("administrator", row, "write", vals)
        for method in ("action_compute", "action_report"):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.rpc("administrator", row, method)
        with self.assertRaises(UserError):
            self.rpc("administrator", row, "unlink")
        with self.assertRaises(UserError):
            row.line_ids.unlink()
        correction = self.Return.browse(self.rpc("administrator", row, "action_correct")["res_id"])
        self.assertEqual((correction.version, correction.corrects_id, row.state), (2, row, "reported"))
        with self.assertRaisesRegex(UserError, "already being prepared"):
            self.rpc("administrator", row, "action_correct")
        self.rpc("administrator", correction, "action_report")
        self.assertEqual((row.state, correction.state), ("superseded", "reported"))
        self.assertNotEqual(correction.digest, digest)
        self.assertEqual(self.rows(correction)["Sales Renamed"][5], 1000)
        self.assertEqual(self.rows(row), before)

    def test_R105_figures_are_computed_never_entered(self):
        row = self.make_return()
        self.rpc("administrator", row, "action_compute")
        Line = self.env["archive.statistics.return.line"]
        for login in ("administrator", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError), \
                    mute_logger("odoo.addons.base.models.ir_model"):
                self.rpc(login, Line, "create", [{"return_id": row.id, "department_name": "X", "signed_count": 5}])
        for vals in ({"state": "reported"}, {"version": 7}, {"reported_on": "2020-01-01"}, {"digest": "x"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("administrator", row, "write", vals)

    def test_R105_who_makes_and_who_reads_returns(self):
        row = self.make_return()
        for login in ("head", "gm", "archivist", "auditor", "sales", "employee"):
            with self.subTest(login=login), self.assertRaises(AccessError), \
                    mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"):
                self.rpc(login, row, "action_report")
        for login in ("head", "gm", "archivist", "auditor"):
            self.assertTrue(self.as_user(login, self.Return).search([("id", "=", row.id)]))
        self.assertFalse(self.as_user("sales", self.Return).search([("id", "=", row.id)]))

    def test_a_period_is_reported_when_it_is_over(self):
        row = self.make_return(year=self.today.year)
        with self.assertRaisesRegex(UserError, "not over"):
            self.rpc("administrator", row, "action_report")

    # ------------------------------------------------------------------
    # On time
    # ------------------------------------------------------------------
    def test_R105_terms(self):
        self.assertEqual(statutory.period("year", 2026).due_on, date(2027, 1, 10))
        half = statutory.period("first_half", 2026)
        self.assertEqual((half.date_from, half.date_to, half.due_on),
                         (date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 10)))
        for day, kinds in ((date(2026, 12, 25), []), (date(2026, 12, 26), ["year"]), (date(2027, 1, 10), ["year"]),
                           (date(2027, 3, 12), []), (date(2027, 6, 24), []), (date(2027, 6, 25), ["first_half"])):
            with self.subTest(day=day):
                self.assertEqual([row.kind for row in statutory.to_report(day, 15, 60)], kinds)

    def test_R105_ahead_of_its_term_the_return_is_planned_and_the_administrator_called(self):
        self.make_contract()
        known = self.Return.search([])
        with patch.object(self.env.registry["res.company"], "_archive_today", return_value=date(2027, 1, 2)):
            for _day in range(2):
                self.run_cron("archive.statistics.return", "_cron_call")
        row = (self.Return.search([]) - known).filtered(lambda made: made.company_id == self.company)
        self.assertEqual((row.kind, row.year, row.due_on), ("year", 2026, date(2027, 1, 10)))
        self.assertEqual([(act.user_id, act.date_deadline) for act in row.activity_ids],
                         [(self.users["administrator"], date(2027, 1, 10))])
        with patch.object(self.env.registry["res.company"], "_archive_today", return_value=date(2027, 1, 12)):
            for _day in range(2):
                self.run_cron("archive.statistics.return", "_cron_call")
        self.assertEqual(sorted(row.activity_ids.mapped("user_id.login")), ["test_administrator", "test_gm"])

    def test_R105_without_an_administrator_the_head_of_the_archive_is_called(self):
        self.company.archive_contract_administrator_id = False
        self.make_contract()
        known = self.Return.search([])
        with patch.object(self.env.registry["res.company"], "_archive_today", return_value=date(2027, 7, 1)):
            self.run_cron("archive.statistics.return", "_cron_call")
        row = (self.Return.search([]) - known).filtered(lambda made: made.company_id == self.company)
        self.assertEqual((row.kind, row.activity_ids.user_id), ("first_half", self.users["archive_head"]))
        self.assertEqual(row.date_to - row.date_from, timedelta(days=180))
