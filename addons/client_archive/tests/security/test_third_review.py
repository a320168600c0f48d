"""Doors that a third hostile review found open: links in other words, files linked from elsewhere, flags of Odoo."""

import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools import gate
from ..common import ArchiveCommon, make_pdf

NAME = {"fields": {"display_name": {}}}


@tagged("-at_install", "post_install")
class TestLinksInOtherWords(ArchiveCommon):
    """A form links to what its user reads, in whichever way it says the link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meeting = cls.env["archive.secret.meeting"].create({
            "subject": "Merger", "date_start": "2031-01-01 08:00:00", "date_end": "2031-01-01 09:00:00",
            "place": "Room 1", "place_fitness": "No windows", "chair_id": cls.users["gm"].id,
            "minutes_by_id": cls.users["deputy_gm"].id})
        cls.hidden = cls._make_document(cls.dossier, "Reference of the bank", state="filed", secrecy_level="2")
        cls.hidden._set_gated(visibility="existence")

    def test_R51_a_form_within_a_form_does_not_link_to_what_is_closed(self):
        asked = {"meeting_id": {"id": self.meeting.id}}
        spec = {"meeting_id": NAME, "meeting_state": {}}
        attendees = self.env["archive.secret.attendee"].browse()
        told = self.rpc("employee", attendees, "onchange", asked, ["meeting_id"], spec)["value"]
        self.assertFalse(told.get("meeting_id") or told.get("meeting_state"))
        opened = attendees.with_user(self.users["employee"]).with_context(default_meeting_id=asked["meeting_id"])
        told = opened.onchange({}, [], spec)["value"]
        self.assertFalse(told.get("meeting_id") or told.get("meeting_state"))
        told = self.rpc("gm", attendees, "onchange", asked, ["meeting_id"], spec)["value"]
        self.assertEqual(told["meeting_state"], "planned")

    def test_R51_a_form_within_a_form_does_not_tell_of_hidden_papers(self):
        lines = self.env["archive.handover.line"].browse()
        spec = {"document_id": NAME, "dossier_id": NAME, "type_id": NAME, "title": {}, "page_count": {}}
        for paper_id in (self.hidden.id, [self.hidden.id], float(self.hidden.id)):
            with self.subTest(paper=paper_id):
                told = self.rpc("employee", lines, "onchange", {"document_id": {"id": paper_id}}, ["document_id"], spec)
                self.assertFalse(any(told["value"].values()))
        told = self.rpc(
            "employee", lines, "onchange", {"document_id": {"id": self.document.id}}, ["document_id"], spec)["value"]
        self.assertEqual(told["title"], self.document.name)

    def test_R51_lines_are_not_linked_by_changing_them_in_a_form(self):
        Incident = self.env["archive.incident"].with_user(self.users["employee"]).with_context({})
        for command in ([1, self.hidden.id, {}], [4, float(self.hidden.id)], [6, 0, [float(self.hidden.id)]]):
            with self.subTest(command=command):
                self.assertFalse(Incident.new({"document_ids": [command]}).sudo().document_ids)
        self.assertTrue(Incident.new({"document_ids": [[1, self.document.id, {}]]}).document_ids)
        # the web client's own words for a line that is not saved yet
        self.assertTrue(Incident.new({"document_ids": [[0, "virtual_1", {"name": "New"}]]}).document_ids)


@tagged("-at_install", "post_install")
class TestFilesLinkedFromElsewhere(ArchiveCommon):
    """Content is linked from its version alone: whatever else links to a file shows it with all rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.version = cls.env["archive.version"]._add(cls.document, "bearing.pdf", make_pdf("Kingfisher"))
        cls.file = cls._files_of(cls.version)
        cls.users["employee"].group_ids += cls.env.ref("product.group_product_manager")
        cls.documents = cls.env["product.document"].browse()

    def test_R78_content_is_not_made_a_document_of_a_product(self):
        for file_id in (self.file.id, float(self.file.id), str(self.file.id)):
            with self.subTest(id=file_id), self.assertRaisesRegex(AccessError, "content of the archive"):
                self.rpc("employee", self.documents, "create", [{"ir_attachment_id": file_id}])
        own = self.documents.browse(self.rpc("employee", self.documents, "create", [{"name": "x.txt", "raw": "own"}]))
        with self.assertRaisesRegex(AccessError, "content of the archive"):
            self.rpc("employee", own, "write", {"ir_attachment_id": self.file.id})

    def test_R78_content_is_not_linked_by_a_default(self):
        Documents = self.documents.with_user(self.users["employee"])
        with self.assertRaisesRegex(AccessError, "content of the archive"):
            Documents.with_context(default_ir_attachment_id=self.file.id).create([{}])
        Messages = self.env["mail.message"].with_user(self.users["employee"])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            Messages.with_context(default_attachment_ids=[Command.link(self.file.id)]).create([{"body": "See"}])

    def test_R78_who_may_open_content_does_not_link_it_either(self):
        files = self.env["ir.attachment"].browse()
        with self.assertRaisesRegex(AccessError, "content of the archive"):
            self.rpc("sales", files, "create", [{"name": "x.png", "original_id": self.file.id}])

    def test_R78_a_form_that_is_not_saved_does_not_link_to_content(self):
        for login in ("employee", "sales"):
            for value in (self.file.id, {"id": self.file.id}):
                form = self.documents.with_user(self.users[login]).new({"ir_attachment_id": value})
                with self.subTest(login=login, value=value):
                    self.assertFalse(form.sudo().ir_attachment_id)
        plain = self.env["ir.attachment"].create({"name": "x.txt", "raw": b"own", "public": True})
        form = self.documents.with_user(self.users["employee"]).new({"ir_attachment_id": plain.id})
        self.assertEqual(form.ir_attachment_id._origin, plain)

    def test_R78_bytes_of_the_server_are_not_named_by_who_makes_a_file(self):
        stored = {"store_fname": self.file.store_fname}
        Files = self.env["ir.attachment"].with_user(self.users["employee"])
        told = self.rpc("employee", Files.browse(), "onchange", {"name": "x", **stored}, ["store_fname"], {"datas": {}})
        self.assertFalse(told["value"].get("datas"))
        self.assertFalse(Files.with_context(default_store_fname=self.file.store_fname).create({"name": "x"}).raw)
        self.env["ir.default"].with_user(self.users["employee"]).set(
            "ir.attachment", "store_fname", self.file.store_fname, user_id=True)
        self.assertFalse(Files.create({"name": "x"}).raw)
        self.assertEqual(Files.create({"name": "x", "raw": b"own"}).raw, b"own")

    def test_R78_who_has_a_file_is_not_told_that_the_archive_has_it(self):
        same = {"name": "x.pdf", "datas": base64.b64encode(self.file.raw), "mimetype": self.file.mimetype}
        [found] = self.rpc("employee", self.file.browse(), "create_unique", [same])
        self.assertNotEqual(found, self.file.id)
        self.assertEqual(self.rpc("employee", self.file.browse(), "create_unique", [same]), [found])

    def test_R78_content_is_not_read_by_asking_for_a_copy_of_it(self):
        with self.assertRaisesRegex(AccessError, "never changed"):
            self.rpc("sales", self.version, "copy_data")

    def test_R98_a_signed_agreement_is_linked_by_those_who_read_it(self):
        agreement = self.env["archive.agreement"].create({
            "user_id": self.users["gm"].id, "date_from": "2020-01-01", "date_to": "2039-01-01",
            "scan": base64.b64encode(make_pdf("Signed"))})
        scan = self.env["ir.attachment"].search([
            ("res_model", "=", agreement._name), ("res_field", "=", "scan"), ("res_id", "=", agreement.id)])
        self.assertFalse(self.documents.with_user(self.users["employee"]).new({
            "ir_attachment_id": scan.id}).sudo().ir_attachment_id)
        with self.assertRaisesRegex(AccessError, "closed to you"):
            self.rpc("employee", self.documents, "create", [{"ir_attachment_id": scan.id}])
        security = self.documents.with_user(self.users["security"])
        self.assertEqual(security.new({"ir_attachment_id": scan.id}).ir_attachment_id._origin, scan)

    def test_R78_a_letter_does_not_show_content(self):
        if "snailmail.letter" not in self.env:
            self.skipTest("comes with invoicing by post")
        told = self.rpc(
            "employee", self.env["snailmail.letter"].browse(), "onchange", {"attachment_id": self.file.id},
            ["attachment_id"], {"attachment_datas": {}})
        self.assertFalse(told["value"].get("attachment_datas"))


