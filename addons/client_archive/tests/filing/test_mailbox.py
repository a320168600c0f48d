import base64
from email.message import EmailMessage
from email.utils import make_msgid

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import USCC, ArchiveCommon, make_pdf


@tagged("post_install", "-at_install")
class TestMailbox(ArchiveCommon):
    """Papers that come by mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "archive.example.com"})
        cls.company.alias_domain_id = cls.domain
        cls.mailbox = cls.env["archive.mailbox"].with_user(cls.users["manager"]).create({
            "alias_name": "papers", "company_id": cls.company.id}).with_env(cls.env)
        cls.contact = cls.env["res.partner"].create({
            "name": "周敏", "email": "zhou@changjiang.example.com", "parent_id": cls.partner.id})
        for login in ("sales", "other_sales", "employee", "archivist"):
            cls.users[login].email = f"{login}@ours.example.com"
        cls.other = cls._make_dossier(cls.partner.copy({"vat": USCC[1], "email": "info@other.example.com"}))

    def _mail(self, sender, subject, *files, body="见附件", to="papers@archive.example.com"):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, subject
        message["Message-Id"] = make_msgid()
        message.set_content(body)
        for name, content in files:
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        before = self.env["archive.document"].search([])
        dossiers = self.env["archive.dossier"].search_count([])
        mails = self.env["mail.mail"].search([])
        with mute_logger("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail",
                         "odoo.addons.base.models.ir_rule"):
            self.env["mail.thread"].with_context(mail_channel_noautofollow=True).message_process(
                None, message.as_bytes())
        self.assertEqual(self.env["archive.dossier"].search_count([]), dossiers)
        # what was sent back to the sender; followers are told as of any message
        self.answers = (self.env["mail.mail"].search([]) - mails).filtered("email_to")
        return self.env["archive.document"].search([]) - before

    def test_the_address(self):
        self.assertEqual(self.mailbox.display_name, "papers@archive.example.com")
        self.assertEqual(self.mailbox.alias_id.alias_model_id.model, "archive.document")
        self.assertEqual(self.mailbox.alias_id.alias_parent_thread_id, self.mailbox.id)

    def test_a_customers_files_become_papers_of_their_dossier(self):
        papers = self._mail("周敏 <zhou@changjiang.example.com>", "合同", ("Contract.pdf", make_pdf("m1")),
                            ("scan.pdf", make_pdf("m2")))
        self.assertEqual(papers.dossier_id, self.dossier)
        self.assertEqual(set(papers.mapped("state")), {"draft"})
        self.assertEqual(set(papers.mapped("source")), {"mail"})
        self.assertEqual(set(papers.mapped("author")), {"周敏"})
        self.assertEqual(len(papers.version_ids), 2)
        # The files are on the versions, and nowhere else.
        self.assertFalse(papers.message_ids.attachment_ids)
        self.assertIn("2 taken in", " ".join(papers.message_ids.mapped("body")))
        self.assertFalse(self.answers)

    def test_a_customer_reaches_no_other_dossier(self):
        self.assertFalse(self._mail("zhou@changjiang.example.com", self.other.number, ("x.pdf", make_pdf("x"))))
        self.assertIn("own dossier only", self.answers.body_html)
        papers = self._mail("zhou@changjiang.example.com", f"[{self.dossier.number}]", ("x.pdf", make_pdf("x")))
        self.assertEqual(papers.dossier_id, self.dossier)

    def test_strangers_are_sent_back_and_make_nothing(self):
        customers = self.env["res.partner"].search_count([])
        for subject in ("Offer", self.dossier.number):
            self.assertFalse(self._mail("spam@example.net", subject, ("x.pdf", make_pdf("x"))))
            self.assertEqual(len(self.answers), 1)
        self.assertEqual(self.env["res.partner"].search_count([]), customers)

    def test_staff_name_the_dossier_and_may_change_it(self):
        file = ("x.pdf", make_pdf("x"))
        self.assertFalse(self._mail("sales@ours.example.com", "Scans", file))
        self.assertIn("by its number", self.answers.body_html)
        for login in ("other_sales", "employee"):
            self.assertFalse(self._mail(f"{login}@ours.example.com", self.dossier.number, file))
            self.assertIn("may not add", self.answers.body_html)
        paper = self._mail("sales@ours.example.com", f"Fwd: {self.dossier.number} contract", file)
        self.assertEqual(paper.dossier_id, self.dossier)
        self.assertEqual(paper.create_uid, self.env.ref("base.user_root"), "whose name stands in a mail is not known")
        self.assertIn("sales@ours", paper.author)
        self.assertEqual(self._mail("archivist@ours.example.com", self.other.number, file).dossier_id, self.other)

    def test_bad_files_are_answered_with_the_reason_and_good_ones_kept(self):
        paper = self._mail("zhou@changjiang.example.com", "合同", ("bad.pdf", b"MZ"), ("good.pdf", make_pdf("good")))
        self.assertEqual(paper.name, "good")
        self.assertEqual(self.answers.email_to, "zhou@changjiang.example.com")
        self.assertIn("is a program", self.answers.body_html)
        self.assertIn("Auto-Submitted", self.answers.headers)

    def test_a_mail_without_a_good_file_makes_no_paper_and_is_answered(self):
        self.assertFalse(self._mail("zhou@changjiang.example.com", "你好"))
        self.assertIn("no file", self.answers.body_html)
        self.assertFalse(self._mail("zhou@changjiang.example.com", "合同", ("bad.pdf", b"MZ")))
        self.assertIn("is a program", self.answers.body_html)

    def test_pictures_of_the_signature_are_no_papers(self):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = (
            "zhou@changjiang.example.com", "papers@archive.example.com", "合同")
        message["Message-Id"] = make_msgid()
        message.set_content("见附件")
        message.add_alternative('<p>见附件 <img src="cid:logo@x"/></p>', subtype="html")
        png = base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
        message.get_payload()[1].add_related(png, "image", "png", cid="<logo@x>", filename="logo.png")
        message.add_attachment(make_pdf("sig"), maintype="application", subtype="pdf", filename="合同.pdf")
        before = self.env["archive.document"].search([])
        self.env["mail.thread"].message_process(None, message.as_bytes())
        self.assertEqual((self.env["archive.document"].search([]) - before).mapped("name"), ["合同"])

    def test_only_staff_when_customers_may_not(self):
        self.mailbox.from_customers = False
        self.assertFalse(self._mail("zhou@changjiang.example.com", "合同", ("x.pdf", make_pdf("x"))))

    def test_an_archived_address_takes_nothing(self):
        self.mailbox.active = False
        self.assertFalse(self._mail("zhou@changjiang.example.com", "合同", ("x.pdf", make_pdf("x"))))

    def test_nobody_makes_papers_through_the_gateway_by_rpc(self):
        mail = {"email_from": "zhou@changjiang.example.com", "subject": "x", "attachments": []}
        for login in ("sales", "archivist", "manager", "employee"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.document"], "message_new", mail, {"mailbox_id": self.mailbox.id})

    def test_addresses_are_for_managers(self):
        for login in ("employee", "sales", "archivist", "head"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.mailbox, "write", {"from_customers": False})
