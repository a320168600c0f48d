from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..investigation.common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestScorecard(EvaluationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.standard = cls.env.ref("client_archive_credit.scorecard_standard")

    def new(self, *weights, **values):
        """A draft scorecard with criteria of these weights."""
        return self.env["credit.scorecard"].with_user(self.users["credit_manager"]).create({
            "name": "Own", "criterion_ids": [
                Command.create({"name": f"Criterion {number}", "weight": weight, "band_ids": [
                    Command.create({"name": "Bad", "lower": 1, "points": 0}),
                    Command.create({"name": "Good", "lower": 2, "points": 100})]})
                for number, weight in enumerate(weights)], **values})

    def test_R93_the_standard_scorecard_is_in_force(self):
        self.assertEqual(self.standard.state, "active")
        self.assertEqual(self.standard.weight_total, 100)
        self.assertEqual(self.env["credit.scorecard"]._active_for(self.company), self.standard)

    def test_R93_weights_are_100(self):
        for weights in ((50, 49.99), (60, 50)):
            with self.assertRaisesRegex(UserError, "must be 100"):
                self.rpc("credit_manager", self.new(*weights), "action_activate")
        scorecard = self.new(33.33, 33.33, 33.34)
        self.rpc("credit_manager", scorecard, "action_activate")
        self.assertEqual((scorecard.state, self.standard.state), ("active", "retired"))

    def test_R93_a_criterion_has_bands(self):
        scorecard = self.new(100)
        scorecard.criterion_ids.band_ids.unlink()
        with self.assertRaisesRegex(UserError, "no bands"):
            self.rpc("credit_manager", scorecard, "action_activate")

    def test_R93_only_credit_managers(self):
        draft = self.new(100)
        for login in ("credit", "gm", "sales", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, draft, "action_activate")
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, draft.criterion_ids, "write", {"weight": 1})

    def test_R93_a_scorecard_in_force_is_not_changed(self):
        criterion, band = self.standard.criterion_ids[0], self.standard.criterion_ids[0].band_ids[0]
        attempts = [
            (self.standard, "write", {"interval_months": 6}), (self.standard, "write", {"high_value_turnover": 0}),
            (self.standard, "write", {"criterion_ids": [Command.delete(criterion.id)]}),
            (self.standard, "write", {"state": "draft"}), (self.standard, "write", {"version": 9}),
            (criterion, "write", {"weight": 1}), (band, "write", {"points": 1}),
            (self.env["credit.scorecard.band"], "create", [{"criterion_id": criterion.id, "points": 1}]),
            (self.env["credit.scorecard.criterion"], "create", [
                {"scorecard_id": self.standard.id, "name": "More", "weight": 1}]),
            (self.new(100).criterion_ids, "write", {"scorecard_id": self.standard.id}),
        ]
        for records, method, vals in attempts:
            with self.subTest(vals=vals), self.assertRaises(UserError), self.cr.savepoint():
                self.rpc("credit_manager", records, method, vals)
        for records in (criterion, band):
            with self.assertRaises(UserError), self.cr.savepoint():
                self.rpc("credit_manager", records, "unlink")
        with self.assertRaises(UserError):
            self.rpc("credit_manager", self.standard, "action_activate")

    def test_R93_versions(self):
        action = self.rpc("credit_manager", self.standard, "action_new_version")
        copy = self.env["credit.scorecard"].browse(action["res_id"])
        self.assertEqual((copy.state, copy.version, copy.weight_total), ("draft", 2, 100))
        self.assertEqual(len(copy.criterion_ids.band_ids), len(self.standard.criterion_ids.band_ids))
        with self.assertRaises(AccessError):
            self.rpc("credit", self.standard, "action_new_version")
        self.rpc("credit_manager", copy, "action_activate")
        self.assertEqual(self.standard.state, "retired")

    def test_R93_a_company_may_have_its_own(self):
        own = self.new(100, company_id=self.company.id)
        own.action_activate()
        self.assertEqual(self.standard.state, "active")
        self.assertEqual(self.env["credit.scorecard"]._active_for(self.company), own.with_env(self.env))

    def test_R94_R95_bounds(self):
        for values in ({"interval_months": 13}, {"interval_months": 0}, {"experts_needed": 1}):
            with self.subTest(values=values), mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), \
                    self.cr.savepoint():
                self.new(100, **values)
                self.env.flush_all()

    def test_grades_reach_down_to_zero(self):
        lowest = self.env.ref("client_archive_credit.grade_d")
        with self.assertRaises(ValidationError):
            self.rpc("credit_manager", lowest, "write", {"min_score": 5})
        with self.assertRaises(AccessError):
            self.rpc("credit", lowest, "write", {"meaning": "Fine"})
