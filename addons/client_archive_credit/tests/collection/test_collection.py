from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import CollectionCommon


@tagged("-at_install", "post_install")
class TestCollection(CollectionCommon):
    def judge(self):
        self.run_round(self.Promise, "_cron_judge")

    # ------------------------------------------------------------------
    # The matter
    # ------------------------------------------------------------------
    def test_R107_a_matter_knows_what_is_overdue(self):
        self.invoice(1000, days=40)
        self.invoice(500, days=-5)
        matter = self.open_matter()
        self.assertRegex(matter.name, r"CS/\d{4}/\d{4}")
        self.assertEqual((matter.overdue_before, matter.overdue, matter.state), (1000, 1000, "open"))
        self.assertEqual(matter.overdue_since, self.today - timedelta(days=40))
        self.assertEqual(matter.manager_id, self.users["sales"])
        self.assertEqual(self.last_events(matter), ["collection_opened"])

    def test_R107_one_matter_of_a_customer_is_open(self):
        matter = self.open_matter()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.open_matter()
        self.assertEqual(self.Collection._open(self.partner, self.company), matter)
        self.end("credit_officer", matter, "settled")
        self.assertNotEqual(self.Collection._open(self.partner, self.company), matter)
        contact = self.env["res.partner"].create({"name": "Accountant", "parent_id": self.partner.id})
        with self.assertRaises(ValidationError):
            self.open_matter(partner=contact)

    def test_R107_who_may(self):
        for login in ("sales", "gm", "auditor", "head", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.open_matter(login=login)
        matter = self.open_matter()
        for login, sees in (("sales", True), ("other_sales", False), ("gm", True), ("auditor", True)):
            self.assertEqual(self.as_user(login, matter).has_access("read"), sees, login)
        for vals in ({"state": "settled"}, {"letter_count": 5}, {"overdue_before": 5}, {"name": "X"},
                     {"closed_on": "2026-01-01"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit_manager", matter, "write", vals)
        with self.assertRaises(UserError):
            self.rpc("credit_manager", matter, "write", {"partner_id": self.partner.copy().id})
        with self.assertRaises(AccessError):
            self.rpc("credit_manager", matter, "unlink")

    def test_invariant_8_a_matter_stays_in_its_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        matter = self.Collection.create({"partner_id": self.partner.id, "company_id": other.id})
        self.assertFalse(self.as_user("credit_manager", matter).has_access("read"))
        self.assertFalse(self.as_user("credit_officer", self.partner).credit_collection_id)

    def test_R107_how_it_ends(self):
        self.invoice(1000, days=40)
        matter = self.open_matter()
        self.promise(matter, 1000)
        with self.refuses("overdue still"):
            self.end("credit_officer", matter, "settled")
        with self.assertRaisesRegex(AccessError, "credit manager"):
            self.end("credit_officer", matter, "given_up")
        with self.assertRaises(AccessError):
            matter.with_user(self.users["sales"])._end("settled", "Mine")
        with self.refuses("how it stands"):
            self.end("credit_manager", matter, "given_up", " ")
        self.end("credit_officer", matter, "legal", "Filed with the court")
        self.assertEqual((matter.state, matter.legal_on), ("legal", self.today))
        self.assertEqual(matter.act_ids[0].kind, "legal")
        self.end("credit_manager", matter, "given_up", "Bankrupt")
        self.assertEqual((matter.state, matter.closing_note, matter.closed_by_id),
                         ("given_up", "Bankrupt", self.users["credit_manager"]))
        self.assertEqual(matter.promise_ids.state, "withdrawn")
        with self.refuses("closed"):
            self.record("credit_officer", matter, "call")

    # ------------------------------------------------------------------
    # Promises
    # ------------------------------------------------------------------
    def test_R107_a_promise_is_kept_by_the_payments(self):
        bill = self.invoice(1000, days=40)
        matter = self.open_matter()
        promise = self.promise(matter, 600)
        self.assertEqual((matter.state, matter.promised_amount, promise.paid), ("promised", 600, 0))
        self.pay(bill, 400)
        self.env.invalidate_all()
        self.assertEqual(promise.paid, 400)
        self.judge()
        self.assertEqual(promise.state, "pending", "it is not due yet")
        self.pay(bill, 200)
        self.judge()
        self.env.invalidate_all()
        self.assertEqual((promise.state, promise.paid, matter.state), ("kept", 600, "open"))
        self.assertEqual(self.last_events(promise), ["promise_kept"])

    def test_R107_a_credit_note_keeps_no_promise(self):
        self.invoice(1000, days=40)
        promise = self.promise(self.open_matter(), 600)
        self.invoice(600, move_type="out_refund")
        self.env.invalidate_all()
        self.assertEqual(promise.paid, 0)

    def test_R107_a_write_off_keeps_no_promise(self):
        bill = self.invoice(1000, days=40)
        promise = self.promise(self.open_matter(), 1000)
        receivable = bill.line_ids.account_id.filtered(lambda account: account.account_type == "asset_receivable")
        expense = self.env["account.account"].search([
            ("account_type", "=", "expense"), ("company_ids", "in", self.company.id)], limit=1)
        self.env["account.move"].create({"move_type": "entry", "line_ids": [
            (0, 0, {"account_id": expense.id, "debit": 1000}),
            (0, 0, {"account_id": receivable.id, "credit": 1000, "partner_id": self.partner.id})]}).action_post()
        self.env.invalidate_all()
        self.assertEqual(promise.paid, 0)

    def test_R107_a_broken_promise_is_told(self):
        bill = self.invoice(1000, days=40)
        matter = self.open_matter()
        promise = self.promise(matter, 600, days=-1, made=10)
        self.pay(bill, 100)  # today: too late
        self.judge()
        self.env.invalidate_all()
        self.assertEqual((promise.state, promise.paid, matter.state, matter.broken_count), ("broken", 0, "open", 1))
        told = matter.activity_ids
        self.assertEqual(told.user_id, self.users["credit_officer"] | self.users["sales"])
        self.assertIn("Broken promise", told[0].summary)
        self.judge()
        self.assertEqual(len(matter.activity_ids), len(told), "told once")

    def test_R107_whether_it_was_kept_is_nobodys_to_say(self):
        matter = self.open_matter()
        promise = self.promise(matter, 600)
        for vals in ({"state": "kept"}, {"paid_final": 600}, {"amount": 1}, {"date": "2099-01-01"},
                     {"made_on": "2020-01-01 00:00:00"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit_manager", promise, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("credit_officer", self.Promise, "create", [{
                "collection_id": matter.id, "amount": 1, "date": fields.Date.to_string(self.today), "state": "kept"}])
        for login in ("sales", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, promise, "action_withdraw")
        self.rpc("credit_officer", promise, "action_withdraw")
        self.assertEqual((promise.state, matter.state), ("withdrawn", "open"))

    def test_R107_judging_goes_on_and_does_not_cost_more_for_more(self):
        def queries(count):
            for number in range(count):
                partner = self.env["res.partner"].create({"name": f"Customer {count} {number}", "is_company": True})
                self.promise(self.open_matter(partner=partner), 100, days=3)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.judge()
            return self.env.cr.sql_log_count - before
        queries(1)
        few = queries(2)
        self.assertLessEqual(queries(15), few + 1)

    def test_R107_the_scheduled_job_runs(self):
        promise = self.promise(self.open_matter(), 100, days=-1, made=5)
        with self.enter_registry_test_mode():
            self.env.ref("client_archive_credit.ir_cron_promise").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(promise.state, "broken")

    # ------------------------------------------------------------------
    # Where it is seen
    # ------------------------------------------------------------------
    def test_R107_it_is_seen_on_order_customer_and_credit_file(self):
        file = self.grant(1000)
        order = self.order(100)
        matter = self.open_matter()
        self.record("credit_officer", matter, "call")
        self.promise(matter, 100)
        for login in ("sales", "credit_officer"):
            seen = self.as_user(login, order)
            self.assertEqual(seen.credit_collection_id.id, matter.id, login)
            self.assertEqual(self.as_user(login, self.partner).credit_collection_state, "promised", login)
        file = self.as_user("credit_officer", file)
        self.assertEqual(file.collection_ids.ids, matter.ids)
        self.assertEqual(len(file.collection_act_ids), 2)
        self.assertEqual(file.promise_ids.amount, 100)
        action = self.rpc("credit_officer", self.partner, "action_open_credit_collection")
        self.assertEqual(action["res_id"], matter.id)
        with Form(self.as_user("sales", order)) as form:
            self.assertEqual(form.credit_collection_id.id, matter.id)

    def test_R107_orders_are_read_at_once(self):
        matter, orders = self.open_matter(), self.env["sale.order"]
        for _number in range(8):
            orders |= self.order(100)
        self.env.flush_all()
        sold = self.as_user("credit_officer", orders)
        sold.mapped("credit_collection_id")
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(sold.mapped("credit_collection_id").ids, matter.ids)
        many = self.env.cr.sql_log_count - before
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        sold[:1].mapped("credit_collection_id")
        self.assertEqual(many, self.env.cr.sql_log_count - before)

    def test_invariant_5_a_merge_loses_no_matter(self):
        other = self.partner.copy({"name": "The same"})
        matters = self.open_matter() | self.open_matter(partner=other)
        self.env["base.partner.merge.automatic.wizard"]._merge((self.partner | other).ids, self.partner)
        self.env.invalidate_all()
        self.assertEqual(sorted(matters.exists().mapped("state")), ["open", "settled"])
