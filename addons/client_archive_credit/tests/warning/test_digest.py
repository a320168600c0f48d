from datetime import timedelta

from odoo.tests import tagged

from .common import WarningCommon


@tagged("-at_install", "post_install")
class TestDigest(WarningCommon):
    """The weekly mail: one for each person, in their language, of what they may read (R99, R100)."""

    def send(self):
        known = self.env["mail.mail"].search([])
        self.run_round(self.Warning, "_cron_digest")
        return self.env["mail.mail"].search([]) - known

    def of(self, mails, login):
        return mails.filtered(lambda mail: self.users[login].partner_id in mail.recipient_ids)

    def test_R99_one_mail_a_week_for_each_who_is_concerned(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.users["credit_manager"].lang = "zh_CN"
        warning = self.warning()
        promise = self.promise(self.open_matter(), 500, days=2)
        mails = self.send()
        for login in ("credit_officer", "credit_manager", "sales"):
            mail = self.of(mails, login)
            self.assertEqual(len(mail), 1, login)
            self.assertIn(warning.partner_id.name, mail.body_html, login)
        self.assertIn(promise.currency_id.format(500).replace("\xa0", " "),
                      self.of(mails, "credit_officer").body_html.replace("\xa0", " ").replace("&nbsp;", " "))
        for login in ("other_sales", "gm", "outsider"):
            self.assertFalse(self.of(mails, login), login)
        self.assertFalse(self.send(), "once a week")
        self.users["credit_officer"].credit_digest_on = self.today - timedelta(days=8)
        self.assertEqual(self.send().recipient_ids, self.users["credit_officer"].partner_id)

    def test_R99_nobody_is_told_of_others_customers(self):
        other = self.partner.copy({"name": "Not Mine GmbH", "user_id": self.users["other_sales"].id})
        self.invoice(1000, partner=other, days=100)
        self.warning()
        mails = self.send()
        self.assertNotIn("Not Mine GmbH", self.of(mails, "sales").body_html)
        self.assertIn("Not Mine GmbH", self.of(mails, "other_sales").body_html)

    def test_R99_no_mail_when_nothing_is_open(self):
        self.assertFalse(self.send().recipient_ids & self.users["credit_officer"].partner_id)

    def test_R99_it_goes_on_where_its_time_was_up(self):
        self.warning()
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: 0)
        known = self.env["mail.mail"].search([])
        self.Warning._cron_digest()
        first = self.env["mail.mail"].search([]) - known
        self.Warning._cron_digest()
        self.assertFalse((self.env["mail.mail"].search([]) - known - first).recipient_ids & first.recipient_ids)
