from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.client_archive.tools import gate

from ...tools.promises import allocate
from .collection import OPEN_STATES

_FROZEN = {"collection_id", "amount", "date", "made_on"}
_CHUNK = 200


class CreditPromise(models.Model):
    """A customer's promise to pay an amount by a day, and whether it was kept (R107).

    Whether it was is computed from the payments, in company currency; nobody enters it.
    """

    _name = "credit.promise"
    _inherit = ["archive.state.mixin", "credit.notice.mixin"]
    _description = "Promise to Pay"
    _order = "date, id"

    _state_transitions = {
        "pending": {"kept", "broken", "withdrawn"}, "kept": set(), "broken": set(), "withdrawn": set()}
    _gated_fields = frozenset({"made_on", "user_id", "paid_final", "judged_on"})

    collection_id = fields.Many2one(
        "credit.collection", string="Collection Matter", required=True, ondelete="restrict", index=True)
    partner_id = fields.Many2one(related="collection_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="collection_id.company_id", store=True, index=True)
    manager_id = fields.Many2one(related="collection_id.manager_id", string="Account Manager")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True, help="In the currency of the company.")
    date = fields.Date(string="Promised for", required=True, index=True, help="Last day on which it is kept.")
    made_on = fields.Datetime(
        string="Given on", required=True, readonly=True, default=fields.Datetime.now, copy=False)
    contact_id = fields.Many2one(
        "res.partner", string="Promised by", domain="[('id', 'child_of', partner_id)]", ondelete="restrict")
    note = fields.Text(string="Words of the Promise")
    user_id = fields.Many2one(
        "res.users", string="Noted by", required=True, readonly=True, default=lambda self: self.env.user,
        ondelete="restrict")
    state = fields.Selection(
        [("pending", "Pending"), ("kept", "Kept"), ("broken", "Broken"), ("withdrawn", "Withdrawn")],
        required=True, default="pending", readonly=True, copy=False, index=True, group_expand="_group_expand_states")
    paid = fields.Monetary(
        compute="_compute_paid", compute_sudo=True, help="What came in between the promise and its day.")
    paid_final = fields.Monetary(string="Paid in Time", readonly=True, copy=False)
    judged_on = fields.Datetime(readonly=True, copy=False, index="btree_not_null")

    _amount_positive = models.Constraint("CHECK (amount > 0)", "A promise is about an amount.")
    _due_idx = models.Index("(date) WHERE state = 'pending'")

    # ------------------------------------------------------------------
    # Computes and constraints
    # ------------------------------------------------------------------
    @api.depends("partner_id.name", "amount", "date")
    def _compute_display_name(self):
        for promise in self:
            promise.display_name = f"{promise.partner_id.name}: {promise.amount:,.2f}"

    @api.depends("amount", "date", "state", "paid_final")
    def _compute_paid(self):
        pending = self.filtered(lambda promise: promise.state == "pending")
        live = pending._paid()
        for promise in self:
            promise.paid = live.get(promise.id, 0.0) if promise in pending else promise.paid_final

    @api.constrains("date", "made_on")
    def _check_date(self):
        for promise in self:
            if promise.date < promise.made_on.date() - timedelta(days=1):
                raise ValidationError(self.env._("A promise is about a day to come."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        promises = super().create(vals_list)
        for promise in promises:
            if promise.collection_id.state not in OPEN_STATES:
                raise UserError(self.env._("%s is closed: open another matter.", promise.collection_id.display_name))
            promise.collection_id._record(
                "promise", promise.note or self.env._("Promised for %s.", promise.date),
                contact_id=promise.contact_id.id, amount=promise.amount, promise_id=promise.id)
        promises._journal("promise_made", after=lambda promise: {"amount": promise.amount, "date": promise.date})
        return promises

    def write(self, vals):
        if not gate.is_open(self.env) and any(self._changes(name, vals[name]) for name in vals.keys() & _FROZEN):
            raise AccessError(self.env._("A promise stands as it was given: withdraw it, and note another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A promise is not deleted: withdraw it."))

    def action_withdraw(self):
        """Take back what was noted by mistake or agreed anew; it then neither counts as kept nor as broken.

        :raises AccessError: for anybody but credit officers
        """
        if not self.env.user.has_group("client_archive_credit.group_credit_officer"):
            raise AccessError(self.env._("Only credit officers do this."))
        self.check_access("write")
        self._move("withdrawn", judged_on=fields.Datetime.now())
        self.collection_id._after_promises()
        return True

    # ------------------------------------------------------------------
    # Kept or not: from the payments, one query for any number
    # ------------------------------------------------------------------
    def _paid(self):
        """Mapping of the id of each promise to what was paid on it in time, in company currency."""
        if not self:
            return {}
        # Earlier promises of the same customers took their part of the payments.
        family = self.search([
            ("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids),
            ("state", "!=", "withdrawn")]) | self
        payments, paid = family._payments(), {}
        for key, promises in family.grouped(lambda promise: (promise.partner_id.id, promise.company_id.id)).items():
            paid |= allocate(
                [(promise.id, promise.made_on, promise.date, promise.amount) for promise in promises],
                payments.get(key, ()))
        return {promise.id: paid[promise.id] for promise in self}

    def _payments(self):
        """Mapping of (partner id, company id) to payments: (day, moment it was entered, amount)."""
        for name in ("account.move", "account.move.line", "account.payment", "res.partner"):
            self.env[name].flush_model()
        payments = {}
        for partner_id, company_id, day, entered, amount in self.env.execute_query(SQL(
                _PAYMENTS, partners=tuple(self.partner_id.ids), companies=tuple(self.company_id.ids),
                since=min(self.mapped("made_on")).date())):
            payments.setdefault((partner_id, company_id), []).append((day, entered, float(amount)))
        return payments

    @api.model
    def _cron_judge(self):
        """Judge what is paid already, and what fell due; go on where it stood when time is up."""
        last = 0
        while promises := self.search([("state", "=", "pending"), ("id", ">", last)], order="id", limit=_CHUNK):
            last = promises[-1].id
            promises._judge()
            self.env.flush_all()
            if not self.env["ir.cron"]._commit_progress(len(promises)):
                return

    def _judge(self):
        """Mark as kept what was paid in full, and as broken what was not paid when its day is over."""
        paid, now = self._paid(), fields.Datetime.now()
        todays = {company: company._archive_today() for company in self.company_id}
        full = self.filtered(lambda row: row.currency_id.compare_amounts(paid[row.id], row.amount) >= 0)
        over = (self - full).filtered(lambda row: row.date < todays[row.company_id])
        for state, promises in (("kept", full), ("broken", over)):
            if promises:
                promises._move_each(
                    state, {row: {"paid_final": paid[row.id], "judged_on": now} for row in promises},
                    kind=f"promise_{state}")
        (full | over).collection_id._after_promises()
        if over:
            over._promise_broken()

    def _promise_broken(self):
        """Hook: these promises were broken. Collector and account manager are told at once."""
        first = {promise.collection_id.id: promise for promise in reversed(self)}
        matters = self.collection_id
        matters._tell(
            {matter: matter.user_id | matter.manager_id for matter in matters},
            lambda matter: matter.env._(
                "Broken promise: %(paid)s of %(amount)s were paid by %(date)s",
                paid=matter.currency_id.format(first[matter.id].paid_final),
                amount=matter.currency_id.format(first[matter.id].amount), date=first[matter.id].date))


_PAYMENTS = """
    SELECT payer.commercial_partner_id, line.company_id, line.date, line.create_date, -line.balance
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id AND account.account_type = 'asset_receivable'
      JOIN account_move move ON move.id = line.move_id AND move.move_type = 'entry'
      JOIN res_partner payer ON payer.id = line.partner_id
     WHERE payer.commercial_partner_id IN %(partners)s AND line.company_id IN %(companies)s
       AND line.parent_state = 'posted' AND line.balance < 0 AND line.date >= %(since)s
       -- money, notes or a set-off; what is written off was not paid
       AND (move.origin_payment_id IS NOT NULL OR EXISTS (
            SELECT FROM account_move_line other JOIN account_account kind ON kind.id = other.account_id
             WHERE other.move_id = move.id AND other.balance > 0 AND kind.account_type != 'asset_receivable'
               AND (kind.account_type LIKE 'asset_%%' OR kind.account_type = 'liability_payable')))
     UNION ALL
    SELECT payer.commercial_partner_id, payment.company_id, payment.date, payment.create_date,
           payment.amount_company_currency_signed
      FROM account_payment payment
      JOIN res_partner payer ON payer.id = payment.partner_id
     WHERE payer.commercial_partner_id IN %(partners)s AND payment.company_id IN %(companies)s
       AND payment.partner_type = 'customer' AND payment.payment_type = 'inbound'
       AND payment.state = 'in_process' AND payment.move_id IS NULL AND payment.date >= %(since)s
"""
