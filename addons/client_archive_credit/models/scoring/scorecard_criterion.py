import math

from odoo import api, fields, models

from odoo.addons.client_archive.tools import gate

from ...tools import scoring

# Which of the figures in the books each measure is; what is not here is entered by hand.
FIGURES = {
    "delay_days": lambda figures, _today: figures.delay_days,
    "payment_days": lambda figures, _today: figures.payment_days,
    "overdue_days": lambda figures, _today: figures.overdue_days,
    "overdue_share": lambda figures, _today: (
        100.0 * figures.overdue_amount / figures.turnover if figures.turnover > 0
        else (100.0 if figures.overdue_amount else None)),
    "overdue_trend": lambda figures, _today: (
        100.0 * (figures.overdue_amount - figures.overdue_before) / figures.turnover if figures.turnover > 0
        else None),
    "disputes": lambda figures, _today: figures.disputes if figures.relation_since else None,
    "concentration": lambda figures, _today: figures.share if figures.relation_since else None,
    "turnover": lambda figures, _today: figures.turnover if figures.relation_since else None,
    "turnover_growth": lambda figures, _today: (
        100.0 * (figures.turnover - figures.turnover_before) / figures.turnover_before
        if figures.turnover_before > 0 else None),
    "relation_years": lambda figures, today: (
        (today - fields.Date.to_date(figures.relation_since)).days / 365.25 if figures.relation_since else None),
}


class CreditScorecardCriterion(models.Model):
    """One criterion of a scorecard: what is measured, how much it weighs, what a value is worth."""

    _name = "credit.scorecard.criterion"
    _inherit = ["archive.guard.mixin"]
    _description = "Criterion of a Scorecard"
    _order = "scorecard_id, sequence, id"

    scorecard_id = fields.Many2one("credit.scorecard", required=True, ondelete="cascade", index=True)
    scorecard_state = fields.Selection(related="scorecard_id.state", string="Scorecard State")
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Criterion", required=True, translate=True)
    measure = fields.Selection(
        [
            ("delay_days", "From the books: average days paid after the due date"),
            ("payment_days", "From the books: average days to pay"),
            ("overdue_days", "From the books: days of the longest overdue"),
            ("overdue_share", "From the books: overdue in percent of the turnover"),
            ("overdue_trend", "From the books: change of overdue in 3 months, in percent of the turnover"),
            ("disputes", "From the file: complaints of 12 months"),
            ("concentration", "From the books: share of our turnover in percent"),
            ("turnover", "From the books: turnover of 12 months"),
            ("turnover_growth", "From the books: change of turnover in percent"),
            ("relation_years", "From the books: years of dealings"),
            ("number", "Entered: a number"),
            ("choice", "Entered: one of the bands"),
        ],
        required=True, default="choice")
    weight = fields.Float(string="Weight (%)", required=True, digits=(5, 2))
    no_data_points = fields.Float(
        string="Points without Data", digits=(5, 2), help="Given where the books know nothing yet: a new customer.")
    guidance = fields.Char(translate=True, help="How to judge it, for what is entered by hand.")
    band_ids = fields.One2many("credit.scorecard.band", "criterion_id", string="Bands", copy=True)

    _weight_range = models.Constraint(
        "CHECK (weight > 0 AND weight <= 100)", "A weight lies between 0 and 100 percent.")
    _no_data_range = models.Constraint(
        "CHECK (no_data_points >= 0 AND no_data_points <= 100)", "Points go from 0 to 100.")

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super().create(vals_list)
        criteria.scorecard_id._refuse_in_force()
        return criteria

    def write(self, vals):
        self.scorecard_id._refuse_in_force()
        result = super().write(vals)
        self.scorecard_id._refuse_in_force()  # moved onto another one
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if not gate.is_open(self.env):
            self.scorecard_id._refuse_in_force()

    def _scale(self):
        """Bands as the arithmetic wants them; the lowest one reaches down without end."""
        self.ensure_one()
        return [scoring.Band(-math.inf if band.open_below else band.lower, band.points) for band in self.band_ids]

    def _points_by_books(self, figures, today):
        """Points of a customer of these ``figures``, for criteria that the books answer."""
        value = self._value_of(figures, today)
        return self.no_data_points if value is None else scoring.points_of(value, self._scale())

    def _value_of(self, figures, today):
        """Value of this criterion by ``figures``, or ``None`` where the books know nothing.

        :raises KeyError: for criteria that are entered by hand
        """
        return FIGURES[self.measure](figures, today)
