import base64
import io
import os
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.image import Image

from ...tools import gate
from ..common import make_pdf
from .common import DisposalCommon


@tagged("-at_install", "post_install")
class TestDestruction(DisposalCommon):
    def file_of(self, document):
        attachment = self._files_of(document.version_ids)
        return attachment._full_path(attachment.store_fname)

    def test_R31_R34_R35_R37_whole_path(self):
        path = self.file_of(self.document)
        sha256, code = self.document.version_ids.sha256, self.document.code
        self.assertTrue(os.path.exists(path))
        batch = self.make_batch(state="executed", method="shredder")
        self.assertFalse(os.path.exists(path), "the bytes are gone from disk as soon as the erasure is committed")
        self.assertEqual((batch.line_ids.bytes_state, batch.line_ids.copies_note), ("gone", False))
        self.assertTrue(batch.line_ids.verified_on)
        # the stub remains
        self.assertEqual(self.document.state, "destroyed")
        self.assertEqual(self.document.destroyed_on, date.today())
        self.assertIn(batch.name, self.document.remarks)
        self.assertEqual((self.document.code, self.document.version_ids.sha256), (code, sha256))
        self.assertTrue(self.document.version_ids.erased)
        self.assertFalse(self.document.version_ids.content)
        # signed again, completed, kept as a file
        self.sign(batch)
        self.assertEqual(batch.state, "done")
        self.assertEqual(batch.signature_ids.mapped("phase"), ["before", "before", "after", "after"])
        self.assertEqual(batch.record_ids.mapped("kind")[:3], ["application", "report", "register"])
        self.assertIn(code.encode(), base64.b64decode(batch.record_ids[2].content))
        self.assertIn("document_destroyed", self.last_events(self.document, 3))

    def test_invariant_6_a_shared_file_is_found_and_recorded(self):
        content = make_pdf("Shared")
        document = self.expired_document("To destroy", content=content)
        other = self._make_document(self.other_dossier(), "Same scan", content=content)
        path = self.file_of(document)
        batch = self.make_batch(document, state="executed")
        self.assertEqual(batch.line_ids.bytes_state, "shared")
        self.assertIn(f"archive.version,{other.version_ids.id}", batch.line_ids.copies_note)
        self.assertTrue(os.path.exists(path), "the other paper keeps its content")
        self.assertTrue(other.version_ids.content)
        self.assertEqual(batch.unproven_count, 1)
        self.expire(other.dossier_id)
        second = self.make_batch(other, state="executed")
        self.assertEqual(second.line_ids.bytes_state, "gone")
        self.assertFalse(os.path.exists(path))
        self.rpc("archivist", batch, "action_verify_bytes")
        self.commit_hooks()
        self.assertEqual(batch.line_ids.bytes_state, "gone")

    def test_invariant_6_files_in_the_chatter_go_too(self):
        attachment = gate.opened(self.env["ir.attachment"]).create({
            "name": "copy.txt", "raw": b"copy of the contract", "res_model": "archive.document",
            "res_id": self.document.id})
        path = attachment._full_path(attachment.store_fname)
        batch = self.make_batch(state="executed")
        self.assertFalse(attachment.exists())
        self.assertFalse(os.path.exists(path))
        self.assertEqual(batch.line_ids.bytes_state, "gone")

    def test_invariant_6_an_interrupted_proof_is_finished(self):
        batch = self.make_batch(state="counted")
        self.as_user("archivist", batch).action_execute()
        self.env.cr.postcommit.clear()  # a crash between the commit and the collection
        self.assertEqual(batch.line_ids.bytes_state, "pending")
        with self.assertRaisesRegex(UserError, "proven"):
            self.sign(batch)
        self.Batch._cron_verify_bytes()
        self.commit_hooks()
        self.assertEqual(batch.line_ids.bytes_state, "gone")
        self.sign(batch)
        self.assertEqual(batch.state, "done")

    def test_invariant_6_large_scans_are_sealed_as_they_were(self):
        buffer = io.BytesIO()
        Image.new("RGB", (2400, 3200), "white").save(buffer, "PNG")
        document = self._make_document(self.other_dossier(), "Scan", state="draft")
        version = self.env["archive.version"].with_user(self.users["sales"])._add(
            document.with_user(self.users["sales"]), "scan.png", buffer.getvalue())
        self.assertEqual(base64.b64decode(version.sudo().content), buffer.getvalue())

    def test_R32_useful_papers_are_retained(self):
        useful = self.expired_document("Still useful")
        batch = self.make_batch(self.document | useful)
        line = batch.line_ids.filtered(lambda row: row.document_id == useful)
        with self.assertRaises(UserError):
            self.rpc("archivist", line, "write", {"decision": "retain"})
        self.rpc("archivist", line, "write", {"decision": "retain", "reason": "Precedent for the industry"})
        batch.with_user(self.users["archivist"]).action_submit()
        batch.with_user(self.users["gm"]).action_approve()
        self.sign(batch)
        self.execute(batch)
        self.assertEqual((useful.state, useful.retained_on), ("filed", date.today()))
        self.assertIn(batch.name, useful.remarks)
        self.assertTrue(useful.version_ids.content)
        self.assertEqual(self.document.state, "destroyed")
        self.assertFalse(self.Batch._expired(self.company), "what is retained is not put forward again by itself")

    def test_R35_the_count_must_agree(self):
        batch = self.make_batch(state="approved")
        with self.assertRaisesRegex(UserError, "before both agree"):
            self.sign(batch, papers=2)
        with self.assertRaisesRegex(UserError, "before both agree"):
            self.sign(batch, pages=99)
        self.sign(batch, ["employee"])
        self.assertEqual(batch.state, "approved")
        self.assertTrue(self.as_user("security", batch).must_sign)
        self.assertFalse(self.as_user("employee", batch).must_sign)
        self.sign(batch, ["security"])
        self.assertEqual(batch.state, "counted")

    def test_R36_place_and_box_are_put_in_order(self):
        room = self.env["archive.place"].create({"name": "Room", "kind": "room"})
        box = self.env["archive.place"].create({"name": "Box", "kind": "box", "parent_id": room.id})
        self.as_user("archivist", self.document)._shelve(box)
        self.assertEqual(self.dossier.box_id, box)
        self.make_batch(state="executed")
        self.assertFalse(self.document.place_id)
        self.assertFalse(self.dossier.box_id, "an empty box is free for the next customer")
        self.assertEqual(box.document_count, 0)


