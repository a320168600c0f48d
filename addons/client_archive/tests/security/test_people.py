from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon


@tagged("-at_install", "post_install")
class TestPeople(ArchiveCommon):
    """Two people where the rules ask for two, and nobody in another's name."""

    def _own_request(self, login):
        request = self.env["archive.request"].with_user(self.users[login]).create({
            "kind": "consult", "dossier_id": self.dossier.id, "purpose": "To read",
            "line_ids": [Command.create({"document_id": self.document.id})]})
        request.action_submit()
        while request.state == "submitted":
            pending = request.sudo().approval_pending_user_id
            request.with_user(pending).action_approve()
            request.invalidate_recordset()
        return request

    def test_archivists_serve_others_not_themselves(self):
        request = self._own_request("archivist")
        with self.assertRaisesRegex(AccessError, "your own request"):
            self.rpc("archivist", request, "action_hand_out")
        self.rpc("archive_head", request, "action_hand_out")
        self.assertEqual(request.state, "issued")
        with self.assertRaisesRegex(AccessError, "your own request"):
            self.rpc("archivist", request, "action_take_back")

    def test_nobody_decides_in_the_name_of_others(self):
        deputy = self.env["archive.deputy"].browse(self.rpc("employee", self.env["archive.deputy"], "create", [{
            "deputy_id": self.users["sales"].id, "date_to": "2099-01-01"}]))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("employee", deputy, "write", {"principal_id": self.users["gm"].id})
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("employee", deputy, "create", [{
                "principal_id": self.users["gm"].id, "deputy_id": self.users["employee"].id,
                "date_to": "2099-01-01"}])

    def test_the_journal_is_read_by_those_who_audit(self):
        for login in ("employee", "sales", "head", "archivist", "archive_head", "gm", "manager", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_model"):
                self.rpc(login, self.env["archive.event"], "search_read", [])
        for method, args in (("create", [{"kind": "state", "res_model": "x", "date": "2026-01-01"}]),):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                self.rpc("auditor", self.env["archive.event"], method, args)
        event = self.env["archive.event"].search([], limit=1)
        for method, args in (("write", [{"note": "x"}]), ("unlink", [])):
            with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
                self.rpc("auditor", event, method, *args)

    def test_x2many_commands_write_through_no_gate(self):
        request = self._own_request("employee")
        step = request.sudo().approval_step_ids[:1]
        version = self.document.version_ids
        for login, record, vals in (
            ("employee", request, {"approval_step_ids": [Command.update(step.id, {"state": "cancelled"})]}),
            ("employee", request, {"grant_ids": [Command.create({
                "document_id": self.document.id, "user_id": self.users["employee"].id, "secrecy_level": "3",
                "valid_until": "2099-01-01"})]}),
            ("sales", self.dossier, {"document_ids": [Command.update(self.document.id, {"is_void": True})]}),
            ("sales", self.dossier, {"document_ids": [Command.delete(self.document.id)]}),
            ("archivist", self.document, {"version_ids": [Command.delete(version.id)]}),
            ("archivist", self.document, {"version_ids": [Command.update(version.id, {"erased": True})]}),
            ("archivist", self.document, {"seal_ids": [Command.clear()]}),
            ("sales", self.partner, {"dossier_ids": [Command.update(self.dossier.id, {"state": "closed"})]}),
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError), mute_logger(
                    "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.sql_db"):
                self.rpc(login, record, "write", vals)
            self.env.invalidate_all()
        self.assertEqual(self.document.state, "filed")
        self.assertTrue(self.document.version_ids)
        self.assertTrue(self.document.seal_ids)
