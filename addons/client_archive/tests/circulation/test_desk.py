from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools import gate
from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestDesk(CirculationCommon):
    """Handing out, the term, taking back (R21, R22, R108, R126)."""

    # ------------------------------------------------------------------
    # Grade A is never lent
    # ------------------------------------------------------------------
    def test_R21_grade_a_is_refused_when_entered(self):
        values = {"kind": "loan", "dossier_id": self.dossier.id, "purpose": "x",
                  "line_ids": [(0, 0, {"document_id": self.secret_document.id})]}
        for login in ("employee", "archivist", "archive_head", "gm", "chairman"):
            with self.subTest(login=login), self.assertRaisesRegex(ValidationError, "is never lent"):
                self.rpc(login, self.Request, "create", values)

    def test_R21_grade_a_is_refused_by_changing_kind_or_paper(self):
        consult = self.make_request(self.secret_document, kind="consult")
        with self.assertRaisesRegex(ValidationError, "is never lent"):
            self.rpc("employee", consult, "write", {"kind": "loan"})
        loan = self.make_request()
        with self.assertRaisesRegex(ValidationError, "is never lent"):
            self.rpc("employee", loan.line_ids, "write", {"document_id": self.secret_document.id})
        with self.assertRaisesRegex(ValidationError, "is never lent"):
            self.rpc("employee", loan.line_ids.browse(), "create",
                     {"request_id": loan.id, "document_id": self.secret_document.id})

    def test_R21_grade_a_is_refused_by_import(self):
        result = self.as_user("employee", self.Request).load(
            ["kind", "dossier_id/.id", "purpose", "line_ids/document_id/.id"],
            [["loan", str(self.dossier.id), "x", str(self.secret_document.id)]])
        self.assertFalse(result["ids"])
        self.assertIn("is never lent", result["messages"][0]["message"])

    def test_R21_paper_that_became_secret_is_not_submitted_approved_or_handed_out(self):
        draft = self.make_request()
        submitted = self.make_request(state="submitted")
        approved = self.make_request(state="approved")
        self.as_user("archivist", self.document).secrecy_level = "2"
        for login, request, method in (("employee", draft, "action_submit"), ("head", submitted, "action_approve"),
                                       ("archivist", approved, "action_hand_out")):
            with self.subTest(method=method), self.assertRaisesRegex(UserError, "is never lent"):
                self.rpc(login, request, method)
        self.assertEqual((draft | submitted | approved).mapped("state"), ["draft", "submitted", "approved"])

    def test_R21_the_grade_of_a_paper_is_not_written_past_its_secrecy(self):
        for login in ("sales", "archivist"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.secret_document, "write", {"grade": "B"})

    # ------------------------------------------------------------------
    # Handing out
    # ------------------------------------------------------------------
    def test_R22_archivist_lends_for_three_days(self):
        request = self.make_request(state="approved")
        self.rpc("archivist", request, "action_hand_out")
        self.assertEqual((request.state, request.due_on), ("issued", self.today() + timedelta(days=3)))
        self.assertEqual((self.document.is_out, self.document.holder), (True, "Test Employee"))
        self.assertIn("document_handed_out", self.last_events(self.document, 1))

    def test_R108_only_archivists_hand_out(self):
        request = self.make_request(state="approved")
        for login in self.users.keys() - {"archivist", "archive_head"}:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request, "action_hand_out")
        self.assertEqual(request.state, "approved")

    def test_nothing_goes_out_without_approval(self):
        for state in ("draft", "submitted"):
            request = self.make_request(state=state)
            with self.subTest(state=state), self.assertRaisesRegex(UserError, "not approved"):
                self.rpc("archivist", request, "action_hand_out")

    def test_R22_the_due_date_is_nobodys_to_write(self):
        request = self.make_request(state="issued")
        for login in ("employee", "archivist", "archive_head", "gm"):
            for vals in ({"due_on": "2099-01-01"}, {"valid_until": "2099-01-01 00:00:00"}, {"state": "returned"},
                         {"issued_on": "2020-01-01 00:00:00"}, {"returned_on": "2020-01-01 00:00:00"}):
                with self.subTest(login=login, vals=vals), self.assertRaises(AccessError):
                    self.rpc(login, request, "write", vals)
        forged = {"client_archive_gate": True, gate._KEY: 1, "default_due_on": "2099-01-01"}
        with self.assertRaises(AccessError):
            self.rpc("archivist", request, "write", {"due_on": "2099-01-01"}, context=forged)
        values = {"kind": "loan", "dossier_id": self.dossier.id, "purpose": "x"}
        with self.assertRaises(AccessError):
            self.rpc("employee", self.Request, "create", {**values, "due_on": "2099-01-01"})
        ids = self.rpc("employee", self.Request, "create", values, context=forged)
        self.assertFalse(self.Request.browse(ids).due_on)

    def test_R22_the_callers_time_zone_does_not_move_the_term(self):
        request = self.make_request(state="approved")
        for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
            with self.subTest(zone=zone):
                self.assertEqual(
                    request.with_context(tz=zone)._term(), request.with_context(tz=False)._term())

    def test_R126_lines_are_the_desks(self):
        request = self.make_request(state="issued")
        for login in ("employee", "archivist", "gm"):
            for vals in ({"is_out": False}, {"condition": "intact"}, {"note": "x"},
                         {"returned_on": "2020-01-01 00:00:00"}, {"document_id": self.secret_document.id}):
                with self.subTest(login=login, vals=vals), self.assertRaises(UserError):
                    self.rpc(login, request.line_ids, "write", vals)
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, request.line_ids, "unlink")
        draft = self.make_request()
        with self.assertRaises(AccessError):
            self.rpc("employee", draft.line_ids.browse(), "create",
                     {"request_id": draft.id, "document_id": self.document.id, "is_out": True})

    def test_one_open_loan_for_a_paper(self):
        self.make_request(state="issued")
        for login, kind in (("sales", "loan"), ("sales", "consult")):
            second = self.make_request(login=login, kind=kind, state="approved")
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, "is with Test Employee"):
                self.rpc("archivist", second, "action_hand_out")
            self.assertEqual(second.state, "approved")

    def test_two_archivists_at_once_one_wins_in_the_database(self):
        first, second = self.make_request(state="approved"), self.make_request(login="sales", state="approved")
        self.assertEqual((first | second).line_ids.mapped("stage"), ["ready", "waiting"])
        for stage in ("ready", "out"):
            with self.subTest(stage=stage), mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), \
                    self.cr.savepoint():
                gate.opened(second.line_ids).write({"stage": stage})
                self.env.flush_all()

    def test_R22_what_is_not_collected_expires(self):
        request = self.make_request(state="approved")
        self.let_time_pass(request, 4)
        with self.assertRaisesRegex(UserError, "has expired: the applicant asks again"):
            self.rpc("archivist", request, "action_hand_out")
        self.run_cron()
        self.assertEqual(request.state, "expired")
        with self.assertRaises(UserError):
            self.rpc("archivist", request, "action_hand_out")

    def test_R22_going_on_needs_a_new_request(self):
        request = self.make_request(state="returned")
        for login, method in (("employee", "action_submit"), ("archivist", "action_hand_out"),
                              ("employee", "action_withdraw"), ("archivist", "action_cancel")):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.rpc(login, request, method)
        again = self.make_request(state="issued")
        self.assertEqual(again.state, "issued")

    # ------------------------------------------------------------------
    # Taking back
    # ------------------------------------------------------------------
    def test_R126_archivist_takes_back_and_the_paper_keeps_its_place(self):
        place = self.env["archive.place"].create({"name": "Room", "kind": "room"})
        self.as_user("archivist", self.document)._shelve(place)
        request = self.make_request(state="issued")
        wizard = self.env["archive.request.take.back"].with_user(self.users["archivist"]).create(
            {"request_id": request.id})
        self.assertEqual(wizard.line_ids.place_id, place)
        wizard.action_take_back()
        self.assertEqual((request.state, request.returned_by_id), ("returned", self.users["archivist"]))
        self.assertEqual(request.line_ids.condition, "intact")
        self.assertEqual((self.document.is_out, self.document.place_id), (False, place))
        self.assertIn("document_taken_back", self.last_events(self.document, 1))

    def test_R126_only_archivists_take_back(self):
        request = self.make_request(state="issued")
        for login in self.users.keys() - {"archivist", "archive_head"}:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request, "action_take_back")
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.request.take.back"], "create", {"request_id": request.id})
        with self.assertRaises(AccessError):
            self.rpc("archivist", request, "_take_back", {})

    def test_R126_what_is_wrong_is_noted(self):
        request = self.make_request(state="issued")
        with self.assertRaisesRegex(UserError, "is not complete and intact"):
            self.take_back(request, condition="damaged")
        self.take_back(request, condition="damaged", note="Torn")
        self.assertEqual((request.line_ids.condition, request.line_ids.note), ("damaged", "Torn"))

    def test_R126_what_does_not_come_back_stays_due(self):
        second = self._make_document(self.dossier, "二")
        request = self.make_request(self.document | second, state="issued")
        due = request.due_on
        self.take_back(request, papers=second)
        self.assertEqual((request.state, request.due_on), ("issued", due))
        self.assertEqual([line.stage for line in request.line_ids], ["out", "back"])
        self.assertTrue(self.document.is_out)
        self.let_time_pass(request, 4)
        self.assertTrue(request.is_overdue)
        with self.assertRaisesRegex(UserError, "Nothing of"):
            self.take_back(request, papers=self.env["archive.document"])
        self.take_back(request)
        self.assertEqual(request.state, "returned")

    def test_R126_overdue_loans_are_flagged_and_reminded_once(self):
        request = self.make_request(state="issued")
        self.assertFalse(request.is_overdue)
        self.run_cron()
        self.assertFalse(request.activity_ids)
        self.let_time_pass(request, 4)
        self.assertTrue(request.is_overdue)
        self.assertIn(request, self.Request.search([("is_overdue", "=", True)]))
        self.run_cron()
        self.run_cron()
        self.assertEqual(request.activity_ids.user_id, self.users["employee"])
        self.take_back(request)
        self.assertFalse(request.activity_ids)
        self.assertFalse(request.is_overdue)

    def test_R21_what_becomes_grade_a_while_lent_is_called_back(self):
        request = self.make_request(state="issued")
        self.as_user("archivist", self.document).secrecy_level = "2"
        self.run_cron()
        self.assertEqual(request.activity_ids.user_id, self.users["employee"])

    def test_R23_copies_leave_nothing_out(self):
        request = self.make_request(kind="copy", state="approved")
        with self.assertRaisesRegex(UserError, "Issue Copies"):
            self.rpc("archivist", request, "action_hand_out")
        self.issue_copies(request)
        self.assertEqual((request.state, self.document.is_out, request.due_on), ("done", False, False))

    # ------------------------------------------------------------------
    # Destruction
    # ------------------------------------------------------------------
    def test_open_requests_stop_the_destruction(self):
        for state, words in (("submitted", "asked for"), ("approved", "asked for"), ("issued", "Test Employee")):
            request = self.make_request(state=state)
            with self.subTest(state=state):
                self.assertTrue([text for text in self.document._destruction_obstacles() if words in text])
            if state == "issued":
                self.take_back(request)
            else:
                self.as_user("employee", request).action_cancel()
        obstacles = self.document._destruction_obstacles()
        self.assertFalse([text for text in obstacles if "asked for" in text or "Test Employee" in text])