@tagged("-at_install", "post_install")
class TestDestructionReceivable(DisposalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.income = cls.env["account.account"].create({
            "name": "Income", "code": "ARCINC", "account_type": "income"})
        receivable = cls.env["account.account"].create({
            "name": "Receivable", "code": "ARCREC", "account_type": "asset_receivable", "reconcile": True})
        cls.partner.property_account_receivable_id = receivable
        cls.journal = cls.env["account.journal"].create({"name": "Sales", "code": "ARCS", "type": "sale"})

    def invoice(self):
        invoice = self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": self.partner.id, "invoice_date": date.today(),
            "journal_id": self.journal.id,
            "invoice_line_ids": [Command.create({
                "name": "Bearings", "price_unit": 100.0, "account_id": self.income.id, "tax_ids": []})]})
        invoice.action_post()
        return invoice

    def test_open_receivable_stops_the_proposal(self):
        self.invoice()
        with self.assertRaisesRegex(UserError, "unpaid"):
            self.make_batch()
        self.assertFalse(self.Batch._expired(self.company))

    def test_open_receivable_after_approval_stops_the_execution(self):
        batch = self.make_batch(state="counted")
        self.invoice()
        with self.assertRaisesRegex(UserError, "unpaid"):
            self.rpc("archivist", batch, "action_execute")

    def test_R69_closing_finds_the_last_settlement_in_the_books(self):
        invoice = self.invoice()
        archivist = self.as_user("archivist", self.dossier)
        archivist.action_reopen()
        archivist.action_close()
        self.assertEqual(self.dossier.last_settlement_on, invoice.date)

    def test_archivists_do_not_read_the_books_by_it(self):
        invoice = self.invoice()
        with self.assertRaises(AccessError):
            self.as_user("archivist", invoice).read(["amount_total"])
        self.assertEqual(self.as_user("archivist", self.dossier).open_receivable_count, 1)
