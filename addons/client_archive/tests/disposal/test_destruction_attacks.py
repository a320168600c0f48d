from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DisposalCommon


@tagged("-at_install", "post_install")
class TestDestructionAttacks(DisposalCommon):
    REFUSED = UserError  # AccessError is one too

    def test_R31_nothing_is_destroyed_without_approval(self):
        batch = self.make_batch(state="submitted")
        for login in ("archivist", "archive_head", "gm"):
            with self.assertRaises(self.REFUSED):
                self.rpc(login, batch, "action_execute")
        for vals in ({"state": "counted"}, {"state": "approved"}, {"approved_by_id": self.users["gm"].id}):
            with self.assertRaises(self.REFUSED):
                self.rpc("archivist", batch, "write", vals)
        with self.assertRaises(self.REFUSED):
            self.rpc("archivist", batch, "create", [{"state": "counted"}])
        self.assertEqual(self.document.state, "filed")

    def test_R31_only_the_general_manager_approves(self):
        batch = self.make_batch(state="submitted")
        for login in ("archivist", "archive_head", "deputy_gm", "employee"):
            with self.assertRaises(AccessError):
                self.rpc(login, batch, "action_approve")
        batch.activity_ids.unlink()
        self.assertEqual(batch.state, "submitted")

    def test_R31_applicant_never_approves(self):
        batch = self.make_batch(state="submitted")
        self.env["archive.officer"].search([("role", "=", "general_manager")]).user_id = self.users["archivist"]
        with self.assertRaises(AccessError):
            self.rpc("archivist", batch, "action_approve")

    def test_paper_cannot_be_destroyed_past_the_register(self):
        for login in ("archivist", "archive_head", "gm", "manager"):
            for vals in ({"state": "destroyed"}, {"destroyed_on": "2026-01-01"}, {"retained_on": "2026-01-01"}):
                with self.assertRaises(self.REFUSED):
                    self.rpc(login, self.document, "write", vals)
        with self.assertRaises(self.REFUSED):
            self.rpc("archivist", self.document, "unlink")
        with self.assertRaises(AccessError):
            self.rpc("archivist", self.document, "_destroy", 1)

    def test_lines_stand_once_submitted(self):
        batch = self.make_batch(state="approved")
        other = self._make_document(self.other_dossier(), "Slipped in")
        self.expire(other.dossier_id)
        with self.assertRaises(self.REFUSED):
            self.rpc("archivist", batch, "write", {"line_ids": [(0, 0, {"document_id": other.id})]})
        with self.assertRaises(self.REFUSED):
            self.rpc("archivist", batch.line_ids, "create", [{
                "batch_id": batch.id, "document_id": other.id, "decision": "destroy"}])
        for vals in ({"document_id": other.id}, {"decision": "retain", "reason": "x"}, {"batch_id": False},
                     {"page_count": 0}, {"bytes_state": "gone"}):
            with self.assertRaises(self.REFUSED):
                self.rpc("archivist", batch.line_ids, "write", vals)
        with self.assertRaises(self.REFUSED):
            self.rpc("archivist", batch.line_ids, "unlink")
        with self.assertRaises(self.REFUSED):
            self.rpc("archivist", batch, "unlink")

    def test_snapshot_of_a_line_is_the_catalogues(self):
        batch = self.make_batch()
        with self.assertRaises(self.REFUSED):
            self.rpc("archivist", batch.line_ids, "write", {"page_count": 0})
        self.rpc("archivist", batch.line_ids, "unlink")
        self.rpc("archivist", batch.line_ids, "create", [{
            "batch_id": batch.id, "document_id": self.document.id, "page_count": 77, "bytes_state": "gone"}])
        self.env.invalidate_all()
        self.assertEqual((batch.line_ids.page_count, batch.line_ids.bytes_state), (self.document.page_count, False))

    def test_only_expired_and_filed_papers_are_put_forward(self):
        fresh = self._make_document(self.other_dossier(), "Fresh")
        draft = self._make_document(fresh.dossier_id, "Draft", state="draft")
        for document in (fresh, draft):
            with self.assertRaises(UserError):
                self.make_batch(document)

    def test_a_customer_who_deals_again_stops_the_execution(self):
        batch = self.make_batch(state="counted")
        self.as_user("archivist", self.dossier).action_reopen()
        with self.assertRaisesRegex(UserError, "its customer still deals with us"):
            self.rpc("archivist", batch, "action_execute")

    def test_R35_same_supervisor_twice(self):
        with self.assertRaises(UserError):
            self.make_batch(supervisor_2_id=self.users["employee"].id)
        batch = self.make_batch(state="approved")
        self.sign(batch, ["employee"])
        with self.assertRaisesRegex(UserError, "another person"):
            self.sign(batch, ["employee"])
        self.assertEqual(batch.state, "approved")

    def test_R35_supervisors_are_neither_applicant_nor_approver(self):
        with self.assertRaisesRegex(UserError, "does not supervise their destruction"):
            self.make_batch(state="submitted", supervisor_1_id=self.users["archivist"].id)

    def test_R35_the_approver_does_not_supervise(self):
        batch = self.make_batch(state="submitted", supervisor_1_id=self.users["gm"].id)
        with self.assertRaisesRegex(UserError, "supervisor"):
            self.rpc("gm", batch, "action_approve")

    def test_R35_a_supervisor_does_not_execute(self):
        batch = self.make_batch(state="approved", supervisor_1_id=self.users["archive_head"].id)
        self.sign(batch, ["archive_head", "security"])
        with self.assertRaises(AccessError):
            self.rpc("archive_head", batch, "action_execute")

    def test_R35_signatures_cannot_be_forged(self):
        batch = self.make_batch(state="approved")
        for login in ("archivist", "gm", "archive_head"):
            with self.assertRaises(AccessError):
                self.sign(batch, [login])
            with self.assertRaises(AccessError):
                self.rpc(login, batch.signature_ids, "create", [{
                    "batch_id": batch.id, "phase": "before", "user_id": self.users["security"].id,
                    "signed_on": "2026-01-01"}])
        with self.assertRaises(self.REFUSED):
            self.rpc("archivist", batch, "write", {"supervisor_1_id": self.users["auditor"].id})
        self.sign(batch)
        with self.assertRaises(AccessError):
            self.rpc("employee", batch.signature_ids[:1], "write", {"papers": 5})
        with self.assertRaises(self.REFUSED):
            self.rpc("archivist", batch.signature_ids[:1], "unlink")

    def test_R35_signing_out_of_turn(self):
        batch = self.make_batch(state="submitted")
        with self.assertRaises(UserError):
            self.sign(batch)
        self.as_user("gm", batch).action_approve()
        self.sign(batch)
        with self.assertRaises(UserError):
            self.sign(batch)  # counted, not yet destroyed

    def test_R37_records_are_sealed(self):
        batch = self.make_batch(state="submitted")
        record = batch.record_ids[:1]
        self.assertEqual(record.kind, "application")
        for login in ("archivist", "archive_head", "gm"):
            with self.assertRaises(AccessError):
                self.rpc(login, record, "write", {"name": "x"})
            with self.assertRaises(self.REFUSED):
                self.rpc(login, record, "unlink")
        attachment = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", record._name), ("res_id", "=", record.id), ("res_field", "=", "content")])
        with self.assertRaises(AccessError):
            attachment.unlink()
        with self.assertRaises(AccessError):
            attachment.raw = b"forged"

    def test_the_stub_is_never_changed(self):
        self.make_batch(state="executed")
        for vals in ({"name": "Something else"}, {"page_count": 0}, {"remarks": False}):
            with self.assertRaises(UserError):
                self.rpc("archivist", self.document, "write", vals)

    def test_cancelled_register_frees_its_papers(self):
        batch = self.make_batch(state="approved")
        self.assertFalse(self.Batch._expired(self.company))
        self.rpc("archivist", batch, "action_cancel")
        self.assertEqual(self.Batch._expired(self.company), self.document)

    def test_outsiders_see_nothing(self):
        batch = self.make_batch()
        for model in ("archive.destruction.batch", "archive.destruction.line", "archive.disposal.hold"):
            with self.assertRaises(AccessError):
                self.rpc("outsider", self.env[model], "search", [])
        with self.assertRaises(AccessError):
            self.rpc("employee", batch, "action_submit")
        with self.assertRaises(AccessError):
            self.rpc("employee", self.env["archive.disposal.hold"], "search", [])
