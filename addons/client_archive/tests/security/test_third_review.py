"""Doors that a third hostile review found open: links in other words, files linked from elsewhere, flags of Odoo."""

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
        told = attendees.with_user(self.users["employee"]).with_context(default_meeting_id=asked["meeting_id"]).onchange(
            {}, [], spec)["value"]
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
        cls.file = cls.env["ir.attachment"].search([
            ("res_model", "=", "archive.version"), ("res_field", "=", "content"), ("res_id", "=", cls.version.id)])
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
            ir_sequence_date="2019-05-05", ir_sequence_date_range="2019-05-05").create({"description": "Copies lay about"})
        self.assertNotIn("2019", incident.name)
