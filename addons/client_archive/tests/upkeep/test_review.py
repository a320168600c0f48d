from datetime import date
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ArchiveCommon

CHECKED = {
    "basics_checked": True, "contacts_checked": True, "papers_checked": True, "credit_checked": True,
    "result": "in_order",
}


@tagged("-at_install", "post_install")
class TestReview(ArchiveCommon):
    REFUSED = UserError  # of which AccessError is one

    def plan(self):
        known = self.env["archive.review"].search([])
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", return_value=60.0):
            self.env["archive.review"]._cron_plan()
        return self.env["archive.review"].search([]) - known

    def make_review(self, state="planned"):
        review = self.env["archive.review"].create({"dossier_id": self.dossier.id})
        if state == "to_sign":
            self.rpc("sales", review, "write", CHECKED)
            self.rpc("sales", review, "action_submit")
        return review

    def test_R90_every_quarter_or_half_year(self):
        today = date.today()
        self.assertEqual(self.dossier.next_review_on, today + relativedelta(months=6))
        self.dossier.category_id.review_months = "3"
        self.assertEqual(self.dossier.next_review_on, today + relativedelta(months=3))
        with self.assertRaises(AccessError):
            self.rpc("sales", self.dossier, "write", {"review_months": "6"})
        self.rpc("archivist", self.dossier, "write", {"review_months": "6"})
        self.assertEqual(self.dossier.next_review_on, today + relativedelta(months=6))
        for vals in ({"next_review_on": "2099-01-01"}, {"last_review_on": today}):
            with self.assertRaises(self.REFUSED):
                self.rpc("sales", self.dossier, "write", vals)

    def test_R90_due_reviews_are_planned_once(self):
        self.assertFalse(self.plan())
        self.dossier._set_gated(last_review_on=date.today() - relativedelta(months=6))
        review = self.plan()
        self.assertEqual((review.dossier_id, review.due_on), (self.dossier, date.today()))
        self.assertEqual(review.activity_ids.user_id, self.users["sales"])
        self.assertFalse(self.plan())
        self.dossier.with_user(self.users["archivist"]).action_close()
        self.assertFalse(self.dossier.next_review_on, "closed files are not reviewed")

    def test_R90_planning_goes_on_where_it_stopped(self):
        self.dossier._set_gated(last_review_on=date.today() - relativedelta(months=7))
        second = self._make_dossier(self.env["res.partner"].create({"name": "Person"}))
        second._set_gated(last_review_on=date.today() - relativedelta(months=8))
        module = "odoo.addons.client_archive.models.upkeep.review._CHUNK"
        cron = self.env.registry["ir.cron"]
        with patch(module, 1), patch.object(cron, "_commit_progress", return_value=0) as progress:
            self.env["archive.review"]._cron_plan()
        self.assertEqual(progress.call_count, 1)
        self.assertTrue(second.review_ids, "the longest overdue comes first")
        self.assertFalse(self.dossier.review_ids)
        self.assertEqual(self.plan().dossier_id, self.dossier)

    def test_R90_R96_reviewed_by_the_owner_and_signed_by_a_second(self):
        review = self.make_review()
        with self.assertRaisesRegex(UserError, "every point"):
            self.rpc("sales", review, "action_submit")
        self.rpc("sales", review, "write", {**CHECKED, "result": "corrected"})
        with self.assertRaisesRegex(UserError, "what was found"):
            self.rpc("sales", review, "action_submit")
        self.rpc("sales", review, "write", {"findings": "更正电话"})
        self.rpc("sales", review, "action_submit")
        self.assertIn("Business Licence", review.missing or "")
        self.assertEqual(review.activity_ids.user_id, self.users["head"])
        with self.assertRaises(UserError):
            self.rpc("sales", review, "write", {"findings": "nothing"})
        self.rpc("head", review, "action_sign")
        self.assertEqual((review.state, review.reviewed_by_id, review.signed_by_id),
                         ("done", self.users["sales"], self.users["head"]))
        self.assertEqual(self.dossier.last_review_on, date.today())
        self.assertEqual(self.last_events(review), ["review_signed"])

    def test_R96_two_people(self):
        review = self.make_review("to_sign")
        for login in ("sales", "other_sales", "employee", "gm"):
            with self.assertRaises(AccessError):
                self.rpc(login, review, "action_sign")
        self.rpc("archivist", review, "action_return")
        self.assertEqual((review.state, review.activity_ids.user_id), ("planned", self.users["sales"]))
        self.rpc("head", review, "action_submit")
        with self.assertRaises(AccessError):
            self.rpc("head", review, "action_sign")
        self.rpc("archivist", review, "action_sign")
        self.assertEqual(review.state, "done")

    def test_R96_signatures_are_not_entered(self):
        review = self.make_review("to_sign")
        for vals in ({"state": "done"}, {"signed_by_id": self.users["head"].id}, {"reviewed_by_id": False}):
            with self.assertRaises(self.REFUSED):
                self.rpc("sales", review, "write", vals)
        self.rpc("head", review, "action_sign")
        with self.assertRaises(AccessError):
            self.rpc("other_sales", self.env["archive.review"], "create", {"dossier_id": self.dossier.id})
        with self.assertRaises(self.REFUSED):
            self.rpc("sales", self.env["archive.review"], "create", {"dossier_id": self.dossier.id, "state": "done"})
        self.assertTrue(self.rpc("sales", self.env["archive.review"], "create", {"dossier_id": self.dossier.id}))

    def test_R90_late_reviews_are_reported_once(self):
        self.users["head"].lang = self.env["res.lang"]._activate_lang("zh_CN").code
        review = self.make_review()
        fresh = self._make_dossier(self.env["res.partner"].create({"name": "Person"}))
        on_time = self.env["archive.review"].create({"dossier_id": fresh.id})
        review.due_on = date.today() - relativedelta(days=5)

        def escalate():
            self.env.flush_all()
            with self.enter_registry_test_mode():
                self.env.ref("client_archive.ir_cron_review_escalate").method_direct_trigger()
            self.env.invalidate_all()
        spoken, Review = [], self.env.registry["archive.review"]
        schedule = Review.activity_schedule

        def listen(record, *args, **kwargs):
            spoken.append(record.env.lang)
            return schedule(record, *args, **kwargs)
        with patch.object(Review, "activity_schedule", listen):
            escalate()
        self.assertEqual(spoken, ["zh_CN"], "in the words of the one who is called")
        self.assertEqual(review.activity_ids.user_id, self.users["head"])
        self.assertIn("5", review.activity_ids.summary)
        self.assertEqual(self.last_events(review), ["review_escalated"])
        self.assertFalse(on_time.activity_ids)
        escalate()
        self.assertEqual(len(review.activity_ids), 1)
        with self.assertRaises(self.REFUSED):
            self.rpc("sales", review, "write", {"escalated_on": False})
