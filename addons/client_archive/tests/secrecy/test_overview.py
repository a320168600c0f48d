from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestOverview(ArchiveCommon):
    def tiles(self, login="security"):
        tiles = self.env["archive.secrecy.tile"].with_user(self.users[login]).with_context({}).search([])
        tiles.invalidate_recordset()
        return {tile.code: tile for tile in tiles}

    def counts(self):
        return {code: tile.count for code, tile in self.tiles().items()}

    def test_counts_and_the_lists_behind_agree(self):
        today = fields.Date.today()
        before = self.counts()
        agreement, _clearance = self._clear("employee", "1", date_to=today + timedelta(days=9))
        agreement.with_user(self.users["security"]).date_to = today + timedelta(days=9)
        self.env["archive.training"].create({"name": "Law", "date": today, "interval_months": 1})
        self.env["archive.incident"].with_user(self.users["employee"]).create({"description": "Something"})
        self._make_document(self.dossier, "Secret", secrecy_level="1", declassify_on=today + timedelta(days=5))
        after = self.counts()
        grown = {code for code in after if after[code] > before[code]}
        self.assertTrue(grown >= {
            "agreements", "clearances", "incidents_open", "declassify", "no_safe"}, grown)
        for code, tile in self.tiles().items():
            action = tile.action_open()
            with self.subTest(code=code):
                self.assertEqual(
                    len(self.rpc("security", self.env[action["res_model"]], "search", action["domain"])), after[code])

    def test_one_query_for_each_question(self):
        self.counts()
        tiles = self.env["archive.secrecy.tile"].with_user(self.users["security"]).search([])
        tiles.mapped("code")
        with self.assertQueryCount(22):
            tiles.mapped("count")

    def test_only_the_officer_and_executives_see_it(self):
        for login in ("employee", "archivist", "archive_head", "auditor", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.secrecy.tile"], "search_read", [], ["count"])
        tile = self.tiles()["agreements"]
        for login in ("security", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, tile, "write", {"name": "x"})

    # ------------------------------------------------------------------
    # Yearly assessment (R113)
    # ------------------------------------------------------------------
    def archivist(self, login="archivist"):
        self.env["archive.training"].create({"name": "档案法", "user_ids": self.users[login].ids})
        designation = self.env["archive.designation"].with_user(self.users["security"]).create({
            "user_id": self.users[login].id, "exam_on": "2024-01-05", "exam_passed": True})
        designation.with_user(self.users["gm"]).action_designate()
        return designation.with_env(self.env)

    def remind(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("client_archive.ir_cron_assess").method_direct_trigger()
        self.env.invalidate_all()

    def test_R113_called_once_a_year_to_assess(self):
        designation = self.archivist()
        self.remind()
        self.assertFalse(designation.activity_ids, "designated today")
        designation._set_gated(designated_on="2024-02-01")
        self.remind()
        self.remind()
        self.assertEqual(designation.activity_ids.user_id, self.users["archive_head"])
        self.assertEqual(len(designation.activity_ids), 1)
        self.assertIn("assessments", {code for code, count in self.counts().items() if count})
        self.env["archive.assessment"].with_user(self.users["archive_head"]).create({
            "designation_id": designation.id, "period": "2026", "score_filing": 90, "score_secrecy": 80})
        self.assertFalse(designation.activity_ids)
        self.assertEqual(designation.assessed_on, fields.Date.today())
        self.remind()
        self.assertFalse(designation.activity_ids)

    def test_R113_the_head_is_assessed_by_the_general_manager(self):
        designation = self.archivist("archive_head")
        designation._set_gated(designated_on="2024-02-01")
        self.remind()
        self.assertEqual(designation.activity_ids.user_id, self.users["gm"])

    def test_R113_criteria_and_consequence(self):
        designation = self.archivist()
        values = {"designation_id": designation.id, "period": "2026"}
        Assessment = self.env["archive.assessment"].with_user(self.users["archive_head"])
        row = Assessment.create({**values, "score_filing": 90, "score_secrecy": 81})
        self.assertEqual(row.score, 85.5)
        for wrong in ({"consequence": "reward"}, {"amount": 100}):
            with self.subTest(wrong=wrong), self.assertRaises(ValidationError):
                Assessment.create({**values, **wrong})
        row.write({"consequence": "reward", "amount": 100, "details": "Never late"})

    def test_R110_the_list_says_what_is_lacking(self):
        candidate = self.env["archive.designation"].with_user(self.users["security"]).create({
            "user_id": self.users["archivist"].id})
        self.assertEqual(candidate.lacks, "serves undesignated, no exam, no training")
        other = self.env["archive.designation"].with_user(self.users["security"]).create({
            "user_id": self.users["employee"].id})
        self.assertEqual(other.lacks, "no exam, no training")

    # ------------------------------------------------------------------
    # The wall (R47, R48, R111)
    # ------------------------------------------------------------------
    def test_R47_R48_the_level_says_what_it_means(self):
        paper = self.as_user("employee", self.document)
        self.assertFalse(paper.level_meaning or paper.principle)
        self.document.secrecy_level = "2"
        paper.invalidate_recordset()
        self.assertEqual(paper.level_meaning, self.env.ref("client_archive.notice_level_2").name)
        self.assertIn(paper.principle, self.env["archive.notice"].search([("kind", "=", "1_slogan")]).mapped("name"))
