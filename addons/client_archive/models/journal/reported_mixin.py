from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools import gate

# Days ahead of the term in which whoever reports is called, and after it in which a report is still planned
_NOTICE, _GRACE = 15, 60


class ArchiveReportedMixin(models.AbstractModel):
    """Figures of a period as they were reported: by a day, frozen, and corrected by a new version that replaces them.

    A model has ``kind``, ``corrects_id`` and ``state``, and says by the hooks below what its figures are, whose task it
    is to report them, and which periods fall due. Its buttons check who presses them, then call what is here.
    """

    _name = "archive.reported.mixin"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Report of a Period"

    _state_transitions = {"draft": {"reported"}, "reported": {"superseded"}, "superseded": set()}
    _gated_fields = frozenset({
        "version", "corrects_id", "reported_on", "reported_by_id", "digest", "computed_on", "escalated_on"})
    # Fields that say which period it is, and all that stand once it was reported
    _period_fields = frozenset()
    _reported_fields = frozenset()
    # Fields that the days of the period follow from
    _period_depends = ("kind", "year")
    # Kinds of event: reported, replaced by a correction, late
    _reported_kinds = (None, None, None)
    # Type of the activity that calls whoever reports
    _call_type = None

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(required=True)
    date_from = fields.Date(
        string="From", required=True, compute="_compute_period", store=True, readonly=False, precompute=True)
    date_to = fields.Date(
        string="Until", required=True, compute="_compute_period", store=True, readonly=False, precompute=True)
    due_on = fields.Date(
        string="Due on", required=True, compute="_compute_period", store=True, readonly=False, precompute=True,
        index=True)
    prepared_by_id = fields.Many2one(
        "res.users", string="Prepared by", required=True, default=lambda self: self.env.user, ondelete="restrict",
        domain="[('share', '=', False)]", tracking=True)
    version = fields.Integer(default=1, readonly=True, copy=False)
    computed_on = fields.Datetime(string="Figures of", readonly=True, copy=False)
    reported_on = fields.Date(readonly=True, copy=False)
    reported_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    escalated_on = fields.Date(string="Lateness Reported on", readonly=True, copy=False)
    digest = fields.Char(string="SHA-256 of the Figures", readonly=True, copy=False)
    is_late = fields.Boolean(string="Late", compute="_compute_is_late")

    # ------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------
    def _period(self):
        """Hook: the days of this period and its term, with ``date_from``, ``date_to`` and ``due_on``."""
        raise NotImplementedError

    def _fill(self):
        """Hook: replace the figures by what the books say now."""
        raise NotImplementedError

    def _digest(self):
        """Hook: SHA-256 of the figures."""
        raise NotImplementedError

    def _correction_words(self):
        """Hook: why a correction is not about another period."""
        raise NotImplementedError

    @api.model
    def _reporting_companies(self):
        """Hook: companies that report."""
        raise NotImplementedError

    @api.model
    def _periods_to_report(self, company, notice, grace):
        """Hook: periods that fall due within ``notice`` days in ``company``, or did within the last ``grace``."""
        raise NotImplementedError

    @api.model
    def _reporter(self, company):
        """Hook: the user who is called to report."""
        raise NotImplementedError

    @api.model
    def _planned_domain(self):
        """Hook: which reports of a period are the ones that are planned."""
        return Domain.TRUE

    @api.model
    def _planned_values(self, period):
        """Hook: what the planned report of ``period`` is made with, besides company, kind and year."""
        return {}

    def _call_words(self, period):
        """Hook: what whoever reports is called to."""
        raise NotImplementedError

    def _late_words(self):
        """Hook: what the general manager is told of a report that is late."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends(lambda self: self._period_depends)
    def _compute_period(self):
        for row in self:
            if row.kind == "other" or not 1900 < row.year < 2200:
                today = self._archive_day()
                row.date_from, row.date_to = row.date_from or today, row.date_to or today
                row.due_on = row.due_on or today
            else:
                period = row._period()
                row.date_from, row.date_to, row.due_on = period.date_from, period.date_to, period.due_on

    @api.depends("due_on", "reported_on")
    def _compute_is_late(self):
        today = self._archive_day()
        for row in self:
            row.is_late = bool(row.due_on and (row.reported_on or today) > row.due_on)

    @api.constrains("year")
    def _check_year(self):
        for row in self:
            if not 1900 < row.year < 2200:
                raise ValidationError(self.env._("%s is no year to report on.", row.year))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._journal("created", after=lambda row: {"period": row.name})
        return rows

    def write(self, vals):
        changed = {name for name in vals.keys() & self._reported_fields if self._changes(name, vals[name])}
        if changed and not gate.is_open(self.env):
            self._check_draft()
            if changed & self._period_fields and self.corrects_id:
                raise UserError(self._correction_words())
            self._journal("changed", after={name: vals[name] for name in changed})
        return super().write(vals)

    # ------------------------------------------------------------------
    # Reporting: who may is checked before
    # ------------------------------------------------------------------
    def _check_draft(self):
        if any(row.state != "draft" for row in self):
            raise UserError(self.env._("What was reported stands: correct it with a new version."))

    def _check_over(self, today):
        if self.date_to >= today:
            raise UserError(self.env._("“%s” is not over: report it when it is.", self.name))

    def _compute_anew(self):
        """Compute the figures of what is being prepared."""
        self._lock()
        for row in self:
            row._check_draft()
            row._fill()
        return True

    def _enter_reported(self, today):
        """Freeze the figures as they are now, and enter them as reported ``today``."""
        reported, superseded, _late = self._reported_kinds
        self._fill()
        corrected = self.corrects_id
        self._move("reported", kind=reported, reported_on=today, reported_by_id=self.env.uid, digest=self._digest())
        if corrected:
            corrected._move("superseded", kind=superseded)
        self.sudo().activity_unlink([self._call_type])  # sudo: whoever was called

    def _correct(self):
        """Open a new version of what was reported; the old one stands until the new one is reported.

        :raises UserError: when a correction is already under way, or there is nothing to correct
        """
        self._lock()
        if self.state != "reported":
            raise UserError(self.env._("Only what was reported, and not corrected since, is corrected."))
        if self.search_count([("corrects_id", "=", self.id)], limit=1):
            raise UserError(self.env._("A correction of “%s” is already being prepared.", self.name))
        correction = gate.closed(gate.opened(self).copy({
            "version": self.version + 1, "corrects_id": self.id, "prepared_by_id": self.env.uid,
            "date_from": self.date_from, "date_to": self.date_to, "due_on": self.due_on}))
        correction._fill()
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": correction.id,
                "views": [(False, "form")]}

    # ------------------------------------------------------------------
    # On time
    # ------------------------------------------------------------------
    @api.model
    def _cron_call(self):
        """Ahead of its term, plan the report of each company, and call who reports it.

        One that is late is told to the general manager, once.
        """
        for company in self._reporting_companies():
            for period in self._periods_to_report(company, _NOTICE, _GRACE):
                self.with_company(company)._call(company, period)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _call(self, company, period):
        row = self.search(
            Domain("company_id", "=", company.id) & Domain("date_from", "=", period.date_from)
            & Domain("date_to", "=", period.date_to) & self._planned_domain(), order="version desc", limit=1)
        if row and row.state != "draft":
            return
        user = self._reporter(company)
        row = row or self.create({
            "company_id": company.id, "kind": period.kind, "year": period.date_from.year,
            "prepared_by_id": user.id or self.env.uid, **self._planned_values(period)})
        if user and not row.activity_search([self._call_type]):
            row.activity_schedule(
                self._call_type, user_id=user.id, date_deadline=row.due_on,
                summary=row.with_context(lang=user.lang)._call_words(period))
        if row.due_on < company._archive_today() and not row.escalated_on:
            row._escalate(company)

    def _escalate(self, company):
        self._set_gated(kind=self._reported_kinds[2], escalated_on=company._archive_today())
        manager = self.env["archive.officer"]._holders("general_manager", company)[:1]
        if manager:
            self.activity_schedule(
                "mail.mail_activity_data_warning", user_id=manager.id,
                summary=self.with_context(lang=manager.lang)._late_words())
