from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.client_archive.tools import gate

_CHUNK = 100


class CreditLimit(models.Model):
    """One limit that was granted, for a year (R44): the history of a payer, never changed.

    Rows come from approved applications; the one in force is also in Odoo's own credit limit.
    """

    _name = "credit.limit"
    _inherit = ["archive.state.mixin"]
    _description = "Credit Limit"
    _order = "valid_from desc, id desc"

    _state_transitions = {"active": {"expired", "replaced"}, "expired": {"replaced"}, "replaced": set()}

    name = fields.Char(related="application_id.name", string="Application Number")
    file_id = fields.Many2one("credit.file", string="Credit File", readonly=True, ondelete="restrict", index=True)
    group_id = fields.Many2one(
        "credit.group", string="Credit Group", readonly=True, ondelete="restrict", index="btree_not_null")
    partner_id = fields.Many2one(related="file_id.partner_id", store=True, index=True, string="Customer")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True)
    valid_from = fields.Date(required=True, readonly=True)
    valid_until = fields.Date(required=True, readonly=True, index=True)
    application_id = fields.Many2one(
        "credit.limit.application", string="By Application", required=True, readonly=True, ondelete="restrict")
    is_temporary = fields.Boolean(
        string="For a Time", readonly=True, help="A raise that falls back by itself at its end.")
    payment_term_id = fields.Many2one(related="application_id.payment_term_id", string="Terms")
    cover_amount = fields.Monetary(related="application_id.cover_amount", string="Secured")
    state = fields.Selection(
        [("active", "In Force"), ("expired", "Expired"), ("replaced", "Replaced")], required=True, default="active",
        readonly=True, copy=False, index=True)

    _payer_check = models.Constraint(
        "CHECK((file_id IS NULL) != (group_id IS NULL))", "A limit belongs to a customer or to a group.")
    _one_active_file = models.UniqueIndex(
        "(file_id) WHERE state = 'active' AND file_id IS NOT NULL AND is_temporary IS NOT TRUE")
    _one_active_group = models.UniqueIndex(
        "(group_id) WHERE state = 'active' AND group_id IS NOT NULL AND is_temporary IS NOT TRUE")
    _one_raise_file = models.UniqueIndex("(file_id) WHERE state = 'active' AND file_id IS NOT NULL AND is_temporary")
    _one_raise_group = models.UniqueIndex("(group_id) WHERE state = 'active' AND group_id IS NOT NULL AND is_temporary")

    @api.depends("file_id", "group_id", "amount")
    def _compute_display_name(self):
        for limit in self:
            limit.display_name = f"{limit._payer().display_name}: {limit.amount:,.2f}"

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("A limit is granted by an approved application, not entered."))
        return super().create(vals_list)

    def write(self, vals):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("A granted limit is not changed: apply for another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A granted limit stays in the history of its customer."))

    def _payer(self):
        return self.group_id or self.file_id

    # ------------------------------------------------------------------
    # The daily round
    # ------------------------------------------------------------------
    @api.model
    def _cron_expire(self):
        """Let limits, raises and securities end whose time is over, and tell account managers ahead (R44).

        What counts has changed with the day already; this writes it down, in the history and in Odoo's own field.
        """
        today = self._archive_day()
        over = self.search([("state", "=", "active"), ("valid_until", "<", today)])
        ending = self.search([
            ("state", "=", "active"), ("is_temporary", "=", False), ("valid_until", ">=", today),
            ("valid_until", "<=", today + timedelta(days=self._longest_notice()))])
        ending = ending.filtered(lambda limit: (
            limit.valid_until <= today + timedelta(days=limit.company_id.credit_warn_days)))
        ended, announced = self.env["credit.cover"]._due(today)
        jobs = ((over, self._expire_chunk), (ending, self._announce_chunk),
                (ended, type(ended)._count_out), (announced, type(announced)._call_ahead))
        self.env["ir.cron"]._commit_progress(remaining=sum(len(records) for records, _act in jobs))
        for records, act in jobs:
            for chunk in self._chunks(records):
                act(chunk)
                if not self.env["ir.cron"]._commit_progress(len(chunk)):
                    return

    @api.model
    def _longest_notice(self):
        # sudo: how early each company wants to know
        return max(self.env["res.company"].sudo().search([("active", "=", True)]).mapped("credit_warn_days"), default=0)

    @api.model
    def _chunks(self, records):
        return (records[start:start + _CHUNK] for start in range(0, len(records), _CHUNK))

    @staticmethod
    def _expire_chunk(chunk):
        chunk._expire()

    @staticmethod
    def _announce_chunk(chunk):
        chunk._call_for_renewal()

    def _expire(self):
        """End these limits: raises fall back, others follow the policy of their company."""
        self._move("expired", kind="credit_expired")
        raises = self.filtered("is_temporary")
        for payers in (raises.file_id, raises.group_id):
            payers._end_raise()
        for payers in ((self - raises).file_id, (self - raises).group_id):
            payers._write_odoo_limit()
        (self - raises)._remind(lambda payer: payer._expiry_words())

    def _call_for_renewal(self):
        self._remind(lambda payer: payer.env._("The credit limit ends soon: apply for its renewal"))

    def _remind(self, words):
        self.file_id._remind(words)
        self.group_id._remind(words)
