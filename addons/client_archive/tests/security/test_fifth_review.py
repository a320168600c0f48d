"""The door that a fifth hostile review found open."""

from email.message import EmailMessage
from email.utils import make_msgid

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("-at_install", "post_install")
class TestFifthReview(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["security"].email = "security@example.com"

    def _mail(self):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "security@example.com", "nobody@example.com", "A letter"
        message["Message-Id"] = make_msgid()
        message.set_content("I grant it.")
        return message.as_string()

    def _refused(self, login, called_on, model, *args):
        with self.assertRaises(AccessError), self.cr.savepoint():
            self.rpc(login, self.env[called_on], "message_process", model, self._mail(), *args)

    def test_R98_nobody_enters_a_clearance_in_a_letter_of_the_security_officer(self):
        Clearance = self.env["archive.clearance"]
        before = Clearance.search([])
        own = {"user_id": self.users["employee"].id, "level": "3", "date_to": "2031-01-01"}
        for login in ("employee", "sales", "archivist", "security"):
            for called_on in ("mail.thread", "res.partner", "archive.request", "archive.clearance"):
                self._refused(login, called_on, "archive.clearance", own)
        self.assertEqual(Clearance.search([]), before)

    def test_R78_nobody_writes_into_a_closed_conversation_by_a_letter(self):
        document = self._make_document(self.dossier, "Contract")
        for record in (document, self.dossier, self.partner):
            self._refused("employee", "mail.thread", record._name, {}, False, False, record.id)
            self.assertNotIn(
                self.users["security"].partner_id, record.message_ids.author_id | record.message_partner_ids)

    def test_R78_nor_does_the_mail_servers_own_account(self):
        """An administrator hands in the company's mail; what is the archive's comes by its mailboxes."""
        admin = self.env.ref("base.user_admin")
        self.assertTrue(admin._is_system())
        Thread = self.env["mail.thread"].with_user(admin)
        with self.assertRaises(AccessError):
            Thread.message_process("archive.clearance", self._mail(), {"user_id": admin.id, "level": "3"})
        with self.assertRaises(AccessError):
            Thread.sudo().message_process("archive.dossier", self._mail(), {}, thread_id=self.dossier.id)
        letter = Thread.message_process("res.partner", self._mail(), {"name": "By mail"})
        self.assertEqual(self.env["res.partner"].browse(letter).name, "By mail")
