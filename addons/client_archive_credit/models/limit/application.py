from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.client_archive.tools import gate
from odoo.addons.client_archive.tools.deadline import add_years


class CreditLimitApplication(models.Model):
    """Asks for a limit, its change or a stop; what is approved takes effect at once (R44, R72).

    The path: draft → submitted → approved by head, credit manager and, above an amount, general manager.
    """

    _name = "credit.limit.application"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.approval.mixin", "archive.state.mixin"]
    _description = "Limit Application"
    _order = "id desc"

    _state_transitions = {
        "draft": {"submitted", "cancelled"},
        "submitted": {"approved", "refused", "draft"},
        "approved": set(),
        "refused": {"draft"},
        "cancelled": set(),
    }
    _gated_fields = frozenset({
        "name", "submitted_on", "decided_on", "limit_id", "limit_before", "exposure_before", "applicant_id"})

    _approval_depends = ("kind", "amount", "partner_id", "group_id")
    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="restrict", index=True, tracking=True,
        domain="[('is_company', '=', True), ('parent_id', '=', False)]")
    group_id = fields.Many2one(
        "credit.group", string="Credit Group", ondelete="restrict", index="btree_not_null", check_company=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [
            ("grant", "Grant"),
            ("raise", "Raise"),
            ("lower", "Lower"),
            ("renew", "Renew"),
            ("temporary", "Raise for a Time"),
            ("stop", "Stop"),
        ],
        required=True, default="grant", tracking=True,
        help="Granting or renewing a limit also lifts a stop. A raise for a time falls back by itself.")
    amount = fields.Monetary(
        string="Limit Asked for", compute="_compute_amount", store=True, readonly=False, precompute=True,
        tracking=True, help="Zero: cash only.")
    foreign_currency_id = fields.Many2one(
        "res.currency", string="Asked for in", help="Where the customer's limit is thought of in another currency.")
    foreign_amount = fields.Monetary(
        string="Amount Asked for", currency_field="foreign_currency_id",
        help="Converted at the rate of the day on which it is submitted; the limit counts in company currency.")
    cash_only = fields.Boolean(
        help="Nothing is sold on credit: the limit is zero, and orders are paid before they are confirmed.")
    payment_term_id = fields.Many2one(
        "account.payment.term", string="Terms", tracking=True, ondelete="restrict",
        help="The longest terms of the customer's orders; longer ones wait for a sign-off.")
    cover_ids = fields.One2many("credit.cover", "application_id", string="Securities")
    cover_amount = fields.Monetary(
        string="Secured", compute="_compute_cover_amount", compute_sudo=True,
        help="By insurance, guarantees and other securities.")
    own_amount = fields.Monetary(
        string="At Our Own Risk", compute="_compute_cover_amount", compute_sudo=True,
        help="The limit less what is secured.")
    valid_from = fields.Date(help="Empty: from the day of the approval.")
    valid_until = fields.Date(help="Empty: for a year. A limit is never granted for longer.")
    reason = fields.Text(help="What the limit rests on: orders expected, payment record, evaluation.")
    applicant_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    submitted_on = fields.Datetime(readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    limit_before = fields.Monetary(string="Limit before", readonly=True, copy=False)
    exposure_before = fields.Monetary(string="Exposure on Submission", readonly=True, copy=False)
    limit_id = fields.Many2one("credit.limit", string="Granted Limit", readonly=True, copy=False, ondelete="restrict")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    payer_status = fields.Selection(
        selection=lambda self: self.env["credit.file"]._fields["status"]._description_selection(self.env),
        string="Credit Today", compute="_compute_payer", compute_sudo=True)
    payer_limit = fields.Monetary(string="Limit Today", compute="_compute_payer", compute_sudo=True)
    payer_used = fields.Monetary(string="Exposure Today", compute="_compute_payer", compute_sudo=True)

    _payer_check = models.Constraint(
        "CHECK((partner_id IS NULL) != (group_id IS NULL))", "Apply for a customer or for a group.")
    _amount_check = models.Constraint("CHECK(amount >= 0)", "A limit is not negative.")
    _name_uniq = models.UniqueIndex("(name, company_id)", "This number is already taken.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("partner_id", "group_id", "company_id")
    def _compute_payer(self):
        files = self.env["credit.file"]._of(self.partner_id, self.company_id)
        mine = set(self.env.user._get_company_ids())
        for application in self:
            payer = application.group_id or files.get((application.partner_id, application.company_id))
            if application.company_id.id not in mine and self.env.uid != SUPERUSER_ID:
                payer = None  # a form that is not saved yet may name any company
            application.payer_status = payer.status if payer else "none"
            application.payer_limit = payer.limit_now if payer else 0.0
            application.payer_used = payer.used if payer else 0.0

    @api.depends("foreign_amount", "foreign_currency_id", "cash_only", "company_id")
    def _compute_amount(self):
        for application in self:
            if application.cash_only:
                application.amount = 0.0
            elif application.foreign_currency_id:
                application.amount = application.foreign_currency_id._convert(
                    application.foreign_amount, application.company_id.currency_id, application.company_id,
                    application._archive_day())
            else:
                application.amount = application.amount

    @api.depends("cover_ids.amount", "amount")
    def _compute_cover_amount(self):
        for application in self:
            application.cover_amount = sum(application.cover_ids.mapped("amount"))
            application.own_amount = max(0.0, application.amount - application.cover_amount)

    @api.constrains("cash_only", "amount", "payment_term_id", "kind")
    def _check_cash_only(self):
        for application in self:
            if application.cash_only and (
                    application.amount or application.kind == "temporary"
                    or application.payment_term_id._credit_days()):
                raise ValidationError(self.env._("Cash only: no limit, and no terms but cash."))

    @api.constrains("valid_from", "valid_until")
    def _check_one_year(self):
        for application in self:
            start = application.valid_from or application.company_id._archive_today()
            if application.valid_until and not (
                    start <= application.valid_until < add_years(application._year_from(), 1)):
                raise ValidationError(self.env._(
                    "A limit is granted for a year at most, and does not end before it starts."))

    def _year_from(self):
        """Day from which its year runs: a limit is in force from its approval, whatever first day was asked for."""
        today = self.company_id._archive_today()
        return min(self.valid_from or today, today)

    @api.constrains("partner_id")
    def _check_commercial_partner(self):
        for application in self:
            partner = application.partner_id
            if partner.commercial_partner_id != partner:
                raise ValidationError(self.env._(
                    "%(contact)s belongs to %(customer)s: apply for the company that pays.",
                    contact=partner.display_name, customer=partner.commercial_partner_id.display_name))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        applications = super().create(vals_list)
        for application in applications:
            application._set_gated(
                kind="created", applicant_id=self.env.uid,
                # sudo: numbers are drawn for users who do not read the sequence
                name=self.env["ir.sequence"].sudo().with_company(application.company_id).next_by_code(
                    "credit.limit.application"))
        return applications

    def write(self, vals):
        frozen = vals.keys() & {
            "partner_id", "group_id", "company_id", "kind", "amount", "valid_from", "valid_until", "reason",
            "foreign_currency_id", "foreign_amount", "cash_only", "payment_term_id", "cover_ids"}
        if frozen and any(application.state != "draft" for application in self):
            raise UserError(self.env._("A submitted application is not changed any more: take it back first."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_submit(self):
        """Ask for approval.

        :raises UserError: when the kind does not fit the limit in force, or another application is under way
        """
        self.check_access("write")
        self._lock()
        for application in self:
            application._compute_amount()  # at the rate of today
            application._check_submission()
            application._move(
                "submitted", submitted_on=fields.Datetime.now(), applicant_id=self.env.uid,
                limit_before=application.payer_limit, exposure_before=application.payer_used)
            application._approval_start()
        return True

    def action_take_back(self):
        """Take the application back before it is decided; for its applicant."""
        self._approval_withdraw()
        return self._move("draft")

    def action_redraft(self):
        """Write a refused application anew."""
        self.check_access("write")
        return self._move("draft")

    def action_cancel(self):
        """Give the application up."""
        self.check_access("write")
        return self._move("cancelled")

    def _check_submission(self):
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say what the application rests on."))
        others = self.sudo().search_count([  # sudo: a colleague's application counts too
            ("partner_id", "=", self.partner_id.id), ("group_id", "=", self.group_id.id),
            ("company_id", "=", self.company_id.id), ("state", "=", "submitted"), ("id", "not in", self.ids)], limit=1)
        if others:
            raise UserError(self.env._(
                "Another application for %s is being decided.", self._payer_name()))
        if self.kind == "temporary":
            self._check_temporary()
        limited = self.payer_status in ("zero", "valid", "expired") or (
            self.payer_status == "stop" and self.payer_limit)
        wrong = {
            "grant": self.payer_status in ("zero", "valid"),
            "raise": not limited or self.amount <= self.payer_limit,
            "lower": not limited or self.amount >= self.payer_limit,
            "renew": not limited,
            "temporary": self.payer_status not in ("zero", "valid") or self.amount <= self.payer_limit,
            "stop": self.payer_status == "stop",
        }
        if wrong[self.kind]:
            raise UserError(self.env._(
                "“%(kind)s” does not fit: %(customer)s has the credit status “%(status)s” and a limit of %(limit)s.",
                kind=dict(self._fields["kind"]._description_selection(self.env))[self.kind],
                customer=self._payer_name(), limit=self.currency_id.format(self.payer_limit),
                status=dict(self._fields["payer_status"]._description_selection(self.env))[self.payer_status]))

    def _check_temporary(self):
        """A raise for a time ends, and not after the limit that it raises."""
        if not self.valid_until:
            raise UserError(self.env._("Say until when the limit is raised: it then falls back by itself."))
        until = self._payer_record().limit_until
        if until and self.valid_until > until:
            raise UserError(self.env._(
                "The limit itself ends on %s: raise it until then at most, or apply for its renewal.", until))

    def _payer_record(self):
        """The group, or the customer's open credit file; empty where there is none yet."""
        # sudo: who pays does not depend on who asks
        return (self.group_id or self.env["credit.file"]._of(self.partner_id, self.company_id).get(
            (self.partner_id, self.company_id), self.env["credit.file"])).sudo()

    def _payer_name(self):
        return (self.group_id or self.partner_id).sudo().display_name

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------
    def _approval_applicant(self):
        return self.applicant_id or self.create_uid

    def _approval_excluded(self):
        # Whoever wrote it decides no more on it than who submitted it for them.
        return self.create_uid - self._approval_applicant()

    def _approval_granted(self):
        # sudo: the last approval is the permission; those who decide have no write access of their own
        application = self.sudo()
        payer = application.group_id or self.env["credit.file"].sudo()._ensure(
            application.partner_id, application.company_id)
        payer._lock_guard()
        vals = {"decided_on": fields.Datetime.now()}
        if application.kind == "stop":
            payer._set_stop(True, application.reason)
        else:
            vals["limit_id"] = application._grant(payer).id
            if application.kind in ("grant", "renew") and payer.on_stop:
                payer._set_stop(False, application.reason)
        application._move("approved", **vals)
        payer._terms_changed()

    def _approval_refused(self, step):
        self.sudo()._move("refused", note=step.opinion, decided_on=fields.Datetime.now())  # sudo: the engine decided

    def _grant(self, payer):
        """Put the limit in force: the history, the payer, and Odoo's own fields; return the history row."""
        start = self.valid_from or self.company_id._archive_today()
        until = self.valid_until or add_years(self._year_from(), 1) - timedelta(days=1)
        temporary = self.kind == "temporary"
        # A raise for a time takes the place of the last one; a new limit also that of the raise.
        earlier = payer.limit_ids.filtered(lambda limit: (
            limit.state != "replaced" and (limit.is_temporary or not temporary)))
        earlier._move("replaced")
        earlier.flush_recordset()  # before the new row is inserted: one limit is in force
        limit = gate.opened(self.env["credit.limit"]).create({
            "file_id": payer.id if payer._name == "credit.file" else False,
            "group_id": payer.id if payer._name == "credit.group" else False,
            "company_id": self.company_id.id, "amount": self.amount, "valid_from": start, "valid_until": until,
            "is_temporary": temporary, "application_id": self.id})
        if temporary:
            payer._set_limit(note=self.name, raised_amount=self.amount, raised_from=start, raised_until=until)
        else:
            payer._set_limit(
                note=self.name, limit_amount=self.amount, limit_from=start, limit_until=until,
                cash_only=self.cash_only or not self.amount, payment_term_id=self.payment_term_id.id,
                raised_amount=0.0, raised_from=False, raised_until=False,
                # sudo: a security counts whoever may know of its paper
                covers=self.sudo().cover_ids._as_rows())
        return gate.closed(limit)
