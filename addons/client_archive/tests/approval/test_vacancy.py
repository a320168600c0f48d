from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestVacancy(ApprovalCommon):
    """One rule for each: own head, no head, vacant office, a holder who left; said on the step, told to the archive."""

    def vacancies(self):
        return self.env["mail.activity"].search([
            ("activity_type_id", "=", self.env.ref("client_archive.mail_activity_vacancy").id)])

    def first(self, dossier):
        step = self.steps(dossier)[0]
        return step.user_id.login.removeprefix("test_"), step.fallback

    def test_nothing_is_said_when_the_ruled_one_decides(self):
        self.assertEqual(self.first(self.waiting), ("head", False))
        self.assertFalse(self.vacancies())

    def test_own_head_goes_up_and_says_so(self):
        self.assertEqual(self.first(self._new_dossier("head")), ("gm", "applicant"))
        self.assertFalse(self.vacancies(), "no office is vacant")

    def test_department_without_a_head(self):
        self.department.manager_id = False
        self.assertEqual(self.first(self._new_dossier()), ("gm", "vacant"))
        vacancy = self.vacancies()
        self.assertEqual((vacancy.user_id, vacancy.summary), (self.users["archive_head"], "Vacant: Head"))
        self._new_dossier()
        self.assertEqual(self.vacancies(), vacancy, "told once, however many wait")

    def test_applicant_without_a_department(self):
        self.env["hr.employee"].search([("user_id", "=", self.users["sales"].id)]).department_id = False
        self.assertEqual(self.first(self._new_dossier()), ("gm", "vacant"))

    def test_vacant_office(self):
        self.env["archive.officer"].search([("role", "=", "deputy_general_manager")]).unlink()
        step = self.steps(self._new_dossier())[1]
        self.assertEqual((step.user_id, step.fallback), (self.users["gm"], "vacant"))
        self.assertEqual(self.vacancies().summary, "Vacant: Deputy")
        self.assertIn("Test Gm", self.vacancies().note)

    def test_head_whose_account_is_closed(self):
        self.users["head"].active = False
        self.assertEqual(self.first(self._new_dossier()), ("gm", "left"))
        self.assertTrue(self.vacancies())

    def test_head_who_is_no_employee_any_more(self):
        self.department.manager_id.active = False
        self.assertEqual(self.first(self._new_dossier()), ("gm", "vacant"))

    def test_head_who_left_while_it_waits(self):
        self.users["head"].active = False
        self.run_cron()
        self.assertEqual(self.first(self.waiting), ("gm", "left"))
        self.assertEqual(self.shadow(self.waiting).user_id, self.users["gm"])
        self.assertTrue(self.vacancies())

    def test_head_of_another_company_only_does_not_hold_it_up(self):
        other = self.env["res.company"].create({"name": "上海别处贸易有限公司"})
        self.users["head"].write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        self.assertEqual(self.first(self._new_dossier()), ("gm", "left"))

    def test_nobody_left_while_it_waits_is_told_and_waits(self):
        self.department.manager_id = False
        self.env["archive.officer"].search([("role", "in", ("general_manager", "chairman"))]).unlink()
        self.run_cron()
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"])
        self.assertTrue(self.vacancies())
        self.env["archive.officer"].create({"role": "general_manager", "user_id": self.users["gm"].id})
        self.run_cron()
        self.assertEqual(self.shadow(self.waiting).user_id, self.users["gm"], "and goes on when there is an officer")

    def test_nobody_at_all_is_refused_at_submission(self):
        self.env["archive.officer"].search([]).unlink()
        self.department.manager_id = False
        with self.assertRaisesRegex(UserError, "Nobody can decide"):
            self._new_dossier()

    def test_deputy_who_is_the_applicant_is_not_called(self):
        self.env["archive.deputy"].create({
            "principal_id": self.users["head"].id, "deputy_id": self.users["sales"].id, "date_to": "2099-12-31"})
        dossier = self._new_dossier("sales")
        self.assertEqual(self.shadow(dossier).user_id, self.users["head"])
        with self.assertRaises(UserError):
            self.decide(dossier, "sales")

    def test_excluded_holder(self):
        self.patch(type(self.waiting), "_approval_excluded", lambda document: self.users["head"])
        self.run_cron()
        self.assertEqual(self.first(self.waiting), ("gm", "excluded"))
