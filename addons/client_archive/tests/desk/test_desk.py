from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from ...models.desk import desk
from ...tools import gate
from ..circulation.common import CirculationCommon


@tagged("post_install", "-at_install")
class TestDesk(CirculationCommon):
    """The work desk: what waits for whom, and the list behind each card."""

    def desk(self, login):
        self.env.invalidate_all()
        return self.rpc(login, self.env["archive.desk"], "read_desk")

    def cards(self, login):
        """Mapping of the cards on the desk of ``login`` to their counts."""
        return {card["key"]: card["count"] for section in self.desk(login)["sections"] for card in section["cards"]}

    def listed(self, login, key):
        """How many records the list behind a card shows."""
        action = self.rpc(login, self.env["archive.desk"], "open_card", key)
        return self.rpc(login, self.env[action["res_model"]], "search_count", action["domain"])

    # ------------------------------------------------------------------
    # Who sees what
    # ------------------------------------------------------------------
    def test_each_role_has_its_desk(self):
        expected = {
            "employee": ["mine"],
            "sales": ["mine"],
            "head": ["decide", "mine"],
            "archivist": ["circulation", "filing", "keeping", "decide", "mine"],
            "archive_head": ["circulation", "filing", "keeping", "decide", "mine", "secrecy"],
            "gm": ["decide", "mine", "secrecy"],
            "security": ["mine", "secrecy"],
            "auditor": ["mine", "secrecy"],
            "manager": ["mine"],
        }
        for login, sections in expected.items():
            with self.subTest(login=login):
                self.assertEqual([section["key"] for section in self.desk(login)["sections"]], sections)
        self.assertNotIn("sent_back", self.cards("employee"))
        self.assertIn("sent_back", self.cards("sales"))
        self.assertNotIn("access_alerts", self.cards("gm"), "what one may not read is not on one's desk")

    def test_nobody_outside_the_archive(self):
        for method, args in (("read_desk", ()), ("open_card", ("to_file",)), ("open_setup_step", ("places",)),
                             ("dismiss_setup", ())):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("outsider", self.env["archive.desk"], method, *args)
        for method, args in (("_counts", ([],)), ("_sections", ()), ("_readable_sections", ()), ("_setup", ())):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("archivist", self.env["archive.desk"], method, *args)

    def test_a_card_of_another_desk_does_not_open(self):
        for login, key in (("employee", "to_file"), ("sales", "to_prepare"), ("head", "inventories"),
                           ("archivist", "access_alerts"), ("gm", "team_overdue"), ("gm", "no such card")):
            with self.subTest(login=login, key=key), self.assertRaisesRegex(UserError, "not on your desk"):
                self.rpc(login, self.env["archive.desk"], "open_card", key)

    def test_every_card_counts_what_its_list_shows(self):
        self.make_request(state="submitted")
        self.make_request(login="sales", kind="consult", state="approved")
        self._make_document(self.dossier, "待归档", state="submitted")
        for login in self.users.keys() - {"outsider"}:
            for key, count in self.cards(login).items():
                with self.subTest(login=login, card=key):
                    self.assertEqual(self.listed(login, key), count)

    # ------------------------------------------------------------------
    # What the cards count
    # ------------------------------------------------------------------
    def change(self, login, act):
        """Cards of ``login`` whose count changes by ``act``, and by how much."""
        before = self.cards(login)
        act()
        after = self.cards(login)
        return {key: after[key] - before[key] for key in after if after[key] != before[key]}

    def test_R126_a_loan_through_the_archivists_desk(self):
        self.assertEqual(self.change("head", lambda: self.make_request(state="submitted")), {"to_decide": 1})
        request = self.Request.search([], limit=1)
        self.assertEqual(self.change("archivist", lambda: self.approve(request)), {"to_prepare": 1})
        self.assertEqual(
            self.change("archivist", lambda: self.rpc("archivist", request, "action_hand_out")),
            {"to_prepare": -1, "to_return": 1})
        days = (request.due_on - fields.Date.context_today(request)).days
        self.assertEqual(self.change("archivist", lambda: self.let_time_pass(request, days)), {"due_today": 1})
        self.assertEqual(
            self.change("archivist", lambda: self.let_time_pass(request, 1)), {"due_today": -1, "overdue": 1})
        self.assertEqual(self.cards("employee")["my_overdue"], 1)
        self.assertEqual(self.cards("head")["team_overdue"], 1, "the employee is of the head's department")
        self.assertEqual(
            self.change("archivist", lambda: self.take_back(request)), {"to_return": -1, "overdue": -1})

    def test_R51_what_is_open_on_screen_waits_for_its_reader_alone(self):
        request = self.make_request(kind="screen", state="submitted")
        self.approve(request, times=1)
        before = self.cards("archivist")
        self.assertEqual(self.change("employee", lambda: self.approve(request)), {"my_requests": -1, "my_reading": 1})
        self.assertEqual(self.cards("archivist"), before)

    def test_R23_copies_wait_apart(self):
        request = self.make_request(kind="copy", state="submitted")
        self.assertEqual(self.change("archivist", lambda: self.approve(request)), {"to_copy": 1})
        self.assertEqual(
            self.change("archivist", lambda: self.issue_copies(request)), {"to_copy": -1})

    def test_R5_papers_are_sent_back_and_come_again(self):
        paper = self._make_document(self.dossier, "送货单", state="draft")
        self.assertEqual(self.change("archivist", paper.with_user(self.users["sales"]).action_submit), {"to_file": 1})
        self.assertEqual(
            self.change("sales", lambda: self.rpc("archivist", paper, "action_return")), {"sent_back": 1})
        self.assertEqual(paper.sent_back_by_id, self.users["archivist"])
        self.assertEqual(
            self.change("sales", lambda: self.rpc("sales", paper, "action_submit")), {"sent_back": -1})
        self.assertFalse(paper.sent_back_on or paper.sent_back_by_id)
        with self.assertRaises(UserError):
            self.rpc("sales", paper, "write", {"sent_back_on": "2026-01-01"})
        self.assertEqual(
            self.change("archivist", lambda: self.rpc("archivist", paper, "action_file")),
            {"to_file": -1, "to_shelve": 1})

    def test_R10_late_papers_wait_for_their_department(self):
        paper = self._make_document(self.dossier, "补交的函", state="draft", date="2020-01-01")
        self.document.with_user(self.users["archivist"]).date = "2026-01-01"
        # Handed over by the archive itself, nobody of the department collated it.
        paper.sudo().action_submit()
        gate.opened(paper).write({"is_late": True, "collated_by_id": False})
        self.assertEqual((self.cards("archivist")["late"], self.cards("archivist")["to_file"]), (1, 0))
        self.assertEqual(self.cards("head")["team_late"], 1)
        self.assertEqual(
            self.change("head", lambda: self.rpc("head", paper, "action_collate")), {"team_late": -1})
        self.assertEqual((self.cards("archivist")["late"], self.cards("archivist")["to_file"]), (0, 1))

    def test_R27_what_expires_is_on_both_desks(self):
        def expire():
            self.document.with_user(self.users["archivist"]).valid_until = fields.Date.add(fields.Date.today(), days=1)
        self.assertEqual(self.change("sales", expire), {"my_expiring": 1})
        self.assertEqual(self.cards("archivist")["expiring"], 1)

    def test_R59_an_incident_is_on_the_officers_desks_at_once(self):
        def report():
            self.env["archive.incident"].with_user(self.users["employee"]).create({
                "description": "A list was left in the meeting room."})
        self.assertEqual(self.change("security", report), {"incidents": 1})
        self.assertEqual(self.cards("gm")["incidents"], 1)
        self.assertEqual(self.cards("auditor")["incidents"], self.listed("auditor", "incidents"))

    def test_one_company_never_counts_anothers(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [fields.Command.set(other.ids)]})
        self._make_document(self.dossier, "待归档", state="submitted")
        self.make_request(state="approved")
        desk = self.env["archive.desk"].with_user(stranger).with_context(allowed_company_ids=other.ids).read_desk()
        self.assertEqual({card["count"] for section in desk["sections"] for card in section["cards"]}, {0})

    # ------------------------------------------------------------------
    # Cost
    # ------------------------------------------------------------------
    def test_the_cards_cost_one_query(self):
        archivist = self.as_user("archive_head", self.env["archive.desk"])
        cards = [card for section in archivist._readable_sections() for card in section.cards]
        archivist._counts(cards)  # warms rules and groups
        self.env.flush_all()
        with self.assertQueryCount(2):  # what the reader's clearance covers, and all counts at once
            archivist._counts(cards)

    def test_the_desk_costs_the_same_for_few_and_many(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            for login in ("archive_head", "sales", "head", "security"):
                self.as_user(login, self.env["archive.desk"]).read_desk()
            return self.cr.sql_log_count - before
        queries()
        few = queries()
        for number in range(6):
            paper = self._make_document(self.dossier, f"函{number}")
            self.make_request(paper, state="approved" if number % 2 else "submitted")
        self.assertLessEqual(queries(), few, "not more for more papers")

    def test_no_card_reads_a_whole_table(self):
        """Each count is found by an index, however many papers and requests there are."""
        self.env.flush_all()
        self.cr.execute("SET LOCAL enable_seqscan = off")
        # One company's papers are all of them.
        self.cr.execute("DROP INDEX archive_document__company_id_index, archive_request__company_id_index")
        for login in ("archive_head", "sales", "head"):
            Desk = self.as_user(login, self.env["archive.desk"])
            for section in Desk._readable_sections():
                for card in section.cards:
                    # Those that are found by their papers begin with what is held or out: an index of few lines, which
                    # the planner has no need of in a table of three.
                    if card.model not in ("archive.document", "archive.request") or "line_ids" in str(card.domain):
                        continue
                    found = Desk.env[card.model]._search(card.domain, limit=desk.MOST)
                    plan = "\n".join(line for line, in self.env.execute_query(SQL("EXPLAIN %s", found.select())))
                    with self.subTest(login=login, card=card.key):
                        self.assertNotIn("Seq Scan", plan)
                        self.assertNotRegex(plan, r"Index (Only )?Scan using archive_\w+_(pkey|order_idx)")

    def test_what_is_more_than_anybody_counts(self):
        self.patch(desk, "MOST", 2)
        for number in range(3):
            self._make_document(self.dossier, f"函{number}")
        found = self.desk("archivist")
        self.assertEqual(found["most"], 2)
        self.assertEqual(self.cards("archivist")["to_shelve"], 2)


@tagged("post_install", "-at_install")
class TestDeskTour(CirculationCommon, HttpCase):
    def test_the_archivist_works_from_the_desk(self):
        request = self.make_request(state="approved")
        paper = self._make_document(self.dossier, "送货单", state="submitted")
        self.start_tour("/odoo/archive-desk", "client_archive_archivist_from_the_desk", login="test_archivist")
        self.env.invalidate_all()
        self.assertEqual((request.state, paper.state, paper.is_void), ("issued", "filed", True))

    def test_the_archive_is_set_up_from_the_desk(self):
        self.start_tour("/odoo/archive-desk", "client_archive_setup_from_the_desk", login="test_manager")
        self.env.invalidate_all()
        self.assertFalse(self.company.archive_setup_dismissed)
