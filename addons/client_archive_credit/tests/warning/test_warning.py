import gc
from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.client_archive.tools import gate

from ..investigation.common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestWarning(EvaluationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Rule = cls.env["credit.warning.rule"]
        # Other tests' leftovers and other companies are none of our business.
        cls.Rule.search([]).active = False
        cls.rule = cls.make_rule("overdue_days", 31)

    @classmethod
    def make_rule(cls, indicator, threshold, **values):
        return cls.Rule.create({
            "name": f"Rule {indicator}", "indicator": indicator, "threshold": threshold,
            "company_id": cls.company.id, **values})

    def found(self, indicator, threshold):
        return self.make_rule(indicator, threshold)._passed(self.company)

    def raise_all(self, **kwargs):
        known = self.Warning.search([])
        self.run_job(self.Warning._cron_raise, **kwargs)
        return self.Warning.search([]) - known

    def close(self, login, warning, outcome="handled", note="Called them", measure="watch"):
        wizard = self.env["credit.warning.close"].with_user(self.users[login]).create({
            "warning_ids": warning.ids, "outcome": outcome, "note": note, "measure": measure})
        return self.rpc(login, wizard, "action_close")

    # ------------------------------------------------------------------
    # Indicators
    # ------------------------------------------------------------------
    def test_R99_overdue(self):
        self.invoice(1000, -61, due=30)
        self.assertEqual(self.found("overdue_days", 31), {self.partner.id: 31})
        self.assertEqual(self.found("overdue_days", 32), {})
        self.assertEqual(self.found("overdue_amount", 1000), {self.partner.id: 1000})
        self.assertEqual(self.found("overdue_amount", 1000.01), {})

    def test_R99_falling_turnover(self):
        self.invoice(1000, -400)
        self.invoice(400, -10)
        self.assertEqual(self.found("turnover_falling", 60), {self.partner.id: 60})
        self.assertEqual(self.found("turnover_falling", 61), {})

    def test_R99_grade_dropped(self):
        self.make_evaluation("confirmed")
        self.assertEqual(self.found("grade_dropped", 1), {})
        self.make_evaluation("confirmed", level=0)  # A → C: four steps of the scale
        self.assertEqual(self.found("grade_dropped", 4), {self.partner.id: 4})
        self.assertEqual(self.found("grade_dropped", 5), {})
        self.assertEqual(self.found("score_below", 40), {self.partner.id: 31.5})

    def test_R99_report_expired(self):
        report = self.make_report("approved")
        self.assertEqual(self.found("report_expired", 1), {})
        gate.opened(report).write({"valid_until": self.day(-5)})
        self.Investigation._expire(report)
        self.assertEqual(self.found("report_expired", 5), {self.partner.id: 5})
        self.make_report("approved")
        self.assertEqual(self.found("report_expired", 1), {})

    def test_R99_evaluation_overdue(self):
        evaluation = self.make_evaluation("confirmed")
        gate.opened(evaluation).write({"next_due_on": self.day(-30)})
        self.assertEqual(self.found("evaluation_overdue", 30), {self.partner.id: 30})
        self.assertEqual(self.found("evaluation_overdue", 31), {})

    def test_every_indicator_is_answered(self):
        keys = [key for key, _label in self.Rule._fields["indicator"].selection]
        self.assertEqual(sorted(keys), sorted(self.Rule._indicators()))
        for key in keys:
            self.assertEqual(self.found(key, 1), {}, key)

    def test_invariant_8_other_companies_are_not_counted(self):
        self.invoice(1000, -61)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.rule._passed(other), {})

    # ------------------------------------------------------------------
    # Raising
    # ------------------------------------------------------------------
    def test_R99_those_concerned_are_told_at_once(self):
        self.invoice(1000, -100)
        warning = self.raise_all()
        self.assertEqual((warning.partner_id, warning.state, warning.value), (self.partner, "open", 70))
        self.assertEqual(warning.user_id, self.users["sales"])
        self.assertIn(self.users["sales"], warning.activity_ids.user_id)
        self.assertIn(self.users["credit_manager"], warning.activity_ids.user_id)
        self.assertEqual(warning.activity_ids[0].date_deadline, self.today)
        self.assertEqual(self.last_events(warning), ["warning_raised"])
        self.assertTrue(self.as_user("sales", warning).has_access("read"))
        self.assertFalse(self.as_user("other_sales", warning).has_access("read"))
        self.assertEqual(self.as_user("credit", self.partner).credit_warning_count, 1)

    def test_R99_a_rule_names_who_else_is_told(self):
        self.rule.write({"user_ids": self.users["gm"].ids, "owner_id": self.users["credit"].id})
        self.invoice(1000, -100)
        told = self.raise_all().activity_ids.user_id
        wanted = (self.users[login] for login in ("sales", "credit", "credit_manager", "gm"))
        self.assertLessEqual(set(wanted), set(told), "sales, credit, and whoever is named")

    def test_R99_the_job_is_idempotent(self):
        self.invoice(1000, -100)
        self.assertEqual(len(self.raise_all()), 1)
        self.assertFalse(self.raise_all())
        warning = self.Warning.search([("rule_id", "=", self.rule.id)])
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.Warning._raise(self.rule, self.company, {self.partner.id: 70})
        self.assertEqual(len(warning), 1)

    def test_R99_a_closed_warning_is_quiet_for_a_while(self):
        self.invoice(1000, -100)
        warning = self.raise_all()
        self.close("credit", warning)
        self.assertFalse(self.raise_all())
        gate.opened(warning).write({"closed_on": self.day(-31)})
        self.assertEqual(len(self.raise_all()), 1)

    def test_the_job_goes_on_where_its_time_was_up(self):
        for number in range(3):
            self.invoice(1000, -100, partner=self.customer(f"Customer {number}"))
        self.patch(type(self.Warning), "_chunk", 2)
        self.assertEqual(len(self.raise_all(time_for=1)), 2)
        self.assertEqual(len(self.raise_all()), 1)

    def test_query_count_of_the_job_does_not_grow_with_customers(self):
        def queries(count):
            partners = [self.customer(f"Customer {count} {number}") for number in range(count)]
            for partner in partners:
                self.invoice(1000, -100, partner=partner)
            self.env.flush_all()
            self.env.invalidate_all()
            gc.collect()  # Odoo keeps environments, and the time zone that one of them asked for, weakly
            before = self.env.cr.sql_log_count
            with freeze_time(fields.Datetime.now() + timedelta(minutes=1)):  # not in the second of their making
                self.assertEqual(self.run_job(self.Warning._cron_raise), [count])
            return self.env.cr.sql_log_count - before
        queries(1)  # fills the registry's caches
        few = queries(2)
        self.assertLessEqual(queries(20), few)
        self.assertLessEqual(few, 36)

    # ------------------------------------------------------------------
    # Closing
    # ------------------------------------------------------------------
    def test_R99_handled_with_the_measure(self):
        self.invoice(1000, -100)
        warning = self.raise_all()
        for login in ("sales", "gm", "auditor"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.close(login, warning)
            with self.subTest(login=login), self.assertRaises(AccessError):
                warning.with_user(self.users[login])._close("handled", "Mine", "watch")
        with self.assertRaises(UserError):
            self.close("credit", warning, note=" ")
        with self.assertRaises(UserError):
            self.close("credit", warning, measure=False)
        self.close("credit", warning)
        self.assertEqual((warning.state, warning.measure, warning.closed_by_id),
                         ("handled", "watch", self.users["credit"]))
        self.assertFalse(warning.activity_ids)
        with self.assertRaisesRegex(UserError, "closed"):
            self.close("credit_2", warning)

    def test_R99_handled_on_screen(self):
        self.invoice(1000, -100)
        warning = self.raise_all()
        action = self.rpc("credit", warning, "action_handle")
        form = Form(self.as_user("credit", self.env["credit.warning.close"]).with_context(**action["context"]))
        self.assertEqual(form.measure, self.rule.action)
        form.note = "Agreed to pay by Friday"
        form.save().action_close()
        self.assertEqual((warning.state, warning.measure), ("handled", self.rule.action))

    def test_R99_the_scheduled_job_runs(self):
        self.invoice(1000, -100)
        with self.enter_registry_test_mode():
            self.env.ref("client_archive_credit.ir_cron_warning").method_direct_trigger()
        self.assertEqual(self.Warning.search_count([("rule_id", "=", self.rule.id)]), 1)

    def test_R99_severe_warnings_are_dismissed_by_the_credit_manager(self):
        self.rule.severity = "high"
        self.invoice(1000, -100)
        warning = self.raise_all()
        with self.assertRaisesRegex(AccessError, "credit manager"):
            self.close("credit", warning, "dismissed", "Known", False)
        self.close("credit_manager", warning, "dismissed", "Paid yesterday, not booked yet", False)
        self.assertEqual((warning.state, warning.measure), ("dismissed", False))
        self.assertIn("warning_dismissed", self.last_events(warning, 2))

    def test_R99_warnings_are_not_entered_or_changed_by_rpc(self):
        self.invoice(1000, -100)
        warning = self.raise_all()
        for login in ("credit_manager", "sales"):
            with self.assertRaises(AccessError):
                self.rpc(login, self.Warning, "create", [{
                    "rule_id": self.rule.id, "partner_id": self.partner.id, "company_id": self.company.id,
                    "severity": "low"}])
        for vals in ({"state": "dismissed"}, {"value": 0}, {"severity": "low"}, {"measure": "watch"},
                     {"closed_by_id": self.users["gm"].id}, {"partner_id": self.customer("Another").id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("credit_manager", warning, "write", vals)
        for login in ("credit_manager", "credit"):
            with self.assertRaises(AccessError):
                self.rpc(login, warning, "unlink")
        with self.assertRaises(UserError):
            warning.unlink()

    def test_R99_rules_are_the_credit_managers(self):
        with self.assertRaises(AccessError):
            self.rpc("credit", self.rule, "write", {"threshold": 999})
        self.rpc("credit_manager", self.rule, "write", {"threshold": 45})
        self.assertEqual(self.last_events(self.rule), ["changed"])

    def test_invariant_5_a_merge_loses_no_warning(self):
        other = self.customer("The same under another name")
        self.invoice(1000, -100)
        self.invoice(1000, -100, partner=other)
        warnings = self.raise_all()
        self.assertEqual(len(warnings), 2)
        self.env["base.partner.merge.automatic.wizard"]._merge((self.partner | other).ids, self.partner)
        self.env.invalidate_all()
        self.assertEqual(len(warnings.exists()), 2)
        self.assertEqual(sorted(warnings.mapped("state")), ["dismissed", "open"])
