"""Doors that a sixth hostile review found open: over HTTP, and by mail."""

import json
from email.message import EmailMessage
from email.utils import make_msgid

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import USCC, ArchiveCommon, make_pdf

WORD = "Kingfisher"


@tagged("-at_install", "post_install")
class TestConversations(ArchiveCommon, HttpCase):
    """What is said about a record of the archive is read by its readers, and said in the own name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._clear("archivist")
        cls.closed = cls.env["archive.clearance"].search([("user_id", "=", cls.users["archivist"].id)])
        cls.said = cls.closed.message_post(body=WORD, subject=WORD, message_type="comment")
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
        order = self.env["sale.order"].create({"partner_id": self.partner.id})
        for said in (self.said, order.message_post(body=WORD, message_type="comment")):
            with self.assertRaises(AccessError):
                self.rpc("employee", self.env["mail.message"].browse(own), "write", {"parent_id": said.id})
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

    def test_R78_what_others_said_is_not_reworded_or_taken_away(self):
        said = self.dossier.with_user(self.users["head"]).message_post(
            body=WORD, partner_ids=self.users["sales"].partner_id.ids)
        for login in ("sales", "archivist", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, said, "write", {"body": "Approved."})
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, said, "unlink")
        self.rpc("head", said, "write", {"body": "Refused, sorry."})
        self.assertEqual(said.body, "<p>Refused, sorry.</p>")


@tagged("-at_install", "post_install")
class TestAnswersByMail(ArchiveCommon):
    """Mail as the mail server hands it in: anybody writes any name, and any number of a message, into it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for login in ("employee", "sales", "security"):
            cls.users[login].email = f"{login}@ours.example.com"
        cls.contact = cls.env["res.partner"].create({
            "name": "周敏", "email": "zhou@changjiang.example.com", "parent_id": cls.partner.id})

    def _mail(self, sender, said, *files, to="somebody@archive.example.com"):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, to, "Re: what you wrote"
        message["Message-Id"], message["In-Reply-To"] = make_msgid(), said.message_id or make_msgid()
        message.set_content("Kingfisher")
        for name, content in files:
            message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        mails = self.env["mail.mail"].search([])
        with mute_logger("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail",
                         "odoo.addons.base.models.ir_rule"):
            self.env["mail.thread"].message_process(None, message.as_bytes())
        self.answers = (self.env["mail.mail"].search([]) - mails).filtered("email_to")
        return self.env["mail.message"].search([("message_id", "=", message["Message-Id"])])

    def test_R78_who_does_not_read_a_record_neither_answers_nor_follows_it(self):
        self._clear("archivist")
        clearance = self.env["archive.clearance"].search([("user_id", "=", self.users["archivist"].id)])
        said = clearance.message_post(body=WORD, message_type="comment")
        for sender in ("employee@ours.example.com", "spam@example.net", "Security <spam@example.net>"):
            with self.subTest(sender=sender):
                self.assertFalse(self._mail(sender, said))
                self.assertIn("not taken in", self.answers.body_html)
                self.assertNotIn(clearance.display_name, self.answers.body_html)
        self.assertNotIn(self.users["employee"].partner_id, clearance.message_partner_ids)
        answer = self._mail("security@ours.example.com", said)
        self.assertEqual((answer.res_id, answer.author_id), (clearance.id, self.users["security"].partner_id))

    def test_strangers_write_into_no_dossier_and_those_who_were_written_to_do(self):
        said = self.dossier.with_user(self.users["sales"]).message_post(body=WORD, message_type="comment")
        file = ("x.pdf", make_pdf("x"))
        self.assertFalse(self._mail("spam@example.net", said, file))
        self.assertFalse(self._mail("zhou@changjiang.example.com", said, file))
        self.assertFalse(self.dossier.message_ids.attachment_ids)
        self.dossier.with_user(self.users["sales"]).message_post(
            body=WORD, message_type="comment", partner_ids=self.contact.ids)
        answer = self._mail("zhou@changjiang.example.com", said)
        self.assertEqual((answer.res_id, answer.author_id), (self.dossier.id, self.contact))
        self.assertFalse(self.answers)

    def test_further_papers_in_answer_to_the_own_mail_are_taken_in(self):
        self.company.alias_domain_id = self.env["mail.alias.domain"].create({"name": "archive.example.com"})
        self.env["archive.mailbox"].with_user(self.users["manager"]).create({
            "alias_name": "papers", "company_id": self.company.id})
        to = "papers@archive.example.com"
        first = self._mail("zhou@changjiang.example.com", self.env["mail.message"], ("a.pdf", make_pdf("a")), to=to)
        second = self._mail("zhou@changjiang.example.com", first, ("b.pdf", make_pdf("b")), to=to)
        papers = self.env["archive.document"].browse((first | second).mapped("res_id"))
        self.assertEqual(papers.mapped("name"), ["a", "b"])
        self.assertEqual(len(papers.version_ids), 2)
        thanks = self._mail("zhou@changjiang.example.com", second, to=to)
        self.assertEqual(thanks.res_id, second.res_id)


