from datetime import date, timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("-at_install", "post_install")
class TestContactLog(ArchiveCommon):
    def note(self, login="sales", **values):
        return self.env["archive.contact.log"].with_user(self.users[login]).create({
            "name": "质量投诉", "dossier_id": self.dossier.id, "kind": "complaint", **values}).with_env(self.env)

    def test_R83_a_complaint_is_settled_by_its_result(self):
        complaint = self.note()
        self.assertFalse(complaint.is_settled)
        self.rpc("sales", complaint, "write", {"outcome": "换货"})
        self.assertTrue(complaint.is_settled)
        self.assertTrue(self.note(kind="visit").is_settled)
        self.assertEqual(self.dossier.contact_log_count, 2)

    def test_R45_figures_for_trends(self):
        action = self.as_user("sales", self.dossier).action_view_sales()
        self.assertEqual(action["res_model"], "sale.report")
        self.assertIn(("partner_id", "child_of", self.partner.id), action["domain"])
        self.assertEqual(self.env["sale.report"].search_count(action["domain"]), 0)

    def test_R83_others_notes_stand(self):
        complaint = self.note()
        for login in ("other_sales", "employee"):
            with self.assertRaises(AccessError):
                self.rpc(login, complaint, "write", {"outcome": "x"})
        with self.assertRaises(AccessError):
            self.rpc("employee", self.env["archive.contact.log"], "create", {
                "name": "x", "dossier_id": self.dossier.id})

    def test_R83_what_took_place(self):
        with self.assertRaises(ValidationError):
            self.note(date=date.today() + timedelta(days=1))

    def test_R78_changes_are_journaled(self):
        complaint = self.note()
        self.rpc("sales", complaint, "write", {"content": "轴承噪音"})
        self.assertEqual(self.last_events(complaint, 2), ["changed", "created"])
