import base64
import io
import os

from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.client_archive.tests.common import USCC, make_pdf
from odoo.addons.client_archive.tests.disposal.common import DisposalCommon

from ..common import CreditCommon


@tagged("post_install", "-at_install")
class TestStory(CreditCommon, DisposalCommon):
    """The main job from one end to the other, every act as a client calls it: by RPC, as the person whose task it is.

    A new customer gets a file, a paper, a loan, and an order on hold; an old one's expired paper is destroyed.
    """

    def new(self, login, model, values):
        """A record that ``login`` created by RPC."""
        return self.env[model].browse(self.rpc(login, self.env[model], "create", values))

    def decide(self, login, record, words=None):
        """Mark ``login``'s activity of ``record`` as done, which is how people decide."""
        activity = record.activity_ids.filtered(lambda act: act.user_id == self.users[login])
        self.assertTrue(activity, f"{login} is called")
        self.rpc(login, activity, "action_feedback", feedback=words or "同意")

    def test_the_main_job(self):
        dossier = self.open_customer()
        document = self.hand_in(dossier)
        self.file_and_print(dossier, document)
        self.lend(document)
        self.sell(dossier.partner_id)
        self.destroy()
        self.prove_the_journal()

    # ------------------------------------------------------------------
    # A customer and their paper
    # ------------------------------------------------------------------
    def open_customer(self):
        """R71: what the salesperson enters, a supervisor verifies; a wrong credit code is refused."""
        partner = self.new("sales", "res.partner", {
            "name": "广州南方机电有限公司", "is_company": True, "vat": USCC[1][:-1] + "X",
            "country_id": self.env.ref("base.cn").id, "user_id": self.users["sales"].id})
        with self.assertRaisesRegex(ValidationError, "GB 32100"):
            self.rpc("sales", partner, "action_open_dossier")
        self.rpc("sales", partner, "write", {"vat": USCC[1]})
        action = self.rpc("sales", partner, "action_open_dossier")
        dossier = self.env["archive.dossier"].browse(action["res_id"])
        self.rpc("sales", dossier, "action_submit")
        with self.assertRaises(AccessError):
            self.rpc("sales", dossier, "action_approve")
        self.decide("head", dossier, "已核实")
        self.assertEqual((dossier.state, dossier.verified_by_id), ("open", self.users["head"]))
        self.assertTrue(dossier.number)
        return dossier

    def hand_in(self, dossier):
        """R5: scans come in by the upload dialog and are handed to the archive."""
        scan = self.new("sales", "ir.attachment", {
            "name": "购销合同.pdf", "datas": base64.b64encode(make_pdf("Sales contract", pages=2)).decode()})
        wizard = self.new("sales", "archive.upload", {
            "dossier_id": dossier.id, "type_id": self.env.ref("client_archive.document_type_0102").id,
            "attachment_ids": [Command.set(scan.ids)]})
        action = self.rpc("sales", wizard, "action_upload")
        document = self.env["archive.document"].browse(action["res_id"])
        self.assertEqual((document.name, document.page_count, document.state), ("购销合同", 2, "draft"))
        self.rpc("sales", document, "action_submit")
        with self.assertRaises(UserError):
            self.rpc("sales", document, "action_file")
        return document

    def file_and_print(self, dossier, document):
        """R6, R9, R14, R25: coded, sealed, shelved; the list of contents and the label of the box."""
        self.rpc("archivist", document, "action_file")
        self.assertEqual(document.code, f"{dossier.number}-001")
        self.assertEqual(document.seal_ids.mapped("kind"), ["received"])
        room = self.new("archive_head", "archive.place", {"name": "一号库", "kind": "room"})
        safe = self.new("archive_head", "archive.place", {"name": "保险柜", "kind": "safe", "parent_id": room.id})
        box = self.new("archive_head", "archive.place", {"name": "盒 1", "kind": "box", "parent_id": safe.id})
        wizard = self.new("archivist", "archive.shelve", {
            "dossier_id": dossier.id, "document_ids": [Command.set(document.ids)], "barcode": box.barcode})
        self.rpc("archivist", wizard, "action_shelve")
        self.assertEqual((document.place_id, dossier.box_id), (box, box))
        contents = self.printed("archivist", "client_archive.action_report_volume_contents", dossier)
        self.assertIn("购销合同", contents.pages[0].extract_text())
        wizard = self.new("archivist", "archive.box.label", {"dossier_ids": [Command.set(dossier.ids)]})
        label = self.printed("archivist", "client_archive.action_report_box_spine", wizard)
        self.assertEqual(round(float(label.pages[0].mediabox.height) / 72 * 25.4), 310)

    def printed(self, login, report, record):
        report = self.env.ref(report).with_user(self.users[login])
        content, kind = report._render_qweb_pdf(report.report_name, record.ids)
        self.assertEqual(kind, "pdf")
        return PdfReader(io.BytesIO(content))

    # ------------------------------------------------------------------
    # A loan, an order
    # ------------------------------------------------------------------
    def lend(self, document):
        """R21, R22, R126: grade B is lent with the head's approval and comes back; grade A never is."""
        request = self.new("employee", "archive.request", {
            "kind": "loan", "dossier_id": document.dossier_id.id, "purpose": "核对交货条款",
            "line_ids": [Command.create({"document_id": document.id})]})
        self.rpc("employee", request, "action_submit")
        while request.state == "submitted":
            login = request.approval_pending_user_id.login.removeprefix("test_")
            self.assertNotEqual(login, "employee")
            self.decide(login, request)
        self.rpc("archivist", request, "action_hand_out")
        self.assertEqual(request.state, "issued")
        self.assertIn(request.name, " ".join(document._destruction_obstacles()))
        wizard = self.new("archivist", "archive.request.take.back", {"request_id": request.id})
        self.rpc("archivist", wizard, "action_take_back")
        self.assertEqual(request.state, "returned")
        self.rpc("archivist", document, "write", {"secrecy_level": "2"})
        with self.assertRaisesRegex(ValidationError, "is never lent"):
            self.new("employee", "archive.request", {
                "kind": "loan", "dossier_id": document.dossier_id.id, "purpose": "再次核对",
                "line_ids": [Command.create({"document_id": document.id})]})

    def sell(self, partner):
        """Within the limit an order confirms at once; beyond it waits for its release, and then confirms."""
        self.grant(1000, partner=partner)
        small, large = self.order(400, partner=partner), self.order(900, partner=partner)
        self.rpc("sales", small, "action_confirm")
        self.assertEqual(small.state, "sale")
        self.rpc("sales", large, "action_confirm")
        hold = self.hold_of(large)
        self.assertEqual((large.state, hold.state, hold.excess), ("draft", "pending", 300))
        with self.assertRaises(UserError):
            self.rpc("sales", large, "write", {"state": "sale"})
        with self.assertRaises(AccessError):
            self.rpc("sales", hold, "action_approve")
        self.decide("head", hold)
        self.decide("credit_manager", hold)
        self.assertEqual((hold.state, large.state), ("released", "sale"))

    # ------------------------------------------------------------------
    # An end, and the proof of all
    # ------------------------------------------------------------------
    def destroy(self):
        """R31, R35, R37: approved by the general manager, counted by two, gone from disk; stub and register remain."""
        attachment = self.env["ir.attachment"].search([
            ("res_model", "=", "archive.version"), ("res_id", "=", self.document.version_ids.id),
            ("res_field", "=", "content")])
        path = attachment._full_path(attachment.store_fname)
        self.assertTrue(os.path.exists(path))
        batch = self.new("archivist", "archive.destruction.batch", {
            "opinion": "保管期限已满，无继续保存价值", "supervisor_1_id": self.users["employee"].id,
            "supervisor_2_id": self.users["security"].id})
        self.rpc("archivist", batch, "action_fill")
        self.rpc("archivist", batch, "action_destroy_rest")
        self.rpc("archivist", batch, "action_submit")
        with self.assertRaises(UserError):
            self.rpc("archivist", batch, "action_execute")
        self.decide("gm", batch)
        self.count_and_sign(batch)
        self.rpc("archivist", batch, "action_execute")
        self.commit_hooks()
        self.assertFalse(os.path.exists(path), "the bytes are gone from the filestore")
        self.count_and_sign(batch)
        self.assertEqual((batch.state, batch.line_ids.bytes_state), ("done", "gone"))
        self.assertEqual((self.document.state, self.document.name), ("destroyed", "采购合同"))
        self.assertTrue(batch.record_ids)

    def count_and_sign(self, batch):
        for login in ("employee", "security"):
            wizard = self.new(login, "archive.destruction.sign", {
                "batch_id": batch.id, "papers": 1, "pages": self.document.page_count})
            self.rpc(login, wizard, "action_sign")

    def prove_the_journal(self):
        """Every act is an event; the chain verifies, and a row changed by SQL is found and named."""
        kinds = set(self.env["archive.event"].search([]).mapped("kind"))
        self.assertGreaterEqual(kinds, {
            "dossier_opened", "content_added", "document_submitted", "document_filed", "seal_stamped",
            "document_shelved", "printed", "request_granted", "approval_approved", "destruction_granted",
            "destruction_signed", "document_destroyed", "content_erased"})
        Seal = self.env["archive.event.seal"]
        while Seal._seal_chunk():
            pass
        self.assertIsNone(Seal._verify())
        victim = self.env["archive.event"].search([("kind", "=", "document_destroyed")], limit=1)
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE archive_event DISABLE TRIGGER ALL")
        self.env.cr.execute("UPDATE archive_event SET note = 'forged' WHERE id = %s", [victim.id])
        self.env.cr.execute("ALTER TABLE archive_event ENABLE TRIGGER ALL")
        self.env.invalidate_all()
        fault = Seal._verify()
        self.assertEqual((fault.kind, fault.event_id), ("altered", victim.id))
