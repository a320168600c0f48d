from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.client_archive.tools.deadline import add_years

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestTerms(CreditCommon):
    """Temporary raises, terms, currencies, and what becomes of a limit whose year is over (R44, R72)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._archive_today()
        cls.sixty_days = cls.env["account.payment.term"].create({
            "name": "60 days", "line_ids": [Command.create({"value": "percent", "value_amount": 100, "nb_days": 60})]})

    def later(self, days):
        return self.today + timedelta(days=days)

    def limit(self, file):
        file.invalidate_recordset()
        return file.limit_now

    # ------------------------------------------------------------------
    # Raised for a time
    # ------------------------------------------------------------------
    def test_R44_a_raise_for_a_time_falls_back_by_itself(self):
        file = self.grant(1000)
        self.grant(3000, "temporary", valid_until=self.later(20))
        self.assertEqual((self.limit(file), file.limit_amount, self.partner.credit_limit), (3000, 1000, 3000))
        self.assertEqual(self.confirm(self.order(2500)).state, "sale")
        with freeze_time(self.later(21)):
            # the job did not run: reading knows, Odoo's own field does not yet
            self.assertEqual(self.limit(file), 1000)
            self.assertEqual(self.confirm(self.order(100)).state, "draft")
            self.run_round(self.env["credit.limit"], "_cron_expire")
            self.assertEqual((self.partner.credit_limit, file.raised_until), (1000, False))
            self.assertIn("credit_raise_ended", self.last_events(file, 3))
            self.assertIn("temporary raise is over", file.activity_ids[-1:].summary)
            self.assertEqual(sorted(file.limit_ids.mapped("state")), ["active", "expired"])

    def test_R44_a_raise_ends_and_not_after_its_limit(self):
        self.grant(1000)
        with self.assertRaisesRegex(UserError, "until when"):
            self.apply(3000, "temporary")
        file = self.File.search([("partner_id", "=", self.partner.id)])
        with self.assertRaises(UserError):
            self.apply(3000, "temporary", valid_until=add_years(self.today, 2))
        with self.assertRaises(UserError):
            self.apply(900, "temporary", valid_until=self.later(20))
        with self.assertRaises(UserError):
            self.apply(3000, "temporary", valid_until=self.later(20), partner=self.env["res.partner"].create({
                "name": "No Limit", "is_company": True}))
        self.assertEqual(self.limit(file), 1000)

    def test_R44_a_new_limit_ends_the_raise(self):
        file = self.grant(1000)
        self.grant(3000, "temporary", valid_until=self.later(20))
        self.grant(500, "lower")
        self.assertEqual((self.limit(file), self.partner.credit_limit), (500, 500))

    def test_R44_a_raise_is_written_by_nobody(self):
        file = self.grant(1000)
        for vals in ({"raised_amount": 9000, "raised_until": self.later(20)}, {"covers": [[None, 1]]},
                     {"cash_only": True}, {"payment_term_id": self.sixty_days.id}):
            for login in ("credit_manager", "credit_officer", "gm"):
                with self.subTest(vals=vals, login=login), self.assertRaises(UserError):
                    self.rpc(login, file, "write", vals)
                self.env.invalidate_all()

    # ------------------------------------------------------------------
    # Terms (R72)
    # ------------------------------------------------------------------
    def test_R72_longer_terms_than_granted_wait_for_a_sign_off(self):
        self.grant(5000, payment_term_id=self.thirty_days.id)
        self.assertEqual(self.partner.property_payment_term_id, self.thirty_days)
        self.assertEqual(self.confirm(self.order(100)).state, "sale")
        held = self.confirm(self.order(100, payment_term_id=self.sixty_days.id))
        self.assertEqual(held.state, "draft")
        hold = self.hold_of(held)
        self.assertEqual(hold.reason_ids.mapped("reason"), ["longer"])
        self.assertIn("longer terms", hold.reason_ids.message)
        self.approve(hold, ("head", "credit_manager"))
        self.assertEqual(held.state, "sale")

    def test_R72_a_confirmed_order_does_not_get_longer_terms(self):
        self.grant(5000, payment_term_id=self.thirty_days.id)
        order = self.confirm(self.order(100))
        with self.refuses("cannot get longer terms"):
            self.rpc("sales", order, "write", {"payment_term_id": self.sixty_days.id})

    def test_R72_the_customers_own_terms_need_the_approval(self):
        file = self.grant(5000, payment_term_id=self.thirty_days.id)
        with self.assertRaisesRegex(AccessError, "granted 30 days"):
            self.rpc("accountant", self.partner, "write", {"property_payment_term_id": self.sixty_days.id})
        with self.assertRaises(AccessError):
            self.partner.sudo().write({"property_payment_term_id": self.sixty_days.id})
        self.rpc("accountant", self.partner, "write", {"property_payment_term_id": False})
        self.rpc("accountant", self.partner, "write", {"property_payment_term_id": self.thirty_days.id})
        self.grant(5000, "renew", payment_term_id=self.sixty_days.id)
        self.assertEqual((self.partner.property_payment_term_id, file._granted_days()), (self.sixty_days, 60))

    def test_R72_without_a_limit_no_terms(self):
        partner = self.env["res.partner"].create({"name": "File Only", "is_company": True})
        self.File.create({"partner_id": partner.id})
        with self.assertRaises(AccessError):
            self.rpc("accountant", partner, "write", {"property_payment_term_id": self.thirty_days.id})
        other = self.env["res.partner"].create({"name": "Odoo's", "is_company": True})
        self.rpc("accountant", other, "write", {"property_payment_term_id": self.thirty_days.id})

    def test_R72_cash_only(self):
        self.partner.property_payment_term_id = self.thirty_days
        file = self.grant(0, cash_only=True)
        self.assertEqual((file.status, file.cash_only, self.partner.property_payment_term_id.id), ("zero", True, False))
        with self.assertRaises(AccessError):
            self.rpc("accountant", self.partner, "write", {"property_payment_term_id": self.thirty_days.id})
        self.assertEqual(self.confirm(self.order(100)).state, "draft")
        for values in ({"payment_term_id": self.thirty_days.id}, {"kind": "temporary"}):
            with self.subTest(values=values), self.assertRaises(ValidationError), self.cr.savepoint():
                self.env["credit.limit.application"].create({
                    "partner_id": self.partner.id, "cash_only": True, **values})

    # ------------------------------------------------------------------
    # Another currency
    # ------------------------------------------------------------------
    def test_R44_asked_for_in_another_currency(self):
        foreign = self.env["res.currency"].with_context(active_test=False).search(
            [("id", "!=", self.company.currency_id.id)], limit=1)
        foreign.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", foreign.id)]).unlink()
        self.env["res.currency.rate"].create({
            "currency_id": foreign.id, "rate": 0.5, "name": "2020-01-01", "company_id": self.company.id})
        application = self.apply(
            1, foreign_currency_id=foreign.id, foreign_amount=700)
        self.assertEqual(application.amount, 1400, "converted when it is submitted, whatever amount was sent along")
        with self.assertRaises(UserError):
            self.rpc("sales", application, "write", {"foreign_amount": 9000})
        self.approve(application)
        self.assertEqual(self.partner.credit_limit, 1400)

    # ------------------------------------------------------------------
    # When the year is over
    # ------------------------------------------------------------------
    def statuses(self, file, policy):
        self.company.credit_expiry_policy = policy
        file.invalidate_recordset()
        found = {status for status in ("none", "zero", "valid", "expired", "stop")
                 if file in self.File.search([("status", "=", status)])}
        self.assertEqual(found, {file.status}, "searching and reading agree")
        return file.status, self.confirm(self.order(100)).state, self.partner.credit_limit

    def test_R44_what_becomes_of_a_limit_that_ended(self):
        file = self.grant(1000)
        with freeze_time(file.limit_until + timedelta(days=1)):
            self.assertEqual(self.statuses(file, "hold"), ("expired", "draft", 1000))
            self.assertEqual(self.statuses(file, "zero"), ("zero", "draft", 0))
            self.assertIn("cash only", file.limit_note)
            self.assertEqual(self.statuses(file, "keep"), ("valid", "sale", 1000))
            self.run_round(self.env["credit.limit"], "_cron_expire")
            self.assertIn("is kept", file.activity_ids[-1:].summary)
            self.assertEqual(self.statuses(file, "keep")[0], "valid")

    def test_R44_notice_as_the_company_wants_it(self):
        file = self.grant(1000)
        self.company.credit_warn_days = 60
        with freeze_time(file.limit_until - timedelta(days=61)):
            self.run_round(self.env["credit.limit"], "_cron_expire")
            self.assertFalse(file.activity_ids)
        with freeze_time(file.limit_until - timedelta(days=60)):
            self.run_round(self.env["credit.limit"], "_cron_expire")
            self.assertTrue(file.activity_ids)

    def test_reopened_file_has_its_limit_again(self):
        file = self.grant(1000)
        self.rpc("credit_manager", file, "action_close")
        self.rpc("accountant", self.partner, "write", {"credit_limit": 9000})
        self.rpc("credit_manager", file, "action_reopen")
        self.assertEqual(self.partner.credit_limit, 1000)

    def test_the_limit_of_today_is_asked_in_one_place(self):
        self.grant(1000)
        other = self.env["res.partner"].create({"name": "Odoo's", "is_company": True, "credit_limit": 70})
        self.grant(3000, "temporary", valid_until=self.later(20))
        limits = self.env["res.partner"]._credit_limits(self.partner | other, self.company)
        self.assertEqual(limits, {self.partner: 3000, other: 70})
        self.assertEqual(fields.Date.today(), self.today)
