from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SegmentCommon


@tagged("post_install", "-at_install")
class TestRuling(SegmentCommon):
    def overrule(self, login, axis, value, reason="The group belongs together", dossier=None):
        dialog = self.env["archive.segment.overrule"].with_user(self.users[login]).create({
            "dossier_id": (dossier or self.dossier).id, "axis": axis, axis: value, "reason": reason})
        self.rpc(login, dialog, "action_overrule")
        self.env.invalidate_all()

    def test_R40_nature_is_confirmed_by_hand(self):
        self.run_job()
        self.overrule("archivist", "nature", "special", "State-owned enterprise")
        self.assertEqual(self.dossier.segment_nature, "special")
        self.assertEqual(self.last_events(self.dossier), ["segment_overruled"])
        self.assertFalse(self.env["archive.dossier"].search([
            ("id", "=", self.dossier.id), ("ruling_ids", "not any", [("axis", "=", "nature"), ("active", "=", True)])]))

    def test_job_keeps_what_was_set_and_says_what_the_figures_would(self):
        self.run_job()
        self.overrule("head", "volume", "ordinary")
        self.invoice(5000, days=10)
        self.run_job()
        self.assertEqual((self.dossier.segment_volume, self.row().volume), ("ordinary", "main"))
        why = self.as_user("head", self.dossier).segment_volume_why
        self.assertIn("The group belongs together", why)
        self.assertIn("The figures would say Main: 100% of turnover", why)

    def test_figures_decide_again(self):
        self.invoice(5000, days=10)
        self.run_job()
        self.overrule("head", "volume", "sporadic")
        ruling = self.dossier.ruling_ids
        for login in ("sales", "employee", "manager", "auditor"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, ruling, "action_end")
        self.rpc("archivist", ruling, "action_end")
        self.env.invalidate_all()
        self.assertEqual((self.dossier.segment_volume, ruling.active), ("main", False))
        self.assertEqual(self.last_events(self.dossier), ["segment_released"])

    def test_salespeople_do_not_overrule(self):
        self.run_job()
        for login in ("sales", "other_sales", "employee", "gm", "auditor", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_model"):
                self.overrule(login, "rank", "core")
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, self.dossier)._overrule("rank", "core", "Because")
        self.assertFalse(self.dossier.ruling_ids)

    def test_rulings_are_not_entered_past_the_dialog(self):
        self.run_job()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            self.rpc("archivist", self.env["archive.segment.ruling"], "create", [{
                "dossier_id": self.dossier.id, "axis": "rank", "value": "core", "reason": "x",
                "user_id": self.users["head"].id, "date": self.today}])

    def test_reason_and_value_are_asked_for(self):
        self.run_job()
        archivist = self.as_user("archivist", self.dossier)
        with self.assertRaisesRegex(UserError, "Say why"):
            archivist._overrule("rank", "core", "  ")
        for axis, value in (("rank", "main"), ("rank", False), ("colour", "red")):
            with self.subTest(axis=axis), self.assertRaisesRegex(UserError, "Choose what"):
                archivist._overrule(axis, value, "Because")

    def test_R46_core_by_hand_keeps_the_cap(self):
        self.company.archive_core_limit = 1
        self.invoice(9000, days=800)
        self.invoice(9000, days=30)
        self.invoice(10, self.second_partner, days=30)
        self.run_job()
        self.assertEqual(self.dossier.segment_rank, "core")
        self.overrule("archivist", "rank", "core", dossier=self.second)
        self.assertEqual(
            (self.second.segment_rank, self.dossier.segment_rank), ("core", "ordinary"), "the figures give way")
        self.assertTrue(self.second.activity_search(["client_archive.mail_activity_core_survey"]))
        with self.assertRaisesRegex(UserError, "All 1 places"):
            self.overrule("archivist", "rank", "core")
        self.rpc("archivist", self.second.ruling_ids, "action_end")
        self.env.invalidate_all()
        self.assertEqual((self.second.segment_rank, self.dossier.segment_rank), ("ordinary", "core"))

    def test_setting_twice_leaves_one_in_force(self):
        self.run_job()
        self.overrule("archivist", "rank", "core")
        self.overrule("head", "rank", "ordinary")
        self.assertEqual(self.dossier.ruling_ids.mapped("active"), [True, False])
        self.assertEqual(self.dossier.segment_rank, "ordinary")

    def test_ruling_of_another_company_is_out_of_reach(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.dossier.with_user(stranger).with_context(allowed_company_ids=other.ids)._overrule(
                "rank", "core", "Because")
