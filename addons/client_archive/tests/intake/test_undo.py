from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import make_pdf
from .common import ImportCommon, credit_code, make_zip


@tagged("-at_install", "post_install")
class TestUndo(ImportCommon):
    """An import is taken back as one, but for what was used since."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._clear("archive_head")

    def _import(self, count=1):
        serials = range(1, count + 1)
        return self._imported(
            dossiers=[self.dossier_row(serial) for serial in serials],
            papers=[row for serial in serials for row in (
                self.paper_row(serial, "购销合同", reference="HT"),
                self.paper_row(serial, "清单", role="annex", main="HT"),
                self.paper_row(serial, "往来函"))],
            contacts=[self.contact_row(serial) for serial in serials],
            scans=make_zip({f"OLD-{serial:04}/往来函.pdf": make_pdf(str(serial)) for serial in serials}))

    def _undo(self, batch):
        batch.with_user(self.users["archive_head"]).action_undo()
        self.assertEqual(batch.state, "undone")

    def _reasons(self, batch):
        return {record.name: record.reason for record in batch.record_ids if record.state == "kept"}

    def test_all_of_it_goes_and_the_journal_stays(self):
        batch = self._import(2)
        papers = batch.unit_ids.dossier_id.document_ids
        dossiers, versions = batch.unit_ids.dossier_id, papers.version_ids
        files = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "archive.version"), ("res_field", "=", "content"), ("res_id", "in", versions.ids)])
        self.assertEqual(len(files), 2)
        partners = self.env["res.partner"].search([("vat", "in", [credit_code(1), credit_code(2)])])
        partners |= partners.child_ids
        self.assertEqual(len(partners), 4)
        ids = papers.ids
        self._undo(batch)
        for records in (papers, dossiers, versions.sudo(), partners, files):
            self.assertFalse(records.exists(), records)
        self.assertEqual(batch.unit_ids.mapped("state"), ["undone", "undone"])
        events = self.env["archive.event"].search([
            ("res_model", "=", "archive.document"), ("res_id", "in", ids),
            ("kind", "in", ["imported", "import_undone"])])
        self.assertEqual(len(events), 12)
        undone = events.filtered(lambda event: event.kind == "import_undone")
        self.assertEqual(undone.user_id, self.users["archive_head"])

    def test_after_undoing_the_same_workbook_comes_in_again(self):
        self._undo(self._import())
        batch = self._import()
        self.assertEqual(len(batch.unit_ids.dossier_id.document_ids), 3)

    def test_what_was_used_stays_with_what_it_stands_on(self):
        batch = self._import(2)
        first, second = batch.unit_ids.dossier_id
        annex = first.document_ids.filtered(lambda paper: paper.role == "annex")
        annex.with_user(self.users["archivist"]).name = "清单（更正）"
        self._undo(batch)
        self.assertFalse(second.exists())
        self.assertEqual(sorted(first.document_ids.mapped("name")), ["清单（更正）", "购销合同"])
        self.assertEqual(batch.unit_ids.mapped("state"), ["kept", "undone"])
        reasons = self._reasons(batch)
        self.assertEqual(len(reasons), 4, reasons)  # annex, its main paper, their dossier, its customer
        self.assertIn("It was used since: Changed", " ".join(reasons.values()))
        self.assertIn("hangs on it", " ".join(reasons.values()))

    def test_what_keeps_a_paper(self):
        archivist = self.users["archivist"]

        def read_it(paper):
            paper.version_ids.sudo()._journal("content_opened")

        def request_it(paper):
            self.env["archive.request"].with_user(self.users["sales"]).create({
                "kind": "consult", "dossier_id": paper.dossier_id.id, "purpose": "To read",
                "line_ids": [Command.create({"document_id": paper.id})]})
        acts = {
            "a later version": lambda paper: self.env["archive.version"].with_user(archivist)._add(
                paper, "b.pdf", make_pdf("later")),
            "voided": lambda paper: paper.with_user(archivist)._void("expired"),
            "opened": read_it,
            "requested": request_it,
            "shelved": lambda paper: paper.with_user(archivist)._shelve(self.box),
        }
        for name, act in acts.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                batch = self._import()
                paper = batch.unit_ids.dossier_id.document_ids.filtered(lambda paper: paper.name == "往来函")
                act(paper)
                self._undo(batch)
                self.assertTrue(paper.exists())
                self.assertTrue(any("往来函" in record for record in self._reasons(batch)))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_a_customer_who_was_changed_or_bought_stays(self):
        batch = self._import(2)
        first, second = batch.unit_ids.dossier_id.partner_id
        self.env.cr.execute("UPDATE archive_import_record SET create_date = create_date - interval '1 minute'")
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = write_date - interval '2 minutes' WHERE id = %s OR parent_id = %s",
            [second.id, second.id])
        self.env.invalidate_all()
        self.env["sale.order"].create({"partner_id": second.id})
        self._undo(batch)
        self.assertTrue(first.exists())
        self.assertTrue(second.exists())
        self.assertIn("It was changed since.", self._reasons(batch).values())
        self.assertTrue(any("Sales Order" in reason for reason in self._reasons(batch).values()))
        self.assertFalse(self.env["archive.dossier"].search([("partner_id", "in", (first | second).ids)]))

    def test_undoing_goes_on_where_it_stood_and_can_be_tried_again(self):
        batch = self._import(3)
        head = batch.with_user(self.users["archive_head"])
        with patch("odoo.addons.client_archive.models.intake.import_batch._PATIENCE", -1), \
                patch("odoo.addons.client_archive.models.intake.import_undo._CHUNK", 1):
            head.action_undo()
            self.assertEqual((batch.state, batch.imported_count), ("undoing", 2))
            self._run_cron()
        self.assertEqual((batch.state, batch.imported_count), ("undone", 0))
        head.action_undo()
        self.assertEqual(batch.state, "undone")

    def test_only_the_head_undoes(self):
        batch = self._import()
        with self.assertRaisesRegex(AccessError, "head of the archive"):
            self.rpc("archivist", batch, "action_undo")

    def test_content_goes_with_an_undone_import_alone(self):
        batch = self._import()
        version = batch.unit_ids.dossier_id.document_ids.version_ids
        for login in ("archivist", "archive_head"):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                self.rpc(login, version, "unlink")
        with self.assertRaisesRegex(UserError, "never deleted"):
            version.sudo().unlink()
        paper = version.document_id
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.rpc("archive_head", paper, "unlink")
