from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.client_archive.tools.deadline import add_years

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestApplication(CreditCommon):
    def test_R44_limit_is_granted_for_a_year_into_odoos_own_field(self):
        application = self.apply(1000)
        self.assertFalse(self.File.search([("partner_id", "=", self.partner.id)]), "nothing before the approval")
        self.approve(application)
        file = self.File.search([("partner_id", "=", self.partner.id)])
        today = fields.Date.today()
        self.assertEqual(application.state, "approved")
        self.assertEqual((file.status, file.limit_amount), ("valid", 1000))
        self.assertEqual(file.limit_until, add_years(today, 1) - timedelta(days=1))
        self.assertEqual(self.partner.with_company(self.company).credit_limit, 1000)
        self.assertTrue(self.partner.use_partner_credit_limit)
        self.assertEqual(application.limit_id.state, "active")
        self.assertEqual(self.last_events(file, 2), ["credit_granted", "credit_opened"])
        with self.assertRaises(ValidationError):
            self.apply(1000, "renew", valid_until=add_years(today, 1))

    def test_R72_who_decides(self):
        application = self.apply(1000)
        self.assertEqual(application.approval_step_ids.user_id, self.users["head"] | self.users["credit_manager"])
        for login in ("sales", "credit_manager", "credit_officer", "gm"):
            with self.assertRaises(UserError):
                self.rpc(login, application, "action_approve")
        high = self.apply(600000, partner=self.env["res.partner"].create({"name": "Big", "is_company": True}))
        self.assertIn(self.users["gm"], high.approval_step_ids.user_id)
        self.approve(high)
        self.assertEqual(high.state, "submitted", "the general manager has not decided")

    def test_state_and_result_cannot_be_entered(self):
        application = self.apply(1000)
        for vals in ({"state": "approved"}, {"amount": 9000}, {"limit_id": 1}, {"applicant_id": 1}):
            with self.assertRaises(UserError):
                self.rpc("credit_officer", application, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("credit_officer", application, "create", [{
                "partner_id": self.partner.id, "amount": 1, "state": "approved"}])
        for login in ("credit_manager", "credit_officer"):
            with self.assertRaises(AccessError):
                self.rpc(login, self.env["credit.limit"], "create", [{
                    "company_id": self.company.id, "application_id": application.id, "amount": 1,
                    "valid_from": "2026-01-01", "valid_until": "2026-12-31"}])
        self.approve(application)
        with self.assertRaises(AccessError):
            self.rpc("credit_manager", application.limit_id, "write", {"amount": 9000})
        file = self.File.search([])
        for vals in ({"limit_amount": 9000}, {"on_stop": True}, {"limit_until": "2099-01-01"}, {"state": "closed"}):
            with self.assertRaises(AccessError):
                self.rpc("credit_manager", file, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("credit_officer", file, "action_close")

    def test_kinds_fit_the_limit_in_force(self):
        for kind in ("raise", "lower", "renew"):
            with self.assertRaises(UserError):
                self.apply(1000, kind)
        file = self.grant(1000)
        for kind, amount in (("grant", 2000), ("raise", 1000), ("lower", 1000)):
            with self.assertRaises(UserError):
                self.apply(amount, kind)
        self.grant(2000, "raise")
        self.assertEqual(file.limit_amount, 2000)
        self.assertEqual(sorted(file.limit_ids.mapped("state")), ["active", "replaced"])
        self.grant(0, "lower")
        self.assertEqual((file.status, self.partner.credit_limit), ("zero", 0))

    def test_stop_and_its_end(self):
        file = self.grant(1000)
        self.grant(0, "stop")
        self.assertEqual((file.status, file.limit_amount), ("stop", 1000))
        self.assertEqual(self.File.search([("status", "=", "stop")]), file)
        self.assertFalse(self.File.search([("status", "=", "valid")]))
        self.grant(800, "renew")
        self.assertEqual((file.status, file.limit_amount), ("valid", 800))

    def test_R44_limits_expire_and_the_account_manager_is_told_before(self):
        file = self.grant(1000)
        soon = file.limit_until - timedelta(days=10)
        with freeze_time(soon):
            self.run_round(self.env["credit.limit"], "_cron_expire")
            self.run_round(self.env["credit.limit"], "_cron_expire")
        self.assertEqual(file.activity_ids.mapped("user_id"), self.users["sales"])
        self.assertEqual(len(file.activity_ids), 1)
        self.assertEqual(file.status, "valid")
        with freeze_time(file.limit_until + timedelta(days=1)):
            self.run_round(self.env["credit.limit"], "_cron_expire")
            file.invalidate_recordset()
            self.assertEqual((file.status, file.limit_ids.state), ("expired", "expired"))
            self.assertEqual(self.File.search([("status", "=", "expired")]), file)

    def test_R44_changed_basics_call_for_a_readjustment(self):
        file = self.grant(1000)
        self.rpc("accountant", self.partner, "write", {"name": self.partner.name, "comment": "nothing new"})
        self.assertFalse(file.activity_ids)
        proposal = self.env["archive.customer.proposal"].with_user(self.users["sales"])._propose(
            self.dossier.with_user(self.users["sales"]), {"name": "重庆长江轴承集团有限公司"}, "公示系统", "register")
        self.assertFalse(file.activity_ids)
        self.rpc("archivist", proposal, "action_approve")
        self.assertEqual(file.activity_ids.user_id, self.users["sales"])

    def test_salespeople_see_their_own_customers_only(self):
        file = self.grant(1000)
        self.assertEqual(self.as_user("sales", self.File).search([]), file)
        self.assertFalse(self.as_user("other_sales", self.File).search([]))
        with self.assertRaises(AccessError):
            self.as_user("outsider", self.File).search([])

    def test_only_the_company_that_pays_has_a_file(self):
        contact = self.env["res.partner"].create({"name": "Contact", "parent_id": self.partner.id})
        with self.assertRaises(ValidationError):
            self.File.create({"partner_id": contact.id})
        with self.assertRaises(ValidationError):
            self.apply(1000, partner=contact)
