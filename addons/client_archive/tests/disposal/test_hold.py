from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import DisposalCommon


@tagged("-at_install", "post_install")
class TestHold(DisposalCommon):
    def place(self, login="archive_head", **values):
        return self.env["archive.disposal.hold"].with_user(self.users[login]).create({
            "name": "Lawsuit", "reason": "The customer sues.", "dossier_ids": [(6, 0, self.dossier.ids)], **values})

    def test_hold_keeps_papers_off_the_register(self):
        hold = self.place()
        self.assertTrue(self.document.on_hold)
        self.assertEqual(self.document.search([("on_hold", "=", True)]), self.document)
        self.assertNotIn(self.document, self.document.search([("on_hold", "=", False)]))
        self.assertFalse(self.Batch._expired(self.company))
        with self.assertRaisesRegex(UserError, "Lawsuit"):
            self.make_batch()
        hold._release("Settled out of court.")
        self.assertFalse(self.document.on_hold)
        self.assertEqual(self.Batch._expired(self.company), self.document)
        self.assertEqual(self.last_events(hold)[0], "hold_released")

    def test_hold_on_one_paper(self):
        self.place(dossier_ids=False, document_ids=[(6, 0, self.document.ids)])
        with self.assertRaisesRegex(UserError, "Lawsuit"):
            self.make_batch()

    def test_hold_after_submission_stops_the_approval(self):
        batch = self.make_batch(state="submitted")
        self.place()
        with self.assertRaisesRegex(UserError, "Lawsuit"):
            self.rpc("gm", batch, "action_approve")
        self.assertEqual(batch.state, "submitted")

    def test_hold_after_approval_stops_the_execution(self):
        batch = self.make_batch(state="counted")
        self.place()
        with self.assertRaisesRegex(UserError, "Lawsuit"):
            self.rpc("archivist", batch, "action_execute")
        self.assertEqual(self.document.state, "filed")
        self.assertTrue(self.document.version_ids.content)

    def test_withholding_after_approval_voids_the_count(self):
        second = self.expired_document("Second")
        batch = self.make_batch(self.document | second, state="counted")
        line = batch.line_ids.filtered(lambda row: row.document_id == second)
        self.rpc("archivist", line, "action_withhold")
        self.assertEqual((batch.state, batch.destroy_count), ("approved", 1))
        self.assertTrue(all(batch.signature_ids.mapped("is_void")))
        with self.assertRaises(UserError):
            self.rpc("archivist", batch, "action_execute")
        self.sign(batch)
        self.execute(batch)
        self.assertEqual((self.document.state, second.state), ("destroyed", "filed"))
        self.assertEqual(self.Batch._expired(self.company), second, "what was withheld comes up again")

    def test_hold_is_placed_and_released_by_the_right_people(self):
        for login in ("employee", "sales", "archivist"):
            with self.assertRaises(AccessError):
                self.place(login)
        hold = self.place("gm")
        for login in ("archivist", "auditor"):
            with self.assertRaises(AccessError):
                self.as_user(login, hold)._release("No reason")
        with self.assertRaises(UserError):
            self.as_user("gm", hold)._release("  ")

    def test_hold_cannot_be_bypassed(self):
        hold = self.place()
        for vals in ({"state": "released"}, {"released_on": "2026-01-01"}, {"dossier_ids": [(5,)]}, {"reason": "x"}):
            with self.assertRaises(UserError):
                self.rpc("archive_head", hold, "write", vals)
        with self.assertRaises(UserError):
            self.rpc("archive_head", hold, "unlink")
        with self.assertRaises(AccessError):
            self.rpc("archive_head", hold, "create", [{
                "name": "x", "reason": "x", "dossier_ids": [(6, 0, self.dossier.ids)], "state": "released"}])
        self.assertEqual(hold.state, "active")

    def test_hold_says_what_it_stops(self):
        with self.assertRaises(ValidationError):
            self.place(dossier_ids=False)
