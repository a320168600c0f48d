from odoo import api, fields, models

from ...tools import limit as limits


class CreditPayerMixin(models.AbstractModel):
    """What was granted beside the amount, and what of it counts today (R42, R44, R72).

    A temporary raise ends with its day and a security with its own, in reading at once; the daily round then writes
    it into Odoo's own field as well.
    """

    _inherit = "credit.payer.mixin"

    _gated_fields = frozenset({
        "raised_amount", "raised_from", "raised_until", "covers", "payment_term_id", "cash_only"})

    raised_amount = fields.Monetary(
        string="Raised to", readonly=True, copy=False, tracking=True, help="The whole limit while the raise holds.")
    raised_from = fields.Date(readonly=True, copy=False)
    raised_until = fields.Date(string="Raised until", readonly=True, copy=False, tracking=True)
    payment_term_id = fields.Many2one(
        "account.payment.term", string="Granted Terms", readonly=True, copy=False, ondelete="restrict", tracking=True,
        help="Orders on longer terms wait for a sign-off. Empty: no terms were agreed on.")
    cash_only = fields.Boolean(readonly=True, copy=False, tracking=True)
    # [last day or nothing, amount] of each security, as approved: read for every order, without another query.
    covers = fields.Json(readonly=True, copy=False)
    cover_ids = fields.Many2many("credit.cover", string="Securities", compute="_compute_cover_ids")
    limit_now = fields.Monetary(
        string="Limit Today", compute="_compute_limit_now",
        help="What counts today: the granted limit, raised for a time, less securities that have ended.")
    limit_note = fields.Char(string="How It Comes About", compute="_compute_limit_now")

    @api.depends(lambda self: self._terms_fields())
    @api.depends_context("lang")
    def _compute_limit_now(self):
        for payer in self:
            amount, _until = payer._payer()._limit_in_force()
            payer.limit_now = amount or 0.0
            payer.limit_note = "; ".join(payer._payer()._limit_words()) or False

    @api.depends("limit_ids.state")
    def _compute_cover_ids(self):
        for payer in self:
            payer.cover_ids = payer._payer().limit_ids.filtered(
                lambda limit: limit.state != "replaced" and not limit.is_temporary).application_id.cover_ids

    @api.model
    def _terms_fields(self):
        """Names of the fields that the limit of today follows from."""
        return ("has_limit", "limit_amount", "limit_until", "on_stop", "raised_amount", "raised_from", "raised_until",
                "covers")

    # ------------------------------------------------------------------
    # What counts today
    # ------------------------------------------------------------------
    def _granted(self):
        """What was granted, as :class:`tools.limit.Grant`."""
        self.ensure_one()
        covers = tuple((fields.Date.to_date(day), amount) for day, amount in self.covers or ())
        return limits.Grant(
            self.limit_amount, self.limit_until or None, self.raised_amount, self.raised_from or None,
            self.raised_until or None, covers)

    def _limit_in_force(self):
        """Amount and last day that count today, by the company's policy; ``(None, None)`` where none was granted."""
        self.ensure_one()
        if not self.has_limit:
            return None, None
        return limits.in_force(
            self._granted(), self.company_id._archive_today(), self.company_id.sudo().credit_expiry_policy)

    def _limit_words(self):
        """Sentences on why the limit of today is not the granted one."""
        self.ensure_one()
        if not self.has_limit:
            return []
        granted, today = self._granted(), self.company_id._archive_today()
        policy, words = self.company_id.sudo().credit_expiry_policy, []
        if limits.is_raised(granted, today):
            words.append(self.env._(
                "raised from %(amount)s until %(day)s", amount=self.currency_id.format(self.limit_amount),
                day=self.raised_until))
        gone = limits.lapsed(granted.covers, today)
        if gone:
            words.append(self.env._("securities of %s have ended", self.currency_id.format(gone)))
        if self.limit_until and self.limit_until < today and policy != limits.HOLD:
            words.append(self.env._("ended on %s, kept until it is renewed", self.limit_until)
                         if policy == limits.KEEP else self.env._("ended on %s: cash only", self.limit_until))
        return words

    def _expiry_words(self):
        """What the account manager is told when the year is over, by the company's policy."""
        words = {
            limits.HOLD: self.env._("The credit limit has expired: orders go on hold until it is renewed"),
            limits.ZERO: self.env._("The credit limit has expired: cash only until it is renewed"),
            limits.KEEP: self.env._("The credit limit has expired and is kept: apply for its renewal"),
        }
        return words[self.company_id.sudo().credit_expiry_policy]

    def _granted_days(self):
        """Days of credit that orders may give; ``None`` where no terms were agreed on, 0 where nothing was granted."""
        payer = self._payer()
        if not payer.has_limit or payer.cash_only:
            return 0
        return payer.payment_term_id._credit_days() if payer.payment_term_id else None

    def _refresh_covers(self):
        """Take over the securities of the limit in force, after one of them has ended."""
        self.ensure_one()
        self._set_gated(covers=self.cover_ids._as_rows())
        self._write_odoo_limit()

    def _end_raise(self):
        """Let temporary raises go that are over: the limit falls back by itself."""
        for payer in self:
            payer._set_gated(kind="credit_raise_ended", raised_amount=0.0, raised_from=False, raised_until=False)
            payer._write_odoo_limit()
        self._remind(lambda payer: payer.env._("The temporary raise is over: the limit is %s again",
                                               payer.currency_id.format(payer.limit_amount)),
                     self._archive_day())
