from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo.tests import tagged

from .common import AnalysisCommon


@tagged("-at_install", "post_install")
class TestMonth(AnalysisCommon):
    """DSO and its trend (R100)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Young Company"})
        cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company, install_demo=False)
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.today = cls.company._archive_today()
        cls.first = cls.today.replace(day=1)

    def bill(self, amount, months):
        """An invoice of ``amount`` on the first of the month ``months`` ago."""
        day = self.first - relativedelta(months=months)
        move = self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": self.partner.id, "invoice_date": day, "invoice_date_due": day,
            "date": day, "invoice_payment_term_id": False, "company_id": self.company.id,
            "invoice_line_ids": [(0, 0, {"name": "Bearing", "quantity": 1, "price_unit": amount, "tax_ids": False})]})
        move.action_post()
        return move

    def months(self):
        self.env["credit.position"]._refresh(self.company)
        self.env.invalidate_all()
        return self.env["credit.month"].search([("company_id", "=", self.company.id)], order="month desc")

    def test_R100_days_sales_outstanding(self):
        self.bill(300, 3)
        self.bill(600, 2)
        self.bill(900, 1)
        months = self.months()
        self.assertEqual(len(months), 13, "a year of history, and this month")
        last = months[1]
        end, start = self.first - relativedelta(days=1), self.first - relativedelta(months=3)
        self.assertEqual((last.receivable, last.sales, last.sales_before), (1800, 900, 1800))
        self.assertAlmostEqual(last.dso, 1800 / 1800 * ((end - start).days + 1), 2)
        self.assertEqual((months[3].receivable, months[3].sales), (300, 300))
        self.assertEqual((months[5].receivable, months[5].dso), (0, 0))
        self.assertEqual(last.overdue, 0, "what was not computed then is not made up")
        self.assertEqual((months[0].overdue, months[0].used), (1800, 1800))

    def test_R100_what_is_posted_late_still_counts(self):
        self.bill(300, 1)
        self.assertEqual(self.months()[1].receivable, 300)
        self.bill(200, 1)
        months = self.months()
        self.assertEqual(months[1].receivable, 500)
        self.assertEqual(len(months), 13)

    def test_what_was_posted_long_before_is_added_up_once_a_day(self):
        self.bill(300, 5)
        self.bill(200, 0)
        self.assertEqual([row.receivable for row in self.months()[:4]], [500, 300, 300, 300])
        self.bill(40, 5)
        self.bill(1, 1)
        self.assertEqual([row.receivable for row in self.months()[:3]], [501, 301, 300], "from tomorrow on")
        with freeze_time(datetime.now() + timedelta(days=1)):
            today = self.company._archive_today()
            months = self.months()
        if today.day > 1:
            self.assertEqual([row.receivable for row in months[:4]], [541, 341, 340, 300])
        self.assertEqual(months[0].counted_on, today)

    def test_months_in_which_the_job_did_not_run_are_made_up_for(self):
        self.bill(300, 4)
        self.months()[:3].sudo().unlink()
        months = self.months()
        self.assertEqual(len(months), 13)
        self.assertEqual([row.receivable for row in months[:6]], [300] * 5 + [0])
