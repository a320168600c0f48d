from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.client_archive.tools import gate

from ...tools import scoring
from .scorecard_criterion import FIGURES

_ENTERED = frozenset({"value", "band_id", "source", "note"})


class CreditEvaluationLine(models.Model):
    """One criterion of an evaluation: its value, where that comes from, and the points it is worth.

    Lines come from the scorecard with the evaluation. What the books know is not typed; what is typed names its
    source.
    """

    _name = "credit.evaluation.line"
    _inherit = ["archive.guard.mixin"]
    _description = "Criterion of an Evaluation"
    _order = "evaluation_id, sequence, id"

    evaluation_id = fields.Many2one("credit.evaluation", required=True, ondelete="cascade", index=True)
    evaluation_state = fields.Selection(related="evaluation_id.state", string="Evaluation State")
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True)
    criterion_id = fields.Many2one(
        "credit.scorecard.criterion", string="Scorecard Criterion", required=True, ondelete="restrict", index=True)
    name = fields.Char(related="criterion_id.name")
    sequence = fields.Integer(related="criterion_id.sequence", store=True)
    measure = fields.Selection(related="criterion_id.measure")
    guidance = fields.Char(related="criterion_id.guidance")
    weight = fields.Float(related="criterion_id.weight", store=True, aggregator=None)
    is_from_books = fields.Boolean(string="From the Books", compute="_compute_is_from_books")
    value = fields.Float(digits=(16, 2), aggregator="avg")
    has_value = fields.Boolean(
        string="Known", readonly=True, help="No: the books know nothing, or nothing was entered.")
    band_id = fields.Many2one(
        "credit.scorecard.band", string="Choice", ondelete="restrict", domain="[('criterion_id', '=', criterion_id)]")
    source = fields.Char(help="Where an entered value comes from.")
    note = fields.Char()
    points = fields.Float(compute="_compute_points", store=True, digits=(5, 2), aggregator="avg")
    weighted_points = fields.Float(
        string="Share of the Score", compute="_compute_points", store=True, digits=(5, 2), aggregator="avg")
    explanation = fields.Char(
        compute="_compute_explanation", help="Why it got these points, in words.")
    is_missing = fields.Boolean(string="To Fill In", compute="_compute_is_missing")

    _criterion_uniq = models.UniqueIndex("(evaluation_id, criterion_id)", "Each criterion counts once.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("criterion_id.measure")
    def _compute_is_from_books(self):
        for line in self:
            line.is_from_books = line.criterion_id.measure in FIGURES

    @api.depends("value", "has_value", "band_id", "criterion_id")
    def _compute_points(self):
        for line in self:
            criterion = line.criterion_id
            if criterion.measure == "choice":
                line.points = line.band_id.points
            elif line.has_value:
                line.points = scoring.points_of(line.value, criterion._scale())
            else:
                line.points = criterion.no_data_points if line.is_from_books else 0.0
            line.weighted_points = scoring.weighted(line.points, criterion.weight)

    @api.depends("is_from_books", "has_value", "band_id", "source")
    def _compute_is_missing(self):
        for line in self:
            entered = line.band_id if line.measure == "choice" else line.has_value
            line.is_missing = not line.is_from_books and not (entered and (line.source or "").strip())

    @api.depends("points", "weight", "value", "has_value", "band_id", "source")
    @api.depends_context("lang")
    def _compute_explanation(self):
        for line in self:
            line.explanation = False if line.is_missing else self.env._(
                "%(found)s: %(points)s of 100 points. At a weight of %(weight)s%% that is %(share)s of the score.",
                found=line._found(), points=f"{line.points:g}", weight=f"{line.weight:g}",
                share=f"{line.weighted_points:.2f}")

    def _found(self):
        """What was found, in words, and the band that it falls into."""
        self.ensure_one()
        if self.measure == "choice":
            return self.env._("“%(choice)s” (source: %(origin)s)", choice=self.band_id.name, origin=self.source)
        if self.is_from_books and not self.has_value:
            return self.env._("The books know nothing of it yet")
        return self.env._("%(measured)s (band %(band)s)", measured=self._measured(), band=self._band()._range())

    def _measured(self):
        currency, value = self.company_id.currency_id, self.value
        number = f"{value:,.1f}".removesuffix(".0")
        words = {
            "delay_days": lambda: self.env._(
                "Paid %s days before the due date on average, weighted by amount", number.removeprefix("-"))
            if value < 0 else self.env._("Paid %s days after the due date on average, weighted by amount", number),
            "payment_days": lambda: self.env._("Paid %s days after the invoice on average, weighted by amount", number),
            "overdue_days": lambda: self.env._("The oldest unpaid item is %s days overdue", number),
            "overdue_share": lambda: self.env._("%s%% of the yearly turnover is overdue", number),
            "overdue_trend": lambda: self.env._(
                "Overdue changed by %s%% of the yearly turnover within three months", number),
            "disputes": lambda: self.env._("%s complaints within twelve months", number),
            "concentration": lambda: self.env._("%s%% of our turnover is with this customer", number),
            "turnover": lambda: self.env._("Turnover of %s within twelve months", currency.format(value)),
            "turnover_growth": lambda: self.env._("Turnover changed by %s%% within a year", number),
            "relation_years": lambda: self.env._("Dealings for %s years", number),
        }
        return words.get(self.measure, lambda: self.env._(
            "%(number)s (source: %(origin)s)", number=number, origin=self.source))()

    def _band(self):
        """The band that the value falls into."""
        bands = self.criterion_id.band_ids
        reached = bands.filtered(lambda band: band.open_below or band.lower <= self.value)
        return reached[-1:] or bands[:1]

    @api.constrains("band_id", "criterion_id")
    def _check_band(self):
        for line in self:
            if line.band_id and line.band_id.criterion_id != line.criterion_id:
                raise UserError(self.env._("Choose one of the bands of “%s”.", line.name))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("The criteria of an evaluation come from its scorecard."))
        return super().create(vals_list)

    def write(self, vals):
        if gate.is_open(self.env):
            return super().write(vals)
        if vals.keys() - _ENTERED:
            raise AccessError(self.env._("Of a criterion, only its value, source and note are entered."))
        self.evaluation_id._refuse_confirmed()
        if "value" in vals or "band_id" in vals:
            known = self.filtered("is_from_books")
            if known:
                raise UserError(self.env._(
                    "%s come from the books: they are not typed.", ", ".join(known.mapped("name"))))
        if "value" in vals:
            gate.opened(self).write({"has_value": vals["value"] is not None and vals["value"] is not False})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not gate.is_open(self.env):
            raise UserError(self.env._("A criterion is not left out of an evaluation: make a new scorecard."))
