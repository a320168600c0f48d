from odoo import Command
from odoo.tests import tagged

from .common import EvaluationCommon


@tagged("-at_install", "post_install")
class TestFigures(EvaluationCommon):
    def figures(self, partner=None):
        partner = partner or self.partner
        return self.env["credit.figures"]._of(partner, self.company)[partner.id]

    def test_R4_a_new_customer_has_none(self):
        figures = self.figures()
        self.assertEqual((figures.turnover, figures.overdue_amount, figures.overdue_days), (0, 0, 0))
        self.assertIsNone(figures.payment_days)
        self.assertIsNone(figures.relation_since)

    def test_R4_turnover_of_two_years(self):
        self.invoice(1000, -10)
        self.invoice(300, -200)
        self.invoice(700, -400)
        self.invoice(5000, -800)
        refund = self.invoice(100, -5)._reverse_moves([{"invoice_date": self.day(-4), "date": self.day(-4)}])
        refund.action_post()
        figures = self.figures()
        self.assertEqual(figures.turnover, 1300)
        self.assertEqual(figures.turnover_before, 700)
        self.assertEqual(figures.relation_since, self.day(-800).isoformat())

    def test_R4_drafts_and_other_companies_do_not_count(self):
        draft = self.invoice(1000, -10)
        draft.button_draft()
        self.invoice(10, -10)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self.figures().turnover, 10)
        self.assertEqual(self.env["credit.figures"]._of(self.partner, other)[self.partner.id].turnover, 0)

    def test_R4_payment_habits_are_weighted_by_amount(self):
        self.pay(self.invoice(900, -100, due=30), -60)  # 40 days, 10 after due
        self.pay(self.invoice(100, -100, due=30), -80)  # 20 days, 10 before due
        figures = self.figures()
        self.assertAlmostEqual(figures.payment_days, 38)
        self.assertAlmostEqual(figures.delay_days, 8)

    def test_R4_overdue_is_what_is_left(self):
        self.pay(self.invoice(1000, -100, due=30), -20, amount=400)
        self.invoice(50, -40, due=30)
        self.invoice(7000, -10, due=30)
        figures = self.figures()
        self.assertEqual((figures.overdue_amount, figures.overdue_days), (650, 70))

    def test_R4_dealings_of_contacts_count_for_the_customer(self):
        contact = self.env["res.partner"].create({
            "name": "Ms. Li", "parent_id": self.partner.id, "type": "invoice"})
        self.invoice(1000, -100, partner=contact)
        figures = self.figures()
        self.assertEqual((figures.turnover, figures.overdue_amount), (1000, 1000))

    def test_queries_do_not_grow_with_customers(self):
        partners = self.env["res.partner"].create([{"name": f"Customer {number}"} for number in range(50)])
        self.env.flush_all()
        self.env["credit.figures"]._of(partners[:1], self.company)  # fills the caches
        for some in (partners[:1], partners):
            with self.assertQueryCount(7):
                self.env["credit.figures"]._of(some, self.company)

    def test_a_report_shows_the_books_of_its_submission(self):
        self.invoice(1000, -10)
        draft = self.make_report()
        self.assertEqual(draft.turnover, 1000)
        report = self.make_report("submitted")
        self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": self.partner.id, "journal_id": self.journal.id,
            "invoice_date": self.today, "invoice_line_ids": [Command.create({
                "name": "More", "price_unit": 500, "account_id": self.income.id, "tax_ids": []})]}).action_post()
        (draft | report).invalidate_recordset()
        self.assertEqual((draft.turnover, report.turnover), (1500, 1000))