@tagged("-at_install", "post_install")
class TestFlagsOfOdoo(ArchiveCommon):
    """What Odoo reads from the context is the caller's (invariant 3)."""

    def test_R78_nobody_uninstalls_single_records(self):
        request = self.env["archive.request"].with_user(self.users["sales"]).create({
            "dossier_id": self.dossier.id, "kind": "consult", "purpose": "To read it",
            "line_ids": [Command.create({"document_id": self.document.id})]})
        gate.opened(request.sudo()).write({"state": "cancelled"})
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            request.with_context(_force_unlink=True).unlink()
        draft = request.copy()
        self.assertTrue(draft.with_context(_force_unlink=True).unlink())

    def test_R59_the_year_of_a_number_is_that_in_which_it_is_drawn(self):
        incident = self.env["archive.incident"].with_user(self.users["employee"]).with_context(
            ir_sequence_date="2019-05-05", ir_sequence_date_range="2019-05-05").create({"description": "Copies lay"})
        self.assertNotIn("2019", incident.name)


@tagged("-at_install", "post_install")
class TestProgramsOfAdministrators(ArchiveCommon):
    """What an administrator writes that runs with all rights is an event and an alert, in whatever it is hidden."""

    def setUp(self):
        super().setUp()
        self.users["manager"].group_ids += self.env.ref("base.group_system")
        self.partner_model = self.env["ir.model"]._get("res.partner")

    def told(self, record):
        """Whether the journal and the security officers know of ``record``."""
        events = self.env["archive.event"].search([
            ("kind", "=", "settings_changed"), ("res_model", "=", record._name), ("res_id", "=", record.id)])
        alerts = self.env["archive.access.alert"].search([
            ("kind", "=", "settings"), ("user_id", "=", self.users["manager"].id)])
        return bool(events) and record.display_name in "".join(alerts.mapped("detail"))

    def written(self, model_name, **vals):
        return self.env[model_name].with_user(self.users["manager"]).create(vals).with_env(self.env)

    def test_R109_placeholders_of_templates_are_programs(self):
        reaching = "{{ object.env['archive.guarded.title'].sudo().search([]).mapped('name') }}"
        template = self.written("mail.template", name="Peek", model_id=self.partner_model.id, subject=reaching)
        self.assertTrue(self.told(template))
        plain = self.written("mail.template", name="Plain", model_id=self.partner_model.id, subject="Dear customer")
        self.assertFalse(self.told(plain))
        plain.with_user(self.users["manager"]).subject = reaching
        self.assertTrue(self.told(plain))

    def test_R109_fields_that_are_added_are_programs(self):
        field = self.written(
            "ir.model.fields", name="x_peek", model_id=self.partner_model.id, ttype="char", field_description="Peek",
            store=False, compute="for record in self: record['x_peek'] = 'seen'")
        self.assertTrue(self.told(field))

    def test_R109_pages_are_programs(self):
        view = self.written("ir.ui.view", name="Peek", type="qweb", arch="<p t-out='env.user.name'/>")
        self.assertTrue(self.told(view))
        plain = self.written("ir.ui.view", name="List", model="res.partner", arch="<list><field name='name'/></list>")
        self.assertFalse(self.told(plain))

    def test_R109_who_may_write_placeholders_is_an_event(self):
        employee = self.users["employee"]
        employee.group_ids += self.env.ref("mail.group_mail_template_editor")
        self.assertTrue(self.env["archive.event"].search([
            ("kind", "=", "rights_changed"), ("res_model", "=", "res.users"), ("res_id", "=", employee.id)]))
        self.env["ir.config_parameter"].set_param("mail.restrict.template.rendering", "")
        self.assertTrue(self.env["archive.event"].search([
            ("kind", "=", "settings_changed"), ("res_name", "=", "mail.restrict.template.rendering")]))
