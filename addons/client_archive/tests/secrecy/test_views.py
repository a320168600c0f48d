from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestViews(ArchiveCommon):
    """Whoever sees a menu can open all of its views, with the rows they may see."""

    def test_menus_open_for_those_who_see_them(self):
        menus = self.env["ir.ui.menu"].search([
            ("id", "child_of", self.env.ref("client_archive.menu_secrecy").id), ("action", "!=", False)])
        menus |= self.env.ref("client_archive.menu_seal")
        self.assertGreater(len(menus), 10)
        for login in self.users.keys() - {"outsider"}:
            visible = self.env["ir.ui.menu"].with_user(self.users[login])._visible_menu_ids()
            for menu in menus.filtered(lambda item, ids=visible: item.id in ids):
                action = menu.action
                with self.subTest(login=login, menu=menu.complete_name):
                    views = [(False, mode) for mode in action.view_mode.split(",")]
                    self.rpc(login, self.env[action.res_model], "get_views", [*views, (False, "search")])
                    domain = safe_eval(action.domain or "[]")
                    self.rpc(login, self.env[action.res_model], "web_search_read", domain, {"display_name": {}})

    def test_forms_of_the_keepers(self):
        security = self.env(user=self.users["security"])
        for model, values in (
            ("archive.clearance", {"user_id": self.users["sales"], "level": "2"}),
            ("archive.agreement", {"user_id": self.users["sales"], "date_to": "2099-01-01"}),
            ("archive.training", {"name": "档案法"}),
            ("archive.designation", {"user_id": self.users["sales"], "duty": "copying"}),
            ("archive.merit", {"name": "Merit", "user_id": self.users["sales"]}),
        ):
            with self.subTest(model=model), Form(security[model]) as form:
                for name, value in values.items():
                    form[name] = value
            self.assertTrue(form.record.exists())

    def test_paper_form_shows_level_and_term(self):
        with Form(self.env["archive.document"].with_user(self.users["sales"]).with_context(
                default_dossier_id=self.dossier.id)) as form:
            form.name = "机密文件"
            form.type_id = self.env.ref("client_archive.document_type_0102")
            form.secrecy_level = "2"
            form.declassify_on = "2099-01-01"
        self.assertEqual((form.record.secrecy_level, str(form.record.declassify_on)), ("2", "2099-01-01"))

    def test_people_of_an_incident_are_not_in_the_reporters_form(self):
        incident = self.env["archive.incident"].with_user(self.users["employee"])
        arch = incident.get_view(view_type="form")["arch"]
        self.assertNotIn("person_ids", arch)
        self.assertIn("person_ids", incident.with_user(self.users["gm"]).get_view(view_type="form")["arch"])
        with Form(incident) as form:
            form.description = "Something"
        with self.assertRaises(AccessError):
            self.rpc("employee", form.record, "read", ["person_ids"])
