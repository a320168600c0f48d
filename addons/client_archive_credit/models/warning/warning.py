from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from odoo.addons.client_archive.tools import gate

from .warning_rule import MEASURES, SEVERITIES


class CreditWarning(models.Model):
    """A customer passed a warning line (R99). Those concerned are told at once.

    It ends by being handled, with the measure taken, or dismissed, with the reason.
    """

    _name = "credit.warning"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin", "credit.notice.mixin"]
    _description = "Credit Warning"
    _order = "state desc, severity_rank desc, date desc, id desc"
    _rec_names_search = ["partner_id.name", "rule_id.name"]

    _state_transitions = {"open": {"handled", "dismissed"}, "handled": set(), "dismissed": set()}
    _gated_fields = frozenset({
        "rule_id", "partner_id", "company_id", "value", "threshold", "severity", "severity_rank", "action", "date",
        "measure", "closing_note", "closed_by_id", "closed_on"})

    rule_id = fields.Many2one("credit.warning.rule", required=True, readonly=True, ondelete="restrict", index=True)
    indicator = fields.Selection(related="rule_id.indicator")
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    user_id = fields.Many2one(
        "res.users", string="Account Manager", index=True, ondelete="restrict", tracking=True,
        domain="[('share', '=', False)]")
    date = fields.Date(string="Raised on", required=True, readonly=True, default=fields.Date.context_today, index=True)
    value = fields.Float(readonly=True, aggregator=None, help="Where the customer stood when the warning was raised.")
    threshold = fields.Float(readonly=True, aggregator=None)
    severity = fields.Selection(
        SEVERITIES, required=True, readonly=True, index=True, group_expand="_group_expand_severities")
    severity_rank = fields.Integer(compute="_compute_severity_rank", store=True)
    action = fields.Selection(MEASURES, string="Proposed Measure", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("handled", "Handled"), ("dismissed", "Dismissed")], required=True, default="open",
        readonly=True, copy=False, index=True, tracking=True)
    measure = fields.Selection(MEASURES, string="Measure Taken", readonly=True, copy=False, tracking=True)
    closing_note = fields.Text(string="Measure or Reason", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False, ondelete="restrict")
    closed_on = fields.Datetime(readonly=True, copy=False)

    _one_open = models.UniqueIndex(
        "(rule_id, partner_id, company_id) WHERE state = 'open'", "This warning is open already.")

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
        rank = {key: number for number, (key, _label) in enumerate(SEVERITIES)}
        for warning in self:
            warning.severity_rank = rank.get(warning.severity, 0)

    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("Warnings are raised by their rules, not entered."))
        return super().create(vals_list)

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
            rules = self.env["credit.warning.rule"].search([("company_id", "in", [False, company.id])])
            for rule in rules:
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
    def _raise(self, rule, company, values):
        """Raise ``rule`` for partner ids → values, and tell account and credit managers at once."""
        partners = self.env["res.partner"].browse(values)
        managers = self.env["res.partner"]._credit_account_managers(partners, company)
        warnings = gate.opened(self.sudo()).create([  # sudo: nobody has the right to enter warnings
            {
                "rule_id": rule.id, "partner_id": partner.id, "company_id": company.id,
                "user_id": managers[partner].id, "value": values[partner.id], "threshold": rule.threshold,
                "severity": rule.severity, "action": rule.action,
            }
            for partner in partners])
        warnings = gate.closed(warnings)
        warnings._journal("warning_raised", after=lambda warning: {
            "customer": warning.partner_id.name, "rule": rule.name, "value": warning.value})
        watchers = self._watchers(rule, company)
        warnings._tell(
            {warning: managers[warning.partner_id.with_env(self.env)] | watchers for warning in warnings},
            lambda warning: warning.display_name)
        return warnings

    @api.model
    def _watchers(self, rule, company):
        if rule.user_ids:
            return rule.user_ids
        # sudo: who is credit manager is no secret, and the job must know
        users = self.env.ref("client_archive_credit.group_credit_manager").sudo().all_user_ids
        return users.filtered(lambda user: company in user.company_ids).sudo(False)

    # ------------------------------------------------------------------
    # Closing
    # ------------------------------------------------------------------
    def action_handle(self):
        """Open the dialog that asks for the measure taken."""
        return self._closing_dialog("handled", self.env._("Handle"))

    def action_dismiss(self):
        """Open the dialog that asks why the warning needs no measure."""
        return self._closing_dialog("dismissed", self.env._("Dismiss"))

    def _closing_dialog(self, outcome, name):
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": "credit.warning.close",
            "view_mode": "form", "target": "new",
            "context": {
                "default_warning_ids": self.ids, "default_outcome": outcome,
                "default_measure": self[:1].action if outcome == "handled" else False}}

    def _close(self, outcome, note, measure=False):
        """End the warnings as ``handled`` with a measure, or ``dismissed`` with a reason.

        :raises AccessError: for anybody but credit officers; severe ones are dismissed by credit managers only
        :raises UserError: without measure or reason, or when one is closed already
        """
        user = self.env.user
        self._lock()
        if not user.has_group("client_archive_credit.group_credit_officer"):
            raise AccessError(self.env._("Only credit officers do this."))
        self.check_access("write")
        if outcome == "dismissed" and not user.has_group("client_archive_credit.group_credit_manager") \
                and self.filtered(lambda warning: warning.severity == "high"):
            raise AccessError(self.env._("Severe warnings are dismissed by the credit manager only."))
        if self.filtered(lambda warning: warning.state != "open"):
            raise UserError(self.env._("Somebody has closed this warning already."))
        if not (note or "").strip():
            raise UserError(self.env._("Say what was done, or why nothing needs to be done."))
        if outcome == "handled" and not measure:
            raise UserError(self.env._("Say which measure was taken."))
        self._move(
            outcome, kind=f"warning_{outcome}", note=note, closing_note=note, closed_by_id=user.id,
            closed_on=fields.Datetime.now(), measure=measure if outcome == "handled" else False)
        # sudo: what told of the warning is done with it, also for the others
        self.sudo().activity_ids._action_done(feedback=note)
