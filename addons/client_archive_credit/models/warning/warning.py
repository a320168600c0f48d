from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import split_every

from odoo.addons.client_archive.tools import gate

from .warning_rule import MEASURES, OPEN_STATES, RANKS, SEVERITIES


class CreditWarning(models.Model):
    """A customer passed a warning line (R99). Those concerned are told at once.

    One is open for each matter (indicator) of a customer; a severer line of the same matter makes it severer. Its owner
    plans a measure within the term. It ends by being handled, with what was done, or dismissed, with the reason.
    """

    _name = "credit.warning"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin", "credit.notice.mixin"]
    _description = "Credit Warning"
    _order = "state desc, severity_rank desc, date desc, id desc"
    _rec_names_search = ["partner_id.name", "rule_id.name"]

    _state_transitions = {
        "open": {"planned", "handled", "dismissed"},
        "planned": {"planned", "open", "handled", "dismissed"},
        "handled": set(),
        "dismissed": set(),
    }
    _gated_fields = frozenset({
        "rule_id", "indicator", "partner_id", "company_id", "value", "threshold", "severity", "severity_rank", "action",
        "date", "deadline", "plan", "planned_on", "escalated_on", "measure", "closing_note", "closed_by_id",
        "closed_on", "application_id", "collection_id", "investigation_id"})

    rule_id = fields.Many2one("credit.warning.rule", required=True, readonly=True, ondelete="restrict", index=True)
    indicator = fields.Selection(
        selection=lambda self: self.env["credit.warning.rule"]._fields["indicator"]._description_selection(self.env),
        readonly=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one(
        "res.users", string="Account Manager", index=True, ondelete="restrict", tracking=True,
        domain="[('share', '=', False)]")
    date = fields.Date(
        string="Raised on", required=True, readonly=True, default=lambda self: self._archive_day(), index=True)
    value = fields.Float(readonly=True, aggregator=None, help="Where the customer stood when the warning was raised.")
    threshold = fields.Float(readonly=True, aggregator=None)
    severity = fields.Selection(
        SEVERITIES, required=True, readonly=True, index=True, group_expand="_group_expand_severities")
    severity_rank = fields.Integer(compute="_compute_severity_rank", store=True)
    action = fields.Selection(MEASURES, string="Proposed Measure", readonly=True)
    owner_id = fields.Many2one(
        "res.users", string="Owner", index=True, ondelete="restrict", tracking=True,
        domain="[('share', '=', False)]", help="Plans the measure and sees that it is taken within the term.")
    deadline = fields.Date(string="Act until", readonly=True, index=True, tracking=True)
    plan = fields.Text(readonly=True, copy=False, help="What is to be done about it.")
    planned_on = fields.Datetime(readonly=True, copy=False)
    is_late = fields.Boolean(string="Late", compute="_compute_is_late", search="_search_is_late")
    escalated_on = fields.Date(string="Lateness Reported on", readonly=True, copy=False)
    application_id = fields.Many2one(
        "credit.limit.application", string="Limit Application", readonly=True, copy=False, ondelete="set null",
        index="btree_not_null", help="The measure takes effect when it is approved.")
    collection_id = fields.Many2one(
        "credit.collection", string="Collection Matter", readonly=True, copy=False, ondelete="set null",
        index="btree_not_null")
    investigation_id = fields.Many2one(
        "credit.investigation", string="New Report", readonly=True, copy=False, ondelete="set null",
        index="btree_not_null")
    state = fields.Selection(
        [("open", "Open"), ("planned", "In Hand"), ("handled", "Handled"), ("dismissed", "Dismissed")], required=True,
        default="open", readonly=True, copy=False, index=True, tracking=True, group_expand="_group_expand_states")
    measure = fields.Selection(MEASURES, string="Measure Taken", readonly=True, copy=False, tracking=True)
    closing_note = fields.Text(string="Measure or Reason", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False, ondelete="restrict")
    closed_on = fields.Datetime(readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(indicator, partner_id, company_id) WHERE state IN ('open', 'planned')", "This warning is open already.")

    @api.depends("rule_id.name", "partner_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for warning in self:
            warning.display_name = f"{warning.partner_id.name}: {warning.rule_id.name}"

    @api.model
    def _group_expand_severities(self, severities, domain):
        """The most severe first; empty ones are not shown."""
        return [severity for severity, _label in reversed(SEVERITIES) if severity in severities]

    @api.depends("severity")
    def _compute_severity_rank(self):
        for warning in self:
            warning.severity_rank = RANKS.get(warning.severity, 0)

    @api.depends("state", "deadline")
    def _compute_is_late(self):
        today = self._archive_day()
        for warning in self:
            warning.is_late = bool(
                warning.state in OPEN_STATES and warning.deadline and warning.deadline < today)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "in", OPEN_STATES) & Domain("deadline", "<", self._archive_day())
        return Domain.OR([late if wanted else ~late for wanted in value])

    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("Warnings are raised by their rules, not entered."))
        return super().create(vals_list)

    def write(self, vals):
        before = {warning: warning.owner_id for warning in self} if "owner_id" in vals else {}
        result = super().write(vals)
        moved = self.filtered(lambda warning: warning.state in OPEN_STATES and before.get(warning) != warning.owner_id)
        if before and moved and not gate.is_open(self.env):
            moved._tell({warning: warning.owner_id for warning in moved}, lambda warning: warning.display_name)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not gate.is_open(self.env):
            raise UserError(self.env._("A warning is not deleted: handle or dismiss it."))

    # ------------------------------------------------------------------
    # Raising
    # ------------------------------------------------------------------
    @api.model
    def _cron_raise(self):
        """Compare every customer of every company with the rules; go on where it stood when time is up."""
        for company in self.env["res.company"].search([("active", "=", True)]):
            for rule in self.env["credit.warning.rule"]._of_company(company):
                if not self._raise_for(rule, company):
                    return
        self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _raise_for(self, rule, company):
        """Raise what ``rule`` finds in ``company``; return whether there is time for more."""
        found = rule._not_told_yet(rule._passed(company), company)
        left = len(found)
        for chunk in split_every(self._chunk, sorted(found.items())):
            self._raise(rule, company, dict(chunk))
            self.env.flush_all()
            left -= len(chunk)
            if not self.env["ir.cron"]._commit_progress(len(chunk), remaining=left + 1):  # there may be other rules
                return False
        return True

    @api.model
    def _raise_now(self, indicator, partners, company, words=None):
        """Raise the warnings of ``indicator`` for ``partners`` without waiting for the night.

        :param str words: what happened; a warning that is open already gets it as a message
        """
        # sudo: it happened, whoever entered it
        self = self.sudo()
        known = self.search([
            ("indicator", "=", indicator), ("partner_id", "in", partners.ids), ("company_id", "=", company.id),
            ("state", "in", OPEN_STATES)])
        for warning in known if words else ():
            warning.message_post(body=words)
        for rule in self.env["credit.warning.rule"]._of_company(company).filtered(
                lambda rule: rule.indicator == indicator):
            passed = rule._passed(company)
            found = rule._not_told_yet({key: passed[key] for key in passed.keys() & set(partners.ids)}, company)
            if found:
                self._raise(rule, company, found)

    @api.model
    def _raise(self, rule, company, values):
        """Raise ``rule`` for partner ids → values, and tell account manager, owner and whoever is named at once."""
        partners = self.env["res.partner"].browse(values)
        managers = self.env["res.partner"]._credit_account_managers(partners, company)
        # sudo: nobody has the right to enter warnings
        milder = self.sudo().search([
            ("indicator", "=", rule.indicator), ("partner_id", "in", partners.ids), ("company_id", "=", company.id),
            ("state", "in", OPEN_STATES), ("severity_rank", "<", RANKS[rule.severity])]).grouped("partner_id")
        until = rule._deadline(company)
        figures = {partner: {
            "rule_id": rule.id, "value": values[partner.id], "threshold": rule.threshold, "severity": rule.severity,
            "action": rule.action, "deadline": until} for partner in partners}
        worse = self.browse()
        for partner, warning in milder.items():
            warning._set_gated(kind="warning_raised", **figures[partner.with_env(self.env)])
            worse |= warning
        owner = rule._owner(company)
        warnings = gate.opened(self.sudo()).create([
            {
                **figures[partner], "indicator": rule.indicator, "partner_id": partner.id, "company_id": company.id,
                "user_id": managers[partner].id, "owner_id": owner.id or managers[partner].id,
            }
            for partner in partners if partner not in milder])
        warnings = gate.closed(warnings)
        warnings._journal("warning_raised", after=lambda warning: {
            "customer": warning.partner_id.name, "rule": rule.name, "value": warning.value})
        told = self._watchers(rule, company) | owner
        told_of = warnings | worse
        told_of._tell(
            {warning: managers[warning.partner_id.with_env(self.env)] | told | warning.owner_id.sudo(False)
             for warning in told_of},
            lambda warning: warning.display_name)
        return told_of

    @api.model
    def _watchers(self, rule, company):
        return self._credit_managers(company) | rule.user_ids

    @api.model
    def _credit_managers(self, company):
        # sudo: who is credit manager is no secret, and the job must know
        users = self.env.ref("client_archive_credit.group_credit_manager").sudo().all_user_ids
        return users.filtered(lambda user: company in user.company_ids).sudo(False)

    # ------------------------------------------------------------------
    # The term
    # ------------------------------------------------------------------
    @api.model
    def _cron_follow(self):
        """Report each warning whose term is over to the credit managers, severe ones to the general manager, once."""
        overdue = [("state", "in", OPEN_STATES), ("deadline", "<", self._archive_day()),
                   ("escalated_on", "=", False)]
        if self._in_chunks(overdue, self._escalate):
            self.env["ir.cron"]._commit_progress(remaining=0)

    @api.model
    def _escalate(self, warnings):
        """Tell those above the owner that the term of ``warnings`` is over."""
        warnings._set_gated(kind="warning_late", escalated_on=self._archive_day())
        told = {}
        for company, mine in warnings.grouped("company_id").items():
            managers = self._credit_managers(company)
            top = self.env["archive.officer"]._holders("general_manager", company)
            for warning in mine:
                told[warning] = managers | warning.owner_id | (top if warning.severity == "high" else managers)
        warnings._tell(told, lambda warning: warning.env._(
            "Nothing done in time (until %(day)s): %(warning)s", day=warning.deadline, warning=warning.display_name))

    # ------------------------------------------------------------------
    # Closing
    # ------------------------------------------------------------------
    def action_plan(self):
        """Open the dialog that asks for the measure, who takes it, and until when."""
        return self._closing_dialog("planned", self.env._("Plan"))

    def action_handle(self):
        """Open the dialog that asks for the measure, and takes it."""
        return self._closing_dialog("handled", self.env._("Handle"))

    def action_dismiss(self):
        """Open the dialog that asks why the warning needs no measure."""
        return self._closing_dialog("dismissed", self.env._("Dismiss"))

    def _closing_dialog(self, outcome, name):
        first = self[:1]
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": "credit.warning.close",
            "view_mode": "form", "target": "new",
            "context": {
                "default_warning_ids": self.ids, "default_outcome": outcome,
                "default_measure": first.action if outcome != "dismissed" else False,
                "default_note": first.plan if outcome == "handled" and len(self) == 1 else False,
                "default_owner_id": (first.owner_id or self.env.user).id if outcome != "dismissed" else False,
                "default_deadline": str(first.deadline) if outcome == "planned" and first.deadline else False}}

    def _plan(self, measure, note, owner, until):
        """Set down what is to be done, by whom and until when (R99).

        :raises AccessError: for anybody but credit officers
        :raises UserError: without measure, words, owner or a day to come
        """
        self._check_closing(note)
        if not measure or not owner or not until:
            raise UserError(self.env._("A plan names a measure, who takes it, and until when."))
        if until < self._archive_day():
            raise UserError(self.env._("The term of a plan lies ahead."))
        self._move("planned", kind="warning_planned", note=note, action=measure, plan=note, deadline=until,
                   planned_on=fields.Datetime.now(), escalated_on=False)
        self.owner_id = owner

    def _close(self, outcome, note, measure=False, **details):
        """End the warnings as ``handled``, by taking ``measure``, or ``dismissed`` with a reason.

        What needs an approval keeps the warning in hand until it is given.

        :param details: what the measure needs; see ``_carry_out``
        :raises AccessError: for anybody but credit officers; severe ones are dismissed by credit managers only
        :raises UserError: without measure or reason, or when one is closed already
        """
        self._check_closing(note)
        if outcome == "dismissed" and not self.env.user.has_group("client_archive_credit.group_credit_manager") \
                and self.filtered(lambda warning: warning.severity == "high"):
            raise AccessError(self.env._("Severe warnings are dismissed by the credit manager only."))
        if outcome == "handled" and not measure:
            raise UserError(self.env._("Say which measure was taken."))
        waiting = self._carry_out(measure, note, details) if outcome == "handled" else self.browse()
        if waiting:
            waiting._move("planned", kind="warning_planned", note=note, action=measure, plan=note,
                          planned_on=fields.Datetime.now())
        (self - waiting)._end(outcome, note, measure)

    def _check_closing(self, note):
        self._lock()
        if not self.env.user.has_group("client_archive_credit.group_credit_officer"):
            raise AccessError(self.env._("Only credit officers do this."))
        self.check_access("write")
        if self.filtered(lambda warning: warning.state not in OPEN_STATES):
            raise UserError(self.env._("Somebody has closed this warning already."))
        if not (note or "").strip():
            raise UserError(self.env._("Say what was done, or why nothing needs to be done."))

    def _end(self, outcome, note, measure=False):
        if not self:
            return
        self._move(
            outcome, kind=f"warning_{outcome}", note=note, closing_note=note, closed_by_id=self.env.uid,
            closed_on=fields.Datetime.now(), measure=measure if outcome == "handled" else False)
        # sudo: what told of the warning is done with it, also for the others
        self.sudo().activity_ids._action_done(feedback=note)
