from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon


@tagged("-at_install", "post_install")
class TestAgreement(ArchiveCommon):
    """Agreements are signed on paper, renewed in time, and open nothing after somebody left (R98)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._archive_today()

    def _agreement(self, login, days, **values):
        return self.env["archive.agreement"].create({
            "user_id": self.users[login].id, "date_from": "2020-01-01", "date_to": self.today + timedelta(days=days),
            **values})

    def _dialog(self, login="security", **values):
        return self.env["archive.agreement.renew"].with_user(self.users[login]).create(values)

    def test_R98_many_are_renewed_at_once(self):
        self._agreement("archivist", 20)
        self._agreement("sales", 200)
        self.env["archive.clearance"].create({
            "user_id": self.users["head"].id, "level": "1", "date_from": "2020-01-01"})
        dialog = self._dialog()
        candidates = self.env["res.users"].concat(*(self.users[login] for login in ("archivist", "sales", "head")))
        self.assertEqual(dialog.user_ids & candidates, self.users["archivist"] | self.users["head"])
        dialog.user_ids = self.users["archivist"] | self.users["head"]
        dialog.months = 24
        action = self.rpc("security", dialog, "action_enter")
        created = self.env["archive.agreement"].search(action["domain"])
        self.assertEqual(created.user_id, dialog.user_ids)
        self.assertEqual(set(created.mapped("date_to")), {dialog.date_to})
        self.assertEqual(self.last_events(created[0]), ["agreement_signed"])

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_R98_others_do_not_renew(self):
        for login in ("employee", "archivist", "archive_head", "gm", "auditor", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.agreement.renew"], "create", [{
                    "user_ids": [(6, 0, self.users["sales"].ids)]}])
        dialog = self._dialog(user_ids=[(6, 0, self.users["security"].ids)])
        with self.assertRaisesRegex(AccessError, "their own"):
            self.rpc("security", dialog, "action_enter")
        dialog.user_ids = False
        with self.assertRaises(UserError):
            self.rpc("security", dialog, "action_enter")

    def test_R98_it_prints_to_be_signed(self):
        dialog = self._dialog(user_ids=[(6, 0, (self.users["sales"] | self.users["head"]).ids)])
        self.rpc("security", dialog, "action_print")
        html = self.env["ir.actions.report"].with_user(self.users["security"])._render_qweb_html(
            "client_archive.report_agreement_renew", dialog.ids)[0].decode()
        for login in ("sales", "head"):
            self.assertIn(self.users[login].name, html)
        agreement = self._agreement("sales", 200)
        html = self.env["ir.actions.report"].with_user(self.users["sales"])._render_qweb_html(
            "client_archive.report_agreement", agreement.ids)[0].decode()
        self.assertIn(self.users["sales"].name, html)

    def test_R98_a_missing_scan_is_seen(self):
        agreement = self._agreement("sales", 200)
        self.assertIn(agreement, agreement.search([("has_scan", "=", False)]))
        agreement.scan = "R0lGODlhAQABAAAAACw="
        self.assertTrue(agreement.has_scan)
        self.assertNotIn(agreement, agreement.search([("has_scan", "=", False)]))

    def test_R98_whoever_leaves_opens_nothing_any_more(self):
        agreement, clearance = self._clear("archivist")
        self.users["archivist"].active = False
        self.assertEqual((clearance.state, agreement.date_to), ("revoked", self.today))
        self.assertEqual(self.last_events(clearance), ["clearance_revoked"])

    def test_R98_an_employee_who_leaves_takes_no_clearance_along(self):
        _agreement, clearance = self._clear("sales")
        other = self.env["res.company"].create({"name": "Other"})
        elsewhere = self.env["archive.clearance"].create({
            "user_id": self.users["sales"].id, "company_id": other.id, "level": "1", "date_from": "2020-01-01"})
        self.users["sales"].employee_ids.active = False
        self.assertEqual((clearance.state, elsewhere.state), ("revoked", "granted"))
