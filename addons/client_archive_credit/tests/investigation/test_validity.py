from dateutil.relativedelta import relativedelta
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.client_archive.tools import gate

from .common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestValidity(EvaluationCommon):
    def test_R43_three_to_twelve_months(self):
        for months in (0, 2, 13):
            with self.subTest(months=months), mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), \
                    self.cr.savepoint():
                self.make_report(validity_months=months)
                self.env.flush_all()
        for months in (3, 12):
            report = self.make_report("approved", validity_months=months)
            self.assertEqual(report.valid_until, self.today + relativedelta(months=months))

    def test_R43_validity_counts_from_the_survey(self):
        report = self.make_report("approved", survey_date=self.day(-30), validity_months=3)
        self.assertEqual(report.valid_until, self.day(-30) + relativedelta(months=3))
        late = self.make_report("checked", survey_date=self.day(-120), validity_months=3)
        with self.assertRaisesRegex(UserError, "too old"), self.cr.savepoint():
            self.approve(late)

    def test_R43_a_new_survey_is_called_for_ahead(self):
        report = self.make_report("approved", survey_date=self.day(-75), validity_months=3)
        fresh = self.make_report("approved", partner=self.customer("Fresh"))
        self.assertEqual(self.run_job(self.Investigation._cron_validity), [1])
        self.assertEqual(report.state, "approved")
        self.assertTrue(report.noticed)
        self.assertEqual(report.activity_ids.user_id, self.users["sales"] | self.users["credit"])
        self.assertFalse(fresh.activity_ids)
        self.assertEqual(self.run_job(self.Investigation._cron_validity), [], "told once")
        self.assertEqual(len(report.activity_ids), 2)

    def test_R43_a_report_expires(self):
        report = self.make_report("approved")
        gate.opened(report).write({"valid_until": self.day(-1)})
        self.run_job(self.Investigation._cron_validity)
        self.assertEqual(report.state, "expired")
        self.assertIn("investigation_ended", self.last_events(report, 2))
        self.assertEqual(len(report.activity_ids), 2)
        self.assertEqual(self.run_job(self.Investigation._cron_validity), [])
        action = self.rpc("credit", report, "action_renew")
        self.assertEqual(self.Investigation.browse(action["res_id"]).partner_id, self.partner)

    def test_R43_the_last_day_is_valid(self):
        report = self.make_report("approved")
        gate.opened(report).write({"valid_until": self.today})
        self.run_job(self.Investigation._cron_validity)
        self.assertEqual(report.state, "approved")

    def test_the_job_goes_on_where_its_time_was_up(self):
        reports = self.Investigation.browse()
        for number in range(3):
            reports |= self.make_report("approved", partner=self.customer(f"Customer {number}"))
        gate.opened(reports).write({"valid_until": self.day(-1)})
        self.patch(type(self.Investigation), "_chunk", 2)
        self.assertEqual(self.run_job(self.Investigation._cron_validity, time_for=1), [2])
        self.assertEqual(sorted(reports.mapped("state")), ["approved", "expired", "expired"])
        self.assertEqual(self.run_job(self.Investigation._cron_validity), [1])
        self.assertEqual(set(reports.mapped("state")), {"expired"})
