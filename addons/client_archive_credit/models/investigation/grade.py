from odoo import api, fields, models
from odoo.exceptions import ValidationError


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
    color = fields.Integer()
    active = fields.Boolean(default=True)

    _name_uniq = models.UniqueIndex("(name)", "Another grade has this name.")
    _min_score_uniq = models.UniqueIndex("(min_score) WHERE active", "Another grade begins at this score.")
    _min_score_range = models.Constraint(
        "CHECK (min_score >= 0 AND min_score <= 100)", "Scores go from 0 to 100.")

    @api.constrains("min_score", "active")
    def _check_floor(self):
        if not self.search_count([("min_score", "=", 0)], limit=1):
            raise ValidationError(self.env._("One grade must begin at 0: every score has a grade."))
