from datetime import timedelta

from odoo import fields, models

from ...tools import deadline


class ResCompany(models.Model):
    """How the company counts the term of a loan, and how it reminds those who are late (R22, R126)."""

    _inherit = "res.company"

    archive_loan_unit = fields.Selection(
        [("days", "Calendar Days"), ("working_days", "Working Days")], string="Three Days Are", required=True,
        default="days",
        help="The term of a loan is three days. Where the rules are silent about holidays, calendar days are "
             "the stricter reading.")
    archive_reminder_days = fields.Integer(
        string="Remind the Late Every", required=True, default=2,
        help="Days between two reminders of papers that are overdue. With the second one, the head of the borrower's "
             "department is told as well.")

    _archive_reminder_days_positive = models.Constraint(
        "CHECK (archive_reminder_days > 0)", "There is at least one day between two reminders.")

    def _archive_loan_due(self, days):
        """Last day of a term of ``days`` that starts today."""
        self.ensure_one()
        today = self._archive_today()
        if self.sudo().archive_loan_unit == "working_days":  # sudo: how a term is counted is no secret
            return deadline.add_working_days(today, days, self._archive_working_days())
        return today + timedelta(days=days)
