from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestWhoDecides(ApprovalCommon):
    """Heads, officers and deputies; and what happens when an office is vacant (invariant 1)."""

    def _deputy(self, principal, deputy, start=0, end=0):
        today = date.today()
        return self.env["archive.deputy"].create({
            "principal_id": self.users[principal].id, "deputy_id": self.users[deputy].id,
            "date_from": today + timedelta(days=start), "date_to": today + timedelta(days=end)})

    def callee(self, dossier):
        return self.shadow(dossier).user_id.login.removeprefix("test_")

    # ------------------------------------------------------------------
    # Nobody decides on their own request
    # ------------------------------------------------------------------
    def test_applicant_never_decides(self):
        dossier = self._new_dossier("head")
        self.assertNotEqual(self.callee(dossier), "head")
        with self.assertRaises(AccessError):
            self.decide(dossier, "head")
        with self.assertRaises(AccessError):
            self.rpc("head", self.shadow(dossier), "action_feedback")

    def test_own_head_goes_up_the_ladder(self):
        dossier = self._new_dossier("head")
        self.assertEqual(self.callee(dossier), "gm", "no department above: the general manager")
        parent = self.env["hr.department"].create({"name": "Sales"})
        parent.manager_id = self.env["hr.employee"].create({
            "name": "Security", "user_id": self.users["security"].id})
        self.department.parent_id = parent
        self.assertEqual(self.callee(self._new_dossier("head")), "security", "the head above")

    def test_applicant_as_deputy_of_the_head_does_not_decide(self):
        self._deputy("head", "sales")
        self.assertEqual(self.callee(self._new_dossier("sales")), "head")
        with self.assertRaises(AccessError):
            self.decide(self.waiting, "sales")

    def test_handing_the_document_on_does_not_free_its_applicant(self):
        dossier = self._new_dossier("head")
        self._deputy("gm", "head")
        self.rpc("archivist", dossier, "write", {"user_id": self.users["sales"].id})
        with self.assertRaises(AccessError):
            self.decide(dossier, "head")
        self.assertNotIn(self.users["head"], self.steps(dossier)[0].candidate_ids)

    def test_who_decides_does_not_depend_on_the_companies_at_hand(self):
        other = self.env["res.company"].create({"name": "上海别处贸易有限公司"})
        self.assertEqual(self.callee(self.waiting), "head")
        self.env.invalidate_all()
        self.steps(self.waiting).with_context(allowed_company_ids=other.ids)._follow_up()
        self.assertEqual(self.callee(self.waiting), "head", "as in a cron, which runs in another company")

    # ------------------------------------------------------------------
    # Deputies
    # ------------------------------------------------------------------
    def test_deputy_decides_within_the_dates_and_is_named(self):
        self._deputy("head", "security")
        self.decide(self.waiting, "security")
        step = self.steps(self.waiting)[0]
        self.assertEqual((step.decided_by_id, step.decided_for_id), (self.users["security"], self.users["head"]))

    def test_deputy_gets_the_activity(self):
        self._deputy("head", "security")
        self.assertEqual(self.callee(self._new_dossier()), "security")
        self.run_cron()
        self.assertEqual(self.callee(self.waiting), "security", "also of what waits already")

    def test_deputy_outside_the_dates_does_not_decide(self):
        self._deputy("head", "security", start=1, end=5)
        self._deputy("head", "archivist", start=-5, end=-1)
        for login in ("security", "archivist"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.decide(self.waiting, login)

    def test_principal_still_decides(self):
        self._deputy("head", "security")
        self.decide(self.waiting, "head")
        self.assertFalse(self.steps(self.waiting)[0].decided_for_id)

    def test_deputy_of_a_deputy_does_not_decide(self):
        self._deputy("head", "security")
        self._deputy("security", "archivist")
        with self.assertRaises(AccessError):
            self.decide(self.waiting, "archivist")

    def test_nobody_names_themselves_anothers_deputy(self):
        values = {"principal_id": self.users["head"].id, "deputy_id": self.users["other_sales"].id,
                  "date_to": str(date.today())}
        with self.assertRaises(AccessError):
            self.rpc("other_sales", self.env["archive.deputy"], "create", values)
        own = self.env["archive.deputy"].browse(self.rpc("other_sales", self.env["archive.deputy"], "create", {
            **values, "principal_id": self.users["other_sales"].id, "deputy_id": self.users["security"].id}))
        with self.assertRaises(AccessError):
            self.rpc("other_sales", own, "write", {
                "principal_id": self.users["head"].id, "deputy_id": self.users["other_sales"].id})
        with self.assertRaises(UserError):
            self._deputy("head", "head")

    # ------------------------------------------------------------------
    # Vacant offices, people who left
    # ------------------------------------------------------------------
    def test_vacant_office_goes_up(self):
        self.env["archive.officer"].search([("role", "=", "deputy_general_manager")]).unlink()
        dossier = self._new_dossier()
        self.assertEqual(self.steps(dossier).mapped("user_id.login"), ["test_head", "test_gm"])
        self.assertEqual(self.steps(dossier)[1].user_id, self.users["gm"])

    def test_department_without_head_goes_up(self):
        self.department.manager_id = False
        self.assertEqual(self.callee(self._new_dossier()), "gm")

    def test_nobody_at_all_is_said(self):
        self.env["archive.officer"].search([]).unlink()
        with self.assertRaisesRegex(UserError, "Nobody can decide"):
            self._new_dossier()

    def test_head_who_left_makes_room(self):
        self.users["head"].active = False
        self.run_cron()
        self.assertEqual(self.callee(self.waiting), "gm")
        self.decide(self.waiting, "gm")
        self.assertEqual(self.states(self.waiting), ["approved", "pending", "waiting"])

    def test_office_that_changed_hands_while_waiting(self):
        self.decide(self.waiting, "head")
        officer = self.env["archive.officer"].search([("role", "=", "deputy_general_manager")])
        officer.user_id = self.users["security"]
        with self.assertRaises(AccessError):
            self.decide(self.waiting, "deputy_gm")
        self.decide(self.waiting, "security")
        self.assertEqual(self.states(self.waiting), ["approved", "approved", "pending"])

    def test_term_of_office_that_is_over(self):
        officer = self.env["archive.officer"].search([("role", "=", "deputy_general_manager")])
        officer.write({"date_from": "2020-01-01", "date_to": "2020-12-31"})
        self.assertEqual(self.steps(self._new_dossier())[1].user_id, self.users["gm"])

    def test_remit_of_a_department_comes_first(self):
        self.env["archive.officer"].create({
            "role": "deputy_general_manager", "user_id": self.users["security"].id,
            "department_ids": [(4, self.department.id)]})
        self.assertEqual(self.steps(self._new_dossier())[1].user_id, self.users["security"])

    def test_only_configuration_names_officers(self):
        officer = self.env["archive.officer"].search([("role", "=", "general_manager")])
        for login in self.users.keys() - {"manager"}:
            for method, args in (("write", [{"user_id": self.users[login].id}]), ("unlink", []),
                                 ("create", [{"role": "general_manager", "user_id": self.users[login].id}])):
                records = officer.browse() if method == "create" else officer
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, records, method, *args)
