import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from freezegun import freeze_time

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestLink(ApprovalCommon, HttpCase):
    """The mail's button: signed, for one user, one use, expires, needs a login; looking decides nothing."""

    def setUp(self):
        super().setUp()
        self.dossier = self._new_dossier()
        self.step = self.steps(self.dossier)[0]
        self.link = self.mail_link("head")

    def mails(self, login):
        return self.env["mail.message"].search([
            ("model", "=", "archive.dossier"), ("res_id", "=", self.dossier.id),
            ("message_type", "=", "user_notification"), ("partner_ids", "in", self.users[login].partner_id.ids)])

    def mail_link(self, login):
        [address] = re.findall(r'href="([^"]*/archive/approval/[^"]+)"', self.mails(login)[0].body)
        return urlsplit(address).path

    def look(self, link=None):
        return self.url_open(link or self.link, allow_redirects=False)

    def post(self, link=None, decision="approved", opinion="", **data):
        return self.url_open(link or self.link, data={
            "csrf_token": http.Request.csrf_token(self), "decision": decision, "opinion": opinion, **data})

    def assert_pending(self):
        self.env.invalidate_all()
        self.assertEqual(self.step.state, "pending")

    def test_one_mail_calls_and_names_what_matters(self):
        [mail] = self.mails("head")
        for words in ("Three look at it", "Test Sales", "Head"):
            self.assertIn(words, mail.body)
        self.rpc("head", self.shadow(self.dossier), "action_notify")
        self.assertEqual(len(self.mails("head")), 1, "a client sends no second one")
        self.assertFalse(self.mails("deputy_gm"), "whose turn is not yet gets none")

    def test_without_login_nothing_is_shown(self):
        answer = self.look()
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assert_pending()

    def test_looking_decides_nothing(self):
        self.authenticate("test_head", "test_head")
        for _scan in range(3):
            answer = self.look()
            self.assertEqual(answer.status_code, 200)
            self.assertIn(self.dossier.display_name, answer.text)
            self.assertIn("no-store", answer.headers["Cache-Control"])
            self.opener.head(self.base_url() + self.link)
        self.assert_pending()

    def test_decided_by_the_form(self):
        self.authenticate("test_head", "test_head")
        answer = self.post(opinion="同意")
        self.assertIn("Approved", answer.text)
        self.env.invalidate_all()
        self.assertEqual(
            (self.step.state, self.step.decided_by_id, self.step.opinion), ("approved", self.users["head"], "同意"))
        self.assertEqual(len(self.mails("deputy_gm")), 1, "the next one is called")

    def test_one_use(self):
        self.authenticate("test_head", "test_head")
        self.post()
        for answer in (self.look(), self.post(), self.post(decision="refused", opinion="No")):
            self.assertEqual(answer.status_code, 403)
            self.assertIn("used already", answer.text)
        self.assertEqual(self.states(self.dossier), ["approved", "pending", "waiting"])

    def test_refusal_needs_its_reason(self):
        self.authenticate("test_head", "test_head")
        self.assertIn("Say why", self.post(decision="refused").text)
        self.assert_pending()
        self.assertIn("Refused", self.post(decision="refused", opinion="No").text)
        self.assertEqual(self.states(self.dossier), ["refused", "cancelled", "cancelled"])

    def test_without_the_token_of_the_form_nothing_is_decided(self):
        self.authenticate("test_head", "test_head")
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self.url_open(self.link, data={"decision": "approved"})
        self.assertEqual(answer.status_code, 400)
        self.assert_pending()

    def test_for_one_user(self):
        for login in ("sales", "gm", "deputy_gm", "archivist", "outsider"):
            self.authenticate(f"test_{login}", f"test_{login}")
            for answer in (self.look(), self.post()):
                with self.subTest(login=login):
                    self.assertEqual(answer.status_code, 403)
                    self.assertNotIn(self.dossier.display_name, answer.text)
        self.assert_pending()

    def test_forged_links(self):
        self.authenticate("test_gm", "test_gm")
        _empty, _archive, _approval, step, user, expires, token = self.link.split("/")
        other = self.steps(self._new_dossier())[0]
        for parts in ((step, self.users["gm"].id, expires, token), (other.id, user, expires, token),
                      (step, user, int(expires) + 1, token), (step, user, expires, "0" * 64),
                      (0, user, expires, token)):
            link = "/archive/approval/" + "/".join(map(str, parts))
            for answer in (self.look(link), self.post(link)):
                with self.subTest(parts=parts):
                    self.assertEqual(answer.status_code, 403)
        self.assert_pending()

    def test_expires(self):
        self.env.flush_all()
        step, user, expires, token = self.link.split("/")[3:]
        Step = self.env["archive.approval.step"].with_user(self.users["head"])
        found, problem = Step._from_link(int(step), int(user), int(expires), token)
        self.assertEqual((found.id, problem), (self.step.id, None))
        with freeze_time(datetime.now() + timedelta(days=8)):
            found, problem = Step._from_link(int(step), int(user), int(expires), token)
        self.assertFalse(found)
        self.assertIn("expired", problem)

    def test_a_link_is_no_right_to_decide(self):
        self.users["head"].write({"active": True})
        self.department.manager_id = self.env["hr.employee"].create({
            "name": "New", "user_id": self.users["security"].id})
        self.authenticate("test_head", "test_head")
        self.assertIn("is for Test Security to decide", self.post().text)
        self.assert_pending()

    def test_asking_or_delegating_ends_the_link(self):
        self.act("head", self.dossier, "delegated", colleague_id=self.users["archive_head"].id)
        self.authenticate("test_head", "test_head")
        self.assertEqual(self.look().status_code, 403)
        self.authenticate("test_archive_head", "test_archive_head")
        self.assertIn("Approved", self.post(self.mail_link("archive_head")).text)

    def test_the_key_is_nobodys_to_read(self):
        for login in ("head", "gm", "manager"):
            self.assertNotIn("link_key", self.rpc(login, self.step, "fields_get"))
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.step, "read", ["link_key"])

    def test_question_comes_by_mail_without_a_link_to_decide(self):
        self.act("head", self.dossier, "asked", "Which year?")
        mail = self.mails("sales")[0]
        self.assertIn("Which year?", mail.body)
        self.assertNotIn("/archive/approval/", mail.body)

    def test_tour_of_a_decision_by_list_and_by_mail(self):
        action = self.env.ref("client_archive.archive_approval_step_action_mine").id
        more = self._new_dossier()
        self.start_tour(f"/odoo/action-{action}", "client_archive_my_approvals", login="test_head")
        for dossier in (self.dossier, self.waiting, more):
            self.assertEqual(self.states(dossier), ["approved", "pending", "waiting"])
        self.start_tour(self.mail_link("deputy_gm"), "client_archive_decide_by_mail", login="test_deputy_gm")
        self.assertEqual(self.states(self.dossier), ["approved", "approved", "pending"])
        self.assertEqual(self.steps(self.dossier)[1].opinion, "同意开卷")
