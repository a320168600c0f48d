from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.client_archive.tools import deadline, gate

from ...tools import scoring


class CreditEvaluation(models.Model):
    """Score and grade of one customer by the scorecard in force (R93–R95).

    What the books know is filled in and not typed; the rest is entered with its source. Customers of high value
    are confirmed only after their experts gave opinions. Each evaluation stays: together they are the history.
    """

    _name = "credit.evaluation"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin", "credit.notice.mixin"]
    _description = "Credit Evaluation"
    _order = "date desc, id desc"
    _rec_names_search = ["name", "partner_id.name"]
    _check_company_auto = True

    _state_transitions = {"draft": {"confirmed"}, "confirmed": set()}
    _gated_fields = frozenset({
        "name", "score", "grade_id", "is_current", "is_high_value", "previous_id", "confirmed_by_id", "confirmed_on",
        "next_due_on", "due_reason", "due_told", "figures_on", "turnover", "batch_id"})
    _frozen_fields = frozenset({
        "partner_id", "company_id", "scorecard_id", "date", "line_ids", "expert_ids", "conclusion"})

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="restrict", index=True, tracking=True,
        domain="[('parent_id', '=', False)]")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    user_id = fields.Many2one(
        "res.users", string="Account Manager", compute="_compute_user_id", store=True, readonly=False, index=True,
        precompute=True, ondelete="restrict", domain="[('share', '=', False)]")
    scorecard_id = fields.Many2one(
        "credit.scorecard", required=True, ondelete="restrict", check_company=True, domain="[('state', '=', 'active')]",
        default=lambda self: self.env["credit.scorecard"]._active_for(self.env.company))
    date = fields.Date(required=True, default=lambda self: self._archive_day(), copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed")], required=True, default="draft", readonly=True, copy=False,
        index=True, tracking=True)
    line_ids = fields.One2many("credit.evaluation.line", "evaluation_id", string="Criteria")
    score = fields.Float(compute="_compute_score", store=True, digits=(5, 2), aggregator="avg", tracking=True)
    grade_id = fields.Many2one("credit.grade", compute="_compute_score", store=True, index=True, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    turnover = fields.Monetary(string="Turnover, 12 Months", readonly=True, copy=False)
    proposed_limit = fields.Monetary(
        compute="_compute_proposed_limit", store=True, aggregator="sum",
        help="By the formula of the scorecard and the share of the grade. What is granted is decided by an "
             "application.")
    limit_words = fields.Char(string="How the Limit Is Proposed", compute="_compute_limit_words")
    why = fields.Html(string="Why These Points", compute="_compute_why", sanitize=False)
    batch_id = fields.Many2one(
        "credit.evaluation.batch", string="Batch", readonly=True, copy=False, ondelete="restrict",
        index="btree_not_null")
    missing_count = fields.Integer(string="Criteria to Fill In", compute="_compute_missing_count")
    conclusion = fields.Text(copy=False)
    previous_id = fields.Many2one(
        "credit.evaluation", string="Evaluation before", readonly=True, copy=False, ondelete="restrict")
    score_change = fields.Float(string="Change of Score", compute="_compute_score_change", digits=(5, 2))
    is_current = fields.Boolean(string="Current", readonly=True, copy=False, index=True)
    is_high_value = fields.Boolean(string="High Value", readonly=True, copy=False, help="Experts review it.")
    figures_on = fields.Datetime(string="Books Read on", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users", string="Confirmed by", readonly=True, copy=False, ondelete="restrict")
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    next_due_on = fields.Date(string="Next Evaluation", readonly=True, copy=False, index=True, tracking=True)
    due_reason = fields.Char(string="Due because", readonly=True, copy=False)
    due_told = fields.Boolean(string="Called for the Next", readonly=True, copy=False)
    expert_ids = fields.Many2many(
        "res.users", "credit_evaluation_expert_rel", string="Experts", copy=False,
        compute="_compute_expert_ids", store=True, readonly=False, domain="[('share', '=', False)]")
    opinion_ids = fields.One2many("credit.expert.opinion", "evaluation_id", string="Opinions of Experts")
    opinion_count = fields.Integer(string="Opinions Given", compute="_compute_opinion_count")
    must_give_opinion = fields.Boolean(
        compute="_compute_must_give_opinion", help="Whether the current user was asked and has not spoken yet.")
    may_change_opinion = fields.Boolean(
        compute="_compute_must_give_opinion", help="Whether the current user has spoken, and may speak again.")
    experts_needed = fields.Integer(related="scorecard_id.experts_needed", string="Opinions Needed")

    _name_uniq = models.UniqueIndex("(name, company_id)", "This evaluation number is already taken.")
    _due_idx = models.Index("(next_due_on) WHERE is_current")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        for evaluation in self:
            evaluation.display_name = " ".join(filter(None, [evaluation.name, evaluation.partner_id.name]))

    @api.depends("partner_id", "company_id")
    def _compute_user_id(self):
        for company, evaluations in self.grouped("company_id").items():
            managers = self.env["res.partner"]._credit_account_managers(evaluations.partner_id, company)
            for evaluation in evaluations:
                evaluation.user_id = managers.get(evaluation.partner_id)

    @api.depends("scorecard_id")
    def _compute_expert_ids(self):
        for evaluation in self:
            evaluation.expert_ids = evaluation.scorecard_id.expert_ids

    @api.depends("line_ids.points", "line_ids.weight")
    def _compute_score(self):
        grades = self.env["credit.grade"].search([("active", "=", True)])
        floors = {grade: grade.min_score for grade in grades}
        for evaluation in self:
            evaluation.score = scoring.score((line.points, line.weight) for line in evaluation.line_ids)
            evaluation.grade_id = scoring.grade_of(evaluation.score, floors) if evaluation.line_ids else False

    @api.depends("score", "turnover")
    def _compute_proposed_limit(self):
        for evaluation in self:
            evaluation.proposed_limit = evaluation.scorecard_id._propose_limit(
                evaluation.turnover, evaluation.grade_id)

    @api.depends("proposed_limit", "turnover", "grade_id", "scorecard_id")
    @api.depends_context("lang")
    def _compute_limit_words(self):
        for evaluation in self:
            card = evaluation.scorecard_id
            evaluation.limit_words = self.env._(
                "Turnover of %(turnover)s ÷ 365 × %(days)s days × %(share)s%% (grade %(grade)s), rounded down to "
                "%(step)s", turnover=evaluation.currency_id.format(evaluation.turnover), days=card.limit_days,
                share=f"{evaluation.grade_id.limit_share:g}", grade=evaluation.grade_id.name,
                step=evaluation.currency_id.format(card.limit_step)) if evaluation.turnover > 0 else self.env._(
                    "No turnover of the last twelve months to work it out from")

    @api.depends("line_ids.explanation")
    @api.depends_context("lang")
    def _compute_why(self):
        row = Markup("<tr><th class='text-nowrap fw-normal'>%s</th><td>%s</td></tr>")
        for evaluation in self:
            evaluation.why = Markup("<table class='table table-sm'>%s</table>") % Markup().join(
                row % (line.name, line.explanation or self.env._("still to fill in"))
                for line in evaluation.line_ids.sorted("sequence"))

    @api.depends("line_ids.is_missing")
    def _compute_missing_count(self):
        for evaluation in self:
            evaluation.missing_count = len(evaluation.line_ids.filtered("is_missing"))

    @api.depends("score", "previous_id.score")
    def _compute_score_change(self):
        for evaluation in self:
            evaluation.score_change = evaluation.score - evaluation.previous_id.score if evaluation.previous_id else 0

    @api.depends("opinion_ids.grade_id", "grade_id")
    def _compute_opinion_count(self):
        # sudo: how many have spoken is shown, not what they said
        counts = {(evaluation.id, grade.id): count for evaluation, grade, count in self.env[
            "credit.expert.opinion"].sudo()._read_group(
                [("evaluation_id", "in", self.ids)], ["evaluation_id", "grade_id"], ["__count"])}
        for evaluation in self:
            evaluation.opinion_count = counts.get((evaluation._origin.id, evaluation.grade_id.id), 0)

    @api.depends("state", "expert_ids", "opinion_ids.expert_id", "opinion_ids.grade_id", "grade_id")
    @api.depends_context("uid")
    def _compute_must_give_opinion(self):
        for evaluation in self:
            evaluation.must_give_opinion = (
                evaluation.state == "draft" and self.env.user != evaluation.create_uid
                and self.env.user in evaluation.expert_ids - evaluation._experts_heard())
            evaluation.may_change_opinion = (
                evaluation.state == "draft" and self.env.user in evaluation.expert_ids & evaluation._experts_heard())

    @api.constrains("partner_id")
    def _check_partner(self):
        for evaluation in self:
            if evaluation.partner_id.parent_id:
                raise ValidationError(self.env._(
                    "The customer is evaluated, not a contact: choose %s.",
                    evaluation.partner_id.commercial_partner_id.display_name))

    @api.constrains("date")
    def _check_date(self):
        for evaluation in self:
            # The next one is due a year after it (R94).
            if evaluation.date > evaluation._archive_day():
                raise ValidationError(self.env._("An evaluation is not dated ahead."))

    @api.constrains("expert_ids")
    def _check_experts(self):
        for evaluation in self:
            pool = evaluation.scorecard_id.expert_ids
            if pool and evaluation.expert_ids - pool:
                raise ValidationError(self.env._(
                    "%s are not among the experts that the scorecard names.",
                    ", ".join((evaluation.expert_ids - pool).mapped("name"))))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        evaluations = super().create(vals_list)
        evaluations._check_scorecard()
        for evaluation in evaluations:
            gate.opened(evaluation).write({
                # sudo: numbers are drawn for users who do not read the sequence
                "name": self.env["ir.sequence"].sudo().with_company(evaluation.company_id).next_by_code(
                    "credit.evaluation")})
        gate.opened(self.env["credit.evaluation.line"]).create([
            {"evaluation_id": evaluation.id, "criterion_id": criterion.id}
            for evaluation in evaluations for criterion in evaluation.scorecard_id.criterion_ids])
        evaluations._refresh()
        evaluations._journal("created", after=lambda rec: {"number": rec.name, "customer": rec.partner_id.name})
        return evaluations

    def _check_scorecard(self):
        """A customer is not evaluated by another version or company's scorecard that suits better.

        :raises UserError: for any but those in force in the company
        """
        for company, evaluations in self.grouped("company_id").items():
            for card in evaluations.scorecard_id:
                if card != card._active_for(company, card.audience):
                    raise UserError(self.env._("Customers are evaluated by the scorecard that is in force."))

    def write(self, vals):
        if vals.keys() & self._frozen_fields and not gate.is_open(self.env):
            self._refuse_confirmed()
            if vals.keys() & {"partner_id", "company_id", "scorecard_id"}:
                raise UserError(self.env._("Another customer or scorecard is another evaluation."))
        return super().write(vals)

    def _refuse_confirmed(self):
        for evaluation in self:
            if evaluation.state != "draft":
                raise UserError(self.env._(
                    "%s is confirmed and not changed any more: the next evaluation follows it.",
                    evaluation.display_name))

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------
    def action_refresh(self):
        """Read the books again."""
        self._check_officer()
        self._refuse_confirmed()
        self._refresh()

    def _refresh(self):
        """Fill in what the books know, and whether the customer is of high value: one set of queries a company."""
        today = self._archive_day()
        for company, evaluations in self.grouped("company_id").items():
            figures = self.env["credit.figures"]._of(evaluations.partner_id, company)
            limits = self.env["res.partner"]._credit_limits(evaluations.partner_id, company)
            # Who is of high value does not depend on the scorecard that was chosen.
            usual = self.env["credit.scorecard"]._active_for(company)
            for evaluation in evaluations:
                mine = figures[evaluation.partner_id.id]
                for line in evaluation.line_ids.filtered("is_from_books"):
                    value = line.criterion_id._value_of(mine, today)
                    gate.opened(line).write({"value": value or 0.0, "has_value": value is not None})
                gate.opened(evaluation).write({
                    "figures_on": fields.Datetime.now(), "turnover": mine.turnover,
                    "is_high_value": any(
                        card._is_high_value(mine.turnover, limits[evaluation.partner_id])
                        for card in evaluation.scorecard_id | usual)})

    # ------------------------------------------------------------------
    # Confirming (R95)
    # ------------------------------------------------------------------
    def action_confirm(self):
        """Confirm score and grade; the evaluation becomes the customer's current one.

        :raises AccessError: for anybody but credit officers
        :raises UserError: while values, sources or experts' opinions are missing
        """
        self._check_officer()
        for evaluation in self:
            evaluation._lock()
            evaluation._refuse_confirmed()
            evaluation._refresh()
            # The scale of grades may have changed since the lines did.
            self.env.add_to_compute(self._fields["grade_id"], evaluation)
            missing = evaluation.line_ids.filtered("is_missing")
            if missing:
                raise UserError(self.env._(
                    "These criteria have no value or no source yet: %s.", ", ".join(missing.mapped("name"))))
            if evaluation.is_high_value and evaluation._opinions_counted() < evaluation.experts_needed:
                raise UserError(self.env._(
                    "%(customer)s is of high value: %(needed)s experts give their opinion first.",
                    customer=evaluation.partner_id.name, needed=evaluation.experts_needed))
            evaluation._confirm()
        return True

    def _opinions_counted(self):
        """Opinions of those who were asked and did not make the evaluation themselves."""
        return len((self._experts_heard() & self.expert_ids) - self.create_uid - self.env.user)

    def _experts_heard(self):
        """Who gave an opinion on the grade as it is: values that were changed since call for another look (R95)."""
        # sudo: experts see their own opinion only, and nothing of the others is shown
        opinions = self.sudo().opinion_ids.filtered(lambda row: row.grade_id == self.sudo().grade_id)
        return opinions.expert_id.sudo(False)

    def _confirm(self):
        """Make these the current evaluations of their customers, of one company; what was current is history."""
        current = self.search([
            ("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids),
            ("is_current", "=", True)])
        before = {(rec.partner_id, rec.company_id): rec.id for rec in current}
        if current:
            gate.opened(current).write({"is_current": False})
        now = fields.Datetime.now()
        self._move_each("confirmed", {
            rec: {
                "is_current": True, "confirmed_by_id": self.env.uid, "confirmed_on": now,
                "previous_id": before.get((rec.partner_id, rec.company_id), False),
                "next_due_on": deadline.add_months(rec.date, rec.scorecard_id.interval_months)}
            for rec in self}, kind="evaluation_confirmed",
            note=f"{self.score:.2f} {self.grade_id.name}" if len(self) == 1 else None)

    def action_apply_for_limit(self):
        """Open an application for the proposed limit (R72: based on the evaluation).

        :raises UserError: for an evaluation that is not the current one
        """
        self.ensure_one()
        self._check_officer()
        if not self.is_current:
            raise UserError(self.env._("A limit rests on the current evaluation of the customer."))
        file = self.env["credit.file"]._of(self.partner_id, self.company_id).get((self.partner_id, self.company_id))
        return {
            "type": "ir.actions.act_window", "res_model": "credit.limit.application", "view_mode": "form",
            "name": self.env._("Application"), "views": [(False, "form")],
            "context": {
                "default_partner_id": self.partner_id.id, "default_company_id": self.company_id.id,
                "default_kind": "renew" if file and file.has_limit else "grant",
                "default_amount": self.proposed_limit,
                "default_reason": self.env._(
                    "Evaluation %(number)s: %(score)s, grade %(grade)s. %(words)s", number=self.name,
                    score=f"{self.score:.2f}", grade=self.grade_id.name, words=self.limit_words)}}

    def action_ask_experts(self):
        """Give each expert who has not spoken yet an activity.

        :raises UserError: where no experts are named
        """
        self._check_officer()
        for evaluation in self:
            evaluation._refuse_confirmed()
            if not evaluation.expert_ids:
                raise UserError(self.env._("Name the experts first, here or on the scorecard."))
            asked = evaluation.activity_ids.user_id | evaluation._experts_heard() | evaluation.create_uid
            evaluation._tell({evaluation: evaluation.expert_ids - asked}, lambda rec: rec.env._(
                "Your opinion on the evaluation of %s is asked for", rec.partner_id.name))
        return True

    def action_give_opinion(self):
        """Open the dialog for the current user's opinion, given or not; saving it checks that it was asked for."""
        self.ensure_one()
        mine = self.env["credit.expert.opinion"].search([
            ("evaluation_id", "=", self.id), ("expert_id", "=", self.env.uid)])
        return {
            "type": "ir.actions.act_window", "name": self.env._("My Opinion"), "res_model": "credit.expert.opinion",
            "res_id": mine.id, "views": [(False, "form")], "target": "new",
            "context": {"default_evaluation_id": self.id}}

    def action_renew(self):
        """Begin the next evaluation of the same customer."""
        self.ensure_one()
        self._check_officer()
        evaluation = self.create({
            "partner_id": self.partner_id.id, "company_id": self.company_id.id,
            "scorecard_id": self.env["credit.scorecard"]._active_for(self.company_id).id})
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": evaluation.id,
            "views": [(False, "form")]}

    def _check_officer(self):
        if not self.env.su and not self.env.user.has_group("client_archive_credit.group_credit_officer"):
            raise AccessError(self.env._("Only credit officers do this."))
        self.check_access("write")

    # ------------------------------------------------------------------
    # Due again (R94)
    # ------------------------------------------------------------------
    @api.model
    def _cron_due(self):
        """Call for the next evaluation where the year is over; once for each."""
        if self._in_chunks([
            ("is_current", "=", True), ("due_told", "=", False),
            ("next_due_on", "<=", self._archive_day())], self._call_due):
            self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _call_due(self, evaluations):
        evaluations._set_gated(kind="evaluation_due", due_told=True)
        evaluations._tell(
            {rec: rec.user_id | rec.confirmed_by_id for rec in evaluations},
            lambda rec: rec.env._(
                "A new credit evaluation is due: %s", rec.due_reason or rec.env._("once a year")))

    @api.model
    def _due_after_major_change(self, partners, reason=None, companies=None):
        """Call at once for new evaluations of ``partners`` after a major event: merger, new representative, … (R94).

        For other rooms to call. Customers that were never evaluated are left alone.

        :param str reason: what happened, shown to those who are called
        :param companies: whose evaluations; all of them when it is not given
        """
        # sudo: the event calls for it, whoever entered it
        domain = [("partner_id", "in", partners.commercial_partner_id.ids), ("is_current", "=", True)]
        current = self.sudo().search(domain + ([("company_id", "in", companies.ids)] if companies else []))
        current._set_gated(next_due_on=self._archive_day(), due_reason=reason or False, due_told=False)
        self._call_due(current)
        return current
