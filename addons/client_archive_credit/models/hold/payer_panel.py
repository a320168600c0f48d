from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...tools.verdict import Verdict

# What each part of the exposure drills down to.
_DOCUMENTS = {
    "receivable": "account.move.line", "drafts": "account.move", "to_invoice": "sale.order",
    "credits": "account.move.line", "underway": "account.payment",
}


class CreditPayerMixin(models.AbstractModel):
    """The credit panel: figures of a payer as orders and credit files draw them, and the way to their documents.

    Drawn by ``static/src/js/credit_panel.js``.
    """

    _inherit = "credit.payer.mixin"

    credit_panel = fields.Json(
        string="Credit Panel", compute="_compute_credit_panel", help="What the credit panel draws.")

    @api.depends("status", "used")
    @api.depends_context("uid", "lang")
    def _compute_credit_panel(self):
        saved = self._origin
        exposures = saved._payer_exposures()
        underway = saved._underway(exposures)
        for payer in self:
            counts = payer._origin._payer()
            payer.credit_panel = counts in exposures and payer._panel(
                Verdict(payer, payer._terms(), exposures[counts], 0.0, []), payer.status, underway.get(counts, 0.0))

    def _payer_exposures(self, without_orders=None):
        """Mapping of each payer to what it owes."""
        return {self.browse(payer_id): figures for payer_id, figures in self._exposures(without_orders).items()}

    def _underway(self, exposures):
        """Mapping of those of the payers in ``exposures`` with payments that are not in the books yet to their sum."""
        paying = [payer for payer, exposure in exposures.items() if exposure.credits]
        partners = {payer: payer._partners() for payer in paying}
        everybody = self.env["res.partner"].union(*partners.values())
        if not everybody:
            return {}
        companies = self.env["res.company"].union(*(payer.company_id for payer in paying))._credit_with_branches()
        sums = dict.fromkeys(everybody.ids, 0.0)
        for partner_id, _payment, amount in self.env["credit.exposure"]._underway(companies, everybody):
            sums[partner_id] += float(amount)
        return {payer: sum(sums[partner.id] for partner in partners[payer]) for payer in paying}

    def _panel(self, verdict, status, underway=0.0, may_open=False):
        """The limit, the exposure by component, the order of the verdict, the rest.

        :param float underway: the part of the prepayments that is not in the books yet
        :param bool may_open: whether the panel leads to this file
        """
        self.ensure_one()
        payer, terms, exposure = self._payer(), verdict.terms, verdict.exposure
        room = terms.limit is not None and status in ("valid", "zero")
        return {
            "currency": self.currency_id.id,
            "status": status,
            "status_label": dict(self._fields["status"]._description_selection(self.env))[status],
            "has_limit": terms.limit is not None,
            "limit": terms.limit or 0.0,
            "until": format_date(self.env, terms.valid_until) if terms.valid_until else False,
            "group": payer.name if payer._name == "credit.group" and payer != self else False,
            "components": self._panel_components(exposure, underway),
            "used": exposure.total,
            "asked": verdict.amount,
            "paid": verdict.paid,
            "room": room,
            "left": terms.limit - exposure.total - verdict.amount if room else 0.0,
            "overdue": exposure.overdue,
            "overdue_since": format_date(self.env, exposure.since) if exposure.since else False,
            "reasons": verdict.words() if verdict.reasons else [],
            "may_open": may_open,
        }

    def _panel_components(self, exposure, underway):
        labels = {name: self._fields[name]._description_string(self.env)
                  for name in ("receivable", "drafts", "to_invoice", "credits")}
        amounts = {
            "receivable": exposure.receivable, "drafts": exposure.drafts, "to_invoice": exposure.to_invoice,
            "credits": exposure.credits - underway, "underway": underway}
        labels["underway"] = self.env._("Payments under Way")
        return [
            {
                "key": name, "label": labels[name], "amount": amount, "lowers": name in ("credits", "underway"),
                "open": self.env[_DOCUMENTS[name]].sudo(False).has_access("read"),
            }
            for name, amount in amounts.items() if name == "receivable" or not self.currency_id.is_zero(amount)
        ]

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_view_credit(self, component):
        """Open the documents behind one figure of the panel.

        :param str component: a key of ``credit_panel``'s components, or ``overdue``
        :raises UserError: for anything else
        """
        self.ensure_one()
        self.check_access("read")
        return self._drill_component(component)

    def _drill_component(self, component):
        """As :meth:`action_view_credit`, for callers that have checked who asks."""
        payer = self._payer()
        drills = {
            "receivable": payer.action_view_receivable, "drafts": payer.action_view_drafts,
            "to_invoice": payer.action_view_orders, "credits": payer._view_credits,
            "underway": payer._view_underway, "overdue": payer._view_overdue,
        }
        if component not in drills:
            raise UserError(self.env._("There is no such figure."))
        return drills[component]()

    def _view_credits(self):
        return self._drill("account.move.line", self.env._("Prepayments"), [
            *self._open_items(), ("amount_residual", "<", 0)])

    def _view_overdue(self):
        return self._drill("account.move.line", self.env._("Overdue"), [
            *self._open_items(), ("amount_residual", ">", 0),
            ("move_id.payment_state", "not in", ("paid", "in_payment")),
            ("date_maturity", "<", fields.Date.to_string(self.company_id._archive_today()))])

    def _view_underway(self):
        payments = self.env["credit.exposure"]._underway(self.company_id._credit_with_branches(), self._partners())
        return self._drill("account.payment", self.env._("Payments under Way"), [
            ("id", "in", [payment_id for _partner, payment_id, _amount in payments])])

    def _open_items(self):
        return [
            ("partner_id.commercial_partner_id", "in", self._partners().ids), ("parent_state", "=", "posted"),
            ("account_id.account_type", "=", "asset_receivable"), ("reconciled", "=", False)]

    def _open_file(self):
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "views": [(False, "form")],
        }
