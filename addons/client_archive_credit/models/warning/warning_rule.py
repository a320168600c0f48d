from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.client_archive.tools import deadline

SEVERITIES = [("low", "Low"), ("medium", "Medium"), ("high", "High")]
RANKS = {key: number for number, (key, _label) in enumerate(SEVERITIES)}
OPEN_STATES = ("open", "planned")
MEASURES = [
    ("watch", "Watch"),
    ("survey", "Survey or evaluate anew"),
    ("change_terms", "Change the terms"),
    ("suspend", "Suspend deliveries"),
    ("collect", "Collect the debt"),
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
            ("limit_used", "Use of the limit, in percent"),
            ("limit_expiring", "Days until the limit expires, at most"),
            ("papers_expiring", "Days until a paper of the customer expires, at most"),
            ("negative_news", "Negative news entered, number within a year"),
            ("broken_promises", "Broken promises to pay, number within a year"),
        ],
        required=True)
    threshold = fields.Float(required=True, help="The warning is raised from here on.")
    term_days = fields.Integer(
        string="Act within (Working Days)", required=True, default=5,
        help="Until then the owner has done something about it; later it is reported to the credit managers.")
    owner_id = fields.Many2one(
        "res.users", string="Owner", domain="[('share', '=', False)]", ondelete="restrict",
        help="Plans the measure and sees that it is taken. Empty: the credit manager.")
    severity = fields.Selection(SEVERITIES, required=True, default="medium")
    action = fields.Selection(MEASURES, string="Proposed Measure", required=True, default="watch")
    quiet_days = fields.Integer(
        string="Quiet (Days)", required=True, default=30,
        help="After a warning was handled or dismissed, the same one is not raised again for so long.")
    user_ids = fields.Many2many(
        "res.users", "credit_warning_rule_user_rel", string="Also Told", domain="[('share', '=', False)]",
        help="Besides the account manager, the owner and the credit managers.")
    warning_count = fields.Integer(string="Open Warnings", compute="_compute_warning_count")

    _threshold_positive = models.Constraint("CHECK (threshold > 0)", "A threshold is greater than zero.")
    _term_positive = models.Constraint("CHECK (term_days > 0)", "A term is at least one working day.")
    _quiet_positive = models.Constraint("CHECK (quiet_days >= 0)", "The quiet time cannot be negative.")

    @api.depends_context("company", "uid")
    def _compute_warning_count(self):
        counts = dict(self.env["credit.warning"]._read_group(
            [("rule_id", "in", self.ids), ("state", "in", OPEN_STATES)], ["rule_id"], ["__count"]))
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

    @api.model
    def _of_company(self, company):
        """Rules that hold in ``company``, the severest first: one open warning of a matter is the severest."""
        rules = self.search([("company_id", "in", [False, company.id])])
        return rules.sorted(lambda rule: (-RANKS[rule.severity], rule.sequence, rule.id))

    def _owner(self, company):
        """Who acts on it: named by the rule, else the credit manager in office, else one of the group."""
        owner = self.owner_id
        if owner and company in owner.sudo().company_ids:  # sudo: the job must know
            return owner
        Warning = self.env["credit.warning"]
        return (self.env["archive.officer"]._holders("credit_manager", company)
                or Warning._credit_managers(company).sorted("id"))[:1]

    def _deadline(self, company):
        return deadline.add_working_days(
            company._archive_today(), self.term_days, company._archive_working_days())

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
            "limit_used": self._passed_limit_used,
            "limit_expiring": self._passed_limit_expiring,
            "papers_expiring": self._passed_papers_expiring,
            "negative_news": self._passed_negative_news,
            "broken_promises": self._passed_broken_promises,
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
            """, today=self._archive_day(), company=company.id, threshold=self.threshold))

    def _passed_evaluation_overdue(self, company):
        return self._rows(SQL(
            """
            SELECT partner_id, MIN(%(today)s - next_due_on) FROM credit_evaluation
             WHERE is_current AND company_id = %(company)s
             GROUP BY partner_id HAVING MIN(%(today)s - next_due_on) >= %(threshold)s
            """, today=self._archive_day(), company=company.id, threshold=self.threshold))

    def _passed_limit_used(self, company):
        files = self.env["credit.file"].search([("company_id", "=", company.id), ("state", "=", "open")])
        exposures, passed = files._payer_exposures(), {}
        for file in files:
            payer = file._payer()
            used = exposures[payer].total
            limit = payer._limit_in_force()[0]
            if limit and 100.0 * used / limit >= self.threshold:
                passed[file.partner_id.id] = 100.0 * used / limit
        return passed

    def _passed_limit_expiring(self, company):
        return self._rows(SQL(
            """
            SELECT f.partner_id, CASE WHEN g.id IS NULL THEN f.limit_until ELSE g.limit_until END - %(today)s
              FROM credit_file f LEFT JOIN credit_group g ON g.id = f.group_id
             WHERE f.company_id = %(company)s AND f.state = 'open'
               AND CASE WHEN g.id IS NULL THEN f.has_limit ELSE g.has_limit END
               AND CASE WHEN g.id IS NULL THEN f.limit_until ELSE g.limit_until END - %(today)s <= %(threshold)s
            """, today=self._archive_day(), company=company.id, threshold=self.threshold))

    def _passed_papers_expiring(self, company):
        return self._rows(SQL(
            """
            SELECT d.partner_id, MIN(p.valid_until - %(today)s)
              FROM archive_document p JOIN archive_dossier d ON d.id = p.dossier_id
             WHERE p.company_id = %(company)s AND p.state = 'filed' AND p.is_void IS NOT TRUE
               AND p.valid_until - %(today)s <= %(threshold)s
             GROUP BY d.partner_id
            """, today=self._archive_day(), company=company.id, threshold=self.threshold))

    def _passed_negative_news(self, company):
        return self._rows(SQL(
            """
            SELECT n.partner_id, COUNT(*) FROM archive_change n
             WHERE n.kind IN ('deterioration', 'dispute') AND n.state != 'dismissed' AND n.company_id = %(company)s
               AND n.known_on > %(year)s AND n.create_date > %(closed)s
             GROUP BY n.partner_id HAVING COUNT(*) >= %(threshold)s
            """, company=company.id, year=self._year_ago(), closed=self._closed_before("n"), threshold=self.threshold))

    def _passed_broken_promises(self, company):
        return self._rows(SQL(
            """
            SELECT p.partner_id, COUNT(*) FROM credit_promise p
             WHERE p.state = 'broken' AND p.company_id = %(company)s
               AND p.date > %(year)s AND p.judged_on > %(closed)s
             GROUP BY p.partner_id HAVING COUNT(*) >= %(threshold)s
            """, company=company.id, year=self._year_ago(), closed=self._closed_before("p"), threshold=self.threshold))

    @api.model
    def _year_ago(self):
        return self._archive_day() - relativedelta(years=1)

    def _closed_before(self, alias):
        """When the last warning of this rule was closed: what happened before is no reason for another one."""
        table = SQL.identifier(alias)
        return SQL(
            "COALESCE((SELECT MAX(w.closed_on) FROM credit_warning w WHERE w.rule_id = %(rule)s"
            " AND w.partner_id = %(table)s.partner_id AND w.company_id = %(table)s.company_id), '-infinity')",
            rule=self.id, table=table)

    @api.model
    def _rows(self, query):
        for model in ("credit.evaluation", "credit.investigation", "credit.grade", "credit.file", "credit.group",
                      "credit.promise", "credit.warning", "archive.change", "archive.document", "archive.dossier"):
            self.env[model].flush_model()
        return {partner_id: float(value) for partner_id, value in self.env.execute_query(query)}

    def _not_told_yet(self, passed, company):
        """Those of ``passed`` without an open warning of the same matter, at least as severe, and outside the quiet."""
        quiet = fields.Datetime.now() - relativedelta(days=self.quiet_days)
        self.env["credit.warning"].flush_model()
        told = {row[0] for row in self.env.execute_query(SQL(
            """
            SELECT DISTINCT partner_id FROM credit_warning
             WHERE company_id = %(company)s
               AND (state IN %(open)s AND indicator = %(indicator)s AND severity_rank >= %(rank)s
                    OR rule_id = %(rule)s AND closed_on > %(quiet)s)
            """, company=company.id, open=OPEN_STATES, indicator=self.indicator, rank=RANKS[self.severity],
            rule=self.id, quiet=quiet))}
        return {partner_id: value for partner_id, value in passed.items() if partner_id not in told}
