from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..circulation.common import CirculationCommon
from ..common import make_pdf


@tagged("post_install", "-at_install")
class TestDelegation(CirculationCommon):
    """Each act with secrets, by the designated and by others (R57, R58)."""

    def end(self, *duties, login="archivist"):
        """Let ``login`` serve these duties no more."""
        self.env["archive.designation"].search([
            ("user_id", "=", self.users[login].id), ("duty", "in", duties), ("state", "=", "designated"),
        ]).with_user(self.users["security"]).action_end()

    def place(self, kind="safe"):
        room = self.env["archive.place"].create({"name": "Room", "kind": "room"})
        return self.env["archive.place"].create({"name": "Safe", "kind": kind, "parent_id": room.id})

    def assert_only_designated(self, duty, act, label):
        """``act`` is refused while the archivist is not designated for ``duty``, and goes through afterwards."""
        self.end(duty)
        with self.assertRaisesRegex(AccessError, f"(?s){label}.*Test Archive Head.*Test Gm designates"):
            act()
        self._designate(["archivist"], [duty])
        act()

    def test_R57_making(self):
        upload = self.env["archive.version"].with_user(self.users["archivist"])
        self.assert_only_designated(
            "making", lambda: upload._add(self.secret_document, "b.pdf", make_pdf("second")), "Making")
        self.end("making", login="sales")
        with self.assertRaises(AccessError):
            self._make_document(self.dossier, "Another", state="draft", secrecy_level="2")

    def test_R57_keeping(self):
        safe = self.place()
        paper = self.as_user("archivist", self.secret_document)
        self.assert_only_designated("keeping", lambda: paper._shelve(safe), "Keeping")
        self.assertEqual(self.secret_document.place_id, safe)

    def test_R57_out_of_the_safe_as_well(self):
        paper = self.as_user("archivist", self.secret_document)
        paper._shelve(self.place())
        self.end("keeping")
        with self.assertRaises(AccessError):
            paper._shelve(self.place())

    def test_R57_copying(self):
        request = self.make_request(self.secret_document, kind="copy", state="approved")
        self.assert_only_designated(
            "copying", lambda: self.rpc("archivist", request, "action_issue_copies"), "Copying")

    def test_R57_sending_and_handing_out(self):
        request = self.make_request(self.secret_document, kind="consult", state="approved")
        self.assert_only_designated(
            "sending", lambda: self.rpc("archivist", request, "action_hand_out"), "Sending")

    def test_R57_the_seal_of_issue(self):
        stamp = self.env["archive.seal.stamp"].with_user(self.users["archivist"]).create({
            "kind": "issued", "document_ids": self.secret_document.ids, "note": "To the bank"})
        self.assert_only_designated("sending", stamp.action_stamp, "Sending")

    def test_R57_destroying_needs_a_designation_of_its_own(self):
        self.end("making", "sending", "copying", "keeping", "destroying")
        designation = self.env["archive.designation"].with_user(self.users["security"]).create({
            "user_id": self.users["archivist"].id, "exam_on": "2026-01-05", "exam_passed": True})
        self.env["archive.training"].with_user(self.users["security"]).create({
            "name": "档案法", "user_ids": self.users["archivist"].ids})
        designation.with_user(self.users["gm"]).action_designate()
        paper = self.as_user("archivist", self.secret_document)
        for duty in ("making", "sending", "copying", "keeping"):
            paper._check_designated(duty)
        with self.assertRaises(AccessError):
            paper._check_designated("destroying")

    def test_R110_without_designation_an_archivist_files_ordinary_papers_only(self):
        self.end("making", "sending", "copying", "keeping", "destroying")
        self.as_user("archivist", self.document)._shelve(self.place("shelf"))
        self._make_document(self.dossier, "Ordinary")
        with self.assertRaises(AccessError):
            self.as_user("archivist", self.secret_document)._shelve(self.place())

    def test_R58_the_general_managers_office_needs_none(self):
        self.as_user("deputy_gm", self.secret_document)._check_designated("copying")

    def test_R58_from_which_level_is_the_companys(self):
        paper = self.as_user("employee", self._make_document(self.dossier, "Ordinary dealings", secrecy_level="1"))
        self.assertEqual(self.company.archive_designation_level, "2")
        paper._check_designated("copying")
        self.company.archive_designation_level = "1"
        with self.assertRaises(AccessError):
            paper._check_designated("copying")
        self.company.archive_designation_level = "4"
        self.as_user("employee", self.secret_document)._check_designated("copying")
        with self.assertRaises(AccessError):
            self.rpc("security", self.company, "write", {"archive_designation_level": "4"})

    def test_ordinary_papers_cost_no_query(self):
        self.as_user("employee", self.document)._check_designated("copying")
        with self.assertQueryCount(0):
            self.as_user("employee", self.document)._check_designated("copying")
