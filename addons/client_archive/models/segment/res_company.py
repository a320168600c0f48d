from odoo import fields, models

from ...tools import segment

_THRESHOLDS = frozenset({
    "archive_new_months", "archive_current_months", "archive_main_share", "archive_sporadic_count",
    "archive_core_limit", "archive_core_years", "archive_core_turnover"})


class ResCompany(models.Model):
    """From when on a customer is new, current, main, sporadic or core (R38–R41, R46)."""

    _inherit = "res.company"

    archive_new_months = fields.Integer(
        string="New for (Months)", default=12, help="After the first dealing a customer is new for so long, then old.")
    archive_current_months = fields.Integer(
        string="Current for (Months)", default=12,
        help="After the last dealing a customer is a current one for so long, then a past one.")
    archive_main_share = fields.Float(
        string="Main from (%)", default=5.0, digits=(5, 2),
        help="Share of the company's turnover of the last 12 months that makes a main customer.")
    archive_sporadic_count = fields.Integer(
        string="Sporadic below (Dealings)", default=3,
        help="Who deals less often in 12 months is a sporadic customer.")
    archive_core_limit = fields.Integer(
        string="Core Customers at Most", default=20,
        help="Each core customer gets a deep survey: their number is capped.")
    archive_core_years = fields.Float(
        string="Core after (Years)", default=1.0, digits=(4, 1),
        help="Length of the relation that a core customer has.")
    archive_core_turnover = fields.Monetary(
        string="Core from (Average Yearly Turnover)", currency_field="currency_id",
        help="In the company's currency. Zero: the number alone decides.")

    _archive_months_positive = models.Constraint(
        "CHECK (archive_new_months > 0 AND archive_current_months > 0)", "New and current last at least one month.")
    _archive_core_limit_positive = models.Constraint(
        "CHECK (archive_core_limit >= 0)", "The number of core customers cannot be negative.")

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & _THRESHOLDS:
            self.env["archive.segment"]._outdate(self)
        return result

    def _archive_thresholds(self):
        """The settings that :mod:`tools.segment` asks for."""
        self.ensure_one()
        return segment.Thresholds(
            self.archive_new_months, self.archive_current_months, self.archive_main_share, self.archive_sporadic_count)
