import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import gate, statutory

_ADMINISTRATOR = "client_archive.group_contract_administrator"
_CALL = "client_archive.mail_activity_statistics_return"
# Days ahead of the term in which whoever reports is called, and after it in which a return is still planned
_NOTICE, _GRACE = 15, 60
_PERIOD = {"kind", "year", "date_from", "date_to", "company_id", "department_id"}
_REPORTED = {"kind", "year", "date_from", "date_to", "due_on", "company_id", "department_id", "recipient", "analysis"}


class ArchiveStatisticsReturn(models.Model):
    """Contract statistics as they were reported (R70, R105): by department, on time, and frozen.

    Later changes in the ERP do not alter what was reported. A corrected return is a new version that takes its place.
    """

    _name = "archive.statistics.return"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Statistical Return"
    _order = "date_to desc, version desc, id desc"
    _check_company_auto = True

    _state_transitions = {"draft": {"reported"}, "reported": {"superseded"}, "superseded": set()}
    _gated_fields = frozenset({
        "version", "corrects_id", "reported_on", "reported_by_id", "digest", "computed_on", "escalated_on"})

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("year", "Year"), ("first_half", "First Half-year"), ("other", "Other Period")],
        string="Period Reported", required=True, default="year", tracking=True)
    year = fields.Integer(required=True, default=lambda self: fields.Date.context_today(self).year - 1)
    date_from = fields.Date(
        string="From", required=True, compute="_compute_period", store=True, readonly=False, precompute=True)
    date_to = fields.Date(
        string="Until", required=True, compute="_compute_period", store=True, readonly=False, precompute=True)
    due_on = fields.Date(
        string="Due on", required=True, compute="_compute_period", store=True, readonly=False, precompute=True,
        index=True, help="The year by 10 January, the first half by 10 July (R105); other periods as agreed.")
    department_id = fields.Many2one(
        "hr.department", string="Of the Department", check_company=True, ondelete="restrict",
        help="Empty: the whole company, a line for each department.")
    recipient = fields.Char(help="The authority or group office that receives it.")
    prepared_by_id = fields.Many2one(
        "res.users", string="Prepared by", required=True, default=lambda self: self.env.user, ondelete="restrict",
        domain="[('share', '=', False)]", tracking=True)
    analysis = fields.Text(help="What the figures say about the quality of the business, and what follows (R70).")
    state = fields.Selection(
        [("draft", "Being Prepared"), ("reported", "Handed In"), ("superseded", "Corrected since")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    version = fields.Integer(default=1, readonly=True, copy=False)
    corrects_id = fields.Many2one(
        "archive.statistics.return", string="Corrects", readonly=True, copy=False, ondelete="restrict")
    computed_on = fields.Datetime(string="Figures of", readonly=True, copy=False)
    reported_on = fields.Date(string="Handed in on", readonly=True, copy=False)
    reported_by_id = fields.Many2one(
        "res.users", string="Handed in by", readonly=True, copy=False, ondelete="restrict")
    escalated_on = fields.Date(string="Lateness Reported on", readonly=True, copy=False)
    digest = fields.Char(string="SHA-256 of the Figures", readonly=True, copy=False)
    line_ids = fields.One2many("archive.statistics.return.line", "return_id", string="Figures", readonly=True)
    is_late = fields.Boolean(string="Late", compute="_compute_is_late")
    signed_count = fields.Integer(string="Contracts Signed", compute="_compute_totals")
    signed_amount = fields.Monetary(string="Amount Signed", compute="_compute_totals")
    fulfilled_rate = fields.Float(
        string="Fulfilled of Signed (%)", compute="_compute_totals", help="By amount, within the period.")
    termination_rate = fields.Float(string="Terminated of Signed (%)", compute="_compute_totals")
    dispute_rate = fields.Float(string="Disputed of Signed (%)", compute="_compute_totals")

    _version_uniq = models.UniqueIndex(
        "(company_id, date_from, date_to, COALESCE(department_id, 0), version)",
        "There is already a return of this period: correct that one.")
    _period_order = models.Constraint("CHECK (date_to >= date_from)", "A period ends after it begins.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("kind", "year", "date_from", "date_to", "version", "department_id")
    def _compute_name(self):
        for row in self:
            period = f"{row.date_from} – {row.date_to}" if row.kind == "other" else str(row.year)
            half = "H1" if row.kind == "first_half" else ""
            version = f"v{row.version}" if row.version > 1 else ""
            row.name = " ".join(filter(None, [period, half, row.department_id.sudo().name, version]))

    @api.depends("kind", "year")
    def _compute_period(self):
        for row in self:
            if row.kind == "other" or not 1900 < row.year < 2200:
                today = fields.Date.context_today(self)
                row.date_from, row.date_to = row.date_from or today, row.date_to or today
                row.due_on = row.due_on or today
            else:
                period = statutory.period(row.kind, row.year)
                row.date_from, row.date_to, row.due_on = period.date_from, period.date_to, period.due_on

    @api.depends("state", "due_on", "reported_on")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for row in self:
            row.is_late = bool(row.due_on and (row.reported_on or today) > row.due_on)

    @api.depends("line_ids")
    def _compute_totals(self):
        for row in self:
            total = {name: sum(row.line_ids.mapped(name)) for name in (
                "signed_count", "signed_amount", "fulfilled_amount", "termination_amount", "dispute_amount")}
            row.signed_count, row.signed_amount = total["signed_count"], total["signed_amount"]
            for name in ("fulfilled", "termination", "dispute"):
                row[f"{name}_rate"] = (
                    100.0 * total[f"{name}_amount"] / total["signed_amount"] if total["signed_amount"] else 0.0)

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
        returns = super().create(vals_list)
        returns._journal("created", after=lambda row: {"period": row.name})
        return returns

    def write(self, vals):
        changed = {name for name in vals.keys() & _REPORTED if self._changes(name, vals[name])}
        if changed and not gate.is_open(self.env):
            if any(row.state != "draft" for row in self):
                raise UserError(self.env._("What was reported stands: correct it with a new version."))
            if changed & _PERIOD and self.corrects_id:
                raise UserError(self.env._(
                    "A correction is about the period, company and department of what it corrects. Make a return of "
                    "its own for another."))
            self._journal("changed", after={name: vals[name] for name in changed})
        return super().write(vals)

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------
    def action_compute(self):
        """Compute the figures from the ledger, as they are now.

        :raises AccessError: for anybody but administrators of contracts
        """
        self._check_administrator()
        self._lock()
        for row in self:
            row._check_draft()
            row._fill()
        return True

    def _check_draft(self):
        if self.state != "draft":
            raise UserError(self.env._("What was reported stands: correct it with a new version."))

    def _fill(self):
        """Replace the lines by what the ledger says now; one query, whatever the number of contracts."""
        self.ensure_one()
        domain = [
            ("company_id", "=", self.company_id.id), ("date", ">=", self.date_from), ("date", "<=", self.date_to)]
        if self.department_id:
            domain.append(("department_id", "child_of", self.department_id.id))
        self.env.flush_all()  # the view reads the tables
        # sudo: a return is about all contracts of the company; who may make one was checked
        rows = self.sudo().env["archive.contract.statistics"]._read_group(
            domain, ["department_id", "kind"], ["number:sum", "amount:sum"])
        figures = {}
        for department, kind, number, amount in rows:
            figures.setdefault(department, {}).update({f"{kind}_count": number, f"{kind}_amount": amount})
        ordered = sorted(figures, key=lambda dept: (not dept, dept.complete_name or "", dept.id))
        Line = gate.opened(self.sudo().env["archive.statistics.return.line"])  # sudo: lines are written here alone
        gate.opened(self.sudo().line_ids).unlink()
        Line.create([{
            "return_id": self.id, "sequence": number, "department_id": department.id,
            "department_name": department.name or self.env._("Without department"), **figures[department],
        } for number, department in enumerate(ordered, start=1)])
        gate.opened(self).computed_on = fields.Datetime.now()
        self.invalidate_recordset(["line_ids"])

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_report(self):
        """Freeze the figures as they are in the ledger now, and enter the return as reported.

        :raises AccessError: for anybody but administrators of contracts
        :raises UserError: for a period that is not over
        """
        self._check_administrator()
        self._lock()
        today = fields.Date.context_today(self)
        for row in self:
            row._check_draft()
            if row.date_to >= today:
                raise UserError(self.env._("“%s” is not over: report it when it is.", row.name))
            row._fill()
            corrected = row.corrects_id
            row._move("reported", kind="return_reported", reported_on=today, reported_by_id=self.env.uid,
                      digest=row._digest())
            if corrected:
                corrected._move("superseded", kind="return_superseded")
            row.sudo().activity_unlink([_CALL])  # sudo: whoever was called
        return True

    def _digest(self):
        figures = [[line.department_name, *line._figures()] for line in self.line_ids]
        return hashlib.sha256(json.dumps(figures, ensure_ascii=False).encode()).hexdigest()

    def action_correct(self):
        """Open a new version of a return that was reported; the old one stands until the new one is reported.

        :raises AccessError: for anybody but administrators of contracts
        :raises UserError: when a correction is already under way, or there is nothing to correct
        """
        self.ensure_one()
        self._check_administrator()
        self._lock()
        if self.state != "reported":
            raise UserError(self.env._("Only what was reported, and not corrected since, is corrected."))
        if self.search_count([("corrects_id", "=", self.id)], limit=1):
            raise UserError(self.env._("A correction of “%s” is already being prepared.", self.name))
        correction = gate.opened(self).copy({
            "version": self.version + 1, "corrects_id": self.id, "prepared_by_id": self.env.uid,
            "date_from": self.date_from, "date_to": self.date_to, "due_on": self.due_on})
        correction = gate.closed(correction)
        correction._fill()
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": correction.id,
                "views": [(False, "form")]}

    def _check_administrator(self):
        if not self.env.su and not self.env.user.has_group(_ADMINISTRATOR):
            raise AccessError(self.env._("The administrator of contracts makes and reports statistical returns."))
        self.check_access("write")

    # ------------------------------------------------------------------
    # On time (R105)
    # ------------------------------------------------------------------
    @api.model
    def _cron_call(self):
        """Ahead of 10 January and 10 July, plan the return of each company that has contracts, and call who reports it.

        One that is late is told to the general manager, once.
        """
        companies = [company for [company] in self.env["archive.contract"]._read_group([], ["company_id"])]
        for company in companies:
            for period in statutory.to_report(company._archive_today(), _NOTICE, _GRACE):
                self.with_company(company)._call(company, period)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _call(self, company, period):
        row = self.search([
            ("company_id", "=", company.id), ("department_id", "=", False), ("date_from", "=", period.date_from),
            ("date_to", "=", period.date_to)], order="version desc", limit=1)
        if row and row.state != "draft":
            return
        user = company.archive_contract_administrator_id \
            or self.env["archive.officer"]._holders("archive_head", company)[:1]
        row = row or self.create({
            "company_id": company.id, "kind": period.kind, "year": period.date_from.year,
            "prepared_by_id": user.id or self.env.uid})
        if user and not row.activity_search([_CALL]):
            row.activity_schedule(
                _CALL, user_id=user.id, date_deadline=row.due_on,
                summary=row.with_context(lang=user.lang).env._("Report the contract statistics (R105)"))
        if row.due_on < company._archive_today() and not row.escalated_on:
            row._escalate(company)

    def _escalate(self, company):
        self._set_gated(kind="return_late", escalated_on=company._archive_today())
        manager = self.env["archive.officer"]._holders("general_manager", company)[:1]
        if manager:
            self.activity_schedule(
                "mail.mail_activity_data_warning", user_id=manager.id, summary=self.with_context(
                    lang=manager.lang).env._("Contract statistics overdue since %s", self.due_on))
