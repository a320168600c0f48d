from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.client_archive.tools import gate


class CreditCover(models.Model):
    """An insurance, guarantee or other security that a limit rests on; its end shrinks the limit by its amount.

    It is part of an application and approved with it; afterwards it only ends.
    """

    _name = "credit.cover"
    _inherit = ["archive.journal.mixin", "archive.paper.mixin"]
    _description = "Security of a Limit"
    _order = "application_id, id"
    _check_company_auto = True

    application_id = fields.Many2one(
        "credit.limit.application", string="Application", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="application_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="application_id.partner_id", store=True, string="Customer")
    application_state = fields.Selection(related="application_id.state", string="State of the Application")
    kind = fields.Selection(
        [
            ("insurance", "Credit insurance"),
            ("guarantee", "Guarantee"),
            ("mortgage", "Mortgage"),
            ("pledge", "Pledge"),
            ("deposit", "Deposit"),
        ],
        required=True, default="insurance")
    provider_id = fields.Many2one(
        "res.partner", string="Insurer or Guarantor", ondelete="restrict",
        help="Who pays where the customer does not.")
    reference = fields.Char(string="Policy or Contract Number")
    amount = fields.Monetary(required=True, help="Part of the limit that it secures, in company currency.")
    valid_until = fields.Date(help="Last day of the security. Empty: until it is ended.")
    document_id = fields.Many2one(
        "archive.document", string="Paper", ondelete="restrict", check_company=True,
        domain="[('partner_id', '=', partner_id)]", help="The policy or contract of guarantee in the dossier.")
    ended_on = fields.Date(readonly=True, copy=False, help="Last day, where it ended before its time.")
    told = fields.Boolean(string="End Was Announced", readonly=True, copy=False)
    counted_out = fields.Boolean(string="End Took Effect", readonly=True, copy=False)
    status = fields.Selection(
        [("asked", "Asked for"), ("valid", "In Force"), ("ended", "Ended")], compute="_compute_status")

    _amount_check = models.Constraint("CHECK(amount > 0)", "A security covers an amount.")

    @api.depends("kind", "provider_id", "amount")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for cover in self:
            cover.display_name = " ".join(filter(None, [kinds.get(cover.kind), cover.provider_id.name]))

    @api.depends("application_state", "valid_until", "ended_on")
    def _compute_status(self):
        for cover in self:
            last = cover._last_day()
            if cover.application_state != "approved":
                cover.status = "asked"
            else:
                cover.status = "ended" if last and last < cover.company_id._archive_today() else "valid"

    @api.constrains("document_id")
    def _check_document(self):
        for cover in self:
            paper = cover.document_id.sudo()  # sudo: the paper's customer is compared, nothing of it is shown
            if paper and cover.partner_id and paper.partner_id != cover.partner_id:
                raise ValidationError(self.env._("The paper of a security is one of the customer's dossier."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{
            name: value for name, value in vals.items() if name not in ("ended_on", "told", "counted_out")}
            for vals in vals_list]
        covers = super().create(vals_list)
        covers._refuse_decided()
        return covers

    def write(self, vals):
        if not gate.is_open(self.env):
            if vals.keys() & {"ended_on", "told", "counted_out", "application_id"}:
                raise AccessError(self.env._("A security belongs to its application, and ends by its own button."))
            self._refuse_decided()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._refuse_decided()

    def _refuse_decided(self):
        for cover in self:
            if cover.application_id.state != "draft":
                raise UserError(self.env._(
                    "The securities of a submitted application are not changed any more: apply anew."))

    # ------------------------------------------------------------------
    # Its end
    # ------------------------------------------------------------------
    def action_end(self):
        """End the security today; the limit shrinks at once.

        :raises AccessError: for anybody but credit managers
        :raises UserError: when it is not in force
        """
        if not self.env.user.has_group("client_archive_credit.group_credit_manager"):
            raise AccessError(self.env._("Only a credit manager does this."))
        self.check_access("write")
        for cover in self:
            if cover.status != "valid":
                raise UserError(self.env._("%s is not in force.", cover.display_name))
            yesterday = cover.company_id._archive_today() - timedelta(days=1)
            gate.opened(cover).write({"ended_on": yesterday})
        return self._count_out()

    def _last_day(self):
        return min((day for day in (self.valid_until, self.ended_on) if day), default=None)

    def _as_rows(self):
        """Last day (or nothing) and amount of each, as a payer keeps them."""
        return [[str(cover._last_day()) if cover._last_day() else None, cover.amount] for cover in self] or False

    def _count_out(self):
        """Let the end of these take effect: in the journal, in Odoo's own limit, with the account manager."""
        gate.opened(self).write({"counted_out": True})
        self._journal("credit_cover_ended", after=lambda cover: {
            "security": cover.display_name, "amount": cover.amount, "last_day": str(cover._last_day())})
        # sudo: a security ends whoever ends it; the payer is written by the code behind the gate
        for application in self.application_id.sudo():
            payer = application._payer_record()
            if not payer:
                continue
            payer._lock_guard()
            payer._refresh_covers()
            payer._remind(lambda rec: rec.env._(
                "A security of the limit has ended: the limit is now %s", rec.currency_id.format(rec.limit_now)),
                self._archive_day())
            payer._terms_changed()
        return True

    @api.model
    def _due(self, today):
        """Securities whose end is over and did not take effect yet, and those whose end is near, by company."""
        approved = [("application_id.state", "=", "approved"), ("counted_out", "=", False)]
        over = self.search([*approved, ("valid_until", "<", today)])
        ending = self.search([*approved, ("told", "=", False), ("valid_until", ">=", today)])
        return over, ending.filtered(lambda cover: (
            cover.valid_until <= today + timedelta(days=cover.company_id.credit_warn_days)))

    def _call_ahead(self):
        gate.opened(self).write({"told": True})
        for cover in self:
            payer = cover.application_id._payer_record()
            payer._remind(lambda rec, cover=cover: rec.env._(
                "%(security)s ends on %(day)s: the limit then shrinks by %(amount)s",
                security=cover.with_env(rec.env).display_name, day=cover.valid_until,
                amount=cover.currency_id.format(cover.amount)), cover.valid_until)
