from operator import ge, gt, le, lt

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import limit as limits
from ...tools.exposure import Exposure, Terms

_COMPARISONS = {">": gt, ">=": ge, "<": lt, "<=": le}
_STATUSES = [
    ("none", "No Limit"),
    ("zero", "Limit Zero"),
    ("valid", "Limit Valid"),
    ("expired", "Limit Expired"),
    ("stop", "On Stop"),
]


class CreditPayerMixin(models.AbstractModel):
    """Who answers for debts: a customer's credit file, or a group that shares one limit.

    The limit is granted by an approved application and changes in no other way.
    """

    _name = "credit.payer.mixin"
    _inherit = ["archive.state.mixin"]
    _description = "Payer"

    _state_transitions = {"open": {"closed"}, "closed": {"open"}}
    _gated_fields = frozenset({"has_limit", "limit_amount", "limit_from", "limit_until", "on_stop", "stop_reason"})

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users", string="Account Manager", tracking=True, default=lambda self: self.env.user,
        domain="[('share', '=', False)]", help="Is told when the limit is about to expire.")
    state = fields.Selection(
        [("open", "Under Control"), ("closed", "Control Ended")], required=True, default="open", readonly=True,
        copy=False, tracking=True)
    has_limit = fields.Boolean(readonly=True, copy=False)
    limit_amount = fields.Monetary(string="Limit", readonly=True, copy=False, tracking=True)
    limit_from = fields.Date(string="Valid from", readonly=True, copy=False)
    limit_until = fields.Date(string="Valid until", readonly=True, copy=False, tracking=True)
    on_stop = fields.Boolean(readonly=True, copy=False, tracking=True, help="No order of this payer is confirmed.")
    stop_reason = fields.Text(readonly=True, copy=False)
    status = fields.Selection(
        _STATUSES, string="Credit", compute="_compute_status", search="_search_status",
        help="No limit was ever granted, a limit of zero (cash only), an expired limit and a stop are four different "
             "things.")
    receivable = fields.Monetary(
        string="Open Invoices", compute="_compute_exposure", help="Posted and not paid, in company currency.")
    drafts = fields.Monetary(
        string="Draft Invoices", compute="_compute_exposure", help="Drafts that do not come from a confirmed order.")
    to_invoice = fields.Monetary(
        string="Orders to Invoice", compute="_compute_exposure",
        help="What confirmed orders still have to invoice, with tax, less down payments not deducted yet.")
    credits = fields.Monetary(
        string="Prepayments", compute="_compute_exposure", help="Payments and credit notes that are not used yet.")
    overdue = fields.Monetary(compute="_compute_exposure", search="_search_overdue")
    overdue_since = fields.Date(compute="_compute_exposure")
    used = fields.Monetary(
        string="Exposure", compute="_compute_exposure", search="_search_used",
        help="Open and draft invoices and orders to invoice, less prepayments.")
    available = fields.Monetary(
        compute="_compute_exposure", search="_search_available",
        help="Limit less exposure, in a group that of all its members; zero without a valid limit.")
    used_percent = fields.Float(
        string="Used", compute="_compute_exposure", search="_search_used_percent",
        help="Exposure in percent of the limit, in a group that of all its members.")

    @api.depends(lambda self: self._terms_fields())
    def _compute_status(self):
        for payer in self:
            payer.status = payer._terms().status(payer.company_id._archive_today())

    @api.depends(lambda self: self._terms_fields())
    def _compute_exposure(self):
        for payer, figures in self._figures():
            payer.update(figures)

    def _figures(self):
        """Each payer with the values of the fields that show its exposure."""
        exposures = self._exposures()
        against = self._against_limits(exposures)
        days = {company: company._archive_today() for company in self.company_id}
        for payer in self:
            exposure, terms = exposures.get(payer.id, Exposure()), payer._terms()
            counted = against.get(payer.id, exposure).total
            valid = terms.status(days.get(payer.company_id)) in ("valid", "zero")
            yield payer, {
                "receivable": exposure.receivable, "drafts": exposure.drafts, "to_invoice": exposure.to_invoice,
                "credits": exposure.credits, "overdue": exposure.overdue, "overdue_since": exposure.since,
                "used": exposure.total,
                "available": terms.limit - counted if valid else 0.0,
                "used_percent": 100 * counted / terms.limit if terms.limit else 0.0,
            }

    def _against_limits(self, exposures):
        """Mapping of the ids of these payers to the exposure that counts against their limit."""
        return exposures

    @api.model
    def _search_figure(self, name, operator, value):
        compare = _COMPARISONS.get(operator)
        if not compare:
            return NotImplemented
        payers = self.search([("state", "=", "open")])
        return Domain("id", "in", [payer.id for payer, figures in payers._figures() if compare(figures[name], value)])

    @api.model
    def _search_used(self, operator, value):
        return self._search_figure("used", operator, value)

    @api.model
    def _search_available(self, operator, value):
        return self._search_figure("available", operator, value)

    @api.model
    def _search_overdue(self, operator, value):
        return self._search_figure("overdue", operator, value)

    @api.model
    def _search_used_percent(self, operator, value):
        return self._search_figure("used_percent", operator, value)

    @api.model
    def _search_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._status_domain(status) for status in value)

    @api.model
    def _status_domain(self, status):
        """Payers whose status is ``status`` today."""
        going = Domain("on_stop", "=", False)
        if status == "stop":
            return Domain("on_stop", "=", True)
        if status == "none":
            return going & Domain("has_limit", "=", False)
        limited = going & Domain("has_limit", "=", True)
        # What a raise or a security changes by the day is worked out; few payers have one.
        special = Domain("covers", "!=", False) | Domain("raised_until", "!=", False)
        found = self.search(limited & special).filtered(lambda payer: payer.status == status)
        return limited & ~special & self._plain_status_domain(status) | Domain("id", "in", found.ids)

    @api.model
    def _plain_status_domain(self, status):
        """As :meth:`_status_domain`, for limits without raise and security: ``zero``, ``valid`` or ``expired``."""
        over = Domain("limit_until", "<", self._archive_day())
        # sudo: by which policy a company lets limits end decides what is found
        companies = self.env["res.company"].sudo().search([("active", "in", [True, False])]).grouped(
            "credit_expiry_policy")
        of = {policy: Domain("company_id", "in", companies[policy].ids) if policy in companies else Domain.FALSE
              for policy in (limits.KEEP, limits.ZERO, limits.HOLD)}
        if status == "expired":
            return over & of[limits.HOLD]
        amount = Domain("limit_amount", "=" if status == "zero" else "!=", 0)
        counts = amount & (~over | of[limits.KEEP])
        return counts | over & of[limits.ZERO] if status == "zero" else counts

    # ------------------------------------------------------------------
    # Hooks and figures
    # ------------------------------------------------------------------
    def _partners(self):
        """Commercial partners whose debts count together."""
        raise NotImplementedError

    def _files(self):
        """Open credit files of those customers."""
        raise NotImplementedError

    def _companies(self):
        """Companies in which the limit counts."""
        return self.company_id

    def _payer(self):
        """The record whose limit counts: the group of a file that is in one."""
        return self

    def _terms(self):
        """What counts for an order of this payer, as :class:`Terms`."""
        self.ensure_one()
        payer = self._payer()
        amount, until = payer._limit_in_force()
        return Terms(
            limit=amount, valid_until=until,
            on_stop=payer.on_stop or self.on_stop,
            tolerance_amount=self.company_id.credit_tolerance_amount)

    def _exposures(self, without_orders=None):
        """Mapping of the id of each payer to its :class:`Exposure`; the cost does not depend on their number."""
        partners = {payer: payer._partners() for payer in self}
        result = {}
        for company, payers in self.grouped("company_id").items():
            everybody = self.env["res.partner"].union(*(partners[payer] for payer in payers))
            figures = self.env["credit.exposure"]._of(
                company, everybody, without_orders, tolerance_days=company.credit_tolerance_days)
            for payer in payers:
                result[payer.id] = sum(
                    (figures.get(partner.id, Exposure()) for partner in partners[payer]), start=Exposure())
        return result

    # ------------------------------------------------------------------
    # The limit
    # ------------------------------------------------------------------
    def _set_limit(self, note=None, **granted):
        """Put what was granted in force, here and in Odoo's own fields of each customer (one truth).

        :param granted: values of the gated fields
        """
        self.ensure_one()
        self._set_gated(kind="credit_granted", note=note, has_limit=True, **granted)
        self._write_odoo_limit()
        self._write_odoo_terms()

    def _set_stop(self, on_stop, reason=None):
        """Stop or resume confirming the payer's orders."""
        self.ensure_one()
        self._set_gated(
            kind="credit_stopped" if on_stop else "credit_stop_lifted", note=reason, on_stop=on_stop,
            stop_reason=reason if on_stop else False)

    def _write_odoo_limit(self):
        """Write what counts today into ``credit_limit`` of the customers, in the companies where it counts."""
        self.env["res.partner"]._write_granted_limits([
            (file.partner_id, file.company_id, payer._payer()._limit_in_force()[0])
            for payer in self if payer._payer().has_limit for file in payer._files()])

    def _write_odoo_terms(self):
        """Write the granted terms into the customers' own payment terms; no terms where it is cash only."""
        self.env["res.partner"]._write_granted_terms([
            (file.partner_id, file.company_id, payer.payment_term_id)
            for payer in self.filtered(lambda payer: payer.cash_only or payer.payment_term_id)
            for file in payer._files()])

    def _remind(self, words, deadline=None):
        """Give each account manager one open activity, due on ``deadline`` or when the limit ends.

        :param words: callable that takes the payer (in the manager's language) and returns the summary
        """
        if not self:
            return
        activity_type = self.env.ref("client_archive_credit.mail_activity_limit_renewal")
        told = {(activity.res_id, activity.summary) for activity in self.env["mail.activity"].search([
            ("res_model", "=", self._name), ("res_id", "in", self.ids), ("activity_type_id", "=", activity_type.id)])}
        for payer in self.filtered("user_id"):
            summary = words(payer.with_context(lang=payer.user_id.lang))
            if (payer.id, summary) not in told:
                payer.activity_schedule(
                    activity_type_id=activity_type.id, summary=summary, user_id=payer.user_id.id,
                    date_deadline=deadline or payer.limit_until)

    def _terms_changed(self):
        """Called after a limit or a stop took effect. For rooms that build on this one."""

    # ------------------------------------------------------------------
    # Actions: every figure drills down to its documents
    # ------------------------------------------------------------------
    def action_view_receivable(self):
        """Open the items that are posted and not settled, prepayments included."""
        return self._drill("account.move.line", self.env._("Open Items"), [
            ("partner_id.commercial_partner_id", "in", self._partners().ids), ("parent_state", "=", "posted"),
            ("account_id.account_type", "=", "asset_receivable"), ("reconciled", "=", False)])

    def action_view_drafts(self):
        """Open the draft invoices of the payer."""
        return self._drill("account.move", self.env._("Draft Invoices"), [
            ("commercial_partner_id", "in", self._partners().ids), ("state", "=", "draft"),
            ("move_type", "in", ("out_invoice", "out_receipt"))])

    def action_view_orders(self):
        """Open the confirmed orders that still have something to invoice."""
        self.check_access("read")
        return self._drill("sale.order", self.env._("Orders to Invoice"), [
            ("id", "in", self.env["credit.exposure"]._orders_of(self.company_id, self._partners()))])

    def action_view_limits(self):
        """Open all limits that were ever granted to the payer."""
        name = "group_id" if self._name == "credit.group" else "file_id"
        return self._drill("credit.limit", self.env._("Limits"), [(name, "=", self.id)])

    def action_apply(self):
        """Open a new application for the payer."""
        self.ensure_one()
        name = "group_id" if self._name == "credit.group" else "partner_id"
        return {
            "type": "ir.actions.act_window", "res_model": "credit.limit.application", "view_mode": "form",
            "name": self.env._("Application"),
            "context": {
                f"default_{name}": self.id if name == "group_id" else self.partner_id.id,
                "default_company_id": self.company_id.id,
                "default_kind": "renew" if self.has_limit else "grant",
            },
        }

    def action_close(self):
        """Close the file: Odoo treats the payer as any other again. For credit managers, without a stop in force.

        :raises AccessError: for anybody else
        :raises UserError: while the payer is on stop, which an approved application alone lifts
        """
        self._check_manager()
        self._refuse_stopped()
        return self._move("closed")

    def action_reopen(self):
        """Open a closed file again, with the limit that it had."""
        self._check_manager()
        self._move("open")
        self._write_odoo_limit()
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_not_on_stop(self):
        self._refuse_stopped()

    def _refuse_stopped(self):
        """:raises UserError: naming the first of these that is on stop, itself or with its group"""
        for payer in self:
            if payer.on_stop or payer._payer().on_stop:
                raise UserError(self.env._(
                    "%s is on stop: an approved application lifts it, closing the file does not.", payer.display_name))

    def _check_manager(self):
        if not self.env.user.has_group("client_archive_credit.group_credit_manager"):
            raise AccessError(self.env._("Only a credit manager does this."))
        self.check_access("write")

    def _drill(self, model, name, domain):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": model, "name": name, "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [*domain, ("company_id", "in", self._companies().ids)],
            "context": {"create": False},
        }

    def _lock_guard(self):
        """Let no two transactions decide on this payer at once; see ``credit.guard``."""
        # sudo: the guard is nobody's to read or write
        self.env["credit.guard"].sudo()._take([payer._payer() for payer in self])
