import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools import gate, statutory

_ADMINISTRATOR = "client_archive.group_contract_administrator"


class ArchiveStatisticsReturn(models.Model):
    """Contract statistics as they were reported (R70, R105): by department, on time, and frozen.

    Later changes in the ERP do not alter what was reported. A corrected return is a new version that takes its place.
    """

    _name = "archive.statistics.return"
    _inherit = ["archive.reported.mixin"]
    _description = "Statistical Return"
    _order = "date_to desc, version desc, id desc"
    _check_company_auto = True

    _period_fields = frozenset({"kind", "year", "date_from", "date_to", "company_id", "department_id"})
    _reported_fields = _period_fields | {"due_on", "recipient", "analysis"}
    _reported_kinds = ("return_reported", "return_superseded", "return_late")
    _call_type = "client_archive.mail_activity_statistics_return"

    name = fields.Char(compute="_compute_name", store=True)
    kind = fields.Selection(
        [("year", "Year"), ("first_half", "First Half-year"), ("other", "Other Period")],
        string="Period Reported", required=True, default="year", tracking=True)
    year = fields.Integer(default=lambda self: self._archive_day().year - 1)
    due_on = fields.Date(help="The year by 10 January, the first half by 10 July; other periods as agreed.")
    department_id = fields.Many2one(
        "hr.department", string="Of the Department", check_company=True, ondelete="restrict",
        help="Empty: the whole company, a line for each department.")
    recipient = fields.Char(help="The authority or group office that receives it.")
    analysis = fields.Text(help="What the figures say about the quality of the business, and what follows.")
    state = fields.Selection(
        [("draft", "Being Prepared"), ("reported", "Handed In"), ("superseded", "Corrected since")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    corrects_id = fields.Many2one(
        "archive.statistics.return", string="Corrects", readonly=True, copy=False, ondelete="restrict")
    reported_on = fields.Date(string="Handed in on")
    reported_by_id = fields.Many2one(string="Handed in by")
    line_ids = fields.One2many("archive.statistics.return.line", "return_id", string="Figures", readonly=True)
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

    @api.depends("line_ids")
    def _compute_totals(self):
        for row in self:
            total = {name: sum(row.line_ids.mapped(name)) for name in (
                "signed_count", "signed_amount", "fulfilled_amount", "termination_amount", "dispute_amount")}
            row.signed_count, row.signed_amount = total["signed_count"], total["signed_amount"]
            for name in ("fulfilled", "termination", "dispute"):
                row[f"{name}_rate"] = (
                    100.0 * total[f"{name}_amount"] / total["signed_amount"] if total["signed_amount"] else 0.0)

    def _period(self):
        return statutory.period(self.kind, self.year)

    def _correction_words(self):
        return self.env._(
            "A correction is about the period, company and department of what it corrects. Make a return of "
            "its own for another.")

    # ------------------------------------------------------------------
    # Figures
    # ------------------------------------------------------------------
    def action_compute(self):
        """Compute the figures from the ledger, as they are now.

        :raises AccessError: for anybody but administrators of contracts
        """
        self._check_administrator()
        return self._compute_anew()

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
        today = self._archive_day()
        for row in self:
            row._check_draft()
            row._check_over(today)
            row._enter_reported(today)
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
        return self._correct()

    def _check_administrator(self):
        if not self.env.su and not self.env.user.has_group(_ADMINISTRATOR):
            raise AccessError(self.env._("The administrator of contracts makes and reports statistical returns."))
        self.check_access("write")

    # ------------------------------------------------------------------
    # On time (R105)
    # ------------------------------------------------------------------
    @api.model
    def _reporting_companies(self):
        """Those that have contracts."""
        return [company for [company] in self.env["archive.contract"]._read_group([], ["company_id"])]

    @api.model
    def _periods_to_report(self, company, notice, grace):
        return statutory.to_report(company._archive_today(), notice, grace)

    @api.model
    def _reporter(self, company):
        return company.archive_contract_administrator_id \
            or self.env["archive.officer"]._holders("archive_head", company)[:1]

    @api.model
    def _planned_domain(self):
        return Domain("department_id", "=", False)

    def _call_words(self, period):
        return self.env._("Report the contract statistics")

    def _late_words(self):
        return self.env._("Contract statistics overdue since %s", self.due_on)
