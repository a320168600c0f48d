from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

SEVERITIES = [("low", "Low"), ("medium", "Medium"), ("high", "High")]
MEASURES = [
    ("watch", "Watch"),
    ("survey", "Survey or evaluate anew"),
    ("change_terms", "Change the terms"),
    ("suspend", "Suspend deliveries"),
    ("legal", "Take legal steps"),
]


class CreditWarningRule(models.Model):
    """A warning line: an indicator, the threshold that must not be passed, what is then proposed (R99)."""

    _name = "credit.warning.rule"
    _inherit = ["archive.journal.mixin"]
    _description = "Warning Rule"
    _order = "sequence, id"

    name = fields.Char(string="Rule", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    indicator = fields.Selection(
        [
            ("overdue_days", "Longest overdue, in days"),
            ("overdue_amount", "Overdue amount, in the company's currency"),
            ("turnover_falling", "Fall of turnover within a year, in percent"),
            ("grade_dropped", "Drop of the grade, in steps"),
            ("score_below", "Score below"),
            ("report_expired", "Days since the investigation report expired"),
            ("evaluation_overdue", "Days since the evaluation was due"),
        ],
        required=True)
    threshold = fields.Float(required=True, help="The warning is raised from here on.")
    severity = fields.Selection(SEVERITIES, required=True, default="medium")
    action = fields.Selection(MEASURES, string="Proposed Measure", required=True, default="watch")
    quiet_days = fields.Integer(
        string="Quiet (Days)", required=True, default=30,
        help="After a warning was handled or dismissed, the same one is not raised again for so long.")
    user_ids = fields.Many2many(
        "res.users", "credit_warning_rule_user_rel", string="Also Told", domain="[('share', '=', False)]",
        help="Besides the account manager. Empty: the credit managers.")
    warning_count = fields.Integer(string="Open Warnings", compute="_compute_warning_count")

    _threshold_positive = models.Constraint("CHECK (threshold > 0)", "A threshold is greater than zero.")
    _quiet_positive = models.Constraint("CHECK (quiet_days >= 0)", "The quiet time cannot be negative.")

    @api.depends_context("company", "uid")
    def _compute_warning_count(self):
        counts = dict(self.env["credit.warning"]._read_group(
            [("rule_id", "in", self.ids), ("state", "=", "open")], ["rule_id"], ["__count"]))
        for rule in self:
            rule.warning_count = counts.get(rule, 0)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._journal("created", after=lambda rule: {
            "rule": rule.name, "indicator": rule.indicator, "threshold": rule.threshold})
        return rules

    def write(self, vals):
        self._journal("changed", before=lambda rule: {"threshold": rule.threshold, "active": rule.active}, after=vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._journal("deleted", before=lambda rule: {"rule": rule.name})

    # ------------------------------------------------------------------
    # Who has passed the line: one grouped query a rule, never one a customer
    # ------------------------------------------------------------------
    def _passed(self, company):
        """Mapping of partner ids to the value by which they passed this line in ``company``."""
        self.ensure_one()
        return self._indicators()[self.indicator](company)

    def _indicators(self):
        """Mapping of indicators to the methods that answer for them. Rooms that add indicators extend it."""
        return {
            "overdue_days": self._passed_overdue_days,
            "overdue_amount": self._passed_overdue_amount,
            "turnover_falling": self._passed_turnover_falling,
            "grade_dropped": self._passed_grade_dropped,
            "score_below": self._passed_score_below,
            "report_expired": self._passed_report_expired,
            "evaluation_overdue": self._passed_evaluation_overdue,
        }

    def _passed_overdue_days(self, company):
        return {
            partner_id: days for partner_id, (_amount, days) in self.env["credit.figures"]._overdues(company).items()
            if days >= self.threshold}

    def _passed_overdue_amount(self, company):
        return {
            partner_id: amount for partner_id, (amount, _days) in self.env["credit.figures"]._overdues(company).items()
            if amount >= self.threshold}

    def _passed_turnover_falling(self, company):
        falls = {
            partner_id: 100.0 * (before - turnover) / before
            for partner_id, (turnover, before) in self.env["credit.figures"]._turnovers(company).items() if before > 0}
        return {partner_id: fall for partner_id, fall in falls.items() if fall >= self.threshold}

    def _passed_grade_dropped(self, company):
        # A step is one grade of the scale; the scale is small, so it is numbered here.
        return self._rows(SQL(
            """
            WITH scale AS (SELECT id, row_number() OVER (ORDER BY min_score DESC) AS step FROM credit_grade)
            SELECT e.partner_id, MAX(cur.step - prev.step)
              FROM credit_evaluation e
              JOIN credit_evaluation p ON p.id = e.previous_id
              JOIN scale cur ON cur.id = e.grade_id
              JOIN scale prev ON prev.id = p.grade_id
             WHERE e.is_current AND e.company_id = %s
             GROUP BY e.partner_id HAVING MAX(cur.step - prev.step) >= %s
            """, company.id, self.threshold))

    def _passed_score_below(self, company):
        return self._rows(SQL(
            """
            SELECT partner_id, MIN(score) FROM credit_evaluation
             WHERE is_current AND company_id = %s GROUP BY partner_id HAVING MIN(score) < %s
            """, company.id, self.threshold))

    def _passed_report_expired(self, company):
        return self._rows(SQL(
            """
            SELECT r.partner_id, MIN(%(today)s - r.valid_until) FROM credit_investigation r
             WHERE r.state = 'expired' AND r.company_id = %(company)s
               AND NOT EXISTS (SELECT 1 FROM credit_investigation v WHERE v.partner_id = r.partner_id
                                  AND v.company_id = r.company_id AND v.state = 'approved')
             GROUP BY r.partner_id HAVING MIN(%(today)s - r.valid_until) >= %(threshold)s
            """, today=fields.Date.context_today(self), company=company.id, threshold=self.threshold))

    def _passed_evaluation_overdue(self, company):
        return self._rows(SQL(
            """
            SELECT partner_id, MIN(%(today)s - next_due_on) FROM credit_evaluation
             WHERE is_current AND company_id = %(company)s
             GROUP BY partner_id HAVING MIN(%(today)s - next_due_on) >= %(threshold)s
            """, today=fields.Date.context_today(self), company=company.id, threshold=self.threshold))

    @api.model
    def _rows(self, query):
        for model in ("credit.evaluation", "credit.investigation", "credit.grade"):
            self.env[model].flush_model()
        return {partner_id: float(value) for partner_id, value in self.env.execute_query(query)}

    def _not_told_yet(self, passed, company):
        """Those of ``passed`` without an open warning of this rule, and outside its quiet time."""
        quiet = fields.Datetime.now() - relativedelta(days=self.quiet_days)
        self.env["credit.warning"].flush_model()
        told = {row[0] for row in self.env.execute_query(SQL(
            """
            SELECT DISTINCT partner_id FROM credit_warning
             WHERE rule_id = %s AND company_id = %s AND (state = 'open' OR closed_on > %s)
            """, self.id, company.id, quiet))}
        return {partner_id: value for partner_id, value in passed.items() if partner_id not in told}
