from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.misc import format_date

from odoo.addons.client_archive.tools import gate

from ...tools import turns

_MANAGERS = ("client_archive_credit.group_credit_manager", "client_archive.group_executive")
_CHUNK = 20
_LONGEST_RELEASE = 366  # days


class CreditHold(models.Model):
    """An order that was to be confirmed and must wait for a decision: why, the figures of that moment, the release.

    A release is given by the last approval, up to an amount and until a day. The order then confirms by itself,
    and later growth of the order is covered as far as the release goes.
    """

    _name = "credit.hold"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.approval.mixin", "archive.state.mixin"]
    _description = "Held Order"
    _order = "id desc"

    _state_transitions = {
        "pending": {"released", "refused", "cancelled"},
        "released": {"cancelled"},
        "refused": set(),
        "cancelled": set(),
    }
    _gated_fields = frozenset({
        "name", "order_id", "order_amount", "used", "limit_amount", "limit_until", "overdue", "overdue_since",
        "stop_reason", "reason_ids", "released_by_id", "released_on", "lifted"})

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    # The record of a decision outlives the wish to delete the quotation.
    order_id = fields.Many2one(
        "sale.order", string="Order", required=True, readonly=True, ondelete="restrict", index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Payer", required=True, readonly=True, ondelete="restrict", index=True)
    group_id = fields.Many2one(
        "credit.group", string="Credit Group", readonly=True, ondelete="restrict", index="btree_not_null")
    applicant_id = fields.Many2one("res.users", string="Salesperson", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("pending", "On Hold"),
            ("released", "Released"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        required=True, default="pending", readonly=True, copy=False, index=True, tracking=True,
        group_expand="_group_expand_states")
    reason_ids = fields.One2many("credit.hold.reason", "hold_id", string="Reasons", readonly=True)
    reasons = fields.Char(string="Why", compute="_compute_reasons")
    order_amount = fields.Monetary(readonly=True, help="What the order would add, in company currency.")
    used = fields.Monetary(string="Exposure", readonly=True, help="Without this order.")
    limit_amount = fields.Monetary(string="Limit", readonly=True)
    limit_until = fields.Date(string="Limit Valid until", readonly=True)
    excess = fields.Monetary(string="Over the Limit", compute="_compute_excess")
    overdue = fields.Monetary(readonly=True)
    overdue_since = fields.Date(readonly=True)
    stop_reason = fields.Text(readonly=True)
    release_amount = fields.Monetary(
        string="Release up to", tracking=True,
        help="The order is confirmed, and may grow, up to this amount. A credit manager can set it lower.")
    release_until = fields.Date(string="Release until", tracking=True, help="Last day on which the release counts.")
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    released_on = fields.Datetime(readonly=True, copy=False)
    lifted = fields.Boolean(
        string="By Itself", readonly=True, copy=False,
        help="The reasons fell away (the customer paid, the limit was raised) before anybody decided.")

    waiting_days = fields.Integer(
        string="Days Waiting", compute="_compute_waiting_days",
        help="From the hold to its release, or until today; zero where it came to nothing.")

    _one_pending = models.UniqueIndex("(order_id) WHERE state = 'pending'", "This order is already on hold.")
    _name_uniq = models.UniqueIndex("(name, company_id)", "This number is already taken.")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("reason_ids.reason")
    @api.depends_context("lang")
    def _compute_reasons(self):
        labels = dict(self.env["credit.hold.reason"]._fields["reason"]._description_selection(self.env))
        for hold in self:
            hold.reasons = ", ".join(labels[row.reason] for row in hold.reason_ids)

    @api.depends("order_amount", "used", "limit_amount", "reason_ids.reason")
    def _compute_excess(self):
        for hold in self:
            # who was granted none is not over it: that is another reason to wait
            granted = "terms" not in hold.reason_ids.mapped("reason")
            hold.excess = max(0.0, hold.used + hold.order_amount - hold.limit_amount) if granted else 0.0

    @api.depends("state", "released_on", "create_date")
    def _compute_waiting_days(self):
        now = fields.Datetime.now()
        for hold in self:
            until = hold.released_on or (now if hold.state == "pending" else hold.create_date)
            hold.waiting_days = (until - hold.create_date).days if hold.create_date else 0

    @api.constrains("release_amount")
    def _check_release_amount(self):
        for hold in self:
            # The route was chosen by the amount of the order: a higher release would pass by those who decide on it.
            if hold.currency_id.compare_amounts(hold.release_amount, hold.order_amount) > 0:
                raise ValidationError(self.env._("A release goes up to the amount of the held order at most."))

    @api.constrains("release_until")
    def _check_release_until(self):
        for hold in self:
            latest = hold.company_id._archive_today() + timedelta(days=_LONGEST_RELEASE)
            if not hold.release_until or hold.release_until > latest:
                raise ValidationError(self.env._("A release ends, within a year."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("Orders are put on hold by their confirmation, not entered here."))
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & {"release_amount", "release_until"} and not gate.is_open(self.env):
            if not self.env.su and not any(self.env.user.has_group(group) for group in _MANAGERS):
                raise AccessError(self.env._("Only a credit manager or an executive changes what is released."))
            if any(hold.state != "pending" for hold in self):
                raise UserError(self.env._("What was decided is not changed any more."))
        elif vals.keys() & {"partner_id", "group_id", "applicant_id", "company_id"} and not gate.is_open(self.env):
            raise AccessError(self.env._("A hold keeps what was true when the order was held."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A hold is not deleted: cancel its order, or decide it."))

    # ------------------------------------------------------------------
    # Putting on hold
    # ------------------------------------------------------------------
    @api.model
    def _place(self, order, verdict, **more):
        """Put ``order`` on hold for the reasons of ``verdict`` and call those who decide; return the hold.

        ``more`` are values of the hold from rooms that build on this one.
        Never raises because of the approval: a customer who signs must not meet an error.
        """
        amount = order._credit_most(verdict.amount)
        mine = gate.opened(self.sudo()).create({  # sudo: holds are written by the check alone
            "name": self.env["ir.sequence"].sudo().with_company(order.company_id).next_by_code("credit.hold"),
            "order_id": order.id,
            "partner_id": verdict.file.partner_id.id,
            "group_id": verdict.file.group_id.id,
            "applicant_id": self._applicant_of(order).id,
            "company_id": order.company_id.id,
            "order_amount": amount,
            "release_amount": amount,
            "release_until": order.company_id._archive_today() + timedelta(days=order.company_id.credit_release_days),
            "reason_ids": [(0, 0, {"reason": reason}) for reason in verdict.reasons],
            **verdict.figures(),
            **more,
        })
        hold = gate.closed(mine)
        hold._journal("credit_held", after={
            "order": order.name, "amount": verdict.amount, "used": verdict.exposure.total,
            "reasons": verdict.reasons})
        hold._call_for_decision()
        return hold

    @api.model
    def _applicant_of(self, order):
        user = self.env.user
        if order.user_id and (user.share or self.env.su):
            return order.user_id
        return order.create_uid if user.share else user

    def _call_for_decision(self):
        try:
            with self.env.cr.savepoint():
                self._approval_start()
        except UserError as error:
            self.message_post(body=self.env._("Nobody was called to decide: %s", error))

    def action_call_again(self):
        """Start the approval that could not start when the order was held (no route, vacant offices).

        :raises UserError: when it still cannot
        """
        self.check_access("read")
        for hold in self.sudo():  # sudo: those who may see the hold may ask for its decision
            if hold.state == "pending":
                hold._approval_start()
        return True

    def action_open_order(self):
        """Open the order."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "sale.order", "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    def _explain(self, reason):
        self.ensure_one()
        return self.env["credit.hold.reason"]._words(reason, self.currency_id, {
            "amount": self.order_amount, "used": self.used, "limit": self.limit_amount, "until": self.limit_until,
            "overdue": self.overdue, "since": self.overdue_since, "stop": self.stop_reason})

    # ------------------------------------------------------------------
    # Decision
    # ------------------------------------------------------------------
    def _approval_applicant(self):
        return self.applicant_id

    def _approval_excluded(self):
        return self.order_id.user_id  # whoever pressed the button: the order's own salesperson does not release it

    def _approval_granted(self):
        # sudo: the last approval is the permission to release and to confirm
        hold = self.sudo()
        hold._move("released", kind="credit_released", released_by_id=self.env.uid,
                   released_on=fields.Datetime.now())
        hold._confirm_order()

    def _approval_refused(self, step):
        # sudo: the engine decided
        self.sudo()._move("refused", kind="credit_refused", note=step.opinion)
        hold = self.sudo()
        hold.order_id.message_post(
            partner_ids=(hold.applicant_id | hold.order_id.user_id).filtered("active").partner_id.ids,
            body=self.env._(
                "The credit release was refused by %(who)s: %(why)s", who=step.decided_by_id.name, why=step.opinion))

    def _cancel(self, note):
        """Give up pending holds whose order changed, was cancelled, or is judged anew."""
        pending = self.filtered(lambda hold: hold.state == "pending")
        for hold in pending:
            hold._approval_cancel_rest()
        if pending:
            pending._move("cancelled", note=note)
            pending.flush_recordset()  # before another one is inserted: one hold is pending

    def _confirm_order(self):
        """Confirm the order that was waiting; what else stands in its way is told, and undoes nothing."""
        self.ensure_one()
        order = self.order_id
        if order.state not in ("draft", "sent"):
            return
        try:
            with self.env.cr.savepoint():
                order.action_confirm()
        except (UserError, AccessError) as error:
            order.message_post(body=self.env._("Released, but the order cannot be confirmed yet: %s", error))
            return
        self._tell_salesperson(order)
        if order.signature or order.transaction_ids:
            self._tell_customer(order)

    def _tell_salesperson(self, order):
        """Tell those who wait for the order that it goes on; they may be somewhere else by now."""
        people = (self.applicant_id | order.user_id).filtered(
            lambda user: user.active and not user.share and user != self.env.user)
        if not people:
            return
        if self.lifted:
            words = self.env._("The reasons of its hold fell away: the order is confirmed.")
        else:
            words = self.env._(
                "Released by %(who)s up to %(amount)s until %(day)s: the order is confirmed.",
                who=self.released_by_id.name, amount=self.currency_id.format(self.release_amount),
                day=format_date(self.env, self.release_until))
        order.message_post(body=words, partner_ids=people.partner_id.ids)

    def _tell_customer(self, order):
        """Write to the customer who signed or paid on the portal and was told to wait."""
        try:
            with self.env.cr.savepoint():
                order._send_order_confirmation_mail()
        except UserError as error:
            # A letter that cannot be printed is no reason to take the confirmation back.
            order.message_post(body=self.env._("Confirmed, but the customer could not be told: %s", error))

    def _covers(self, file, amount, reasons):
        """Whether the release lets an order of ``amount``, of the payer of ``file``, pass for ``reasons`` today."""
        self.ensure_one()
        return (
            self.state == "released"
            and self.partner_id == file.partner_id
            and (not self.release_until or self.company_id._archive_today() <= self.release_until)
            and self.currency_id.compare_amounts(amount, self.release_amount) <= 0
            and set(reasons) <= set(self.reason_ids.mapped("reason"))
        )

    # ------------------------------------------------------------------
    # Paying releases
    # ------------------------------------------------------------------
    @api.model
    def _wake(self, partners, companies):
        """Have pending holds of these payers, or of groups that share their limit with them, judged again soon.

        :param companies: where something happened; a limit that is shared with them counts in others as well (R42)
        """
        # sudo: whoever books a payment wakes the holds, also in companies they do not see; nothing of them is shown
        Hold, roots = self.sudo(), companies.sudo().root_id
        together = self.env["credit.file"].sudo().search_fetch(
            [("group_id.file_ids", "any", [("partner_id", "in", partners.ids), ("company_id", "in", roots.ids)])],
            ["partner_id", "company_id"])
        if Hold.search_count([
                ("state", "=", "pending"), ("partner_id", "in", (partners | together.partner_id).ids),
                ("company_id", "child_of", (roots | together.company_id).ids)], limit=1):
            self.env.ref("client_archive_credit.ir_cron_judge_again").sudo()._trigger()

    @api.model
    def _cron_judge_again(self):
        """Lift holds whose reasons fell away (invariant 7: paying releases), oldest first."""
        pending = self.search([("state", "=", "pending")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(pending))
        for start in range(0, len(pending), _CHUNK):
            chunk = pending[start:start + _CHUNK]
            turns.insist(self.env, chunk._judge_again)
            if not self.env["ir.cron"]._commit_progress(len(chunk)):
                break

    def _judge_again(self):
        """Lift those of these pending holds that have no reason any more, and confirm their orders."""
        for hold in self:
            order = hold.order_id
            verdict = order._credit_judge(lock=True).get(order)
            if verdict and verdict.reasons:
                continue
            hold._approval_cancel_rest()
            hold._move("released", kind="credit_lifted", lifted=True, released_on=fields.Datetime.now())
            hold._confirm_order()
