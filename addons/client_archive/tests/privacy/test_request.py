import io
import json
import zipfile

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import MAIL, NAME, PHONE, PrivacyCommon


@tagged("-at_install", "post_install")
class TestPrivacyRequest(PrivacyCommon):
    # ------------------------------------------------------------------
    # Receiving
    # ------------------------------------------------------------------
    def test_R84_a_request_has_its_term_and_calls_its_officer(self):
        self.company.archive_privacy_days = 5
        request = self._request(received_on="2026-03-02")  # a Monday
        self.assertEqual(str(request.due_on), "2026-03-09")
        self.assertEqual(request.activity_ids.user_id, self.users["security"])
        self.assertEqual(request.activity_ids.date_deadline, request.due_on)
        self.assertTrue(request.name.startswith("GX/"))
        event = self.env["archive.event"].search([("kind", "=", "privacy_received"), ("res_id", "=", request.id)])
        self.assertNotIn(NAME, f"{event.after} {event.res_name}")

    def test_R84_nobody_is_served_before_they_are_identified(self):
        request = self._request(identity=False)
        with self.assertRaisesRegex(UserError, "identified"):
            self.rpc("security", request, "action_start")
        with self.assertRaisesRegex(UserError, "identified"):
            self.rpc("security", request, "action_export")
        request.identity = "callback"
        self.rpc("security", request, "action_start")
        self.assertEqual((request.state, request.verified_by_id), ("work", self.users["security"]))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_requests_are_for_the_security_officer(self):
        request = self._work()
        for login in ("employee", "sales", "head", "archivist", "archive_head", "manager", "outsider"):
            with self.subTest(login=login):
                for method, args in (("read", [["person_name"]]), ("write", [{"answer": "x"}])):
                    with self.assertRaises(AccessError):
                        self.rpc(login, request, method, *args)
                with self.assertRaises(AccessError):
                    self._request(login=login)
                with self.assertRaises(AccessError):
                    self.rpc(login, request.place_ids, "read", ["label"])
        for login in ("gm", "auditor"):
            self.assertEqual(self.rpc(login, request, "read", ["person_name"])[0]["person_name"], NAME)
            for method in ("action_search", "action_export", "action_conclude", "action_decline", "action_submit"):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, request, method)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_rpc_does_not_go_past_the_steps(self):
        request = self._work("erase")
        with self.assertRaises(AccessError):
            self.rpc("security", request, "write", {"state": "answered"})
        with self.assertRaises(AccessError):
            self.rpc("security", request, "write", {"erased_on": "2026-01-01 00:00:00"})
        with self.assertRaises(AccessError):
            self._request(state="work")
        place = self._place(request, "person_private")
        for vals in ({"outcome": "erased"}, {"res_id": self.partner.id}, {"reason": "x"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("security", place, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("security", self.env["archive.privacy.place"], "create", [{
                "request_id": request.id, "res_model": "res.partner", "res_id": self.partner.id, "outcome": "erase",
                "source_key": "contact_identity", "is_person": True}])
        with self.assertRaises(AccessError):
            self.rpc("security", place, "unlink")
        with self.assertRaises(UserError):
            self.rpc("security", request, "write", {"partner_id": self.partner.id})

    # ------------------------------------------------------------------
    # Finding
    # ------------------------------------------------------------------
    def test_R84_a_person_is_found_wherever_they_are(self):
        self.env["archive.customer.profile"]._of(self.dossier)
        outsider = self.env["archive.request"].with_user(self.users["employee"]).create({
            "kind": "visit", "dossier_id": self.dossier.id, "purpose": "To read", "outsider_name": NAME})
        request = self._work()
        keys = set(request.place_ids.mapped("source_key"))
        self.assertLessEqual({
            "contact_reach", "contact_identity", "person_private", "person_work", "collection", "contact_log",
            "visitor"}, keys)
        self.assertEqual(self._place(request, "visitor").res_id, outsider.id)
        self.assertEqual(set(request.place_ids.mapped("outcome")), {"tell"})

    def test_R84_namesakes_are_not_the_person_until_somebody_says_so(self):
        request = self._work()
        other = self._place(request, "contact_identity", self.namesake)
        self.assertEqual((other.match, other.is_person), ("name", False))
        self.assertGreaterEqual(request.unsure_count, 1)
        self.rpc("security", other, "write", {"is_person": True})
        self.rpc("security", request, "action_search")
        self.assertTrue(self._place(request, "contact_identity", self.namesake).is_person)

    def test_a_place_says_which_data_and_never_what_it_says(self):
        request = self._work()
        for place in request.place_ids:
            for value in (PHONE, MAIL, "围棋", "13711112222"):
                self.assertNotIn(value, f"{place.data} {place.reason}")

    def test_a_wildcard_finds_nobody(self):
        request = self._work(partner_id=False, person_name="%", email=False, phone="%", id_number="_")
        self.assertFalse(request.place_ids.filtered("source_key"))

    # ------------------------------------------------------------------
    # Copy
    # ------------------------------------------------------------------
    def test_R84_the_copy_says_everything_and_is_journaled(self):
        request = self._work()
        file, name = self.as_user("security", request)._export()
        with file, zipfile.ZipFile(file) as archive:
            data = archive.read("data.json").decode()
            self.assertIn("data.xlsx", archive.namelist())
        for value in (PHONE, MAIL, "围棋", "花生", "13711112222"):
            self.assertIn(value, data)
        self.assertNotIn("021-555", data)
        self.assertTrue(name.endswith(".zip"))
        self.assertEqual(self.last_events(request), ["privacy_exported"])

    def test_R84_classified_papers_do_not_go_with_it(self):
        individual, own = self._individual()
        plain = self._make_document(own, "借条")
        secret = self._make_document(own, "密件")
        secret._set_gated(secrecy_level="1")
        self.users["security"].group_ids |= self.env.ref("client_archive.group_archivist")
        request = self._work(person_name=individual.name, partner_id=individual.id, email=False)
        file, _name = self.as_user("security", request)._export()
        with file, zipfile.ZipFile(file) as archive:
            papers = [name for name in archive.namelist() if name.startswith("papers/")]
            facts = json.loads(archive.read("data.json"))
        self.assertEqual(len(papers), 1)
        files = {paper["code"]: paper["file"] for paper in facts["papers"]}
        self.assertTrue(files[plain.code])
        self.assertIsNone(files[secret.code])
        self.assertEqual(self.last_events(plain.version_ids), ["content_opened"])

    def test_R84_who_may_not_open_papers_hands_none_out(self):
        individual, own = self._individual()
        self._make_document(own, "借条")
        request = self._work(person_name=individual.name, partner_id=individual.id, email=False)
        self.assertTrue(self._place(request, "paper"))
        file, _name = self.as_user("security", request)._export()
        with file, zipfile.ZipFile(file) as archive:
            self.assertFalse([name for name in archive.namelist() if name.startswith("papers/")])

    def test_a_copy_is_answered_in_words(self):
        request = self._work()
        with self.assertRaisesRegex(UserError, "answered"):
            self.rpc("security", request, "action_conclude")
        self.rpc("security", request, "write", {"answer": "Here is your copy."})
        self.rpc("security", request, "action_conclude")
        self.assertEqual(request.state, "answered")
        self.assertFalse(request.activity_ids)
        with self.assertRaises(UserError):
            self.rpc("security", request, "write", {"answer": "Something else"})

    def test_a_refusal_has_its_reason(self):
        request = self._request()
        with self.assertRaises(UserError):
            self.rpc("security", request, "action_decline")
        request.refusal = "Not identified in spite of two letters."
        self.rpc("security", request, "action_decline")
        self.assertEqual(self.last_events(request), ["privacy_refused"])

    # ------------------------------------------------------------------
    # Erasure
    # ------------------------------------------------------------------
    def _confirmed(self, request):
        self.rpc("security", request, "action_submit")
        self.rpc("gm", request, "action_approve")
        self.env.invalidate_all()

    def test_R84_two_people_erase(self):
        request = self._work("erase")
        with self.assertRaisesRegex(UserError, "second person"):
            request.answer = "Done"
            self.rpc("security", request, "action_conclude")
        self.rpc("security", request, "action_submit")
        self.assertEqual(self.person.interests, "围棋")
        for login in ("security", "deputy_gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request, "action_approve")
        self.rpc("gm", request, "action_approve")
        self.env.invalidate_all()
        self.assertEqual((request.state, request.confirmed_by_id), ("answered", self.users["gm"]))
        person = self.person
        self.assertFalse(any([person.interests, person.taboos, person.mobile, person.remit, self.log.contact_id]))
        self.assertFalse(any([self.contact.phone, self.contact.email, self.contact.function, self.contact.comment]))
        self.assertEqual(self.contact.name, "(erased)")
        self.assertEqual(self.namesake.name, NAME)
        self.assertTrue(self._place(request, "contact_reach", self.contact).done_on)

    def test_R84_a_company_keeps_what_its_contact_shares_with_it(self):
        address = {"street": "1 Long River Road", "zip": "400010", "city": "Chongqing"}
        self.partner.write(address)
        request = self._work("erase")
        self.assertNotIn("Street", self._place(request, "contact_identity", self.contact).data)
        self._confirmed(request)
        self.assertEqual(self.contact.name, "(erased)")
        self.assertEqual(self.partner.read(list(address))[0], {"id": self.partner.id, **address})
        self.assertTrue(self.partner.vat)

    def test_R84_the_journal_and_the_conversation_repeat_nothing(self):
        self.contact.with_user(self.users["sales"]).write({"phone": "13922223333"})
        self.person.with_user(self.users["sales"]).write({"mobile": "13733334444"})
        self.env.cr.precommit.run()
        last = self.env["archive.event"].search([], limit=1).id
        request = self._work("erase")
        self._confirmed(request)
        events = self.env["archive.event"].search([("id", ">", last)])
        self.assertIn("privacy_erased", events.mapped("kind"))
        told = " ".join(f"{event.before} {event.after} {event.note}" for event in events)
        for event in events.filtered(lambda row: row.res_model == request._name):
            self.assertEqual(event.res_name, request.name)
        for value in (MAIL, "围棋", "13711112222", "13733334444", "13922223333"):
            self.assertNotIn(value, told)
        tracked = self.env["mail.tracking.value"].search([
            ("mail_message_id.model", "=", "res.partner"), ("mail_message_id.res_id", "=", self.contact.id)])
        self.assertNotIn("13922223333", str(tracked.mapped("new_value_char") + tracked.mapped("old_value_char")))
        changes = self.env["archive.event"].search([
            ("res_model", "=", "archive.customer.person"), ("res_id", "=", self.person.id)])
        self.assertNotIn("13733334444", str(changes.mapped("after")))

    def test_R84_what_a_rule_keeps_is_kept_and_said(self):
        individual, own = self._individual()
        paper = self._make_document(own, "借条")
        person = self.env["archive.customer.person"].create({
            "dossier_id": own.id, "contact_id": individual.id, "interests": "围棋", "lawful_basis": "consent",
            "consent_on": "2025-01-01"})
        request = self._work("erase", person_name=individual.name, partner_id=individual.id, email=False)
        kept = {place.source_key: place.reason for place in request.place_ids if place.outcome == "keep"}
        self.assertIn("a customer in dealings", kept["contact_reach"])
        self.assertIn("its customer still deals with us", kept["paper"])
        self.assertTrue(kept["dossier"])
        self._confirmed(request)
        self.assertEqual(individual.phone, "13955556666")
        self.assertFalse(person.interests)
        self.assertEqual((paper.state, paper.version_ids.erased), ("filed", False))

    def test_R84_the_proof_of_lawful_collection_is_kept(self):
        request = self._work("erase")
        self.assertIn("article 69", self._place(request, "collection").reason)
        self._confirmed(request)
        self.assertEqual(self.collection.purpose, "Contact")

    def test_R84_a_hold_that_comes_in_between_keeps(self):
        request = self._work("erase")
        self.rpc("security", request, "action_submit")
        self.env["archive.disposal.hold"].create({
            "name": "Lawsuit", "reason": "Summons", "dossier_ids": self.dossier.ids})
        self.rpc("gm", request, "action_approve")
        self.env.invalidate_all()
        self.assertEqual(self.person.interests, "围棋")
        place = self._place(request, "person_private")
        self.assertEqual(place.outcome, "keep")
        self.assertIn("Lawsuit", place.reason)

    def test_R84_needed_for_the_contract_is_kept_while_they_deal(self):
        self.person.write({"lawful_basis": "contract", "consent_on": False, "interests": False, "taboos": False})
        request = self._work("erase")
        self.assertIn("article 13", self._place(request, "person_work").reason)
        self.assertIn("article 13", self._place(request, "contact_reach", self.contact).reason)

    def test_R84_withdrawal_reaches_what_rests_on_consent_alone(self):
        request = self._work("withdraw")
        self.assertEqual(self.collection.lawfulness, "withdrawn")
        self.assertEqual(self.person.lawfulness, "withdrawn")
        self.assertEqual(self._place(request, "contact_log").outcome, "keep")
        with self.assertRaises(UserError):
            self.rpc("sales", self.person, "write", {"interests": "围棋、象棋"})
        self._confirmed(request)
        self.assertFalse(self.person.interests)
        self.assertEqual(self.contact.name, NAME)

    def test_an_erasure_that_is_returned_can_be_planned_again(self):
        request = self._work("erase")
        self.rpc("security", request, "action_submit")
        step = request.approval_step_ids.filtered(lambda row: row.state == "pending")
        self.assertEqual(step.user_id, self.users["gm"])
        self.rpc("security", request, "action_take_back")
        self.assertEqual(request.state, "work")
        self._confirmed(request)
        self.assertEqual(request.state, "answered")

    # ------------------------------------------------------------------
    # Answer and reminder
    # ------------------------------------------------------------------
    def test_the_answer_prints_with_every_reason(self):
        request = self._work("erase")
        self._confirmed(request)
        html = self.env["ir.actions.report"].with_user(self.users["security"])._render_qweb_html(
            "client_archive.report_privacy_answer", request.ids)[0].decode()
        self.assertIn("article 69", html)
        self.assertNotIn(PHONE, html)

    def test_an_overdue_request_calls_once(self):
        request = self._request(received_on="2026-01-05")
        self.assertTrue(request.is_overdue)
        self.assertIn(request, self.env["archive.privacy.request"].search([("is_overdue", "=", True)]))
        self.run_scheduled("ir_cron_privacy", times=2)
        alarm = self.env.ref("client_archive.mail_activity_alarm")
        self.assertEqual(len(request.activity_ids.filtered(lambda row: row.activity_type_id == alarm)), 1)

    def test_companies_keep_apart(self):
        request = self._work()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["auditor"]
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("auditor", request, "read", ["name"])


@tagged("-at_install", "post_install")
class TestPrivacyDownload(PrivacyCommon, HttpCase):
    def test_the_copy_is_downloaded_by_the_officer_alone(self):
        request = self._work()
        self.authenticate("test_security", "test_security")
        response = self.url_open(f"/archive/privacy/{request.id}")
        self.assertEqual(response.status_code, 200)
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            self.assertIn(PHONE, archive.read("data.json").decode())
        self.authenticate("test_auditor", "test_auditor")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(f"/archive/privacy/{request.id}").status_code, 403)
