from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import USCC, ArchiveCommon


@tagged("-at_install", "post_install")
class TestGuard(ArchiveCommon):
    """Doors that Odoo leaves open on models with rules: see ``archive.guard.mixin``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_partner = cls.env["res.partner"].create({
            "name": "杭州钱塘轴承有限公司", "is_company": True, "vat": USCC[1],
            "country_id": cls.env.ref("base.cn").id})
        cls.foreign = cls._make_dossier(cls.other_partner, user="other_sales")

    def test_own_paper_is_not_slipped_into_the_dossier_of_another(self):
        paper = self._make_document(self.dossier, "Draft", state="draft")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("sales", paper, "write", {"dossier_id": self.foreign.id})
        paper.invalidate_recordset()
        self.rpc("archivist", paper, "write", {"dossier_id": self.foreign.id})
        self.assertEqual(paper.user_id, self.users["other_sales"])

    def test_every_model_with_rules_for_writing_asks_them_again(self):
        """A new model with a rule that limits who writes inherits ``archive.guard.mixin``."""
        guard = self.env.registry["archive.guard.mixin"]
        exempt = {
            "mail.activity.plan", "mail.activity.plan.template",  # they ask in their own write()
            "ir.sequence", "ir.sequence.date_range"}  # administrators alone have the right, and they may
        models = self.env["ir.rule"].search([("perm_write", "=", True)]).filtered(
            lambda rule: (rule._get_external_ids()[rule.id] or [""])[0].startswith("client_archive")).model_id
        writable = self.env["ir.model.access"].search([
            ("model_id", "in", models.ids), ("perm_write", "=", True)]).model_id
        open_doors = [
            model.model for model in writable
            if not isinstance(self.env[model.model], guard) and not model.transient and model.model not in exempt]
        self.assertFalse(open_doors)
        self.assertGreater(len(writable), 20)

    def test_what_follows_from_others_is_not_written(self):
        for login, record, vals in (
            ("archivist", self.document, {"retention_until": "2000-01-01"}),
            ("archivist", self.document, {"needs_safe": True}),
            ("sales", self._make_document(self.dossier, "Draft", state="draft"), {"company_id": False}),
            ("sales", self._make_document(self.dossier, "Draft 2", state="draft"), {"partner_id": False}),
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(AccessError, "cannot be entered"):
                self.rpc(login, record, "write", vals)
            record.invalidate_recordset()
        with self.assertRaisesRegex(AccessError, "cannot be entered"):
            self.rpc("sales", self.document, "create", [{
                "name": "Old", "dossier_id": self.dossier.id, "type_id": self.document.type_id.id,
                "retention_until": "2000-01-01"}])
        safe = self.env["archive.place"].create({"name": "Room", "kind": "room"})
        with self.assertRaisesRegex(AccessError, "cannot be entered"):
            self.rpc("archivist", safe, "write", {"is_safe": True})

    def test_a_personal_default_opens_no_gate(self):
        """Every user may set defaults of their own: an approved request is not one of them."""
        Default = self.env["ir.default"]
        boss = self.users["gm"].id
        for model, field, value in (
            ("archive.request", "state", "approved"), ("archive.request", "applicant_id", boss),
            ("archive.request", "valid_until", "2099-01-01 00:00:00"), ("archive.request.line", "is_out", True),
            ("archive.dossier", "state", "open"), ("archive.dossier", "number", "B000001"),
        ):
            self.rpc("sales", Default, "set", model, field, value, True)
        request = self.env["archive.request"].browse(self.rpc("sales", self.env["archive.request"], "create", [{
            "kind": "consult", "dossier_id": self.dossier.id, "purpose": "To read",
            "line_ids": [Command.create({"document_id": self.document.id})]}]))
        self.assertEqual(request.state, "draft")
        self.assertEqual(request.applicant_id, self.users["sales"])
        self.assertFalse(request.valid_until)
        self.assertFalse(request.line_ids.is_out)
        partner = self.env["res.partner"].create({"name": "Person"})
        dossier = self.env["archive.dossier"].browse(
            self.rpc("sales", self.dossier, "create", [{"partner_id": partner.id}]))
        self.assertEqual(dossier.state, "preliminary")
        self.assertFalse(dossier.number)

    def test_whose_file_it_is_stays_once_it_was_handed_in(self):
        for vals in ({"partner_id": self.env["res.partner"].create({"name": "P"}).id},
                     {"department_id": self.archive_department.id}, {"secrecy_level": "1"}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "by the archive only"):
                self.rpc("sales", self.dossier, "write", vals)
            self.dossier.invalidate_recordset()
        self.rpc("archivist", self.dossier, "write", {"secrecy_level": "1"})
        self.assertEqual(self.last_events(self.dossier), ["changed"])
        company = self.env["res.company"].create({"name": "Other"})
        self.users["archivist"].company_ids |= company
        with self.assertRaisesRegex(UserError, "stays in its company"):
            self.as_user("archivist", self.dossier).with_context(
                allowed_company_ids=[self.company.id, company.id]).company_id = company

    def test_content_of_a_paper_handed_in_is_the_archives_to_add(self):
        upload = {"dossier_id": self.dossier.id, "document_id": self.document.id}
        for login, words in (("sales", "was handed over"), ("archivist", None)):
            file = self.env["ir.attachment"].with_user(self.users[login]).create({
                "name": f"{login}.txt", "raw": login.encode()})
            wizard = self.env["archive.upload"].browse(self.rpc(
                login, self.env["archive.upload"], "create", [{**upload, "attachment_ids": [file.id]}]))
            if words:
                with self.assertRaisesRegex(UserError, words):
                    self.rpc(login, wizard, "action_upload")
            else:
                self.rpc(login, wizard, "action_upload")
        self.assertEqual(self.document.version_count, 2)

    def test_a_secret_type_is_not_entered_at_no_level(self):
        secret = self.env["archive.document.type"].create({"name": "Secret", "code": "S9", "secrecy_level": "2"})
        paper = self._make_document(self.dossier, "Draft", state="draft")
        self.rpc("sales", paper, "write", {"type_id": secret.id, "secrecy_level": "0"})
        self.assertEqual(paper.secrecy_level, "2")

    def test_annexes_go_with_their_main_paper(self):
        annex = self._make_document(
            self.dossier, "Annex", state="draft", role="annex", main_id=self.document.id)
        with self.assertRaises(UserError), self.cr.savepoint():
            self.rpc("archivist", annex, "write", {"dossier_id": self.foreign.id})
        self.rpc("archivist", self.document, "write", {"dossier_id": self.foreign.id})
        self.assertEqual(annex.dossier_id, self.foreign)

    def test_plans_of_others_do_not_become_routes(self):
        plan = self.env["mail.activity.plan"].create({"name": "Onboarding", "res_model": "hr.employee"})
        hr = self.users["outsider"]
        hr.group_ids |= self.env.ref("hr.group_hr_manager")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("outsider", plan, "write", {
                "res_model": "archive.request", "is_approval_route": True, "approval_direct": True,
                "approval_strictness": 99})
        plan.invalidate_recordset()
        self.assertFalse(plan.is_approval_route)
        template = self.env["mail.activity.plan.template"].create({
            "plan_id": plan.id, "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
            "responsible_type": "on_demand"})
        route = self.env["mail.activity.plan"].search([("is_approval_route", "=", True)], limit=1)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("outsider", template, "write", {"plan_id": route.id})
