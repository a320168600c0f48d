import uuid

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools import gate
from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestScan(CirculationCommon):
    """One scan hands out, one scan takes back; the same scan sent twice is one act."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Scan = cls.env["archive.scan"]
        cls.request = cls.make_request(state="approved")
        cls.badge = "E0001"
        cls.users["employee"]._archive_employees().barcode = cls.badge

    def scan(self, code, reader=None, login="archivist", uid=None):
        return self.rpc(login, self.Scan, "scan", uid or uuid.uuid4().hex, code, reader)

    def at_desk(self):
        return {"request_id": self.request.id}

    def earlier(self):
        """What was handed out just now was so a minute ago: no double read."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE archive_request_line SET issued_on = issued_on - interval '1 minute'")
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # Out and back
    # ------------------------------------------------------------------
    def test_R108_request_then_paper_hands_it_out(self):
        answer = self.scan(self.request.name)
        self.assertEqual((answer["act"], answer["reader"]["request_id"]), ("reader", self.request.id))
        self.assertEqual([paper["stage"] for paper in answer["reader"]["papers"]], ["ready"])
        answer = self.scan(self.document.code, answer["reader"])
        self.assertEqual((answer["ok"], answer["tone"], answer["act"]), (True, "success", "out"))
        line = self.request.line_ids
        self.assertEqual((self.request.state, line.is_out, line.issued_by_id, line.pages_out, line.condition_out),
                         ("issued", True, self.users["archivist"], 1, "intact"))

    def test_R108_badge_then_paper_hands_it_out(self):
        answer = self.scan(self.badge)
        self.assertEqual(answer["reader"]["user_id"], self.users["employee"].id)
        self.assertEqual(self.scan(self.document.code, answer["reader"])["act"], "out")
        self.assertEqual(self.request.state, "issued")

    def test_R126_a_paper_that_is_out_comes_back_with_one_scan(self):
        self.scan(self.document.code, self.at_desk())
        self.earlier()
        answer = self.scan(self.document.code)
        self.assertEqual((answer["ok"], answer["act"]), (True, "back"))
        line = self.request.line_ids
        self.assertEqual((self.request.state, line.condition, line.pages_back, line.returned_by_id),
                         ("returned", "intact", 1, self.users["archivist"]))

    def test_read_twice_by_the_scanner_is_not_out_and_back(self):
        self.scan(self.document.code, self.at_desk())
        answer = self.scan(self.document.code, self.at_desk())
        self.assertEqual((answer["act"], answer["tone"]), ("twice", "warning"))
        self.assertTrue(self.request.line_ids.is_out)

    def test_late_is_said_and_the_next_reader_named(self):
        self.scan(self.document.code, self.at_desk())
        second = self.make_request(login="sales", state="approved")
        self.let_time_pass(self.request, 5)
        answer = self.scan(self.document.code)
        self.assertEqual(answer["tone"], "warning")
        self.assertTrue([word for word in answer["words"] if "held for Test Sales" in word])
        self.assertEqual(second.line_ids.stage, "ready")

    def test_without_a_reader_a_paper_is_laid_ready(self):
        answer = self.scan(self.document.code)
        self.assertEqual(answer["act"], "picked")
        self.assertEqual(self.request.line_ids.picked_by_id, self.users["archivist"])
        self.assertEqual(self.request.state, "approved")

    def test_wide_characters_of_an_input_method_are_read(self):
        wide = "".join(chr(ord(char) + 0xFEE0) if 0x21 <= ord(char) <= 0x7e else char for char in self.request.name)
        self.assertEqual(self.scan(f" {wide} ")["act"], "reader")

    # ------------------------------------------------------------------
    # Refused, in words
    # ------------------------------------------------------------------
    def test_refusals_are_answers_and_change_nothing(self):
        other = self.make_request(login="sales", state="approved")
        draft = self.make_request()
        for code, reader, words in (
                (self.document.code, {"request_id": other.id}, "is held for Test Employee"),
                (self.document.code, {"request_id": draft.id}, "is not approved for whoever is at the desk"),
                (self.document.code, {"user_id": self.users["head"].id}, "is not approved for whoever"),
                (draft.name, None, "is not approved"), ("NO-SUCH-CODE", None, "has the code")):
            answer = self.scan(code, reader)
            with self.subTest(words=words):
                self.assertEqual((answer["ok"], answer["act"], answer["tone"]), (False, "refused", "danger"))
                self.assertIn(words, answer["title"])
        self.assertEqual((self.request.state, other.state, other.line_ids.stage), ("approved", "approved", "waiting"))

    def test_R22_an_expired_approval_hands_nothing_out(self):
        self.let_time_pass(self.request, 4)
        answer = self.scan(self.document.code, self.at_desk())
        self.assertFalse(answer["ok"])
        self.assertIn("has expired: the applicant asks again", answer["title"])

    def test_R21_what_became_grade_a_is_refused(self):
        self.as_user("archivist", self.document).secrecy_level = "2"
        answer = self.scan(self.document.code, self.at_desk())
        self.assertIn("is never lent", answer["title"])
        self.assertEqual(self.request.state, "approved")

    def test_only_archivists_scan(self):
        for login in self.users.keys() - {"archivist", "archive_head"}:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.scan(self.document.code, self.at_desk(), login)
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.Scan, "read_recent")
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.find("intact", 1, "x", login)
        self.assertEqual(self.request.state, "approved")

    def test_own_request_is_for_another_archivist(self):
        own = self.make_request(self._make_document(self.dossier, "二"), login="archivist", kind="consult",
                                state="approved")
        answer = self.scan(own.line_ids.document_id.code, {"request_id": own.id})
        self.assertIn("your own request", answer["title"])
        answer = self.scan(own.line_ids.document_id.code, {"request_id": own.id}, "archive_head")
        self.assertEqual(answer["act"], "out")

    def test_another_company_has_no_codes_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archivist"].copy({
            "login": "test_stranger", "company_id": other.id, "company_ids": [Command.set(other.ids)]})
        self.users["stranger"] = stranger
        self.addCleanup(self.users.pop, "stranger")
        for code in (self.document.code, self.request.name, self.badge):
            self.assertIn("has the code", self.scan(code, self.at_desk(), "stranger")["title"])

    def test_the_journal_of_scans_is_nobodys_to_write(self):
        self.scan(self.request.name)
        scan = self.Scan.search([], limit=1)
        for method, args in (("write", ({"result": {}},)), ("unlink", ()), ("create", ({"code": "x"},))):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("archivist", scan, method, *args)
        self.assertFalse(self.rpc("archive_head", self.Scan, "search", [("id", "=", scan.id)]), "one's own only")

    # ------------------------------------------------------------------
    # Once
    # ------------------------------------------------------------------
    def test_the_same_scan_sent_twice_is_one_act(self):
        uid = uuid.uuid4().hex
        first = self.scan(self.document.code, self.at_desk(), uid=uid)
        self.earlier()
        events = self.last_events(self.document, 50)
        second = self.scan(self.document.code, self.at_desk(), uid=uid)
        self.assertEqual((first["repeated"], second["repeated"]), (False, True))
        self.assertEqual({**second, "repeated": False}, first)
        self.assertTrue(self.request.line_ids.is_out, "sent again, it did not come back")
        self.assertEqual(self.last_events(self.document, 50), events)

    def test_a_refused_scan_sent_again_stays_refused(self):
        uid = uuid.uuid4().hex
        self.assertFalse(self.scan("NO-SUCH-CODE", uid=uid)["ok"])
        self.assertFalse(self.scan(self.document.code, self.at_desk(), uid=uid)["ok"])
        self.assertEqual(self.request.state, "approved")

    def test_a_worker_killed_halfway_left_nothing_and_the_scan_sent_again_does_it(self):
        uid = uuid.uuid4().hex
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.scan(self.document.code, self.at_desk(), uid=uid)
            self.env.flush_all()
            raise ZeroDivisionError
        self.env.invalidate_all()
        self.assertEqual(self.request.state, "approved")
        self.assertEqual(self.scan(self.document.code, self.at_desk(), uid=uid)["act"], "out")

    def test_another_persons_identity_is_not_mine(self):
        uid = uuid.uuid4().hex
        self.scan(self.request.name, uid=uid)
        self.assertFalse(self.scan(self.request.name, login="archive_head", uid=uid)["repeated"])
        for bad in ("", "short", "x" * 65):
            with self.subTest(uid=bad), self.assertRaisesRegex(UserError, "no identity"):
                self.rpc("archivist", self.Scan, "scan", bad, self.request.name)

    # ------------------------------------------------------------------
    # What differs
    # ------------------------------------------------------------------
    def find(self, condition, pages, note, login="archivist"):
        return self.rpc(login, self.Scan, "enter_finding", uuid.uuid4().hex, self.request.line_ids.id, condition, pages,
                        note)

    def test_R126_how_it_went_out_is_how_it_is_expected_back(self):
        gate.opened(self.document).page_count = 5
        self.scan(self.document.code, self.at_desk())
        answer = self.find("damaged", 4, "Corner torn, page 5 was missing before")
        self.assertTrue(answer["ok"], answer["title"])
        line = self.request.line_ids
        self.assertEqual((line.condition_out, line.pages_out), ("damaged", 4))
        self.earlier()
        self.assertEqual(self.scan(self.document.code)["act"], "back")
        self.assertEqual((line.condition, line.pages_back), ("damaged", 4))
        self.assertFalse(self.env["archive.incident"].search([]), "it was so before")

    def test_R109_what_came_back_with_fewer_pages_is_an_incident(self):
        gate.opened(self.document).page_count = 5
        self.scan(self.document.code, self.at_desk())
        self.earlier()
        self.scan(self.document.code)
        answer = self.find("intact", 3, "")
        self.assertFalse(answer["ok"], "a note is asked for")
        answer = self.find("intact", 3, "Pages 4 and 5 are gone")
        incident = self.env["archive.incident"].search([])
        self.assertEqual(incident.person_ids.user_id, self.users["employee"])
        self.assertTrue([word for word in answer["words"] if incident.name in word])
        self.assertEqual(self.request.line_ids.condition, "incomplete")
        self.find("incomplete", 2, "And page 3")
        self.assertEqual(len(self.env["archive.incident"].search([])), 1, "reported once")

    def test_R126_a_finding_is_entered_by_who_had_the_paper_in_hand(self):
        self.scan(self.document.code, self.at_desk())
        answer = self.find("damaged", 1, "Torn", "archive_head")
        self.assertFalse(answer["ok"])
        self.assertIn("by who handed the paper out", answer["title"])

    # ------------------------------------------------------------------
    # Cost
    # ------------------------------------------------------------------
    def test_a_scan_costs_the_same_whatever_waits(self):
        def cost(request, reader):
            code = request.line_ids[0].document_id.code
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            answer = self.scan(code, reader)
            self.env.flush_all()
            return answer["act"], self.cr.sql_log_count - before

        def out_and_back(count):
            papers = self.env["archive.document"].union(
                *(self._make_document(self.dossier, f"第{count}-{uuid.uuid4().hex}") for _number in range(count)))
            request = self.make_request(papers, kind="consult", state="approved")
            out = cost(request, {"request_id": request.id})
            self.rpc("archivist", request, "action_hand_out")
            self.earlier()
            return out, cost(request, None)
        out_and_back(3)
        few, many = out_and_back(3), out_and_back(9)
        self.assertEqual(many, few)
        self.assertEqual(few, (("out", 38), ("back", 25)))
