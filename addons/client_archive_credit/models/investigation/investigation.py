from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.client_archive.tools import deadline, gate

from ...tools.fingerprint import fingerprint
from .figures import Figures

_REPORT_FIELDS = frozenset({
    "partner_id", "company_id", "template_id", "survey_date", "validity_months", "rating_id", "proposed_limit",
    "conclusion", "section_ids"})


class CreditInvestigation(models.Model):
    """A credit investigation report on one customer (R2, R3, R43, R96).

    Its sections come from a template. One person collects, a second one verifies each section against its
    source, then the approval chain decides. Approved, it is sealed: nothing in it changes any more, and it is
    valid for 3 to 12 months from the survey.
    """

    _name = "credit.investigation"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.approval.mixin", "archive.state.mixin",
                "credit.notice.mixin"]
    _description = "Credit Investigation Report"
    _order = "survey_date desc, id desc"
    _rec_names_search = ["name", "partner_id.name"]
    _check_company_auto = True

    _state_transitions = {
        "draft": {"submitted"},
        "submitted": {"checked", "draft"},
        "checked": {"approved", "draft"},
        "approved": {"expired", "superseded"},
        "expired": {"superseded"},
        "superseded": set(),
    }
    _gated_fields = frozenset({
        "name", "author_id", "contributor_ids", "submitted_by_id", "submitted_on", "checked_by_id", "checked_on",
        "approved_by_id", "approved_on", "valid_until", "notice_on", "noticed", "figures", "sha256"})

    _approval_depends = ("proposed_limit",)
    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, ondelete="restrict", index=True, tracking=True,
        domain="[('parent_id', '=', False)]")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    dossier_id = fields.Many2one("archive.dossier", string="Dossier", compute="_compute_dossier_id")
    user_id = fields.Many2one(
        "res.users", string="Account Manager", compute="_compute_user_id", store=True, readonly=False, index=True,
        precompute=True, ondelete="restrict", domain="[('share', '=', False)]", tracking=True)
    template_id = fields.Many2one(
        "credit.report.template", required=True, ondelete="restrict", check_company=True,
        default=lambda self: self.env["credit.report.template"]._default_for(self.env.company))
    survey_date = fields.Date(
        required=True, default=lambda self: self._archive_day(), tracking=True, copy=False,
        help="Day to which the findings refer; validity counts from it.")
    validity_months = fields.Integer(
        string="Valid (Months)", required=True, compute="_compute_validity_months", store=True, readonly=False,
        precompute=True, help="3 to 12 months.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Check"),
            ("checked", "To Approve"),
            ("approved", "Valid"),
            ("expired", "Expired"),
            ("superseded", "Superseded"),
        ],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    section_ids = fields.One2many("credit.investigation.section", "investigation_id", string="Sections")
    rating_id = fields.Many2one(
        "credit.grade", string="Overall Rating", ondelete="restrict", tracking=True, copy=False)
    proposed_limit = fields.Monetary(tracking=True, copy=False, help="0: only against payment in advance.")
    conclusion = fields.Text(string="Summary for the Decision", copy=False)
    author_id = fields.Many2one(
        "res.users", string="Investigator", readonly=True, default=lambda self: self.env.user, copy=False,
        ondelete="restrict", index=True)
    department_id = fields.Many2one(
        "hr.department", string="Department", compute="_compute_department_id", store=True, index=True)
    contributor_ids = fields.Many2many(
        "res.users", "credit_investigation_contributor_rel", string="Worked on It", readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    submitted_on = fields.Datetime(readonly=True, copy=False)
    checked_by_id = fields.Many2one("res.users", string="Checked by", readonly=True, copy=False, ondelete="restrict")
    checked_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", string="Approved by", readonly=True, copy=False, ondelete="restrict")
    approved_on = fields.Datetime(readonly=True, copy=False)
    valid_until = fields.Date(readonly=True, copy=False, index=True, tracking=True)
    notice_on = fields.Date(readonly=True, copy=False, help="From this day a new survey is called for.")
    noticed = fields.Boolean(string="Called for a New Survey", readonly=True, copy=False)
    sha256 = fields.Char(
        string="Fingerprint", readonly=True, copy=False, help="SHA-256 of the report as it was approved.")
    seal_broken = fields.Boolean(
        compute="_compute_seal_broken", compute_sudo=True,
        help="The report is no longer what its fingerprint was made of: it was changed past the product.")
    # The books at the moment of submission; while it is a draft they are read live.
    figures = fields.Json(readonly=True, copy=False)
    turnover = fields.Monetary(string="Turnover, 12 Months", compute="_compute_figures")
    turnover_before = fields.Monetary(string="Turnover, 12 Months before", compute="_compute_figures")
    relation_since = fields.Date(string="First Dealing", compute="_compute_figures")
    payment_days = fields.Float(
        string="Average Days to Pay", compute="_compute_figures", digits=(16, 1),
        help="From invoice to payment, weighted by the amounts of the last 12 months. 0 also where nothing was paid.")
    delay_days = fields.Float(
        string="Average Days after Due", compute="_compute_figures", digits=(16, 1),
        help="Negative: the customer pays before it is due.")
    overdue_amount = fields.Monetary(string="Overdue", compute="_compute_figures")
    overdue_days = fields.Integer(string="Longest Overdue (Days)", compute="_compute_figures")
    unverified_count = fields.Integer(string="Sections to Verify", compute="_compute_unverified_count")
    can_check = fields.Boolean(compute="_compute_can_check")

    _validity_range = models.Constraint(
        "CHECK (validity_months BETWEEN 3 AND 12)", "An investigation report is valid 3 to 12 months.")
    _limit_positive = models.Constraint("CHECK (proposed_limit >= 0)", "A limit cannot be negative.")
    _name_uniq = models.UniqueIndex("(name, company_id)", "This report number is already taken.")
    _valid_idx = models.Index("(valid_until) WHERE state = 'approved'")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        for report in self:
            report.display_name = " ".join(filter(None, [report.name, report.partner_id.name]))

    @api.depends("partner_id", "company_id")
    def _compute_dossier_id(self):
        dossiers = self.env["archive.dossier"].search([
            ("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)])
        by_key = {(dossier.partner_id, dossier.company_id): dossier for dossier in dossiers}
        for report in self:
            report.dossier_id = by_key.get((report.partner_id, report.company_id))

    @api.depends("partner_id", "company_id")
    def _compute_user_id(self):
        for company, reports in self.grouped("company_id").items():
            managers = self.env["res.partner"]._credit_account_managers(reports.partner_id, company)
            for report in reports:
                report.user_id = managers.get(report.partner_id)

    @api.depends("template_id", "rating_id")
    def _compute_validity_months(self):
        """As long as the template and the class of the customer allow, whichever is shorter."""
        for report in self:
            report.validity_months = min(
                report.template_id.validity_months or 12, report.rating_id.validity_months or 12)

    @api.depends("author_id", "company_id")
    def _compute_department_id(self):
        employees = self.author_id._archive_employees()
        for report in self:
            report.department_id = employees.filtered(lambda employee, rec=report: (
                employee.user_id == rec.author_id and employee.company_id == rec.company_id))[:1].department_id

    @api.depends("figures", "partner_id", "company_id")
    def _compute_figures(self):
        for company, reports in self.grouped("company_id").items():
            live = self.env["credit.figures"]._of(
                reports.filtered(lambda report: not report.figures).partner_id._origin, company)
            for report in reports:
                values = Figures(**report.figures) if report.figures else live.get(
                    report.partner_id._origin.id, Figures())
                report.update({
                    name: value or False for name, value in values._asdict().items() if name in self._fields})

    @api.depends("sha256", "section_ids.content", "section_ids.source", "conclusion", "rating_id", "proposed_limit")
    def _compute_seal_broken(self):
        for report in self:
            report.seal_broken = bool(report.sha256) and report.sha256 != fingerprint(report._sealed_words())

    @api.depends("section_ids.state")
    def _compute_unverified_count(self):
        counts = dict(self.env["credit.investigation.section"]._read_group(
            [("investigation_id", "in", self.ids), ("state", "=", "collected")], ["investigation_id"], ["__count"]))
        for report in self:
            report.unverified_count = counts.get(report._origin, 0)

    @api.depends("state", "contributor_ids", "author_id", "submitted_by_id")
    @api.depends_context("uid")
    def _compute_can_check(self):
        officer = self.env.user.has_group("client_archive_credit.group_credit_officer")
        for report in self:
            report.can_check = officer and report.state == "submitted" and self.env.user not in report._workers()

    # ------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------
    @api.constrains("partner_id")
    def _check_partner(self):
        for report in self:
            if report.partner_id.parent_id:
                raise ValidationError(self.env._(
                    "A report is about the customer, not a contact: choose %s.",
                    report.partner_id.commercial_partner_id.display_name))

    @api.constrains("survey_date")
    def _check_survey_date(self):
        today = self._archive_day()
        for report in self:
            if report.survey_date > today:
                raise ValidationError(self.env._("The survey cannot lie in the future."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        Section = self.env["credit.investigation.section"]
        vals_list = []
        for report in reports:
            gate.opened(report).write({
                "contributor_ids": [Command.link(self.env.uid)],
                # sudo: numbers are drawn for users who do not read the sequence
                "name": self.env["ir.sequence"].sudo().with_company(report.company_id).next_by_code(
                    "credit.investigation")})
            wanted = report.template_id.section_ids.filtered(lambda section: not section.is_optional)
            vals_list += [
                {"investigation_id": report.id, "template_section_id": section.id}
                for section in wanted - report.section_ids.template_section_id]
        Section.create(vals_list)
        reports._journal("created", after=lambda report: {"number": report.name, "customer": report.partner_id.name})
        return reports

    def write(self, vals):
        touched = vals.keys() & _REPORT_FIELDS
        if not touched or gate.is_open(self.env):
            return super().write(vals)
        self._refuse_sealed()
        if "template_id" in vals and self._changes("template_id", vals["template_id"]):
            raise UserError(self.env._("The template is chosen when the report is begun: start another report."))
        result = super().write(vals)
        self._note_contributor()
        return result

    def _refuse_sealed(self):
        """Stop changes to the words of a report that has left its author's desk.

        :raises UserError: for any state but draft
        """
        for report in self:
            if report.state != "draft":
                raise UserError(self.env._(
                    "%s is not changed any more: a submitted report is taken back first, an approved one is "
                    "sealed and a new survey follows it.", report.display_name))

    def _note_contributor(self):
        """Remember who worked on the report: they do not check it (R96)."""
        strangers = self.filtered(lambda report: self.env.user not in report.contributor_ids)
        gate.opened(strangers).write({"contributor_ids": [Command.link(self.env.uid)]})

    def _workers(self):
        self.ensure_one()
        return self.author_id | self.contributor_ids | self.submitted_by_id | self.create_uid | \
            self.section_ids.collector_id

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_submit(self):
        """Hand the report over to be checked.

        :raises UserError: naming the sections that lack findings or a source
        """
        self._check_officer()
        for report in self:
            report._lock()
            report._refuse_sealed()
            missing = report.section_ids.filtered(
                lambda row: not (row.content or "").strip() or not (row.source or "").strip())
            if missing:
                raise UserError(self.env._(
                    "These sections lack findings or their source: %s.", ", ".join(missing.mapped("name"))))
            if not report.rating_id:
                raise UserError(self.env._("Give the overall rating first."))
            if report.validity_months > report.rating_id.validity_months:
                raise UserError(self.env._(
                    "A report that rates the customer %(rating)s is valid %(months)s months at most.",
                    rating=report.rating_id.name, months=report.rating_id.validity_months))
            figures = self.env["credit.figures"]._of(report.partner_id, report.company_id)[report.partner_id.id]
            report._move(
                "submitted", kind="investigation_submitted", submitted_by_id=self.env.uid,
                submitted_on=fields.Datetime.now(), figures=figures._asdict(), checked_by_id=False, checked_on=False)
        return True

    def action_check(self):
        """Say that every section was compared with its source, and ask for approval (R96).

        :raises AccessError: for those who worked on the report
        :raises UserError: while sections are not verified
        """
        self._lock()
        self._check_second_person()
        for report in self:
            if report.state != "submitted":
                raise UserError(self.env._("%s is not being checked.", report.display_name))
            if report.unverified_count:
                raise UserError(self.env._(
                    "%s sections are not verified yet: compare each with its source.", report.unverified_count))
            report._move("checked", kind="investigation_checked", checked_by_id=self.env.uid,
                         checked_on=fields.Datetime.now())
            report._approval_start()
        return True

    def action_return(self):
        """Open the dialog that asks why the report goes back to its author."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Return to the Author"),
            "res_model": "credit.investigation.return", "view_mode": "form", "target": "new",
            "context": {"default_investigation_id": self.id}}

    def _return(self, reason):
        """Send the report back from the check, with the reason.

        :raises AccessError: for those who worked on it
        :raises UserError: without a reason, or outside the check
        """
        self._lock()
        self._check_second_person()
        if self.state != "submitted":
            raise UserError(self.env._("%s is not being checked.", self.display_name))
        if not (reason or "").strip():
            raise UserError(self.env._("Say what the author has to change."))
        self._move("draft", kind="investigation_returned", note=reason, figures=False)
        self.message_post(body=reason, partner_ids=self.submitted_by_id.partner_id.ids)

    def action_take_back(self):
        """Take the report back before it is approved; only who submitted it may.

        :raises AccessError: for anybody else
        """
        self._check_officer()
        for report in self:
            report._lock()
            if self.env.user != report.submitted_by_id:
                raise AccessError(self.env._("Only the applicant takes %s back.", report.display_name))
            if report.state == "checked":
                report._approval_withdraw()
            report._move("draft", figures=False)
        return True

    def action_renew(self):
        """Begin the next report on the same customer."""
        self.ensure_one()
        self._check_officer()
        report = self.create({"partner_id": self.partner_id.id, "company_id": self.company_id.id})
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": report.id, "views": [(False, "form")]}

    def _check_officer(self):
        if not self.env.su and not self.env.user.has_group("client_archive_credit.group_credit_officer"):
            raise AccessError(self.env._("Only credit officers do this."))
        self.check_access("write")

    def _check_second_person(self):
        """Whoever worked on a report does not check it.

        :raises AccessError: for them, and for those who are not credit officers
        """
        self._check_officer()
        for report in self:
            if self.env.user in report._workers():
                raise AccessError(self.env._(
                    "You worked on %s: a second person compares it with the sources.", report.display_name))

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------
    def _approval_applicant(self):
        return self.submitted_by_id or self.author_id

    def _approval_step_values(self, route, approval_round):
        """Whoever checked the report does not decide on it as well."""
        vals_list = super()._approval_step_values(route, approval_round)
        for vals in vals_list:
            others = [user_id for user_id in vals["candidate_ids"] if user_id != self.checked_by_id.id]
            if not others:
                raise UserError(self.env._(
                    "You are the only one who decides “%s”: let somebody else check the report.", vals["name"]))
            vals.update(candidate_ids=others, user_id=others[0])
        return vals_list

    def _approval_excluded(self):
        return self.checked_by_id  # R96: two people

    def _approval_granted(self):
        today = self._archive_day()
        for report in self:
            if self.env.user == report.checked_by_id:
                raise UserError(self.env._("You checked %s: another person approves it.", report.display_name))
            valid_until = deadline.add_months(report.survey_date, report.validity_months)
            if valid_until < today:
                raise UserError(self.env._(
                    "The survey of %s is too old: its validity has ended already.", report.display_name))
            report = report.sudo()  # sudo: who approves decides on the report and changes nothing else in it
            report._earlier()._move("superseded", kind="investigation_ended", note=report.name)
            report._move(
                "approved", kind="investigation_approved", approved_by_id=self.env.uid,
                approved_on=fields.Datetime.now(), valid_until=valid_until,
                notice_on=valid_until - timedelta(days=report.template_id.notice_days),
                sha256=fingerprint(report._sealed_words()))

    def _approval_refused(self, step):
        # sudo: as in _approval_granted
        self.sudo()._move("draft", kind="investigation_returned", note=step.opinion, figures=False)

    def _earlier(self):
        return self.search([
            ("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id),
            ("state", "in", ("approved", "expired")), ("id", "!=", self.id)])

    def _sealed_words(self):
        """What the fingerprint covers."""
        return {
            "number": self.name, "survey": self.survey_date, "months": self.validity_months,
            "rating": self.rating_id.id, "limit": self.proposed_limit, "conclusion": self.conclusion,
            "figures": self.figures,
            "sections": [
                [row.name, row.content, row.source, row.document_ids.ids, row.collector_id.id, row.verified_by_id.id]
                for row in self.section_ids.sorted("id")],
        }

    # ------------------------------------------------------------------
    # Validity (R43)
    # ------------------------------------------------------------------
    @api.model
    def _cron_validity(self):
        """Call for a new survey ahead of time, and end the validity when it is over."""
        today = self._archive_day()
        ahead = [("state", "=", "approved"), ("notice_on", "<=", today), ("valid_until", ">=", today),
                 ("noticed", "=", False)]
        over = [("state", "=", "approved"), ("valid_until", "<", today)]
        if self._in_chunks(ahead, self._call_ahead) and self._in_chunks(over, self._expire):
            self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _call_ahead(self, reports):
        reports._set_gated(noticed=True)
        reports._tell({report: report._keepers() for report in reports}, lambda report: report.env._(
            "The investigation report expires on %s: a new survey is due", report.valid_until))

    @api.model
    def _expire(self, reports):
        reports._move("expired", kind="investigation_ended")
        reports._tell({report: report._keepers() for report in reports}, lambda report: report.env._(
            "The investigation report has expired: a new survey is due"))

    def _call_after(self, event):
        """Call for a new survey at once: ``event`` changed what the report says (R89)."""
        self._tell({report: report._keepers() for report in self}, lambda report: report.env._(
            "Major change after the survey, a new one is due: %s", event))

    def _keepers(self):
        return self.user_id | self.author_id
