import hashlib
import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.client_archive.tools import gate

from ...tools import periods

_OFFICER = "client_archive_credit.group_credit_officer"
_CALL = "client_archive_credit.mail_activity_management_report"
# Days ahead of the term in which the credit manager is called, and after it in which an analysis is still planned
_NOTICE, _GRACE = 15, 60
_PERIOD = {"kind", "year", "quarter", "date_from", "date_to", "due_on", "company_id"}
_REPORTED = _PERIOD | {"findings", "measures"}
_AUDIENCE = ("client_archive_credit.group_credit_officer", "client_archive.group_executive",
             "client_archive.group_department_head", "client_archive.group_salesperson")


class CreditManagementReport(models.Model):
    """Analysis of credit management for the executives, shared with sales and credit (R100); of the year by 10 January
    (R106).

    Its figures are computed, and frozen when it is reported. What has to be corrected is a new version.
    """

    _name = "credit.management.report"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Credit Management Analysis"
    _order = "date_to desc, version desc, id desc"

    _state_transitions = {"draft": {"reported"}, "reported": {"superseded"}, "superseded": set()}
    _gated_fields = frozenset({
        "version", "corrects_id", "reported_on", "reported_by_id", "digest", "computed_on", "escalated_on", "figures"})

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("year", "Year"), ("quarter", "Quarter"), ("other", "Other Period")], string="Period Reported", required=True,
        default="quarter", tracking=True)
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year)
    quarter = fields.Selection([("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")], default="1")
    date_from = fields.Date(
        string="From", required=True, compute="_compute_period", store=True, readonly=False, precompute=True)
    date_to = fields.Date(
        string="Until", required=True, compute="_compute_period", store=True, readonly=False, precompute=True)
    due_on = fields.Date(
        string="Due on", required=True, compute="_compute_period", store=True, readonly=False, precompute=True,
        index=True, help="The year by 10 January (R106); a quarter by the 10th of the month after it.")
    prepared_by_id = fields.Many2one(
        "res.users", string="Prepared by", required=True, default=lambda self: self.env.user, ondelete="restrict",
        domain="[('share', '=', False)]", tracking=True)
    findings = fields.Text(help="What the figures say about the customers' credit and its management.")
    measures = fields.Text(string="What Follows", help="Which measures are proposed, by whom and until when.")
    state = fields.Selection(
        [("draft", "Being Prepared"), ("reported", "Reported"), ("superseded", "Corrected since")], required=True,
        default="draft", readonly=True, copy=False, index=True, tracking=True, group_expand="_group_expand_states")
    version = fields.Integer(default=1, readonly=True, copy=False)
    corrects_id = fields.Many2one(
        "credit.management.report", string="Corrects", readonly=True, copy=False, ondelete="restrict")
    figures = fields.Json(readonly=True, copy=False)
    figures_html = fields.Html(string="Figures Shown", compute="_compute_figures_html", sanitize=False)
    computed_on = fields.Datetime(string="Figures of", readonly=True, copy=False)
    reported_on = fields.Date(string="Reported on", readonly=True, copy=False)
    reported_by_id = fields.Many2one("res.users", string="Reported by", readonly=True, copy=False, ondelete="restrict")
    escalated_on = fields.Date(string="Lateness Reported on", readonly=True, copy=False)
    digest = fields.Char(string="SHA-256 of the Figures", readonly=True, copy=False)
    is_late = fields.Boolean(string="Late", compute="_compute_is_late")

    _version_uniq = models.UniqueIndex(
        "(company_id, date_from, date_to, version)", "There is already an analysis of this period: correct that one.")
    _period_order = models.Constraint("CHECK (date_to >= date_from)", "A period ends after it begins.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("kind", "year", "quarter", "date_from", "date_to", "version")
    def _compute_name(self):
        for row in self:
            period = {"year": str(row.year), "quarter": f"{row.year} Q{row.quarter}"}.get(
                row.kind, f"{row.date_from} – {row.date_to}")
            row.name = f"{period} v{row.version}" if row.version > 1 else period

    @api.depends("kind", "year", "quarter")
    def _compute_period(self):
        for row in self:
            if row.kind == "other" or not 1900 < row.year < 2200:
                today = fields.Date.context_today(self)
                row.date_from, row.date_to = row.date_from or today, row.date_to or today
                row.due_on = row.due_on or today
            else:
                period = periods.period(row.kind, row.year, int(row.quarter or 1))
                row.date_from, row.date_to, row.due_on = period.date_from, period.date_to, period.due_on

    @api.depends("state", "due_on", "reported_on")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for row in self:
            row.is_late = bool(row.due_on and (row.reported_on or today) > row.due_on)

    @api.depends("figures")
    @api.depends_context("lang")
    def _compute_figures_html(self):
        for row in self:
            row.figures_html = Markup(self.env["ir.qweb"]._render(
                "client_archive_credit.management_figures", {"report": row, "figures": row._shown_figures()},
                lang=self.env.lang)) if row.figures else False

    @api.constrains("year", "kind")
    def _check_year(self):
        for row in self:
            if not 1900 < row.year < 2200:
                raise ValidationError(self.env._("%s is no year to report on.", row.year))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        reports._journal("created", after=lambda row: {"period": row.name})
        return reports

    def write(self, vals):
        changed = {name for name in vals.keys() & _REPORTED if self._changes(name, vals[name])}
        if changed and not gate.is_open(self.env):
            if any(row.state != "draft" for row in self):
                raise UserError(self.env._("What was reported stands: correct it with a new version."))
            if changed & _PERIOD and self.corrects_id:
                raise UserError(self.env._("A correction is about the period and company of what it corrects."))
            self._journal("changed", after={name: vals[name] for name in changed})
        return super().write(vals)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_compute(self):
        """Compute the figures as they are now.

        :raises AccessError: for anybody but credit officers
        """
        self._check_officer()
        self._lock()
        for row in self:
            row._check_draft()
            row._fill()
        return True

    def action_report(self):
        """Freeze the figures as they are now, and tell those it is shared with (R100).

        :raises AccessError: for anybody but credit officers
        :raises UserError: for a period that is not over, or without findings
        """
        self._check_officer()
        self._lock()
        for row in self:
            row._check_draft()
            today = row.company_id._archive_today()
            if row.date_to >= today:
                raise UserError(self.env._("“%s” is not over: report it when it is.", row.name))
            if not (row.findings or "").strip():
                raise UserError(self.env._("Say what the figures mean before you report them."))
            row._fill()
            corrected = row.corrects_id
            row._move("reported", kind="analysis_reported", reported_on=today, reported_by_id=self.env.uid,
                      digest=row._digest())
            if corrected:
                corrected._move("superseded", kind="analysis_superseded")
            row.sudo().activity_unlink([_CALL])  # sudo: whoever was called
            row._share()
        return True

    def action_correct(self):
        """Open a new version of an analysis that was reported; the old one stands until the new one is reported.

        :raises AccessError: for anybody but credit officers
        :raises UserError: when a correction is already under way, or there is nothing to correct
        """
        self.ensure_one()
        self._check_officer()
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

    def _check_officer(self):
        if not self.env.su and not self.env.user.has_group(_OFFICER):
            raise AccessError(self.env._("Only credit officers do this."))
        self.check_access("write")

    def _check_draft(self):
        if self.state != "draft":
            raise UserError(self.env._("What was reported stands: correct it with a new version."))

    def _fill(self):
        """Replace the figures by what the books say now."""
        self.ensure_one()
        figures = self.env["credit.management.figures"]._of(self.company_id, self.date_from, self.date_to)
        gate.opened(self).write({"figures": figures, "computed_on": fields.Datetime.now()})

    def _digest(self):
        return hashlib.sha256(json.dumps(self.figures, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def _shown_figures(self):
        """The figures as texts in the user's language and format, for screen and paper."""
        self.ensure_one()
        return self.env["credit.management.figures"]._shown(self.figures or {}, self.currency_id)

    def _share(self):
        """Tell executives, credit staff, heads and salespeople of the company that the analysis is there (R100)."""
        # sudo: who is in which group is no secret, and all of them are told
        groups = self.env["res.groups"].sudo().union(*(self.env.ref(name).sudo() for name in _AUDIENCE))
        users = groups.all_user_ids.filtered(lambda user: user.active and self.company_id in user.company_ids)
        self.message_notify(
            partner_ids=(users - self.env.user).partner_id.ids, subject=self.env._("Credit analysis: %s", self.name),
            body=self.env._("The credit analysis of %s was reported.", self.name))

    # ------------------------------------------------------------------
    # On time (R106)
    # ------------------------------------------------------------------
    @api.model
    def _cron_call(self):
        """Ahead of its term, plan the analysis of each company with credit files, and call the credit manager.

        One that is late is told to the general manager, once.
        """
        companies = [company for [company] in self.env["credit.file"]._read_group([], ["company_id"])]
        for company in companies:
            for period in periods.to_report(
                    company._archive_today(), _NOTICE, _GRACE, quarters=company.credit_quarterly_analysis):
                self.with_company(company)._call(company, period)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _call(self, company, period):
        row = self.search([
            ("company_id", "=", company.id), ("date_from", "=", period.date_from), ("date_to", "=", period.date_to)],
            order="version desc", limit=1)
        if row and row.state != "draft":
            return
        manager = self.env["archive.officer"]._holders("credit_manager", company)[:1]
        row = row or self.create({
            "company_id": company.id, "kind": period.kind, "year": period.date_from.year,
            "quarter": str(period.number) if period.number else False, "prepared_by_id": manager.id or self.env.uid})
        if manager and not row.activity_search([_CALL]):
            words = row.with_context(lang=manager.lang).env
            row.activity_schedule(
                _CALL, user_id=manager.id, date_deadline=row.due_on,
                summary=words._("Report the credit analysis of the year (R106)") if period.kind == "year"
                else words._("Report the credit analysis of the quarter (R100)"))
        if row.due_on < company._archive_today() and not row.escalated_on:
            row._escalate(company)

    def _escalate(self, company):
        self._set_gated(kind="analysis_late", escalated_on=company._archive_today())
        top = self.env["archive.officer"]._holders("general_manager", company)[:1]
        if top:
            self.activity_schedule(
                "mail.mail_activity_data_warning", user_id=top.id, summary=self.with_context(lang=top.lang).env._(
                    "Credit analysis overdue since %s", self.due_on))
