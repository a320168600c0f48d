from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.client_archive.tools import gate

from ...tools import limit as limits
from ...tools import scoring
from .scorecard_criterion import FIGURES


class CreditScorecard(models.Model):
    """How customers are scored: weighted criteria, each with bands of points (R93).

    A scorecard in force is not changed: a new version takes its place, and every evaluation keeps the version it
    was made with.
    """

    _name = "credit.scorecard"
    _inherit = ["mail.thread", "archive.state.mixin"]
    _description = "Scorecard"
    _order = "state, name, version desc, id desc"

    _state_transitions = {"draft": {"active"}, "active": {"retired"}, "retired": set()}
    _gated_fields = frozenset({"version", "activated_on", "retired_on"})
    _frozen_fields = frozenset({
        "company_id", "interval_months", "high_value_turnover", "high_value_limit", "experts_needed", "criterion_ids",
        "audience", "limit_days", "limit_step", "limit_cap"})

    name = fields.Char(required=True, translate=True)
    version = fields.Integer(default=1, required=True, readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company that has no scorecard of its own in force.")
    audience = fields.Selection(
        [("all", "Each customer, one by one"), ("ordinary", "Ordinary customers, in batches")], string="Used for",
        required=True, default="all",
        help="Ordinary customers are scored together, from the books alone; core customers one by one.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    state = fields.Selection(
        [("draft", "Draft"), ("active", "In Force"), ("retired", "Retired")], required=True, default="draft",
        readonly=True, copy=False, index=True, tracking=True)
    activated_on = fields.Date(string="In Force since", readonly=True, copy=False)
    retired_on = fields.Date(readonly=True, copy=False)
    interval_months = fields.Integer(
        string="Evaluate Every (Months)", required=True, default=12, help="At least yearly.")
    high_value_turnover = fields.Monetary(
        string="High Value from Turnover", help="Turnover of 12 months from which experts review. 0: never.")
    high_value_limit = fields.Monetary(
        string="High Value from Limit", help="Credit limit from which experts review. 0: never.")
    experts_needed = fields.Integer(required=True, default=2, help="Opinions needed before confirming, at least two.")
    expert_ids = fields.Many2many(
        "res.users", "credit_scorecard_expert_rel", string="Experts", domain="[('share', '=', False)]")
    criterion_ids = fields.One2many("credit.scorecard.criterion", "scorecard_id", string="Criteria", copy=True)
    weight_total = fields.Float(string="Weights", compute="_compute_weight_total", digits=(16, 2))
    limit_days = fields.Integer(
        string="Days of Sales", required=True, default=60,
        help="The limit by formula lets the customer buy for so many days at the pace of the last twelve months, times "
             "the share of its grade.")
    limit_step = fields.Monetary(string="Rounded Down to", default=10000)
    limit_cap = fields.Monetary(string="At Most", help="The formula proposes no more. 0: no cap.")
    note = fields.Text()

    _limit_formula_range = models.Constraint(
        "CHECK (limit_days BETWEEN 1 AND 365 AND limit_step >= 0 AND limit_cap >= 0)",
        "The formula takes 1 to 365 days of sales, and no negative amounts.")
    _interval_range = models.Constraint(
        "CHECK (interval_months BETWEEN 1 AND 12)", "Customers are evaluated at least once a year.")
    _experts_needed_min = models.Constraint("CHECK (experts_needed >= 2)", "Experts are at least two.")
    _thresholds_positive = models.Constraint(
        "CHECK (high_value_turnover >= 0 AND high_value_limit >= 0)", "A threshold cannot be negative.")
    _one_active = models.UniqueIndex(
        "(COALESCE(company_id, 0), audience) WHERE state = 'active'",
        "One scorecard is in force per company and use.")

    @api.depends_context("company")
    @api.depends("company_id")
    def _compute_currency_id(self):
        for scorecard in self:
            scorecard.currency_id = (scorecard.company_id or self.env.company).currency_id

    @api.depends("criterion_ids.weight")
    def _compute_weight_total(self):
        for scorecard in self:
            scorecard.weight_total = sum(scorecard.criterion_ids.mapped("weight"))

    @api.depends("name", "version")
    def _compute_display_name(self):
        for scorecard in self:
            scorecard.display_name = f"{scorecard.name} v{scorecard.version}" if scorecard.name else ""

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    def write(self, vals):
        if vals.keys() & self._frozen_fields and not gate.is_open(self.env):
            self._refuse_in_force()
        return super().write(vals)

    def _refuse_in_force(self):
        """Stop changes to a scorecard that evaluations were made with.

        :raises UserError: for any state but draft
        """
        for scorecard in self:
            if scorecard.state != "draft":
                raise UserError(self.env._(
                    "%s is in force or retired: make a new version of it.", scorecard.display_name))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_activate(self):
        """Put the scorecard in force, in place of the one before.

        :raises AccessError: for anybody but credit managers
        :raises UserError: when the weights do not add up to 100, or a criterion has no bands
        """
        self._check_manager()
        today = self._archive_day()
        for scorecard in self:
            scorecard._lock()
            scorecard._refuse_in_force()
            scorecard._check_complete()
            self.search([
                ("state", "=", "active"), ("company_id", "=", scorecard.company_id.id),
                ("audience", "=", scorecard.audience)])._move(
                    "retired", kind="scorecard_retired", retired_on=today)
            self.env.flush_all()  # one in force: the index sees the old one go before the new one comes
            scorecard._move("active", kind="scorecard_activated", activated_on=today)
        return True

    def _check_complete(self):
        if not scoring.weights_add_up(self.criterion_ids.mapped("weight")):
            raise UserError(self.env._("The weights add up to %s: they must be 100.", f"{self.weight_total:.2f}"))
        bare = self.criterion_ids.filtered(lambda criterion: not criterion.band_ids)
        if bare:
            raise UserError(self.env._("These criteria have no bands: %s.", ", ".join(bare.mapped("name"))))
        judged = self.criterion_ids.filtered(lambda criterion: criterion.measure not in FIGURES)
        if self.audience == "ordinary" and judged:
            raise UserError(self.env._(
                "Ordinary customers are scored from the books alone, nobody enters these: %s.",
                ", ".join(judged.mapped("name"))))

    def action_new_version(self):
        """Open a draft copy, one version up."""
        self.ensure_one()
        self._check_manager()
        version = max(self.search([
            ("company_id", "=", self.company_id.id),
            ("audience", "=", self.audience)]).mapped("version"), default=0) + 1
        copy = self.copy({"name": self.name, "expert_ids": [Command.set(self.expert_ids.ids)]})
        copy._set_gated(version=version)
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": copy.id, "views": [(False, "form")]}

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group("client_archive_credit.group_credit_manager"):
            raise AccessError(self.env._("Only credit managers change scorecards."))
        self.check_access("write")

    @api.model
    def _active_for(self, company, audience="all"):
        """The scorecard in force for ``company``: its own, else the one for all."""
        active = self.search([
            ("state", "=", "active"), ("company_id", "in", [False, company.id]), ("audience", "=", audience)])
        return active.filtered("company_id")[:1] or active[:1]

    def action_backtest(self):
        """Open a back-test of this scorecard: how would it have ranked those who paid late?"""
        self.ensure_one()
        self._check_manager()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Back-Test"), "res_model": "credit.backtest",
            "views": [(False, "form")], "context": {"default_scorecard_id": self.id}}

    def _book_criteria(self):
        """Criteria that the books answer for any day, and their weight together."""
        self.ensure_one()
        criteria = self.criterion_ids.filtered(lambda criterion: criterion.measure in FIGURES)
        return criteria, sum(criteria.mapped("weight"))

    def _propose_limit(self, turnover, grade):
        """Limit by formula for a customer of this turnover and grade; see ``tools/limit.py``."""
        self.ensure_one()
        return limits.proposed(turnover, self.limit_days, grade.limit_share, self.limit_step, self.limit_cap)

    def _is_high_value(self, turnover, limit):
        """Tell whether a customer of this turnover and limit is reviewed by experts (R95)."""
        self.ensure_one()
        return any(threshold and value >= threshold for value, threshold in (
            (turnover, self.high_value_turnover), (limit, self.high_value_limit)))
