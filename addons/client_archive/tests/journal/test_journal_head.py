from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools.hash_chain import Head
from ..forms import FormsMixin
from .test_journal_check import ChainCommon

FORM = "report_journal_head"


@tagged("post_install", "-at_install")
class TestJournalHead(FormsMixin, ChainCommon):
    def _mails(self):
        return self.env["mail.mail"].search([("subject", "like", "Archive journal of")])

    def test_R78_head_is_mailed_daily_to_whom_the_company_names(self):
        self.company.archive_head_emails = "notary@example.org, Auditor <audit@example.com>"
        known = self._mails()
        self.env.ref("client_archive.ir_cron_journal_head").ir_actions_server_id.run()
        head = self.Head.search([], limit=1)
        self.assertEqual((head.number, head.link), self.Seal._head())
        mail = (self._mails() - known).filtered(lambda row: "notary" in row.email_to)
        self.assertEqual(mail.email_to, "notary@example.org, audit@example.com")
        self.assertIn(head.code, mail.body_html)
        self.assertIn("notary@example.org", head.sent_to)
        self.assertEqual(self.last_events(head), ["head_taken"])

    def test_R78_head_goes_to_the_auditors_when_nobody_is_named(self):
        self.users["auditor"].email = "auditor@example.com"
        self.assertIn("auditor@example.com", self.company._journal_head_recipients())
        self.assertNotIn(self.users["security"].email_normalized, self.company._journal_head_recipients())
        other = self.env["res.company"].create({"name": "Other"})
        self.assertNotIn("auditor@example.com", other._journal_head_recipients())

    def test_R78_head_is_printed_on_one_page(self):
        action = self.rpc("auditor", self.Head, "action_print_head")
        self.assertEqual(action["report_name"], f"client_archive.{FORM}")
        head = self.Head.search([], limit=1)
        content = self.print_form("auditor", FORM, head)
        self.assertEqual(self.sizes(content), [(210.0, 297.0)])
        words = self.words(content)
        self.assertIn(str(head.number), words)
        self.assertIn(head.link, "".join(words.split()))
        self.assertEqual(self.last_events(head), ["printed"])
        self.assertEqual(Head.parse(head.code), (head.number, head.link))

    def test_R97_heads_are_for_auditors_and_nobody_changes_them(self):
        head = self.Head._take()
        for login in self.users:
            with self.subTest(login=login):
                if login in ("auditor", "security"):
                    self.rpc(login, head, "read", ["link"])
                else:
                    with self.assertRaises(AccessError):
                        self.rpc(login, head, "read", ["link"])
                    with self.assertRaises(AccessError):
                        self.rpc(login, self.Head, "action_print_head")
                    with self.assertRaises(AccessError):
                        self.print_form(login, FORM, head)
                for method, *args in (("write", {"number": 1}), ("unlink",),
                                      ("create", [{"date": "2026-01-01", "number": 1, "link": "0"}])):
                    with self.assertRaises(AccessError):
                        self.rpc(login, head, method, *args)
        with self.assertRaises(AccessError):
            head.write({"number": 1})
        with self.assertRaises(UserError):
            head.unlink()
