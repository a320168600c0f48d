from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import ArchiveCommon


class CompartmentCommon(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        Compartment = cls.env["archive.compartment"].with_user(cls.users["security"])
        cls.merger = Compartment.create({"name": "并购项目甲", "code": "P-01"}).with_env(cls.env)
        cls.tender = Compartment.create({"name": "投标项目乙", "code": "P-02"}).with_env(cls.env)

    @classmethod
    def _admit(cls, login, compartments, level="3"):
        """Clear ``login`` for ``compartments``, with the agreement that stands behind it."""
        return cls._clear(login, level, compartment_ids=[fields.Command.set(compartments.ids)])[1]

    def opens(self, login, paper):
        """Whether ``login`` opens the content of ``paper``, on two ways that must agree."""
        return self.gets(login, paper.version_ids, "content")

    def sees(self, login, paper):
        return self.gets(login, paper, "name")


@tagged("post_install", "-at_install")
class TestCompartment(CompartmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls._make_document(cls.dossier, "并购意向书", secrecy_level="2", compartment_id=cls.merger.id)
        cls.plain = cls._make_document(cls.dossier, "并购会议通知", compartment_id=cls.merger.id)

    # ------------------------------------------------------------------
    # What opens content
    # ------------------------------------------------------------------
    def test_R51_level_alone_opens_nothing_in_a_compartment(self):
        self._clear("archivist", "3")
        self._clear("sales", "3")
        for login in ("archivist", "sales", "archive_head", "gm", "security", "auditor"):
            for paper in (self.paper, self.plain):
                with self.subTest(login=login, paper=paper.name):
                    self.assertFalse(self.opens(login, paper))

    def test_R51_the_compartment_opens_up_to_its_level(self):
        self._admit("archivist", self.merger, "1")
        self.assertFalse(self.opens("archivist", self.paper), "the level is missing")
        self.assertTrue(self.opens("archivist", self.plain))
        self._admit("sales", self.merger, "2")
        self.assertTrue(self.opens("sales", self.paper))

    def test_R51_another_compartment_opens_nothing_here(self):
        self._admit("archivist", self.tender)
        self.assertFalse(self.opens("archivist", self.paper))

    def test_R51_level_of_one_clearance_and_compartment_of_another_do_not_add_up(self):
        self._clear("archivist", "3")
        self._admit("archivist", self.merger, "1")
        self.assertFalse(self.opens("archivist", self.paper))

    def test_R51_all_compartments_must_be_said(self):
        self._clear("archivist", "3", all_compartments=True)
        self.assertTrue(self.opens("archivist", self.paper))
        later = self.env["archive.compartment"].create({"name": "丙", "code": "P-03"})
        other = self._make_document(self.dossier, "丙一", compartment_id=later.id)
        self.assertTrue(self.opens("archivist", other))
        with self.assertRaisesRegex(ValidationError, "choose one"):
            self._clear("archive_head", "3", all_compartments=True, compartment_ids=[
                fields.Command.set(self.merger.ids)])

    def test_R51_a_compartment_gives_no_need_to_know(self):
        self._admit("employee", self.merger)
        self.assertFalse(self.opens("employee", self.paper))

    def test_R51_revoked_and_ended_close_it(self):
        clearance = self._admit("archivist", self.merger)
        self.assertTrue(self.opens("archivist", self.paper))
        self.rpc("security", clearance, "action_revoke")
        self.assertFalse(self.opens("archivist", self.paper))
        self._admit("sales", self.merger).date_to = "2027-03-31"
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        with freeze_time("2027-03-31 15:00:00"):  # still 31 March in Shanghai
            self.assertTrue(self.opens("sales", self.paper))
        with freeze_time("2027-03-31 17:00:00"):
            self.assertFalse(self.opens("sales", self.paper))

    # ------------------------------------------------------------------
    # Training (R101)
    # ------------------------------------------------------------------
    def _train(self, login, **values):
        return self.env["archive.training"].with_user(self.users["security"]).create({
            "name": "保密", "kind": "secrecy", "date": fields.Date.today() - timedelta(days=30),
            "user_ids": [fields.Command.set(self.users[login].ids)], **values}).with_env(self.env)

    def test_R101_without_valid_training_nothing_classified_opens(self):
        clearance = self._admit("archivist", self.merger)
        self.assertTrue(self.opens("archivist", self.paper), "no trainings are kept")
        training = self._train("sales")
        self.assertFalse(self.opens("archivist", self.paper), "trainings are kept, and this person attended none")
        self.assertFalse(clearance.has_training)
        training.user_ids |= self.users["archivist"]
        self.assertTrue(self.opens("archivist", self.paper))
        training.date = fields.Date.today() - timedelta(days=500)
        self.assertFalse(self.opens("archivist", self.paper), "due again")
        self.assertTrue(self.opens("archivist", self.document), "what is not classified stays open")

    def test_R101_the_company_decides_whether_training_is_asked_for(self):
        self._admit("archivist", self.merger)
        self.company.archive_training_rule = "always"
        self.assertFalse(self.opens("archivist", self.paper))
        self.company.archive_training_rule = "never"
        self._train("sales")
        self.assertTrue(self.opens("archivist", self.paper))
        self.company.archive_training_rule = "kept"
        self._train("archivist", kind="credit")
        self.assertFalse(self.opens("archivist", self.paper), "a training on credit is another thing")

    def test_R101_training_closes_on_its_day(self):
        self._admit("archivist", self.merger)
        self._train("archivist", date="2027-01-10", interval_months=3)
        with freeze_time("2027-04-10 10:00:00"):
            self.assertTrue(self.opens("archivist", self.paper))
        with freeze_time("2027-04-11 10:00:00"):
            self.assertFalse(self.opens("archivist", self.paper))

    # ------------------------------------------------------------------
    # Who keeps them
    # ------------------------------------------------------------------
    def test_R51_only_the_security_officer_keeps_compartments(self):
        for login in self.users.keys() - {"security"}:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.compartment"], "create", [{"name": "x", "code": "x"}])
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.merger, "write", {"name": "x"})
        self.rpc("security", self.tender, "write", {"description": "Bids"})
        with self.assertRaisesRegex(UserError, "archive it"):
            self.rpc("security", self.merger, "unlink")

    def test_R51_names_of_compartments_are_for_those_concerned(self):
        self.assertEqual(self.rpc("employee", self.merger.browse(), "search_read", [], ["name"]), [])
        shown = self.rpc("employee", self.paper, "read", ["compartment_id"])[0]["compartment_id"]
        self.assertEqual(shown[1], "P-01")
        self._admit("employee", self.merger)
        self.env.invalidate_all()
        self.assertEqual(self.rpc("employee", self.paper, "read", ["compartment_id"])[0]["compartment_id"][1],
                         "P-01 并购项目甲")
        found = self.rpc("sales", self.merger.browse(), "name_search", "并购")
        self.assertEqual(found, [])

    def test_R51_people_and_archivist_of_a_compartment(self):
        self.assertFalse(self.merger.has_archivist)
        self._admit("archivist", self.merger)
        self._clear("gm", "3", all_compartments=True)
        self.env.invalidate_all()
        self.assertEqual(self.merger.member_ids, self.users["archivist"] | self.users["gm"])
        self.assertTrue(self.merger.has_archivist)

    def test_R51_compartments_of_a_clearance_stay_as_entered(self):
        clearance = self._admit("archivist", self.tender)
        for vals in ({"compartment_ids": [fields.Command.link(self.merger.id)]}, {"all_compartments": True}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "stays as it was entered"):
                self.rpc("security", clearance, "write", vals)

    # ------------------------------------------------------------------
    # Into and out of it
    # ------------------------------------------------------------------
    def test_R51_into_a_compartment_at_once_out_of_it_by_approval(self):
        self.rpc("archivist", self.document, "write", {"compartment_id": self.merger.id})
        self.assertFalse(self.opens("archivist", self.document))
        for login in ("archivist", "sales", "archive_head"):
            for value in (False, self.tender.id):
                with self.subTest(login=login, value=value), self.assertRaises(UserError):
                    self.rpc(login, self.document, "write", {"compartment_id": value})
        request = self.env["archive.declassification"].with_user(self.users["sales"]).create({
            "document_id": self.document.id, "new_level": "0", "new_circle": "leaves", "reason": "Signed"})
        self.rpc("sales", request, "action_submit")
        self.rpc("head", request, "action_approve")
        self.assertEqual(self.document.compartment_id, self.merger)
        self.rpc("gm", request, "action_approve")
        self.assertFalse(self.document.compartment_id)
        self.assertFalse(self.document.declassified_on, "it never was classified")
        self.assertTrue(self.opens("archivist", self.document))

    def test_R51_into_a_narrower_compartment_at_once(self):
        self._admit("archivist", self.merger | self.tender)
        self._admit("gm", self.merger)
        self.rpc("archivist", self.paper, "write", {"compartment_id": self.tender.id})
        with self.assertRaises(UserError):
            self.rpc("archivist", self.paper, "write", {"compartment_id": self.merger.id})

    def test_R51_papers_inherit_the_compartment_of_their_dossier(self):
        self.rpc("archivist", self.dossier, "write", {"compartment_id": self.tender.id})
        self.assertEqual(self.document.compartment_id, self.tender, "what was in none follows")
        self.assertEqual(self.paper.compartment_id, self.merger, "what was in one stays")
        self.assertEqual(self._make_document(self.dossier, "新").compartment_id, self.tender)
        with self.assertRaisesRegex(UserError, "security officer"):
            self.rpc("archivist", self.dossier, "write", {"compartment_id": False})

    def test_R98_papers_of_a_compartment_stay_in_their_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        dossier = self.env["archive.dossier"].create({
            "partner_id": self.env["res.partner"].create({"name": "Elsewhere"}).id, "company_id": other.id})
        self.users["archivist"].company_ids |= other
        with self.assertRaisesRegex(UserError, "stays in its company"):
            self.rpc("archivist", self.plain, "write", {"dossier_id": dossier.id})

    def test_R98_the_form_says_what_is_missing(self):
        self.assertIn("P-01", self.as_user("archivist", self.plain).clearance_note)
        self._admit("archivist", self.merger)
        self.env.invalidate_all()
        self.assertFalse(self.as_user("archivist", self.plain).clearance_note)

    # ------------------------------------------------------------------
    # Cost
    # ------------------------------------------------------------------
    def test_R51_one_query_for_all_questions_of_a_transaction(self):
        self._admit("archivist", self.merger)
        self.env["res.company"]._archive_two_factor_ids()  # kept by the server
        self.env.flush_all()
        Clearance = self.env["archive.clearance"].with_user(self.users["archivist"])
        with self.assertQueryCount(1):
            Clearance._coverage(self.users["archivist"])
            self.env["archive.version"].with_user(self.users["archivist"])._clearance_domain()
            self.env["archive.document"].with_user(self.users["archivist"])._search_is_visible("in", [True])
