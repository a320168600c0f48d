from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.exposure import Exposure

_PANEL = ("credit_status", "credit_limit", "credit_used", "credit_available", "credit_overdue", "credit_percent",
          "credit_message", "credit_panel")
_READERS = "client_archive_credit.group_credit_officer,client_archive.group_executive,sales_team.group_sale_salesman"


class SaleOrder(models.Model):
    """The credit panel of an order: computed for all records at once, shown to those whose business it is."""

    _inherit = "sale.order"

    credit_hold_ids = fields.One2many("credit.hold", "order_id", string="Credit Holds", groups=_READERS)
    credit_hold_id = fields.Many2one(
        "credit.hold", string="Credit Hold", compute="_compute_credit_hold", groups=_READERS)
    credit_hold_state = fields.Selection(
        selection=lambda self: self.env["credit.hold"]._fields["state"]._description_selection(self.env),
        string="Credit Release", compute="_compute_credit_hold", search="_search_credit_hold_state", groups=_READERS)
    credit_hold_reasons = fields.Text(
        string="Reasons of the Hold", compute="_compute_credit_hold", groups=_READERS)
    credit_hold_user_id = fields.Many2one(
        "res.users", string="Release Waiting for", compute="_compute_credit_hold", groups=_READERS)
    credit_status = fields.Selection(
        selection=lambda self: self.env["credit.file"]._fields["status"]._description_selection(self.env),
        string="Credit of the Payer", compute="_compute_credit_panel", groups=_READERS)
    credit_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of the Limit")
    credit_limit = fields.Monetary(
        string="Payer's Limit", compute="_compute_credit_panel", currency_field="credit_currency_id", groups=_READERS)
    credit_used = fields.Monetary(
        string="Used", compute="_compute_credit_panel", currency_field="credit_currency_id", groups=_READERS,
        help="Exposure of the payer without this order.")
    credit_available = fields.Monetary(
        string="Credit Available", compute="_compute_credit_panel", currency_field="credit_currency_id",
        groups=_READERS, help="Limit less exposure, without this order.")
    credit_overdue = fields.Monetary(
        string="Overdue Amount", compute="_compute_credit_panel", currency_field="credit_currency_id",
        groups=_READERS)
    credit_percent = fields.Float(
        string="Used with this Order", compute="_compute_credit_panel", groups=_READERS,
        help="Exposure with this order in percent of the limit.")
    credit_message = fields.Text(
        string="Objections", compute="_compute_credit_panel", groups=_READERS)

    credit_panel = fields.Json(
        string="Credit", compute="_compute_credit_panel", groups=_READERS, help="What the credit panel draws.")

    @api.depends("credit_hold_ids.state")
    def _compute_credit_hold(self):
        holds = self._credit_last_holds()
        for order in self:
            hold = holds.get(order._origin.id, self.env["credit.hold"])
            order.credit_hold_id = hold
            order.credit_hold_state = hold.state
            order.credit_hold_user_id = hold.sudo().approval_pending_user_id
            order.credit_hold_reasons = "\n".join(hold.sudo().reason_ids.mapped("message")) or False

    @api.model
    def _search_credit_hold_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Odoo asks the field's groups where it is read, not where it is searched: customers see their orders as well.
        self._check_field_access(self._fields["credit_hold_state"], "read")
        # sudo: the state of the hold is no secret to those of these groups who see the order
        return Domain("id", "in", self.env["credit.hold"].sudo()._search([("state", "in", list(value))]).subselect(
            "order_id"))

    def _credit_last_holds(self):
        """Mapping of order ids to the hold that counts, the newest."""
        # sudo: whoever sees the order may see that and why it waits
        holds = self.env["credit.hold"].sudo().search([("order_id", "in", self._origin.ids)], order="id")
        return {hold.order_id.id: hold.sudo(False) for hold in holds}

    def _credit_pending(self):
        """Those of these orders that their customer signed or paid, and that wait for a decision (for the portal, which
        says no more).

        What a salesperson confirmed is still a quotation to the customer.
        """
        accepted = self.filtered(lambda order: (
            # sudo: the page is the customer's
            order.state in ("draft", "sent") and (order.sudo().signed_by or order.sudo().transaction_ids)))
        holds = accepted._credit_last_holds()
        return accepted.filtered(lambda order: order.id in holds and holds[order.id].sudo().state == "pending")

    @api.depends("partner_invoice_id", "company_id", "amount_total", "currency_rate", "state", "user_id")
    @api.depends_context("uid")
    def _compute_credit_panel(self):
        self.update(dict.fromkeys(_PANEL, False))
        visible = self.filtered(lambda order: order._credit_may_see())
        files = visible._credit_files()
        if not files:
            return
        quotations = visible._origin.filtered(lambda order: order.state in ("draft", "sent"))
        all_files = self.env["credit.file"].sudo().union(*files.values())
        exposures = all_files._payer_exposures(quotations)
        paid = self._credit_paid(quotations, exposures)
        holds = quotations._credit_holds()
        readable = set(all_files.sudo(False)._filtered_access("read")._ids)
        underway = all_files._underway(exposures)
        for order, file in files.items():
            verdict = order._credit_asked_verdict(
                file, exposures[file._payer()], paid.get(order._origin.id, 0.0), holds.get(order._origin.id))
            order._credit_fill_panel(verdict, underway.get(file._payer(), 0.0), file.id in readable)

    def _credit_asked_verdict(self, file, exposure, paid, holds):
        """The :class:`Verdict` on what this order asks for as it stands on the screen; a confirmed one asks nothing."""
        self.ensure_one()
        asked = 0.0
        if self.state in ("draft", "sent"):
            asked = self.amount_total / (self.currency_rate or 1.0)
        verdict = self._credit_verdict(file, file._terms(), exposure, asked)
        return self._credit_settled(verdict, paid, holds) if asked else replace(verdict, reasons=[])

    def _credit_fill_panel(self, verdict, underway, may_open):
        self.ensure_one()
        terms, exposure, asked = verdict.terms, verdict.exposure, verdict.amount
        status = terms.status(self._credit_today())
        limit = terms.limit or 0.0
        self.update({
            "credit_status": status,
            "credit_limit": limit,
            "credit_used": exposure.total,
            "credit_available": limit - exposure.total if status in ("valid", "zero") else 0.0,
            "credit_overdue": exposure.overdue,
            "credit_percent": 100 * (exposure + Exposure(to_invoice=asked)).total / limit if limit else 0.0,
            "credit_message": "\n".join(verdict.words()) or False,
            "credit_panel": verdict.file._panel(verdict, status, underway, may_open),
        })

    def _credit_may_see(self):
        user = self.env.user
        # A form that is not saved yet may name any company.
        return self.env.su or self.company_id.id in user._get_company_ids() and (
            self.user_id == user or any(user.has_group(group) for group in (
                "client_archive_credit.group_credit_officer", "client_archive.group_executive",
                "sales_team.group_sale_salesman_all_leads")))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_credit(self, component):
        """Open the documents behind one figure of the panel, as far as the user may read them.

        :param str component: a key of ``credit_panel``'s components, or ``overdue`` or ``file``
        :raises AccessError: for those who do not see the panel of this order
        """
        self.ensure_one()
        self.check_access("read")
        file = self._credit_files().get(self)
        if not file or not self._credit_may_see():
            raise AccessError(self.env._("The credit of this customer is not shown to you."))
        if component == "file":
            return file.sudo(False)._open_file()
        return file._drill_component(component)

    def action_open_credit_hold(self):
        """Open the hold of the order."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": "credit.hold", "res_id": self.credit_hold_id.id,
            "views": [(False, "form")],
        }
