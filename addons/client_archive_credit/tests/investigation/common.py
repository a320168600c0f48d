from datetime import date, timedelta
from unittest.mock import patch

from odoo import Command

from odoo.addons.client_archive.tests.common import ArchiveCommon

CREDIT_ROLES = {
    "credit": "client_archive_credit.group_credit_officer",
    "credit_2": "client_archive_credit.group_credit_officer",
    "credit_manager": "client_archive_credit.group_credit_manager",
}


class ReportMaker:
    """For test cases with two officers, ``credit`` and ``credit_2``: investigation reports as they make them."""

    @classmethod
    def _make_department(cls, name, head, members):
        if head not in cls.users:
            cls.users |= cls._make_users({head: "client_archive.group_department_head"})
        return super()._make_department(name, head, members)

    @classmethod
    def make_report(cls, state="draft", partner=None, **values):
        """A report of two officers' work, brought to ``state`` by the people whose task that is."""
        report = cls.env["credit.investigation"].with_user(cls.users["credit"]).create({
            "partner_id": (partner or cls.partner).id, "rating_id": cls.env.ref("client_archive_credit.grade_a").id,
            "proposed_limit": 50000, **values})
        for section in report.section_ids:
            section.write({"content": f"Findings on {section.name}", "source": "Business register"})
        steps = {
            "submitted": report.action_submit,
            "checked": lambda: cls.check(report),
            "approved": lambda: cls.approve(report),
        }
        if state != "draft":
            for name, step in steps.items():
                step()
                if name == state:
                    break
        return report.with_env(cls.env)

    @classmethod
    def check(cls, report, login="credit_2"):
        report = report.with_user(cls.users[login])
        report.section_ids.action_verify()
        report.action_check()


class EvaluationCommon(ReportMaker, ArchiveCommon):
    """The trading company with its credit department, and books to read from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users |= cls._make_users(CREDIT_ROLES)
        cls.credit_department = cls._make_department("Credit", "credit_head", ["credit", "credit_2"])
        cls.today = date.today()
        cls.Investigation = cls.env["credit.investigation"]
        cls.Evaluation = cls.env["credit.evaluation"]
        cls.Warning = cls.env["credit.warning"]
        cls.income = cls.env["account.account"].create({
            "name": "Income", "code": "CRDINC", "account_type": "income"})
        cls.receivable = cls.env["account.account"].create({
            "name": "Receivable", "code": "CRDREC", "account_type": "asset_receivable", "reconcile": True})
        cls.bank = cls.env["account.account"].create({"name": "Bank", "code": "CRDBNK", "account_type": "asset_cash"})
        cls.journal = cls.env["account.journal"].create({"name": "Sales", "code": "CRDS", "type": "sale"})
        cls.misc = cls.env["account.journal"].create({"name": "Misc", "code": "CRDM", "type": "general"})
        cls.partner.property_account_receivable_id = cls.receivable

    @classmethod
    def day(cls, days):
        """The day ``days`` from today (negative: ago)."""
        return cls.today + timedelta(days=days)

    @classmethod
    def customer(cls, name):
        return cls.env["res.partner"].create({
            "name": name, "is_company": True, "property_account_receivable_id": cls.receivable.id})

    @classmethod
    def invoice(cls, amount, days, due=30, partner=None):
        """A posted invoice of ``amount``, dated ``days`` from today, due ``due`` days later."""
        invoice = cls.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": (partner or cls.partner).id, "journal_id": cls.journal.id,
            "invoice_date": cls.day(days), "invoice_date_due": cls.day(days + due), "invoice_payment_term_id": False,
            "invoice_line_ids": [Command.create({
                "name": "Bearings", "price_unit": amount, "account_id": cls.income.id, "tax_ids": []})]})
        invoice.action_post()
        return invoice

    @classmethod
    def pay(cls, invoice, days, amount=None):
        """Pay ``invoice`` on the day ``days`` from today."""
        amount = amount or invoice.amount_total
        entry = cls.env["account.move"].create({
            "move_type": "entry", "journal_id": cls.misc.id, "date": cls.day(days), "line_ids": [
                Command.create({"account_id": cls.bank.id, "debit": amount}),
                Command.create({
                    "account_id": cls.receivable.id, "credit": amount, "partner_id": invoice.partner_id.id})]})
        entry.action_post()
        (invoice.line_ids + entry.line_ids).filtered(lambda line: line.account_id == cls.receivable).reconcile()

    @classmethod
    def run_job(cls, method, time_for=None):
        """Run a job's ``method``; return what it reported. Its time is up after ``time_for`` chunks."""
        reported = []

        def commit_progress(_self, processed=0, *, remaining=None, deactivate=False):
            reported.extend([processed] if processed else [])
            return 0 if time_for and len(reported) >= time_for else float("inf")

        with patch.object(type(cls.env["ir.cron"]), "_commit_progress", commit_progress):
            method()
        return reported

    # ------------------------------------------------------------------
    # Reports
    # ------------------------------------------------------------------
    @classmethod
    def approve(cls, report):
        report.with_user(cls.users["credit_head"]).action_approve()
        report.with_user(cls.users["credit_manager"]).action_approve()

    # ------------------------------------------------------------------
    # Evaluations
    # ------------------------------------------------------------------
    @classmethod
    def make_evaluation(cls, state="draft", partner=None, level=-1, **values):
        """An evaluation with the ``level``-th band chosen for everything that is entered."""
        evaluation = cls.Evaluation.with_user(cls.users["credit"]).create(
            {"partner_id": (partner or cls.partner).id, **values})
        for line in evaluation.line_ids.filtered(lambda row: row.measure == "choice"):
            line.write({"band_id": line.criterion_id.band_ids[level].id, "source": "Annual report"})
        if state == "confirmed":
            evaluation.action_confirm()
        return evaluation.with_env(cls.env)
