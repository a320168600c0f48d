from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...tools import gate, secrecy
from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestClearance(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secret = cls._make_document(cls.dossier, "秘密", secrecy_level="1").version_ids
        cls.highly = cls._make_document(cls.dossier, "机密", secrecy_level="2").version_ids
        cls.top = cls._make_document(cls.dossier, "绝密", secrecy_level="3").version_ids
        cls.today = date.today()

    def opens(self, login, version):
        """Whether ``login`` opens ``version``, on two ways that must agree."""
        return self.gets(login, version, "content")

    # ------------------------------------------------------------------
    # What opens content (R98)
    # ------------------------------------------------------------------
    def test_R98_nobody_opens_classified_content_uncleared(self):
        for login in self.users.keys() - {"outsider"}:
            with self.subTest(login=login):
                self.assertFalse(self.opens(login, self.secret))
        self.assertFalse(self.opens("archive_head", self.top))
        self.assertTrue(self.opens("archivist", self.document.version_ids), "unclassified content as before")
        self.assertTrue(self.opens("sales", self.document.version_ids))

    def test_R98_administrator_is_not_cleared_by_being_one(self):
        admin = self.env.ref("base.user_admin")
        admin.group_ids |= self.env.ref("client_archive.group_archivist")
        self.users["admin"] = admin
        self.addCleanup(self.users.pop, "admin")
        self.assertTrue(admin._is_admin())
        self.assertTrue(self.opens("admin", self.document.version_ids), "need to know is not what stops them")
        self.assertFalse(self.opens("admin", self.secret))

    def test_R98_clearance_covers_its_level_and_below(self):
        self._clear("archivist", "2")
        self.assertTrue(self.opens("archivist", self.secret))
        self.assertTrue(self.opens("archivist", self.highly))
        self.assertFalse(self.opens("archivist", self.top))
        self._clear("sales", "3")
        self.assertTrue(self.opens("sales", self.top))

    def test_R51_clearance_does_not_stand_in_for_need_to_know(self):
        self._clear("employee", "3")
        self.assertFalse(self.opens("employee", self.secret))

    def test_R98_clearance_without_agreement_opens_nothing(self):
        agreement, clearance = self._clear("archivist")
        agreement.date_to = self.today - timedelta(days=1)
        self.assertFalse(clearance.has_agreement)
        self.assertFalse(self.opens("archivist", self.secret))

    def test_R98_agreement_without_clearance_opens_nothing(self):
        clearance = self._clear("archivist")[1]
        self.rpc("security", clearance, "action_revoke")
        self.assertEqual((clearance.term, clearance.revoked_by_id), ("ended", self.users["security"]))
        self.assertFalse(self.opens("archivist", self.secret))

    def test_R98_access_ends_the_day_after_the_last_one(self):
        agreement, clearance = self._clear("archivist", date_to="2027-06-30")
        agreement.date_to = "2027-03-31"
        with freeze_time("2027-03-31 12:00:00"):
            self.assertTrue(self.opens("archivist", self.secret), "the agreement's last day")
        with freeze_time("2027-04-01 12:00:00"):
            self.assertFalse(self.opens("archivist", self.secret), "the agreement has ended")
        agreement.date_to = "2099-12-31"
        with freeze_time("2027-06-30 12:00:00"):
            self.assertTrue(self.opens("archivist", self.secret), "the clearance's last day")
        with freeze_time("2027-07-01 12:00:00"):
            self.assertFalse(self.opens("archivist", self.secret), "the clearance has ended")

    def test_R98_not_before_the_first_day(self):
        self._clear("archivist", date_from=self.today + timedelta(days=2))
        self.assertFalse(self.opens("archivist", self.secret))

    def test_R98_the_clients_time_zone_prolongs_nothing(self):
        agreement = self._clear("archivist")[0]
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        agreement.date_to = "2027-03-31"
        with freeze_time("2027-03-31 17:00:00"):  # 1 April in Shanghai, still March in Honolulu
            versions = self.as_user("archivist", self.secret).with_context(tz="Pacific/Honolulu")
            self.env.invalidate_all()
            self.assertFalse(versions.search([("id", "=", versions.id)]))

    def test_R98_another_companys_clearance_opens_nothing_here(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.users["archivist"].company_ids |= other
        agreement, clearance = self._clear("archivist")
        self.rpc("security", clearance, "action_revoke")
        self.env["archive.clearance"].create({
            "user_id": self.users["archivist"].id, "level": "3", "date_from": "2020-01-01", "company_id": other.id})
        self.env["archive.agreement"].create({
            "user_id": self.users["archivist"].id, "date_from": "2020-01-01", "date_to": "2099-12-31",
            "company_id": other.id})
        self.assertFalse(self.opens("archivist", self.secret))

    def test_R98_classified_papers_stay_in_their_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        dossier = self.env["archive.dossier"].create({
            "partner_id": self.env["res.partner"].create({"name": "Elsewhere"}).id, "company_id": other.id})
        for archivist in (self.users["archivist"], self.users["archive_head"]):
            archivist.company_ids |= other
        with self.assertRaisesRegex(UserError, "stays in its company"):
            self.rpc("archivist", self.secret.document_id, "write", {"dossier_id": dossier.id})
        self.assertEqual(self.secret.company_id, self.company)

    def test_R98_a_check_costs_the_same_for_many_papers(self):
        self._clear("archivist")
        self.env.flush_all()
        self.env["res.company"]._archive_two_factor_ids()  # cached for all users
        with self.assertQueryCount(1):
            self.env["archive.version"].with_user(self.users["archivist"])._clearance_domain()

        def queries(versions):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.as_user("archivist", versions).read(["name", "content_allowed"])
            return self.cr.sql_log_count - before
        many = self.env["archive.version"].concat(*(
            self._make_document(self.dossier, f"秘密{number}", secrecy_level="1").version_ids for number in range(8)))
        queries(self.secret)  # warms what is cached for good: groups, rules, fields
        self.assertEqual(queries(self.secret), queries(many))

    def test_R98_form_says_what_is_missing(self):
        note = self.as_user("archivist", self.secret.document_id).clearance_note
        self.assertIn("a valid confidentiality agreement", note)
        self._clear("archivist", "1")
        self.env.invalidate_all()
        self.assertFalse(self.as_user("archivist", self.secret.document_id).clearance_note)
        self.assertTrue(self.as_user("archivist", self.highly.document_id).clearance_note)

    def test_R52_levels_cover_those_below(self):
        self.assertEqual(secrecy.up_to("2"), ["0", "1", "2"])
        self.assertTrue(self.secret.document_id.needs_safe)

    # ------------------------------------------------------------------
    # Who clears whom
    # ------------------------------------------------------------------
    def test_R98_only_the_security_officer_clears(self):
        values = {"user_id": self.users["archivist"].id, "level": "3"}
        for login in self.users.keys() - {"security"}:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.clearance"], "create", [values])
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.agreement"], "create", [
                    {"user_id": self.users["archivist"].id, "date_to": "2099-01-01"}])
        [clearance] = self.rpc("security", self.env["archive.clearance"], "create", [values])
        self.assertEqual(self.env["archive.clearance"].browse(clearance).granted_by_id, self.users["security"])

    def test_R98_nobody_clears_themselves(self):
        officer, other = self.users["security"], self.users["archivist"]
        for model, values in (
            ("archive.clearance", {"user_id": officer.id, "level": "3"}),
            ("archive.agreement", {"user_id": officer.id, "date_to": "2099-01-01"}),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.rpc("security", self.env[model], "create", [values])
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(officer).sudo().create(values)
        agreement, clearance = self._clear("archivist")
        for record in (agreement, clearance):
            with self.assertRaises(UserError):
                self.rpc("security", record, "write", {"user_id": officer.id})
        mine = self.env["archive.clearance"].create({"user_id": officer.id, "level": "1", "date_to": "2099-01-01"})
        with self.assertRaises(AccessError):
            self.rpc("security", mine, "write", {"date_to": False})
        self.assertEqual(clearance.user_id, other)

    def test_R98_clearance_cannot_be_forged(self):
        agreement, clearance = self._clear("archivist", "1")
        self.rpc("security", clearance, "action_revoke")
        for vals in ({"level": "3"}, {"state": "granted"}, {"revoked_on": False}, {"date_from": "2010-01-01"},
                     {"granted_by_id": self.users["gm"].id}, {"company_id": False}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("security", clearance, "write", vals)
            for login in ("archivist", "gm", "manager"):
                with self.subTest(vals=vals, login=login), self.assertRaises(AccessError):
                    self.rpc(login, clearance, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("security", clearance, "create", [{
                "user_id": self.users["gm"].id, "level": "1", "granted_by_id": self.users["gm"].id}])
        for login in ("security", "archivist"):
            for record in (agreement, clearance):
                with self.assertRaises(UserError):
                    self.rpc(login, record, "unlink")
        with self.assertRaises(UserError):
            self.rpc("security", clearance, "action_revoke")
        with self.assertRaises(AccessError):
            self.rpc("archivist", self._clear("sales")[1], "action_revoke")

    def test_R98_context_does_not_clear(self):
        versions = self.as_user("archivist", self.secret).with_context(**{
            gate._KEY: True, "default_level": "3", "active_test": False})
        self.assertFalse(versions.search([("id", "=", versions.id)]))
        with self.assertRaises(AccessError):
            self.rpc("archivist", self.env["archive.clearance"], "_levels", self.users["gm"].id)

    def test_R98_terms_are_dates(self):
        for term, first, last in (("upcoming", 1, 90), ("valid", -5, 90), ("soon", -5, 3), ("ended", -5, -1)):
            agreement = self.env["archive.agreement"].create({
                "user_id": self.users["gm"].id, "date_from": self.today + timedelta(days=first),
                "date_to": self.today + timedelta(days=last)})
            self.assertEqual(agreement.term, term)
            self.assertIn(agreement, agreement.search([("term", "=", term)]))
            self.assertNotIn(agreement, agreement.search([("term", "!=", term)]))
        with self.assertRaises(ValidationError):
            agreement.date_to = self.today - timedelta(days=10)

    def test_R98_people_see_their_own_and_keepers_all(self):
        agreement, clearance = self._clear("archivist")
        for login, sees_agreement, sees_clearance in (
            ("archivist", True, True), ("security", True, True), ("gm", True, True), ("auditor", True, True),
            ("archive_head", False, True), ("employee", False, False), ("manager", False, False),
        ):
            with self.subTest(login=login):
                for record, sees in ((agreement, sees_agreement), (clearance, sees_clearance)):
                    self.assertEqual(bool(self.rpc(login, record, "search", [("id", "=", record.id)])), sees)

    def test_R98_journaled(self):
        agreement, clearance = self._clear("archivist")
        self.rpc("security", clearance, "write", {"date_to": "2050-01-01"})
        self.assertEqual(self.last_events(clearance, 2), ["changed", "clearance_granted"])
        self.rpc("security", clearance, "action_revoke")
        self.assertEqual(self.last_events(clearance), ["clearance_revoked"])
        self.assertEqual(self.last_events(agreement), ["agreement_signed"])
