from lxml import etree

from odoo.tests import Form, tagged

from ..circulation.common import CirculationCommon
from .common import ApprovalCommon

_ACTS = {"action_approve", "action_decide", "action_refuse", "action_ask", "action_delegate", "action_answer"}


@tagged("post_install", "-at_install")
class TestForm(ApprovalCommon):
    """Forms of approvable documents show the chain ahead, and offer every act."""

    def approvable(self):
        mixin = self.env.registry["archive.approval.mixin"]
        return [name for name, model in self.env.registry.items() if issubclass(model, mixin) and not model._abstract]

    def test_every_approvable_form_has_every_act_once(self):
        self.assertIn("archive.destruction.batch", self.approvable())
        for model in self.approvable():
            arch = etree.fromstring(self.env[model].get_view(view_type="form")["arch"])
            buttons = [button.get("name") for button in arch.iterfind(".//header//button")]
            with self.subTest(model=model):
                for act in _ACTS:
                    self.assertEqual(buttons.count(act), 1, act)
                for name in ("approval_preview", "approval_question", "approval_chosen_id"):
                    self.assertEqual(len(arch.findall(f".//field[@name='{name}']")), 1, name)
                self.assertEqual(len(arch.findall(".//field[@name='approval_step_ids']")), 1)

    def test_forms_speak_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        parts = self.env.ref("client_archive.approval_form_parts")
        parts.update_field_translations("arch_db", {"zh_CN": {"Delegate": "委托同事"}})
        arch = self.env["archive.dossier"].with_context(lang="zh_CN").get_view(view_type="form")["arch"]
        self.assertIn("委托同事", arch)
        self.assertNotIn("委托同事", self.env["archive.dossier"].get_view(view_type="form")["arch"])

    def preview(self, record, login="sales"):
        self.env.invalidate_all()
        return self.as_user(login, record).approval_preview

    def test_chain_ahead_until_it_is_submitted_and_again_after_it_came_back(self):
        partner = self.env["res.partner"].create({"name": "Ahead"})
        dossier = self.env["archive.dossier"].with_user(self.users["sales"]).create({"partner_id": partner.id})
        for words in ("Three look at it", "Test Head", "Test Deputy Gm", "Test Gm"):
            self.assertIn(words, self.preview(dossier))
        dossier.action_submit()
        self.assertFalse(self.preview(dossier), "the timeline shows it now")
        self.as_user("head", dossier)._approval_decide("refused", "No")
        self.assertIn("Test Head", self.preview(dossier))

    def test_chain_ahead_says_who_stands_in_and_that_nobody_can(self):
        partner = self.env["res.partner"].create({"name": "Ahead"})
        dossier = self.env["archive.dossier"].with_user(self.users["sales"]).create({"partner_id": partner.id})
        self.department.manager_id = False
        self.assertIn("The office is vacant", self.preview(dossier))
        self.env["archive.officer"].search([]).unlink()
        self.assertIn("Nobody can decide", self.preview(dossier))

    def test_open_form_shows_the_chain_before_it_is_saved(self):
        form = Form(self.env["archive.dossier"].with_user(self.users["sales"]))
        self.assertIn("Test Gm", form.approval_preview)

    def test_names_are_escaped(self):
        self.route.approval_rule = "<script>alert(1)</script>"
        self.users["head"].name = "<b onload=x>"
        partner = self.env["res.partner"].create({"name": "Ahead"})
        dossier = self.env["archive.dossier"].with_user(self.users["sales"]).create({"partner_id": partner.id})
        self.assertNotIn("<script>", self.preview(dossier))
        self.assertNotIn("<b onload", self.preview(dossier))


@tagged("post_install", "-at_install")
class TestRequestForm(CirculationCommon):
    def test_preview_follows_the_kind_and_the_papers(self):
        request = self.make_request(login="auditor")
        form = Form(request.with_user(self.users["auditor"]))
        self.assertIn("R21", form.approval_preview)
        self.assertNotIn("Test Deputy Gm", form.approval_preview)
        form.kind = "copy"
        self.assertIn("R23", form.approval_preview)
        self.assertIn("Test Deputy Gm", form.approval_preview)

    def test_R125_executives_see_that_nobody_else_decides(self):
        request = self.make_request(login="gm")
        self.assertIn("Granted when it is submitted", self.as_user("gm", request).approval_preview)

    def test_no_papers_no_chain(self):
        self.assertFalse(self.make_request(self.env["archive.document"]).approval_preview)
