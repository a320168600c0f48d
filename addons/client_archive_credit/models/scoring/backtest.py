from datetime import timedelta

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL, split_every

from odoo.addons.client_archive.tools import gate

from ...tools import backtest, charts, scoring

_CHUNK = 1000


class CreditBacktest(models.Model):
    """How a scorecard would have ranked the customers who then paid late (R93).

    Everybody is scored by the books as they were on a day in the past, without a look at what came after; then it is
    counted who paid late in the months that followed. Judged criteria cannot be judged again and are left out.
    The result stays as it was found.
    """

    _name = "credit.backtest"
    _inherit = ["archive.state.mixin"]
    _description = "Back-Test of a Scorecard"
    _order = "id desc"
    _check_company_auto = True

    _state_transitions = {"draft": {"done"}, "done": set()}
    _gated_fields = frozenset({
        "customer_count", "bad_count", "new_count", "weight", "gini", "gini_low", "gini_high", "ks", "ks_score",
        "strength", "run_by_id", "run_on"})
    _frozen_fields = frozenset({"scorecard_id", "company_id", "date", "months", "late_days", "late_share"})

    name = fields.Char(compute="_compute_name")
    scorecard_id = fields.Many2one("credit.scorecard", required=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    date = fields.Date(
        string="Scored as of", required=True,
        default=lambda self: self._archive_day() - relativedelta(years=1),
        help="The books are read as they were on this day.")
    months = fields.Integer(
        string="Watched for (Months)", required=True, default=12, help="What became due in these months is looked at.")
    late_days = fields.Integer(
        string="Late from (Days)", required=True, default=30, help="Paid, or still unpaid, so long after the due date.")
    late_share = fields.Float(
        string="Bad from (%)", required=True, default=20, digits=(5, 2),
        help="A customer is bad when this share of what became due was late.")
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Done")], required=True, default="draft", readonly=True, copy=False)
    line_ids = fields.One2many("credit.backtest.line", "backtest_id", string="Customers", readonly=True)
    customer_count = fields.Integer(string="Number of Customers", readonly=True, copy=False)
    bad_count = fields.Integer(string="Bad Payers", readonly=True, copy=False)
    new_count = fields.Integer(
        string="Left out as New", readonly=True, copy=False, help="Customers whose dealings began after the day.")
    weight = fields.Float(
        string="Weight Tested (%)", readonly=True, copy=False, digits=(5, 2),
        help="Of the criteria that the books answer; the others are judged by people and cannot be tested.")
    gini = fields.Float(
        string="Gini", readonly=True, copy=False, digits=(5, 3),
        help="0: no better than chance; 1: every bad payer scored below every good one. Negative: the wrong way round.")
    gini_low = fields.Float(string="Gini at Least", readonly=True, copy=False, digits=(5, 3))
    gini_high = fields.Float(string="Gini at Most", readonly=True, copy=False, digits=(5, 3))
    ks = fields.Float(
        string="KS", readonly=True, copy=False, digits=(5, 3),
        help="Largest distance between the shares of bad and of good payers below a score (Kolmogorov–Smirnov).")
    ks_score = fields.Float(string="Score of the Largest Distance", readonly=True, copy=False, digits=(5, 2))
    strength = fields.Selection(
        [
            ("none", "Nothing to tell apart"),
            ("few", "Too few to say"),
            ("chance", "May be chance"),
            ("weak", "Weak"),
            ("fair", "Fair"),
            ("strong", "Strong"),
        ],
        string="Separates", readonly=True, copy=False)
    finding = fields.Text(compute="_compute_finding")
    plot = fields.Html(compute="_compute_plot", sanitize=False)
    run_by_id = fields.Many2one("res.users", string="Run by", readonly=True, copy=False, ondelete="restrict")
    run_on = fields.Datetime(readonly=True, copy=False)

    _months_range = models.Constraint("CHECK (months BETWEEN 1 AND 24)", "Watch for 1 to 24 months.")
    _late_range = models.Constraint(
        "CHECK (late_days >= 0 AND late_share > 0 AND late_share <= 100)",
        "Late days are not negative, and a share lies between 0 and 100 percent.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("scorecard_id.display_name", "date")
    @api.depends_context("lang")
    def _compute_name(self):
        for test in self:
            test.name = f"{test.scorecard_id.display_name}, {test.date}" if test.scorecard_id else False

    @api.depends("strength", "customer_count", "bad_count")
    @api.depends_context("lang")
    def _compute_finding(self):
        for test in self:
            test.finding = "\n".join(test._words()) if test.state == "done" else False

    @api.depends("state", "line_ids.score")
    @api.depends_context("lang")
    def _compute_plot(self):
        for test in self:
            sample = [(line.score, line.is_bad) for line in test.line_ids]
            drawn = test.state == "done" and test.strength != "none"
            test.plot = Markup("<div class='o_credit_plot'>%s</div>") % test._draw(sample) if drawn else False

    @api.constrains("date", "late_days")
    def _check_date(self):
        for test in self:
            if test.date + timedelta(days=test.late_days + 30) > self._archive_day():
                raise ValidationError(self.env._(
                    "Choose an earlier day: what became due after it must have had time to be paid late."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        if vals.keys() & self._frozen_fields and any(test.state == "done" for test in self):
            raise UserError(self.env._("A back-test that was run stays as it was found: make another one."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Running
    # ------------------------------------------------------------------
    def action_run(self):
        """Score everybody as of the day and see who paid late.

        :raises AccessError: for anybody but credit managers
        :raises UserError: for a scorecard of which the books answer nothing
        """
        if not self.env.user.has_group("client_archive_credit.group_credit_manager"):
            raise AccessError(self.env._("Only a credit manager does this."))
        self.check_access("write")
        for test in self:
            test._lock()
            test._check_move("done")
            rows, new = test._sample()
            gate.opened(self.env["credit.backtest.line"]).create(rows)
            result = backtest.judge((row["score"], row["is_bad"]) for row in rows)
            test._move(
                "done", kind="backtest_run", customer_count=result.customers, bad_count=result.bad, new_count=new,
                weight=test.scorecard_id._book_criteria()[1], gini=result.gini or 0.0, gini_low=result.low or 0.0,
                gini_high=result.high or 0.0, ks=result.ks or 0.0, ks_score=result.ks_score or 0.0,
                strength=result.strength, run_by_id=self.env.uid, run_on=fields.Datetime.now())
        return True

    def _sample(self):
        """Values of the lines, and how many customers are left out as new; the cost is per thousand customers."""
        criteria, weight = self.scorecard_id._book_criteria()
        if not criteria:
            raise UserError(self.env._("Nothing of this scorecard is answered by the books: it cannot be tested."))
        outcomes, rows, new = self._outcomes(), [], 0
        grades = {grade: grade.min_score for grade in self.env["credit.grade"].search([("active", "=", True)])}
        for ids in split_every(_CHUNK, sorted(outcomes)):
            figures = self.env["credit.figures"]._of(self.env["res.partner"].browse(ids), self.company_id, self.date)
            for partner_id in ids:
                mine = figures[partner_id]
                if not mine.relation_since:
                    new += 1
                    continue
                due, late = outcomes[partner_id]
                # By the weight that is tested: of 60 percent, 60 points are the full score.
                score = 100 / weight * scoring.score(
                    (criterion._points_by_books(mine, self.date), criterion.weight) for criterion in criteria)
                score = float(scoring.decimal(score))
                share = 100.0 * late / due
                rows.append({
                    "backtest_id": self.id, "partner_id": partner_id, "score": score, "due_amount": due,
                    "late_share": share, "is_bad": share >= self.late_share,
                    "grade_id": scoring.grade_of(score, grades).id})
        return rows, new

    def _outcomes(self):
        """Partner id → what became due in the months after the day, and how much of it was late.

        What could not be late yet is left out: it is not good, it is unknown.
        """
        today = self._archive_day()
        end = min(self.date + relativedelta(months=self.months), today - timedelta(days=self.late_days + 1))
        for model in ("account.move", "account.move.line", "account.partial.reconcile"):
            self.env[model].flush_model()
        return {partner_id: (float(due), float(late)) for partner_id, due, late in self.env.execute_query(SQL(
            """
            SELECT l.partner_id, SUM(l.balance), SUM(LEAST(l.balance, l.amount_residual + COALESCE(settled.late, 0)))
              FROM account_move_line l
              JOIN account_account a ON a.id = l.account_id
              JOIN account_move m ON m.id = l.move_id
              LEFT JOIN LATERAL (
                   SELECT SUM(p.amount) AS late FROM account_partial_reconcile p
                    WHERE p.debit_move_id = l.id AND p.max_date > l.date_maturity + %(late_days)s) settled ON TRUE
             WHERE l.parent_state = 'posted' AND a.account_type = 'asset_receivable' AND l.balance > 0
               AND m.move_type IN ('out_invoice', 'out_receipt') AND l.company_id = %(company)s
               AND l.date_maturity > %(date)s AND l.date_maturity <= %(end)s AND l.partner_id IS NOT NULL
             GROUP BY l.partner_id
            """, company=self.company_id.id, date=self.date, end=end, late_days=self.late_days))}

    # ------------------------------------------------------------------
    # Words and picture
    # ------------------------------------------------------------------
    def _words(self):
        """What the result means, and what it does not."""
        self.ensure_one()
        good = self.customer_count - self.bad_count
        words = [self.env._(
            "%(customers)s customers were scored by the books as of %(day)s; %(bad)s of them then paid late, %(good)s "
            "did not.", customers=self.customer_count, day=self.date, bad=self.bad_count, good=good)]
        if self.new_count:
            words.append(self.env._("%s customers are left out: their dealings began later.", self.new_count))
        if self.weight < 100:
            words.append(self.env._(
                "Tested is %s%% of the scorecard by weight: what people judge cannot be judged again for that day.",
                f"{self.weight:g}"))
        meaning = {
            "none": self.env._("There are no bad payers, or no good ones: nothing can be said."),
            "few": self.env._(
                "With fewer than %s of either kind the figures are shown, but a few customers more or less would "
                "change them: do not decide by them.", backtest.FEW),
            "chance": self.env._("The interval reaches down to chance: the ranking may be luck."),
            "weak": self.env._("Bad payers scored lower, but not by much: look at the weights and bands."),
            "fair": self.env._("The scorecard tells bad payers from good ones fairly well."),
            "strong": self.env._("The scorecard tells bad payers from good ones well."),
        }
        words.append(meaning[self.strength])
        return words

    def _draw(self, sample):
        points = backtest.curve(sample)
        best = max(points, key=lambda point: point.bad - point.good)
        return charts.share_curve(
            [(point.good, point.bad) for point in points], self.env._("Good payers found, worst scores first"),
            self.env._("Bad payers found"), (best.good, best.bad))
