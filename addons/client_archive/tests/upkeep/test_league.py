from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("-at_install", "post_install")
class TestLeague(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.League = cls.env["archive.upkeep.league"]
        cls.other = cls._make_dossier(cls.env["res.partner"].create({"name": "Person"}), user="other_sales")
        cls.today = date.today()

    def report(self, days, login="sales", dossier=None, **values):
        return self.env["archive.change"].with_user(self.users[login]).create({
            "name": "迁址", "dossier_id": (dossier or self.dossier).id, "kind": "address",
            "known_on": self.today - timedelta(days=days), **values})

    def row(self, login="sales", reader="head"):
        self.env.flush_all()
        return self.League.with_user(self.users[reader]).search([("user_id", "=", self.users[login].id)])

    def test_R88_who_is_late_and_by_how_much(self):
        self.report(0)
        self.report(10)
        self.report(12)
        done = self.report(9, updated="x")
        done.action_done()
        row = self.row()
        self.assertEqual(
            (row.open_change_count, row.late_change_count, row.entered_count, row.entered_late_count, row.late_days,
             row.average_late_days, row.dossier_count), (3, 2, 1, 1, 3 + 5 + 2, 10 / 3, 1))
        self.assertEqual((row.department_id, row.company_id), (self.department, self.company))
        quiet = self.row("other_sales")
        self.assertEqual((quiet.open_change_count, quiet.late_days, quiet.average_late_days), (0, 0, 0))
        self.assertEqual(self.League.search([("user_id", "in", [row.user_id.id, quiet.user_id.id])])[0], row)

    def test_R90_reviews_overdue(self):
        review = self.env["archive.review"].create({"dossier_id": self.dossier.id})
        self.assertEqual((self.row().open_review_count, self.row().overdue_review_count), (1, 0))
        review.due_on = self.today - timedelta(days=1)
        self.env.invalidate_all()
        self.assertEqual(self.row().overdue_review_count, 1)

    def test_it_sums_by_department(self):
        self.report(10)
        self.report(10, "other_sales", self.other)
        self.env.flush_all()
        [[days]] = self.League._read_group([("department_id", "=", self.department.id)], [], ["late_days:sum"])
        self.assertEqual(days, 6)

    def test_it_leads_to_what_is_late(self):
        change = self.report(10)
        row = self.row()
        action = self.rpc("head", row, "action_view_changes")
        self.assertEqual(self.env["archive.change"].search(action["domain"]), change.with_env(self.env))
        action = self.rpc("head", row, "action_view_reviews")
        self.assertFalse(self.env["archive.review"].search(action["domain"]))

    def test_heads_see_it_and_nobody_writes_it(self):
        self.report(10)
        for login in ("sales", "employee", "archivist", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.League, "search_read", [])
        for login in ("head", "archive_head", "gm", "auditor"):
            self.assertTrue(self.row(reader=login))
        for method, args in (("write", [{"late_days": 0}]), ("unlink", [])):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.rpc("head", self.row(), method, *args)
        with self.assertRaises(UserError):
            self.rpc("head", self.League, "create", {"user_id": self.users["sales"].id})

    def test_other_companies_are_not_counted(self):
        self.report(10)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["head"].copy({"login": "stranger", "company_id": other.id, "company_ids": [other.id]})
        self.env.flush_all()
        self.assertFalse(self.League.with_user(stranger).search([]))
