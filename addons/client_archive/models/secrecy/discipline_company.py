from datetime import timedelta

from odoo import fields, models

from ...tools import secrecy


class ResCompany(models.Model):
    _inherit = "res.company"

    # The text has all secrets handled by the delegated (S1b 15), and calls ordinary dealings secret (S1b 9), which
    # account managers hand in (R5): taken together, it means the important ones.
    archive_designation_level = fields.Selection(
        [
            (secrecy.SECRET, "Secret and above"),
            (secrecy.HIGHLY_SECRET, "Highly secret and above"),
            (secrecy.TOP_SECRET, "Top secret only"),
            ("4", "Not enforced"),
        ],
        string="Delegated People Only for", required=True, default=secrecy.HIGHLY_SECRET,
        help="From this level on, papers are made, sent, copied, kept and destroyed by designated people only.")
    archive_incident_term = fields.Integer(
        string="Office Acts within", required=True, default=4,
        help="Within this term of a report the general manager's office takes an incident in hand.")
    archive_incident_unit = fields.Selection(
        [("hours", "Working Hours"), ("days", "Working Days")], string="Unit of the Term", required=True,
        default="hours")

    _archive_incident_term_positive = models.Constraint(
        "CHECK (archive_incident_term > 0)", "The office needs at least one hour or day to act.")

    def _archive_incident_deadline(self, start):
        """End of the office's term that starts at ``start`` (UTC), in the company's working time."""
        self.ensure_one()
        company = self.sudo()  # sudo: the term holds for whoever reports
        count, calendar = company.archive_incident_term, company.resource_calendar_id
        end = False
        if calendar and company.archive_incident_unit == "hours":
            end = calendar.plan_hours(count, start, compute_leaves=True)
        elif calendar:
            end = calendar.plan_days(count + 1, start, compute_leaves=True)
        if not end:
            end = start + timedelta(**{company.archive_incident_unit: count})
        return end
