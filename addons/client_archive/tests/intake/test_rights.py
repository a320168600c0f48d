import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon
from .common import ImportCommon, make_workbook

_QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("-at_install", "post_install")
class TestRights(ImportCommon):
    """Archivists import, each their own files; by RPC as by the buttons."""

    def test_others_neither_see_nor_make_an_import(self):
        batch = self._batch(dossiers=[self.dossier_row()])
        for login in ("sales", "head", "gm", "auditor", "manager", "employee"):
            with self.subTest(login), mute_logger(*_QUIET):
                with self.assertRaises(AccessError):
                    self.rpc(login, batch, "read", ["name"])
                with self.assertRaises(AccessError):
                    self.rpc(login, batch, "create", {"note": "x"})
                with self.assertRaises(AccessError):
                    self.as_user(login, self.Batch)._template()
                for method in (
                        "action_check", "action_import", "action_back", "action_stop", "action_resume", "action_undo"):
                    with self.assertRaises(AccessError):
                        self.rpc(login, batch, method)

    def test_states_and_what_was_found_are_not_written_by_rpc(self):
        batch = self._batch(dossiers=[self.dossier_row(uscc="")])
        batch.action_check()
        unit, fault = batch.unit_ids, batch.fault_ids
        company = self.env["res.company"].create({"name": "Other"})
        for values in ({"state": "importing"}, {"user_id": self.users["sales"].id}, {"scan_position": 9},
                       {"worker_id": self.users["archive_head"].id}, {"company_id": company.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.rpc("archivist", batch, "write", values)
        for record, values in ((unit, {"state": "ready"}), (unit, {"payload": {}}), (fault, {"severity": "note"})):
            with mute_logger(*_QUIET), self.assertRaises(AccessError):
                self.rpc("archivist", record, "write", values)
            with mute_logger(*_QUIET), self.assertRaises(AccessError):
                self.rpc("archivist", record, "unlink")
        with mute_logger(*_QUIET), self.assertRaises(AccessError):
            self.rpc("archivist", batch.record_ids, "create", {"batch_id": batch.id, "res_model": "archive.document"})
        with self.assertRaisesRegex(UserError, "No dossier is ready"):
            self.rpc("archivist", batch, "action_import")

    def test_files_are_for_who_uploaded_them(self):
        batch = self._batch(dossiers=[self.dossier_row()])
        file = batch.file_ids
        self.assertEqual(file.with_user(self.users["archivist"]).size, file.size)
        attachment = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "archive.import.file"), ("res_field", "=", "content"), ("res_id", "=", file.id)])
        for login in ("archive_head", "manager", "sales"):
            with self.subTest(login), mute_logger(*_QUIET):
                with self.assertRaises(AccessError):
                    self.rpc(login, file, "read", ["content"])
                with self.assertRaises(AccessError):
                    self.rpc(login, attachment, "read", ["datas"])
                with self.assertRaises(AccessError):
                    self.rpc(login, file, "action_remove")
        self.assertFalse(batch.with_user(self.users["archive_head"]).has_workbook)
        with self.assertRaisesRegex(UserError, "Upload the workbook first"):
            self.rpc("archive_head", batch, "action_check")
        with self.assertRaises(AccessError):
            attachment.unlink()
        with self.assertRaises(AccessError):
            self.rpc("archivist", attachment, "write", {"raw": "x"})

    def test_who_checked_imports(self):
        """The check asked what its user is cleared for."""
        batch = self._batch(dossiers=[self.dossier_row()])
        batch.action_check()
        with self.assertRaisesRegex(UserError, "Check it yourself"):
            self.rpc("archive_head", batch, "action_import")

    def test_secrecy_above_the_importer(self):
        rows = {"dossiers": [self.dossier_row(level="机密")], "papers": [self.paper_row(), self.paper_row(
            title="合同", type="0101", level="绝密", place="Safe")]}
        batch = self._batch(login="archive_head", **rows)  # not cleared
        batch.action_check()
        self.assertEqual(self._faults(batch), [
            ("papers", 2, "level", "secrecy"), ("papers", 3, "level", "secrecy")])
        self.assertIn("Top Secret", " ".join(batch.fault_ids.mapped("message")))
        batch = self._imported(**rows)
        self.assertEqual(sorted(batch.unit_ids.dossier_id.document_ids.mapped("secrecy_level")), ["2", "3"])

    def test_files_change_before_the_check_alone(self):
        batch = self._batch(dossiers=[self.dossier_row()])
        batch.action_check()
        content = base64.b64encode(make_workbook(dossiers=[self.dossier_row(2)]))
        with self.assertRaisesRegex(UserError, "not the time"):
            self.rpc("archivist", batch, "write", {"workbook": content})
        with self.assertRaisesRegex(UserError, "not the time"):
            self.rpc("archivist", batch.file_ids, "action_remove")
        self.rpc("archivist", batch, "action_back")
        self.assertFalse(batch.unit_ids)
        self.rpc("archivist", batch.file_ids, "action_remove")
        self.assertFalse(batch.file_ids)

    def test_an_import_past_its_first_step_is_not_deleted(self):
        batch = self._batch(dossiers=[self.dossier_row()])
        batch.action_check()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.rpc("archivist", batch, "unlink")
        batch.action_back()
        self.rpc("archivist", batch, "unlink")
        self.assertFalse(batch.exists())

    def test_another_company_neither_sees_it_nor_is_found(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archive_head"]
        batch = self._batch(dossiers=[self.dossier_row()])
        stranger.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        with mute_logger(*_QUIET), self.assertRaises(AccessError):
            self.rpc("archive_head", batch, "read", ["name"])


@tagged("-at_install", "post_install")
class TestImportedBy(ArchiveCommon):
    def test_nobody_says_that_a_record_was_imported(self):
        for record in (self.dossier, self.document):
            with self.assertRaises(AccessError):
                self.rpc("archivist", record, "write", {"import_batch_id": 1})