@tagged("-at_install", "post_install")
class TestOtherCompany(ArchiveCommon):
    """Customers of another company are not named by what refuses to change them, nor guessed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["res.company"].create({"name": "Other"})
        cls.users["stranger"] = new_test_user(
            cls.env, "test_stranger", "client_archive.group_archivist,base.group_partner_manager",
            company_id=other.id, company_ids=[(6, 0, other.ids)])
        cls.bank = cls.env["res.partner.bank"].create({
            "partner_id": cls.partner.copy({"name": "x", "vat": False}).id, "acc_number": "6228480402564890018"})
        cls.env.cr.execute(
            "UPDATE res_partner_bank SET partner_id = %s, company_id = %s WHERE id = %s",
            [cls.partner.id, cls.company.id, cls.bank.id])
        cls.env.cr.execute(
            "UPDATE res_partner SET company_id = %s WHERE id = %s", [cls.company.id, cls.partner.id])
        cls.env.invalidate_all()

    def test_R96_what_is_refused_tells_nothing(self):
        stranger = self.users["stranger"]
        for values in ({"company_id": stranger.company_id.id}, {"parent_id": stranger.partner_id.id},
                       {"vat": USCC[0]}, {"vat": USCC[1]}, {"name": self.partner.name}, {"name": "Another"}):
            with self.subTest(values=values), self.assertRaises(AccessError) as refused:
                self.rpc("stranger", self.partner, "write", values)
            self.assertNotIn(self.partner.name, str(refused.exception))

    def test_R96_accounts_are_not_guessed(self):
        said = set()
        for number in (self.bank.acc_number, "6228480402564890019"):
            with self.assertRaises(AccessError) as refused:
                self.rpc("stranger", self.bank, "write", {"acc_number": number})
            said.add(str(refused.exception))
        self.assertEqual(len(said), 1)
        with self.assertRaises(AccessError) as refused:
            self.rpc("stranger", self.bank, "create", [{"acc_number": "123456", "partner_id": self.partner.id}])
        self.assertNotIn(self.partner.name, str(refused.exception))


@tagged("-at_install", "post_install")
class TestWordsOnSecretTitles(ArchiveCommon):
    """What is said about a paper with a secret title, and to be done about it, is for those who are cleared."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._clear("archivist")
        cls.paper = cls._make_document(cls.dossier, "Contract", secrecy_level="1")
        cls.rpc("archivist", cls.paper, "write", {"visibility": "title"})
        cls.paper.message_post(body=WORD, subject=WORD, message_type="comment")
        cls.activity = cls.paper.activity_schedule(
            "mail.mail_activity_data_call", summary="Kingfisher", user_id=cls.users["archivist"].id)
        cls.env.flush_all()

    def _found(self, login, path):
        self.env.invalidate_all()
        return self.rpc(login, self.paper.browse(), "search", [("id", "=", self.paper.id), (path, "ilike", "kingf")])

    def test_R49_words_are_not_searched_by_who_does_not_read_them(self):
        for path in ("message_ids.body", "message_ids.subject", "activity_ids.summary", "activity_summary"):
            with self.subTest(path=path):
                self.assertEqual(self._found("archivist", path), self.paper.ids)
                self.assertFalse(self._found("employee", path))
                self.assertFalse(self._found("auditor", path))

    def test_R49_the_next_activity_is_told_to_who_reads_it(self):
        names = ["activity_summary", "activity_type_id", "activity_type_icon"]
        for login in ("employee", "auditor"):
            self.env.invalidate_all()
            [values] = self.rpc(login, self.paper, "read", names)
            self.assertFalse(any(values[name] for name in names), values)
        self.env.invalidate_all()
        [values] = self.rpc("archivist", self.paper, "read", names)
        self.assertEqual(values["activity_summary"], "Kingfisher")
        self.assertTrue(values["activity_type_id"])


