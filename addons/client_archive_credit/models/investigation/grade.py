from odoo import api, fields, models
from odoo.exceptions import ValidationError

# From which score on which share of the need (percent) is proposed for a new grade
_SHARES = ((90, 150), (80, 120), (70, 100), (60, 70), (50, 40), (40, 20))


class CreditGrade(models.Model):
    """A grade of credit standing, and the score from which it is given (AAA … D)."""

    _name = "credit.grade"
    _inherit = ["archive.guard.mixin"]
    _description = "Credit Grade"
    _order = "min_score desc, id"

    name = fields.Char(string="Grade", required=True)
    min_score = fields.Float(
        string="From Score", required=True, digits=(5, 2), help="Lowest weighted score (0–100) of this grade.")
    meaning = fields.Char(translate=True, help="What the grade says about the customer, in a few words.")
    limit_share = fields.Float(
        string="Share of the Need (%)", compute="_compute_proposals", store=True, readonly=False, precompute=True,
        digits=(6, 2), help="The limit by formula: this share of what the customer buys in the days of the scorecard.")
    validity_months = fields.Integer(
        string="Report Valid (Months)", compute="_compute_proposals", store=True, readonly=False, precompute=True,
        help="How long an investigation report with this overall rating is valid at most, 3 to 12 months.")
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name)", "Another grade has this name.")
    _min_score_uniq = models.UniqueIndex("(min_score) WHERE active", "Another grade begins at this score.")
    _min_score_range = models.Constraint(
        "CHECK (min_score >= 0 AND min_score <= 100)", "Scores go from 0 to 100.")

    _limit_share_range = models.Constraint(
        "CHECK (limit_share >= 0 AND limit_share <= 500)", "The share of the need lies between 0 and 500 percent.")
    _validity_range = models.Constraint(
        "CHECK (validity_months BETWEEN 3 AND 12)", "An investigation report is valid 3 to 12 months.")

    @api.depends("min_score")
    def _compute_proposals(self):
        """The better the grade, the more of the need and the longer; both are the company's to change."""
        for grade in self:
            grade.limit_share = next((share for floor, share in _SHARES if grade.min_score >= floor), 0)
            grade.validity_months = 12 if grade.min_score >= 60 else 6 if grade.min_score >= 40 else 3

    @api.constrains("min_score", "active")
    def _check_floor(self):
        if not self.search_count([("min_score", "=", 0)], limit=1):
            raise ValidationError(self.env._("One grade must begin at 0: every score has a grade."))
