from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestDiscipline(ArchiveCommon):
    def candidate(self, login="archivist", **values):
        return self.env["archive.designation"].with_user(self.users["security"]).create({
            "user_id": self.users[login].id, **values})

    def train(self, *logins, by="security"):
        return self.env["archive.training"].with_user(self.users[by]).create({
            "name": "档案法", "user_ids": [(6, 0, [self.users[login].id for login in logins])]})

    # ------------------------------------------------------------------
    # Designation (R57, R58, R110, R113)
    # ------------------------------------------------------------------
    def test_R110_exam_and_training_before_serving(self):
        designation = self.candidate()
        with self.assertRaisesRegex(UserError, "exam"):
            self.rpc("gm", designation, "action_designate")
        self.rpc("security", designation, "write", {"exam_on": "2026-01-05", "exam_passed": True, "exam_score": 88})
        with self.assertRaisesRegex(UserError, "trained"):
            self.rpc("gm", designation, "action_designate")
        self.train("archivist")
        self.env.invalidate_all()
        self.rpc("gm", designation, "action_designate")
        self.assertEqual((designation.state, designation.designated_by_id), ("designated", self.users["gm"]))
        self.assertEqual(self.last_events(designation), ["duty_designated"])

    def test_R58_other_duties_need_no_exam(self):
        designation = self.candidate("employee", duty="sending")
        self.rpc("gm", designation, "action_designate")
        self.assertEqual(designation.state, "designated")
        self.rpc("security", designation, "action_end")
        self.assertEqual(designation.state, "ended")

    def test_R110_only_the_general_manager_designates(self):
        designation = self.candidate("employee", duty="copying")
        for login in self.users.keys() - {"gm"}:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, designation, "action_designate")
        for vals in ({"state": "designated"}, {"designated_by_id": self.users["gm"].id}):
            for login in ("security", "archive_head", "employee"):
                with self.subTest(vals=vals, login=login), self.assertRaises(AccessError):
                    self.rpc(login, designation, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("security", designation, "create", [{
                "user_id": self.users["sales"].id, "state": "designated"}])

    def test_R110_nobody_designates_or_examines_themselves(self):
        own = self.env["archive.designation"].create({"user_id": self.users["gm"].id, "duty": "keeping"})
        with self.assertRaises(AccessError):
            self.rpc("gm", own, "action_designate")
        with self.assertRaises(AccessError):
            self.candidate("security")
        head = self.env["archive.designation"].create({"user_id": self.users["archive_head"].id})
        with self.assertRaises(AccessError):
            self.rpc("archive_head", head, "write", {"exam_passed": True})

    def test_R110_what_it_rests_on_stands(self):
        designation = self.candidate("employee", duty="making")
        self.rpc("gm", designation, "action_designate")
        for vals in ({"user_id": self.users["sales"].id}, {"duty": "archivist"}, {"exam_passed": True}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("security", designation, "write", vals)
        with self.assertRaises(UserError):
            self.rpc("security", designation, "unlink")

    def test_R110_archivists_never_designated_are_found(self):
        domain = self.env["ir.actions.actions"]._for_xml_id(
            "client_archive.archive_designation_action_missing")["domain"]
        users = self.env["res.users"].with_user(self.users["security"])
        found = users.search(safe_eval(domain))
        self.assertIn(self.users["archivist"], found)
        self.assertNotIn(self.users["employee"], found)
        designation = self.candidate(exam_on="2026-01-05", exam_passed=True)
        self.train("archivist")
        self.rpc("gm", designation, "action_designate")
        self.assertNotIn(self.users["archivist"], users.search(safe_eval(domain)))

    def test_R110_assessment_by_others(self):
        designation = self.candidate("employee", duty="keeping")
        values = {"designation_id": designation.id, "period": "2026", "result": "good"}
        for login in ("employee", "archivist", "sales"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.assessment"], "create", [values])
        [assessment] = self.rpc("archive_head", self.env["archive.assessment"], "create", [
            {**values, "assessor_id": self.users["gm"].id}])
        assessment = self.env["archive.assessment"].browse(assessment)
        self.assertEqual(assessment.assessor_id, self.users["archive_head"])
        own = self.env["archive.designation"].create({"user_id": self.users["archive_head"].id})
        with self.assertRaises(AccessError):
            self.rpc("archive_head", assessment, "create", [{**values, "designation_id": own.id}])
        with self.assertRaises(AccessError):
            self.rpc("archive_head", assessment, "write", {"designation_id": own.id})
        self.assertTrue(self.rpc("employee", assessment, "search", []), "the person sees it")
        self.assertFalse(self.rpc("sales", assessment, "search", []))

    # ------------------------------------------------------------------
    # Training, merits, the wall
    # ------------------------------------------------------------------
    def test_R101_training_comes_up_again(self):
        training = self.train("archivist", "sales")
        training.write({"date": "2026-01-31", "interval_months": 1})
        self.assertEqual(str(training.next_on), "2026-02-28")
        training.interval_months = 0
        self.assertFalse(training.next_on)
        self.assertIn("changed", self.last_events(training))
        for login in ("employee", "archivist", "sales"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.train("employee", by=login)

    def test_R62_merits(self):
        values = {"name": "发现泄密隐患", "user_id": self.users["sales"].id, "reward": "bonus", "amount": 500}
        for login in ("sales", "archivist", "employee"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.merit"], "create", [values])
        [merit] = self.rpc("gm", self.env["archive.merit"], "create", [values])
        self.assertEqual(self.last_events(self.env["archive.merit"].browse(merit)), ["merit_recorded"])
        with self.assertRaises(AccessError):
            self.rpc("security", self.env["archive.merit"], "create", [
                {**values, "user_id": self.users["security"].id}])
        self.assertEqual(self.rpc("sales", self.env["archive.merit"], "search", []), [merit])
        self.assertFalse(self.rpc("employee", self.env["archive.merit"], "search", []))

    def test_R111_five_slogans_for_everybody(self):
        slogans = self.rpc("employee", self.env["archive.notice"], "search_read", [("kind", "=", "1_slogan")], ["name"])
        self.assertEqual(len(slogans), 5)
        notice = self.env.ref("client_archive.notice_slogan_1")
        with self.assertRaises(AccessError):
            self.rpc("employee", notice, "write", {"name": "x"})
        self.rpc("security", notice, "write", {"name": "x"})
