from datetime import timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestCover(CreditCommon):
    """Insurance and guarantees are part of a limit, which shrinks when they end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._archive_today()
        cls.insurer = cls.env["res.partner"].create({"name": "Sinosure", "is_company": True})

    def secured(self, amount=600, days=20, **values):
        return self.grant(1000, cover_ids=[Command.create({
            "kind": "insurance", "provider_id": self.insurer.id, "reference": "P-1", "amount": amount,
            "valid_until": self.today + timedelta(days=days), "document_id": self.document.id, **values})])

    def test_R44_the_limit_shrinks_at_once_when_the_insurance_ends(self):
        file = self.secured()
        self.assertEqual((file.limit_now, file.cover_ids.status), (1000, "valid"))
        application = file.limit_ids.application_id
        self.assertEqual((application.cover_amount, application.own_amount), (600, 400))
        with freeze_time(self.today + timedelta(days=21)):
            file.invalidate_recordset()
            self.assertEqual((file.limit_now, self.partner.credit_limit), (400, 1000), "the job did not run yet")
            self.assertEqual(self.confirm(self.order(500)).state, "draft")
            self.run_round(self.env["credit.limit"], "_cron_expire")
            self.assertEqual(self.partner.credit_limit, 400)
            self.assertIn("have ended", file.limit_note)
            self.assertIn("credit_cover_ended", self.last_events(file.cover_ids, 1))
            self.run_round(self.env["credit.limit"], "_cron_expire")
            self.assertEqual(len(file.activity_ids.filtered(lambda row: "has ended" in row.summary)), 1)

    def test_R44_its_end_is_announced_once(self):
        file = self.secured()
        for _round in range(2):
            self.run_round(self.env["credit.limit"], "_cron_expire")
        told = file.activity_ids.filtered(lambda row: "shrinks by" in row.summary)
        self.assertEqual((len(told), told.user_id), (1, self.users["sales"]))

    def test_ended_before_its_time_by_a_credit_manager(self):
        file = self.secured()
        for login in ("sales", "credit_officer", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, file.cover_ids, "action_end")
        self.rpc("credit_manager", file.cover_ids, "action_end")
        file.invalidate_recordset()
        self.assertEqual((file.limit_now, self.partner.credit_limit, file.cover_ids.status), (400, 400, "ended"))
        with self.assertRaises(UserError):
            self.rpc("credit_manager", file.cover_ids, "action_end")

    def test_what_was_approved_is_not_changed(self):
        file = self.secured()
        for vals in ({"amount": 1}, {"valid_until": "2099-01-01"}, {"ended_on": "2020-01-01"}, {"told": True},
                     {"counted_out": True}):
            for login in ("sales", "credit_manager"):
                with self.subTest(vals=vals, login=login), self.assertRaises(UserError):
                    self.rpc(login, file.cover_ids, "write", vals)
        with self.assertRaises(UserError):
            self.rpc("credit_manager", file.cover_ids, "unlink")
        with self.assertRaises(UserError):
            self.rpc("credit_manager", file.cover_ids, "create", [{
                "application_id": file.limit_ids.application_id.id, "amount": 5}])
        with self.assertRaises(AccessError):
            self.rpc("other_sales", file.cover_ids, "read", ["amount"])

    def test_the_paper_is_the_customers(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        with self.assertRaises(ValidationError):
            self.apply(1000, partner=other, cover_ids=[Command.create({
                "amount": 5, "document_id": self.document.id})])

    def test_searching_and_reading_agree(self):
        file = self.secured(amount=1000)
        with freeze_time(self.today + timedelta(days=21)):
            file.invalidate_recordset()
            self.assertEqual(file.status, "zero")
            self.assertEqual(self.File.search([("status", "=", "zero")]), file)
            self.assertNotIn(file, self.File.search([("status", "=", "valid")]))
