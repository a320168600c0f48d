from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestQueue(CirculationCommon):
    """Papers that are out can be asked for: who is next, and what is held for whom (R21, R22)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.out = cls.make_request(state="issued")

    def line(self, request):
        request.invalidate_recordset()
        return request.line_ids

    def words(self, login, request):
        return self.rpc(login, request.line_ids, "read", ["queue_words", "ahead_count"])[0]

    # ------------------------------------------------------------------
    # In line
    # ------------------------------------------------------------------
    def test_R22_an_approved_request_for_a_paper_that_is_out_waits(self):
        second = self.make_request(login="sales", state="approved")
        self.assertEqual((second.state, self.line(second).stage), ("approved", "waiting"))
        self.assertFalse(second.valid_until, "the term to collect it has not begun")
        self.assertFalse(second.grant_ids)
        self.assertEqual(second.waiting_count, 1)
        self.assertIn("With another reader", second.message_ids[0].body)
        self.let_time_pass(second, 30)
        self.run_cron()
        self.assertEqual(second.state, "approved", "who waits does not expire")

    def test_the_reader_learns_when_and_how_many_not_who(self):
        second = self.make_request(login="sales", state="approved")
        third = self.make_request(login="other_sales")
        told = self.words("other_sales", third)
        self.assertEqual(told["ahead_count"], 2)
        self.assertEqual(told["queue_words"], f"With another reader until {self.out.due_on}; 1 more ahead")
        self.assertEqual(self.words("archivist", third)["queue_words"],
                         f"With Test Employee until {self.out.due_on}; 1 more ahead")
        self.assertEqual(self.words("sales", second)["ahead_count"], 1)

    def test_the_archivist_sees_the_queue_in_the_order_of_the_approvals(self):
        early, late = self.make_request(login="sales", state="submitted"), self.make_request(
            login="other_sales", state="approved")
        self.approve(early)
        action = self.rpc("archivist", self.document, "action_view_queue")
        lines = self.as_user("archivist", self.env["archive.request.line"]).search(
            action["domain"], order="queued_on, id")
        self.assertEqual(lines.mapped("stage"), ["out", "waiting", "waiting"])
        self.env.flush_all()
        self.env.cr.execute("UPDATE archive_request_line SET queued_on = queued_on + interval '1 minute' "
                            "WHERE request_id = %s", [early.id])
        self.env.invalidate_all()
        self.take_back(self.out)
        self.assertEqual((self.line(late).stage, self.line(early).stage), ("ready", "waiting"))
        self.assertEqual(self.document.queue_count, 1)

    # ------------------------------------------------------------------
    # The next one's turn
    # ------------------------------------------------------------------
    def test_R22_the_term_starts_when_the_paper_is_there(self):
        second = self.make_request(login="sales", state="approved")
        third = self.make_request(login="other_sales", state="approved")
        self.take_back(self.out)
        line = self.line(second)
        self.assertEqual((line.stage, self.line(third).stage), ("ready", "waiting"))
        self.assertEqual(second.valid_until, second._term()[1])
        self.assertEqual(line.hold_until, second.valid_until)
        self.assertEqual(second.activity_ids.user_id, self.users["sales"])
        self.assertIn("It is your turn", second.message_ids[0].body)
        self.assertNotIn("Employee", second.message_ids[0].body)
        self.assertEqual(second.message_ids[0].author_id, self.env.ref("base.partner_root"))
        self.assertTrue(self.opens("sales"))
        self.rpc("archivist", second, "action_hand_out")
        self.assertFalse(second.activity_ids.filtered(lambda rec: rec.user_id == self.users["sales"]))
        self.assertTrue(self.line(second).is_out)

    def test_R22_what_is_not_collected_goes_to_the_next(self):
        second = self.make_request(login="sales", state="approved")
        third = self.make_request(login="other_sales", state="approved")
        self.take_back(self.out)
        with self.assertRaisesRegex(UserError, "is held for Test Sales"):
            self.rpc("archivist", third, "action_hand_out")
        self.let_time_pass(second, 4)
        self.run_cron()
        self.assertEqual((second.state, self.line(second).stage), ("expired", "lapsed"))
        self.assertEqual((third.state, self.line(third).stage), ("approved", "ready"))
        self.assertFalse(second.activity_ids)
        self.assertTrue([body for body in second.message_ids.mapped("body") if "Not collected" in body])
        self.run_cron()
        self.assertEqual(self.line(third).stage, "ready")
        self.rpc("archivist", third, "action_hand_out")

    def test_who_gives_up_lets_the_next_one_come(self):
        for login, method in (("sales", "action_cancel"), ("archivist", "action_cancel")):
            second = self.make_request(login="sales", state="approved")
            third = self.make_request(login="other_sales", state="approved")
            if login == "sales":
                self.take_back(self.out)
            with self.subTest(login=login):
                self.assertEqual(self.line(second).stage, "ready")
                self.rpc(login, second, method)
                self.assertEqual((self.line(second).stage, self.line(third).stage), ("lapsed", "ready"))
            self.rpc("other_sales", third, "action_cancel")

    def test_reading_on_screen_done_frees_what_was_held(self):
        self.take_back(self.out)
        consult = self.make_request(login="sales", kind="consult", state="approved")
        third = self.make_request(login="other_sales", state="approved")
        self.rpc("sales", consult, "action_finish")
        self.assertEqual((consult.state, self.line(third).stage), ("done", "ready"))

    def test_of_two_papers_one_is_there(self):
        second = self._make_document(self.dossier, "二")
        request = self.make_request(self.document | second, login="sales", state="approved")
        self.assertEqual(self.line(request).mapped("stage"), ["waiting", "ready"])
        self.rpc("archivist", request, "action_hand_out")
        self.assertEqual((request.state, self.line(request).mapped("stage")), ("issued", ["waiting", "out"]))
        with self.assertRaisesRegex(UserError, "is with Test Employee"):
            self.rpc("archivist", request, "action_hand_out")
        self.take_back(request, papers=second)
        self.assertEqual((request.state, request.due_on), ("issued", False), "one paper is still to come")
        self.take_back(self.out)
        self.assertEqual(self.line(request).mapped("stage"), ["ready", "back"])
        self.rpc("archivist", request, "action_hand_out")
        self.assertEqual(request.due_on, self.line(request)[0].due_on)
        self.take_back(request)
        self.assertEqual(request.state, "returned")

    def test_queries_do_not_depend_on_the_length_of_the_queue(self):
        def count():
            lines = self.env["archive.request.line"].search([("document_id", "=", self.document.id)])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            lines.mapped("queue_words")
            return self.cr.sql_log_count - before
        self.make_request(login="sales", state="approved")
        count()
        few = count()
        for login in ("other_sales", "head", "auditor", "security"):
            self.make_request(login=login, kind="consult", state="approved")
        self.assertLessEqual(count(), few)

    # ------------------------------------------------------------------
    # Nobody jumps the queue
    # ------------------------------------------------------------------
    def test_the_queue_is_nobodys_to_write(self):
        second = self.make_request(login="sales", state="approved")
        for login in ("sales", "archivist", "archive_head", "gm"):
            for vals in ({"stage": "ready"}, {"queued_on": "2020-01-01 00:00:00"},
                         {"hold_until": "2099-01-01 00:00:00"}, {"due_on": "2099-01-01"},
                         {"pages_out": 1}, {"condition_out": "intact"}, {"lost_on": False},
                         {"picked_on": "2020-01-01 00:00:00"}):
                with self.subTest(login=login, vals=vals), self.assertRaises(UserError):
                    self.rpc(login, second.line_ids, "write", vals)
        draft = self.make_request(login="sales")
        with self.assertRaises(AccessError):
            self.rpc("sales", draft.line_ids.browse(), "create", {
                "request_id": draft.id, "document_id": self.secret_document.id, "stage": "ready"})
        with self.assertRaises(AccessError):
            self.rpc("archivist", second, "write", {"remind_on": "2099-01-01"})

    def test_R108_only_archivists_fetch_and_report_missing(self):
        self.take_back(self.out)
        second = self.make_request(login="sales", state="approved")
        for login in self.users.keys() - {"archivist", "archive_head"}:
            for method in ("action_pick", "action_report_missing"):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, second.line_ids, method)
        self.rpc("archivist", second.line_ids, "action_pick")
        self.assertEqual(self.line(second).picked_by_id, self.users["archivist"])
        self.rpc("archivist", second, "action_hand_out")
        with self.assertRaisesRegex(UserError, "whose turn"):
            self.rpc("archivist", second.line_ids, "action_pick")

    # ------------------------------------------------------------------
    # Going on, and losing
    # ------------------------------------------------------------------
    def test_R22_asking_again_is_a_new_request_and_the_old_one_stays_due(self):
        due = self.out.due_on
        action = self.rpc("employee", self.out, "action_ask_again")
        again = self.Request.browse(action["res_id"])
        self.assertEqual(
            (again.state, again.kind, again.purpose, again.line_ids.document_id, again.applicant_id),
            ("draft", "loan", self.out.purpose, self.document, self.users["employee"]))
        self.assertEqual((self.out.state, self.out.due_on), ("issued", due))
        self.assertEqual(self.words("employee", again)["queue_words"], f"With you until {due}")
        self.rpc("employee", again, "action_submit")
        self.approve(again)
        self.assertEqual(self.line(again).stage, "waiting")
        self.take_back(self.out)
        self.assertEqual((self.line(again).stage, again.due_on), ("ready", False))

    def test_R22_only_the_applicant_asks_again(self):
        for login in ("archivist", "sales", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.out, "action_ask_again")
        with self.assertRaisesRegex(UserError, "not decided"):
            self.rpc("employee", self.make_request(), "action_ask_again")

    def test_R109_what_is_missing_is_traced_to_the_borrower_and_stays_due(self):
        self.rpc("archivist", self.out.line_ids, "action_report_missing")
        incident = self.env["archive.incident"].search([], limit=1)
        self.assertEqual((incident.kind, incident.document_ids), ("loss", self.document))
        self.assertEqual((incident.person_ids.user_id, incident.person_ids.role),
                         (self.users["employee"], "responsible"))
        self.assertEqual((self.out.state, self.line(self.out).is_out), ("issued", True))
        with self.assertRaisesRegex(UserError, "already"):
            self.rpc("archivist", self.out.line_ids, "action_report_missing")
        self.take_back(self.out)
        self.assertFalse(self.line(self.out).lost_on)

    def test_R109_fewer_pages_are_an_incident_and_noted(self):
        with self.assertRaisesRegex(UserError, "should have 1 pages and has 0"):
            self.take_back(self.out, pages=0)
        self.take_back(self.out, pages=0, note="Only the cover is left")
        line = self.line(self.out)
        self.assertEqual((line.condition, line.pages_out, line.pages_back), ("incomplete", 1, 0))
        incident = self.env["archive.incident"].search([], limit=1)
        self.assertEqual(incident.person_ids.user_id, self.users["employee"])

    def test_R22_three_working_days_where_the_company_counts_so(self):
        self.company.archive_loan_unit = "working_days"
        is_working = self.company._archive_working_days()
        due, _until = self.out._term()
        between = (due - self.company._archive_today()).days
        self.assertGreaterEqual(between, 3)
        self.assertTrue(is_working(due))

    def test_what_is_out_shows_on_customer_and_order(self):
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        for login, record in (("sales", self.partner), ("head", order)):
            self.assertEqual(self.rpc(login, record, "read", ["archive_out_count"])[0]["archive_out_count"], 1)
            action = self.rpc(login, record, "action_view_papers_out")
            self.assertEqual(
                self.as_user(login, self.env["archive.request.line"]).search(action["domain"]), self.out.line_ids)
        self.take_back(self.out)
        self.env.invalidate_all()
        self.assertEqual(self.partner.archive_out_count, 0)
