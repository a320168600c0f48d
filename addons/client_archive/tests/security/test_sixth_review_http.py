"""Doors that a sixth hostile review found open: over HTTP, and by mail."""

import json

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ..common import ArchiveCommon


@tagged("-at_install", "post_install")
class TestConversations(ArchiveCommon, HttpCase):
    """What is said about a record of the archive is read by its readers, and said in the own name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._clear("archivist")
        cls.closed = cls.env["archive.clearance"].search([("user_id", "=", cls.users["archivist"].id)])
        cls.said = cls.closed.message_post(body="Kingfisher", subject="Kingfisher", message_type="comment")
        cls.own_partner = cls.users["employee"].partner_id

    def _write(self, login, **values):
        return self.rpc(login, self.env["mail.message"], "create", [{
            "body": "x", "message_type": "comment", **values}])

    def test_R78_an_answer_in_a_channel_shows_no_message_that_its_author_does_not_read(self):
        channel = self.env["discuss.channel"].browse(
            self.rpc("employee", self.env["discuss.channel"], "create", [{"name": "Own"}]))
        about = {"model": "discuss.channel", "res_id": channel.id}
        with self.assertRaises(AccessError):
            self._write("employee", parent_id=self.said.id, **about)
        with self.assertRaises(AccessError):
            self.rpc("employee", self.env["mail.message"].with_context(default_parent_id=self.said.id), "create", [
                {"body": "x", **about, "parent_id": float(self.said.id)}])
        [own] = self._write("employee", **about)
        with self.assertRaises(AccessError):
            self.rpc("employee", self.env["mail.message"].browse(own), "write", {"parent_id": self.said.id})
        [answer] = self._write("employee", parent_id=own, **about)
        self.authenticate("test_employee", "test_employee")
        shown = self.make_jsonrpc_request("/discuss/channel/messages", {"channel_id": channel.id})
        self.assertIn(answer, shown["messages"])
        self.assertNotIn("Kingfisher", json.dumps(shown))

    def test_R78_no_link_to_a_message_names_what_its_user_does_not_read(self):
        channel = self.env["discuss.channel"].browse(
            self.rpc("employee", self.env["discuss.channel"], "create", [{"name": "Own"}]))
        member = self.env["discuss.channel.member"].search([
            ("channel_id", "=", channel.id), ("partner_id", "=", self.own_partner.id)])
        for name in ("seen_message_id", "fetched_message_id"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                self.rpc("employee", member, "write", {name: self.said.id})
        composer = {"parent_id": self.said.id, "composition_mode": "comment", "model": "res.partner",
                    "res_ids": repr(self.own_partner.ids)}
        with self.assertRaises(AccessError):
            self.rpc("employee", self.env["mail.compose.message"], "create", [composer])
        form = self.rpc("employee", self.env["mail.compose.message"], "onchange", composer, ["parent_id"], {
            "subject": {}, "partner_ids": {}, "model": {}, "parent_id": {"fields": {"display_name": {}}}})
        self.assertNotIn("Kingfisher", str(form))
        self.assertNotIn(self.closed._name, str(form))

    def test_R78_nobody_writes_into_a_conversation_that_they_do_not_read(self):
        """Odoo lets whoever was told something answer anywhere, and names what the answer is about."""
        [own] = self._write("employee", partner_ids=[(4, self.own_partner.id)])
        about = {"model": self.closed._name, "res_id": self.closed.id}
        with self.assertRaises(AccessError):
            self._write("employee", parent_id=own, **about)
        with self.assertRaises(AccessError):
            self._write("employee", message_type="user_notification", partner_ids=[(4, self.own_partner.id)], **about)

    def test_R78_nobody_speaks_in_anothers_name(self):
        head = self.users["head"].partner_id
        for values in ({"author_id": head.id}, {"email_from": "head@example.com", "author_id": False}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self._write("sales", model=self.dossier._name, res_id=self.dossier.id, **values)
        with self.assertRaises(AccessError):
            self.rpc("sales", self.dossier, "message_post", body="Approved.", author_id=head.id)
        posted = self.rpc("sales", self.dossier, "message_post", body="Mine.")
        self.assertEqual(self.env["mail.message"].browse(posted).author_id, self.users["sales"].partner_id)

    def test_R78_what_others_said_is_not_reworded_or_taken_away(self):
        said = self.dossier.with_user(self.users["head"]).message_post(
            body="Refused.", partner_ids=self.users["sales"].partner_id.ids)
        for login in ("sales", "archivist", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, said, "write", {"body": "Approved."})
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, said, "unlink")
        self.rpc("head", said, "write", {"body": "Refused, sorry."})
        self.assertEqual(said.body, "<p>Refused, sorry.</p>")
