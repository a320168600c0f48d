from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import CollectionCommon


@tagged("-at_install", "post_install")
class TestRecord(CollectionCommon):
    """The collection record (R107): from dialogs and from activities."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matter = cls.open_matter()

    def test_R107_calls_visits_disputes(self):
        self.record("credit_officer", self.matter, "call", next_on=self.today + timedelta(days=3))
        self.record("sales", self.matter, "visit")
        self.assertEqual(self.matter.act_ids.mapped("kind"), ["visit", "call"])
        self.assertEqual(self.matter.act_ids[0].user_id, self.users["sales"])
        self.assertEqual(self.matter.next_on, self.today + timedelta(days=3))
        self.record("credit_officer", self.matter, "dispute", amount=300)
        self.assertEqual(self.matter.state, "disputed")
        self.record("sales", self.matter, "dispute_settled")
        self.assertEqual(self.matter.state, "open")
        self.assertEqual(self.last_events(self.matter, 2), ["collection_act", "state"])

    def test_R107_a_promise_in_the_dialog(self):
        with self.refuses("names an amount"):
            self.record("sales", self.matter, "promise")
        self.record("sales", self.matter, "promise", amount=500, promise_date=self.today + timedelta(days=5))
        promise = self.matter.promise_ids
        self.assertEqual((promise.amount, promise.user_id, self.matter.state), (500, self.users["sales"], "promised"))
        self.assertEqual(self.matter.act_ids.promise_id, promise)

    def test_R107_on_screen(self):
        action = self.rpc("credit_officer", self.matter, "action_record")
        form = Form(self.as_user("credit_officer", self.env["credit.collection.record"]).with_context(
            **action["context"]))
        form.kind = "promise"
        form.amount = 200
        form.promise_date = self.today + timedelta(days=2)
        form.content = "Pays by the end of the week"
        form.save().action_record()
        self.assertEqual(self.matter.promise_ids.note, "Pays by the end of the week")

    def test_R107_the_record_stays_as_it_is(self):
        self.record("credit_officer", self.matter, "call")
        act = self.matter.act_ids
        for login in ("credit_officer", "credit_manager", "sales"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, act, "write", {"content": "Never said"})
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, act, "unlink")
        with self.assertRaises(UserError):
            act.unlink()
        with self.assertRaises(ValidationError):
            self.record("credit_officer", self.matter, "call", date=self.today + timedelta(days=1))

    def test_R107_nobody_records_for_another(self):
        for login, error in (("other_sales", AccessError), ("gm", AccessError)):
            with self.subTest(login=login), self.assertRaises(error):
                self.rpc(login, self.Act, "create", [{
                    "collection_id": self.matter.id, "kind": "call", "content": "Words"}])
        [act] = self.Act.browse(self.rpc("sales", self.Act, "create", [{
            "collection_id": self.matter.id, "kind": "call", "content": "Words",
            "user_id": self.users["credit_manager"].id}]))
        self.assertEqual(act.user_id, self.users["sales"])

    # ------------------------------------------------------------------
    # Activities
    # ------------------------------------------------------------------
    def do(self, record, activity_type, login="sales", words="Will pay next week"):
        activity = record.with_user(self.users[login]).activity_schedule(activity_type, user_id=self.users[login].id)
        self.rpc(login, activity, "action_feedback", feedback=words)

    def test_R107_a_collection_call_on_a_customer_is_recorded_by_doing_it(self):
        self.do(self.partner, "client_archive_credit.mail_activity_collection_call")
        act = self.matter.act_ids
        self.assertEqual((act.kind, act.content, act.user_id), ("call", "Will pay next week", self.users["sales"]))
        self.assertTrue(act.message_id)

    def test_R107_a_collection_visit_on_an_invoice_opens_the_matter(self):
        other = self.partner.copy({"name": "Another", "user_id": self.users["sales"].id})
        bill = self.invoice(100, partner=other, days=40)
        activity = bill.activity_schedule(
            "client_archive_credit.mail_activity_collection_visit", user_id=self.users["sales"].id)
        self.rpc("sales", activity, "action_feedback", feedback="Nobody there")
        matter = self.Collection.search([("partner_id", "=", other.id)])
        self.assertEqual((matter.state, matter.act_ids.kind), ("open", "visit"))

    def test_R107_other_activities_are_recorded_only_on_demand_and_once(self):
        self.do(self.partner, "mail.mail_activity_data_call")
        self.do(self.partner, "mail.mail_activity_data_todo")
        self.assertFalse(self.matter.act_ids)
        with self.assertRaises(AccessError):
            self.rpc("sales", self.matter, "action_record_activities")
        for _time in range(2):
            self.rpc("credit_officer", self.matter, "action_record_activities")
            self.assertEqual(self.matter.act_ids.mapped("kind"), ["call"])
        self.assertIn("Will pay next week", self.matter.act_ids.content)
