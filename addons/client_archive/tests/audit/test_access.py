from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestAccess(ArchiveCommon):
    """Who saw this paper; what did this person see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_document = cls._make_document(cls.dossier, "报价单")

    def _open(self, login, document):
        version = document.version_ids[:1].with_user(self.users[login]).sudo()
        return version._journal("content_opened")

    def _events(self, action, access=True):
        domain = action["domain"] + ([("is_access", "=", True)] if access else [])
        self.assertEqual(action["context"]["search_default_access"], 1)
        return self.env["archive.event"].with_user(self.users["auditor"]).search(domain)

    def test_R109_who_saw_this_paper(self):
        opened = self._open("sales", self.document)
        self._open("sales", self.other_document)
        request = self.env["archive.request"].with_user(self.users["employee"]).create({
            "kind": "consult", "dossier_id": self.dossier.id, "purpose": "To read",
            "line_ids": [Command.create({"document_id": self.document.id})]}).sudo()
        grant = self.env["archive.grant"]._give(request, "2099-01-01 00:00:00")
        printed = self.document.with_user(self.users["archivist"]).sudo()._journal("printed")
        lists = self.dossier.with_user(self.users["archivist"]).sudo()._journal("printed")
        handed = self.document.with_user(self.users["archivist"]).sudo()._journal("document_handed_out")
        action = self.rpc("auditor", self.document, "action_view_access")
        events = self._events(action)
        given = self.env["archive.event"].search([("res_model", "=", "archive.grant"), ("res_id", "=", grant.id)])
        self.assertEqual(events, opened + printed + lists + handed + given)
        self.assertIn("document_filed", self._events(action, access=False).mapped("kind"))

    def test_R109_what_this_person_saw(self):
        mine = self._open("sales", self.document) + self._open("sales", self.other_document)
        foreign = self._open("archivist", self.document)
        for record, login, method in (
                (self.users["sales"], "auditor", "action_view_archive_access"),
                (mine[0], "security", "action_view_person"),
                (self.env["hr.employee.public"].search([("user_id", "=", self.users["sales"].id)]), "auditor",
                 "action_view_archive_access")):
            with self.subTest(model=record._name):
                events = self._events(self.rpc(login, record, method))
                self.assertLessEqual(mine, events)
                self.assertNotIn(foreign, events)

    def test_R109_access_given_to_a_person_is_what_they_could_see(self):
        request = self.env["archive.request"].with_user(self.users["employee"]).create({
            "kind": "consult", "dossier_id": self.dossier.id, "purpose": "To read",
            "line_ids": [Command.create({"document_id": self.document.id})]})
        self.env["archive.grant"].with_user(self.users["archivist"]).sudo()._give(
            request.sudo(), "2099-01-01 00:00:00")
        events = self._events(self.rpc("auditor", self.users["employee"], "action_view_archive_access"))
        self.assertEqual(events.filtered(lambda event: event.kind == "grant_given").user_id, self.users["archivist"])

    def test_R97_questions_are_for_auditors_and_security_officers(self):
        event = self._open("sales", self.document)
        employee = self.env["hr.employee.public"].search([("user_id", "=", self.users["sales"].id)])
        for login in self.users:
            if login in ("auditor", "security"):
                continue
            for record, method in ((self.document, "action_view_access"), (event, "action_view_person"),
                                   (self.users["sales"], "action_view_archive_access"),
                                   (employee, "action_view_archive_access")):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, record, method)

    def test_R97_the_button_is_not_on_others_screens(self):
        for login, is_shown in (("auditor", True), ("security", True), ("archivist", False), ("gm", False)):
            form = Form(self.as_user(login, self.document))
            with self.subTest(login=login):
                self.assertEqual("action_view_access" in form._view["tree"].xpath("//button/@name"), is_shown)

    def test_R97_journal_of_another_company_is_not_shown(self):
        other = self.env["res.company"].create({"name": "Other"})
        event = self._open("sales", self.document)
        auditor = self.users["auditor"]
        auditor.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        self.assertNotIn(event, self.env["archive.event"].with_user(auditor).search([]))
        with self.assertRaises(AccessError):
            self.rpc("auditor", event, "read", ["note"])
        with self.assertRaises(AccessError):
            self.rpc("auditor", self.document, "action_view_access")

    def test_is_access_is_searched_and_shown(self):
        event = self._open("sales", self.document)
        Event = self.env["archive.event"]
        self.assertTrue(event.is_access)
        self.assertIn(event, Event.search([("is_access", "=", True)]))
        self.assertNotIn(event, Event.search([("is_access", "=", False)]))
        self.assertNotIn("document_filed", Event.search([("is_access", "=", True)]).mapped("kind"))
