import hashlib
import json

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.client_archive.tools import gate

from ...tools import periods

_OFFICER = "client_archive_credit.group_credit_officer"
_AUDIENCE = ("client_archive_credit.group_credit_officer", "client_archive.group_executive",
             "client_archive.group_department_head", "client_archive.group_salesperson")


class CreditManagementReport(models.Model):
    """Analysis of credit management for the executives, shared with sales and credit (R100); of the year by 10 January
    (R106).

    Its figures are computed, and frozen when it is reported. What has to be corrected is a new version.
    """

    _name = "credit.management.report"
    _inherit = ["archive.reported.mixin"]
    _description = "Credit Management Analysis"
    _order = "date_to desc, version desc, id desc"

    _gated_fields = frozenset({"figures"})
    _period_fields = frozenset({"kind", "year", "quarter", "date_from", "date_to", "due_on", "company_id"})
    _reported_fields = _period_fields | {"findings", "measures"}
    _period_depends = ("kind", "year", "quarter")
    _reported_kinds = ("analysis_reported", "analysis_superseded", "analysis_late")
    _call_type = "client_archive_credit.mail_activity_management_report"

    name = fields.Char(compute="_compute_name", store=True)
    kind = fields.Selection(
        [("year", "Year"), ("quarter", "Quarter"), ("other", "Other Period")], string="Period Reported", required=True,
        default="quarter", tracking=True)
    year = fields.Integer(default=lambda self: self._archive_day().year)
    quarter = fields.Selection([("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")], default="1")
    due_on = fields.Date(help="The year by 10 January; a quarter by the 10th of the month after it.")
    findings = fields.Text(help="What the figures say about the customers' credit and its management.")
    measures = fields.Text(string="What Follows", help="Which measures are proposed, by whom and until when.")
    state = fields.Selection(
        [("draft", "Being Prepared"), ("reported", "Reported"), ("superseded", "Corrected since")], required=True,
        default="draft", readonly=True, copy=False, index=True, tracking=True, group_expand="_group_expand_states")
    corrects_id = fields.Many2one(
        "credit.management.report", string="Corrects", readonly=True, copy=False, ondelete="restrict")
    figures = fields.Json(readonly=True, copy=False)
    figures_html = fields.Html(string="Figures Shown", compute="_compute_figures_html", sanitize=False)
    reported_on = fields.Date(string="Reported on")
    reported_by_id = fields.Many2one(string="Reported by")

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

    @api.depends("figures")
    @api.depends_context("lang")
    def _compute_figures_html(self):
        for row in self:
            row.figures_html = Markup(self.env["ir.qweb"]._render(
                "client_archive_credit.management_figures", {"report": row, "figures": row._shown_figures()},
                lang=self.env.lang)) if row.figures else False

    def _period(self):
        return periods.period(self.kind, self.year, int(self.quarter or 1))

    def _correction_words(self):
        return self.env._("A correction is about the period and company of what it corrects.")

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_compute(self):
        """Compute the figures as they are now.

        :raises AccessError: for anybody but credit officers
        """
        self._check_officer()
        return self._compute_anew()

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
            row._check_over(today)
            if not (row.findings or "").strip():
                raise UserError(self.env._("Say what the figures mean before you report them."))
            row._enter_reported(today)
            row._share()
        return True

    def action_correct(self):
        """Open a new version of an analysis that was reported; the old one stands until the new one is reported.

        :raises AccessError: for anybody but credit officers
        :raises UserError: when a correction is already under way, or there is nothing to correct
        """
        self.ensure_one()
        self._check_officer()
        return self._correct()

    def _check_officer(self):
        if not self.env.su and not self.env.user.has_group(_OFFICER):
            raise AccessError(self.env._("Only credit officers do this."))
        self.check_access("write")

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
    def _reporting_companies(self):
        """Those with credit files."""
        return [company for [company] in self.env["credit.file"]._read_group([], ["company_id"])]

    @api.model
    def _periods_to_report(self, company, notice, grace):
        return periods.to_report(
            company._archive_today(), notice, grace, quarters=company.credit_quarterly_analysis)

    @api.model
    def _reporter(self, company):
        return self.env["archive.officer"]._holders("credit_manager", company)[:1]

    @api.model
    def _planned_values(self, period):
        return {"quarter": str(period.number) if period.number else False}

    def _call_words(self, period):
        if period.kind == "year":
            return self.env._("Report the credit analysis of the year")
        return self.env._("Report the credit analysis of the quarter")

    def _late_words(self):
        return self.env._("Credit analysis overdue since %s", self.due_on)