@tagged("-at_install", "post_install")
class TestCustomersThemselves(ArchiveCommon):
    def test_customers_do_not_search_what_is_kept_about_them(self):
        """Odoo searches related fields with all rights, and asks for whom they are only where they are read."""
        self.users["customer"] = new_test_user(self.env, "test_customer", "base.group_portal")
        contact = self.users["customer"].partner_id
        contact.parent_id = self.partner
        currency = self.partner.dossier_currency_id
        for path, value in (("dossier_state", "open"), ("dossier_currency_id", currency.id),
                            ("commercial_partner_id.dossier_state", "open"), ("dossier_id", self.dossier.id)):
            domain = [("id", "=", contact.id), (path, "=", value)]
            with self.subTest(path=path), self.assertRaises(AccessError):
                self.rpc("customer", contact.browse(), "search", domain)
            with self.subTest(path=path):
                self.assertEqual(self.rpc("sales", contact.browse(), "search", domain), contact.ids)


@tagged("-at_install", "post_install")
class TestNotifications(ArchiveCommon):
    def test_R59_nobody_reads_who_else_was_told_what(self):
        """Odoo's notifications name the record, what is to be done, who reported it and who is asked."""
        self._clear("archivist")
        clearance = self.env["archive.clearance"].search([("user_id", "=", self.users["archivist"].id)])
        told = clearance.with_user(self.users["security"]).sudo().message_notify(
            subject="Kingfisher", body="x", partner_ids=self.users["gm"].partner_id.ids)
        row = told.notification_ids
        other = self.partner.message_notify(subject="Else", body="x", partner_ids=self.users["gm"].partner_id.ids)
        quiet = self.env["mail.thread"].message_notify(
            subject="Nothing", body="x", partner_ids=self.users["gm"].partner_id.ids)
        for login, seen in (("employee", False), ("archivist", False), ("gm", True), ("security", True)):
            with self.subTest(login=login):
                self.env.invalidate_all()
                found = self.rpc(login, row.browse(), "search_read", [("id", "in", row.ids)], ["mail_message_id"])
                self.assertEqual(bool(found), seen)
                self.env.invalidate_all()
                found = self.rpc(login, row.browse(), "search", [("id", "in", (other | quiet).notification_ids.ids)])
                self.assertEqual(len(found), 2, "what is not the archive's is Odoo's alone")


@tagged("-at_install", "post_install")
class TestSeals(ArchiveCommon):
    def test_R27_seals_and_their_events_do_not_name_the_file(self):
        """Everybody who knows of a paper reads its seals; what its file is called, who may open it."""
        self._clear("archivist")
        for values in ({}, {"secrecy_level": "1"}):
            paper = self._make_document(self.dossier, f"Contract {values}", **values)
            self.env["archive.version"].with_user(self.users["archivist"])._add(
                paper, "Kingfisher.pdf", make_pdf(str(values)))
            for login, rows in (("employee", self.env["archive.seal"].search([("document_id", "=", paper.id)])),
                                ("auditor", self.env["archive.event"].search([
                                    ("res_model", "=", paper._name), ("res_id", "=", paper.id)]))):
                with self.subTest(values=values, login=login):
                    read = self.rpc(login, rows, "read")
                    self.assertTrue(read)
                    self.assertNotIn("Kingfisher", str(read))


@tagged("-at_install", "post_install")
class TestBreadcrumbs(ArchiveCommon, HttpCase):
    def test_R51_the_path_of_a_screen_names_no_compartment_to_others(self):
        """The web client asks what a record is called, of any number, past the check on reading it."""
        compartment = self.env["archive.compartment"].with_user(self.users["security"]).create(
            {"name": "Merger", "code": "Kingfisher"})
        for login, named in (("employee", False), ("security", True)):
            self.authenticate(f"test_{login}", f"test_{login}")
            [told] = self.make_jsonrpc_request(
                "/web/action/load_breadcrumbs", {"actions": [{"model": compartment._name, "resId": compartment.id}]})
            with self.subTest(login=login):
                self.assertEqual("Kingfisher" in told.get("display_name", ""), named)
