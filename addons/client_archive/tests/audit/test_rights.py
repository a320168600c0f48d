"""Being the administrator clears nobody, and what an administrator changes about rights is seen."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon

# Menus under Archive that each role sees; what is not listed, it does not.
MENUS = {
    "employee": {"menu_filing", "menu_circulation", "menu_secrecy"},
    "sales": {"menu_filing", "menu_circulation", "menu_handover", "menu_secrecy"},
    "archivist": {"menu_filing", "menu_circulation", "menu_handover", "menu_custody", "menu_disposal", "menu_secrecy"},
    "archive_head": {"menu_configuration", "menu_disposal", "menu_custody"},
    "gm": {"menu_filing", "menu_circulation", "menu_secrecy", "menu_reports"},
    "security": {"menu_secrecy", "menu_reports", "menu_journal", "menu_access_alert", "menu_clearance"},
    "auditor": {"menu_reports", "menu_journal", "menu_event", "menu_journal_check", "menu_journal_head"},
    "manager": {"menu_configuration", "menu_approval_route"},
}
# The reverse: what each role must not be offered.
HIDDEN = {
    "employee": {"menu_configuration", "menu_journal", "menu_access_alert", "menu_approval_route"},
    "sales": {"menu_configuration", "menu_journal", "menu_access_alert"},
    "head": {"menu_configuration", "menu_journal", "menu_access_alert"},
    "archivist": {"menu_configuration", "menu_journal", "menu_access_alert"},
    "archive_head": {"menu_journal", "menu_approval_route", "menu_access_alert"},
    "gm": {"menu_configuration", "menu_journal", "menu_access_alert"},
    "security": {"menu_configuration"},
    "auditor": {"menu_configuration"},
    "manager": {"menu_journal", "menu_access_alert"},
    "outsider": {"menu_root"},
}


@tagged("-at_install", "post_install")
class TestRights(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["admin"] = new_test_user(
            cls.env, "test_admin", password="test_admin", groups="base.group_system", lang="en_US", name="Test Admin")
        cls.users["full_admin"] = new_test_user(
            cls.env, "test_full_admin", groups="base.group_system,client_archive.group_manager", name="Full Admin")

    def _menus(self, login):
        visible = self.env["ir.ui.menu"].with_user(self.users[login]).with_context({})._visible_menu_ids()
        data = self.env["ir.model.data"].search([
            ("model", "=", "ir.ui.menu"), ("module", "=", "client_archive"), ("res_id", "in", list(visible))])
        return set(data.mapped("name"))

    def _alerts(self, kind):
        return self.env["archive.access.alert"].search([("kind", "=", kind)])

    def test_each_role_sees_its_menus(self):
        for login, menus in MENUS.items():
            with self.subTest(login=login):
                self.assertEqual(menus - self._menus(login), set())

    def test_no_role_sees_what_is_not_its_own(self):
        for login, menus in HIDDEN.items():
            with self.subTest(login=login):
                self.assertEqual(menus & self._menus(login), set())

    def test_groups_imply_the_least(self):
        groups = {name: self.env.ref(f"client_archive.group_{name}") for name in (
            "user", "salesperson", "department_head", "archivist", "archive_head", "executive", "security_officer",
            "auditor", "manager")}
        above = {
            "salesperson": {"user"}, "department_head": {"user", "salesperson"}, "archivist": {"user"},
            "archive_head": {"user", "archivist"}, "executive": {"user"}, "security_officer": {"user"},
            "auditor": {"user"}, "manager": {"user"}, "user": set()}
        for name, group in groups.items():
            implied = {other for other, candidate in groups.items() if candidate in group.all_implied_ids - group}
            self.assertEqual(implied, above[name], name)
            self.assertNotIn(self.env.ref("base.group_system"), group.all_implied_ids)
            self.assertTrue(group.privilege_id)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_the_administrator_is_not_cleared_by_being_one(self):
        self.document._set_gated(secrecy_level="1")
        version = self.document.version_ids
        for login in ("admin", "full_admin"):
            with self.subTest(login=login):
                self.assertFalse(self.env["archive.clearance"]._levels(self.users[login]))
                with self.assertRaises(AccessError):
                    self.rpc(login, version, "read", ["content"])
                with self.assertRaises(AccessError):
                    self.rpc(login, self.env["archive.event"], "search_read", [])
                with self.assertRaises(AccessError):
                    self.rpc(login, self.env["archive.clearance"], "create", [{
                        "user_id": self.users[login].id, "level": "3", "date_from": "2020-01-01"}])

    def test_nobody_gives_themselves_a_group_in_silence(self):
        auditor = self.env.ref("client_archive.group_auditor")
        admin = self.users["admin"]
        self.rpc("admin", admin, "write", {"group_ids": [Command.link(auditor.id)]})
        event = self.env["archive.event"].search(
            [("kind", "=", "rights_changed"), ("res_id", "=", admin.id)], limit=1)
        self.assertEqual(event.user_id, admin)
        self.assertIn("Auditor", event.after)
        alert = self._alerts("rights")
        self.assertEqual(alert.user_id, admin)
        self.assertIn("test_admin", alert.detail)
        self.assertEqual(alert.activity_ids.user_id, self.users["security"])
        self.assertNotIn(admin.partner_id, alert.message_partner_ids)

    def test_a_group_is_watched_whichever_way_it_is_given(self):
        admin, executive = self.users["admin"], self.env.ref("client_archive.group_executive")
        self.rpc("admin", executive, "write", {"user_ids": [Command.link(admin.id)]})
        self.assertIn("Executive", self._alerts("rights").detail)
        self.rpc("admin", self.env["res.groups"], "create", [{
            "name": "Harmless", "implied_ids": [Command.link(self.env.ref("client_archive.group_security_officer").id)],
            "user_ids": [Command.link(self.users["outsider"].id)]}])
        self.assertIn("test_outsider", self._alerts("rights").detail)
        self.assertEqual(len(self._alerts("rights")), 1)
        self.rpc("admin", self.env["res.users"], "create", [{
            "name": "New", "login": "new@example.com", "group_ids": [Command.set(
                [self.env.ref("base.group_system").id])]}])
        self.assertIn("new@example.com", self._alerts("rights").detail)

    def test_the_company_that_a_change_touches_is_told(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        admin = new_test_user(
            self.env, "test_far_admin", groups="base.group_system", company_id=other.id, company_ids=[other.id])
        self.users["far_admin"] = admin
        self.rpc("far_admin", self.users["outsider"], "write", {
            "group_ids": [Command.link(self.env.ref("client_archive.group_auditor").id)]})
        self.assertEqual(self._alerts("rights").company_id, self.company)
        self.assertEqual(self._alerts("rights").activity_ids.user_id, self.users["security"])
        rule = self.env.ref("client_archive.archive_clearance_rule_company")
        self.rpc("far_admin", rule, "write", {"name": "Renamed"})
        self.assertEqual(self._alerts("settings").company_id, self.company)

    def test_what_is_no_right_of_the_archive_raises_nothing(self):
        self.rpc("admin", self.users["outsider"], "write", {
            "group_ids": [Command.link(self.env.ref("base.group_partner_manager").id)]})
        self.rpc("admin", self.users["outsider"], "write", {"name": "Renamed"})
        self.assertFalse(self._alerts("rights"))

    def test_rules_and_programs_do_not_change_in_silence(self):
        rule = self.env.ref("client_archive.archive_clearance_rule_company")
        self.rpc("admin", rule, "write", {"domain_force": "[(1, '=', 1)]"})
        self.assertIn(rule.name, self._alerts("settings").detail)
        event = self.env["archive.event"].search([("res_model", "=", "ir.rule"), ("res_id", "=", rule.id)], limit=1)
        self.assertIn("company_ids", event.before)
        self.assertNotIn("company_ids", event.after)
        access = self.env.ref("client_archive.access_clearance_user")
        cron = self.env.ref("client_archive.ir_cron_seal")
        model = self.env["ir.model"]._get("res.partner")
        self.rpc("admin", access, "write", {"perm_write": True})
        self.rpc("admin", cron, "write", {"active": False})
        self.rpc("admin", self.env["ir.actions.server"], "create", [{
            "name": "Looks harmless", "model_id": model.id, "state": "code", "code": "x = 1"}])
        self.rpc("admin", self.env["ir.config_parameter"], "create", [{"key": "auth_totp.policy", "value": ""}])
        self.rpc("admin", access, "unlink")
        kinds = self.env["archive.event"].search([("kind", "=", "settings_changed"), ("user_id", "=", self.users[
            "admin"].id)]).mapped("res_model")
        self.assertEqual(set(kinds), {
            "ir.actions.server", "ir.config_parameter", "ir.cron", "ir.model.access", "ir.rule"})
        self.assertEqual(kinds.count("ir.model.access"), 2)
        self.assertIn("Looks harmless", self._alerts("settings").detail)

    def test_what_does_not_guard_the_archive_raises_nothing(self):
        rule = self.env["ir.rule"].search([("model_id.model", "=", "res.partner")], limit=1)
        self.rpc("admin", rule, "write", {"name": "Renamed"})
        self.rpc("admin", self.env["ir.config_parameter"], "create", [{"key": "x.y", "value": "1"}])
        self.assertFalse(self._alerts("settings"))

    def test_setting_anothers_password_is_seen(self):
        self.rpc("admin", self.users["archivist"], "write", {"password": "another-one"})
        self.assertEqual(self.last_events(self.users["archivist"]), ["credentials_changed"])
        self.assertIn("test_archivist", self._alerts("credentials").detail)
        self.assertNotIn("another-one", self._alerts("credentials").detail)
        self.rpc("admin", self.users["admin"], "write", {"password": "my-own-one"})
        self.assertNotIn("test_admin", self._alerts("credentials").detail)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_whoever_is_reported_does_not_settle_the_alert(self):
        self.rpc("admin", self.users["admin"], "write", {
            "group_ids": [Command.link(self.env.ref("client_archive.group_security_officer").id)]})
        alert = self._alerts("rights")
        for method, args in (("write", [{"detail": "nothing"}]), ("unlink", []), ("action_review", [])):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("admin", alert, method, *args)
        self.assertNotIn(self.users["admin"], alert.activity_ids.user_id)
