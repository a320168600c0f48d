from contextlib import contextmanager
from dataclasses import replace

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools.exposure import Exposure, judge
from ...tools.verdict import Verdict

# Which orders of this transaction were judged and may enter ``sale``, and which are being watched: kept with the
# transaction, where no client reaches (a context key could be sent).
_PASSED = "client_archive_credit.passed"
_WATCHED = "client_archive_credit.watched"
# Holds that still mean something
_HOLDING = ("pending", "released")
# Odoo computes these, and the exposure rests on them: nobody enters them.
_FIGURES = frozenset({"currency_rate", "invoice_status"})
# What can make a confirmed order grow, or another one pay for it.
_GROWING = {
    "order_line", "partner_id", "partner_invoice_id", "company_id", "currency_id", "date_order", "fiscal_position_id",
    "payment_term_id"}


class SaleOrder(models.Model):
    """The floor under every way to a confirmed order (invariant 7).

    ``action_confirm`` puts on hold what may not pass. ``write`` and ``create`` are the gate: whatever else sets the
    state, or makes a confirmed order grow, is refused unless the check or a release lets it pass.
    """

    _inherit = "sale.order"

    # ------------------------------------------------------------------
    # The gate
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [{name: vals[name] for name in vals if name not in _FIGURES} for vals in vals_list]
        orders = super().create(vals_list)
        orders.filtered(lambda order: order.state == "sale")._credit_must_pass()
        return orders

    def write(self, vals):
        if "currency_rate" in vals:
            raise AccessError(self.env._("The rate of an order follows from its currency and date."))
        if "invoice_status" in vals:
            raise AccessError(self.env._("What is left to invoice follows from the lines of the order."))
        entering = self.browse()
        if vals.get("state") == "sale":
            passed = self.env.cr.precommit.data.get(_PASSED, ())
            changed = vals.keys() & _GROWING - {"date_order"}
            entering = self.filtered(lambda order: order.state != "sale" and (changed or order.id not in passed))
        with entering._credit_watching(), self._credit_growth_judged(vals.keys() & _GROWING):
            result = super().write(vals)
        entering._credit_must_pass()
        return result

    def _credit_must_pass(self):
        """Refuse these orders unless each may be confirmed.

        :raises UserError: with the reasons against the first one that may not
        """
        for order, verdict in self._credit_judge(lock=True).items():
            if verdict.reasons:
                raise UserError(self.env._(
                    "%(order)s cannot be a confirmed order: %(reasons)s Confirm it with its button: it then waits for "
                    "a credit release.", order=order.name, reasons=" ".join(verdict.words())))

    @contextmanager
    def _credit_watching(self):
        """Leave these orders out of what is judged inside: who opened this judges them in the end."""
        watched = self.env.cr.precommit.data.setdefault(_WATCHED, set())
        mine = set(self.ids) - watched
        watched |= mine
        try:
            yield
        finally:
            watched -= mine

    @contextmanager
    def _credit_growth_judged(self, growing=True):
        """Judge confirmed orders that grew, or got another payer or credit terms (R72), inside.

        :raises UserError: when the growth is neither within the limit nor released
        """
        watched = self.env.cr.precommit.data.get(_WATCHED, ())
        orders = self.filtered(
            lambda order: order.state == "sale" and order.id not in watched) if growing else self.browse()
        files = orders._credit_files()
        # An order may come under credit control inside: what moves the payer is compared as well.
        before = self.env["credit.exposure"]._of_orders(self.browse(order.id for order in files))
        payers = {order.id: order._credit_paid_by(file) for order, file in files.items()}
        on_credit = {order.id for order in files if order._credit_is_on_credit()}
        with orders._credit_watching():
            yield
        if not orders:
            return
        found = orders._credit_files()
        for order, file in files.items():
            if order not in found and order.state == "sale" and before[order.id] > 0:
                file._refuse_leaving(before[order.id])
        after = {order: file for order, file in found.items() if order.state == "sale"}
        amounts = self.env["credit.exposure"]._of_orders(self.browse(order.id for order in after))
        grown = self.browse(
            order.id for order, file in after.items()
            if payers.get(order.id) != order._credit_paid_by(file)
            or order.id not in on_credit and order._credit_is_on_credit()
            or file.currency_id.compare_amounts(amounts[order.id], before[order.id]) > 0)
        for order, verdict in grown._credit_judge(lock=True).items():
            if verdict.reasons:
                raise UserError(self.env._(
                    "%(order)s is confirmed and cannot grow or change its payer like this: %(reasons)s Apply for a "
                    "higher limit, or put the addition on an order of its own, which then waits for a release.",
                    order=order.name, reasons=" ".join(verdict.words())))

    # ------------------------------------------------------------------
    # The check
    # ------------------------------------------------------------------
    def _credit_files(self):
        """Mapping of those of these orders whose payer has a credit file to it; at most one query for all."""
        return self._credit_files_of("partner_invoice_id")

    def _credit_files_of(self, address):
        """As :meth:`_credit_files`, by the partner in the field ``address``."""
        if not self:
            return {}
        files = self.env["credit.file"]._of_addresses(self[address], self.company_id)
        keys = {(partner.id, company.id): file for (partner, company), file in files.items()}
        found = {order: keys.get((order[address]._origin.id, order.company_id.id)) for order in self}
        return {order: file for order, file in found.items() if file}

    def _credit_paid_by(self, file):
        """What is compared to see whether a confirmed order got another payer."""
        return file._payer()

    def _credit_judge(self, lock=False):
        """Mapping of each order under credit control to its :class:`Verdict`, in the order of these records.

        Orders of one payer are judged one after the other: what the first takes is no longer there for the second.
        Reasons that a release covers are left out.

        :param bool lock: whether something is decided, so that nobody else may decide on these payers meanwhile
        """
        files = self._credit_files()
        if not files:
            return {}
        judged = self.browse(order.id for order in files)
        all_files = self.env["credit.file"].sudo().union(*files.values())
        if lock:
            all_files._lock_guard()
        exposures = all_files._payer_exposures(judged)
        amounts, held = judged._credit_amounts()
        paid = self._credit_paid(judged, exposures)
        holds = held._credit_holds()
        verdicts = {}
        for order, file in files.items():
            payer, amount = file._payer(), amounts[order.id]
            verdict = order._credit_settled(
                order._credit_verdict(file, file._terms(), exposures[payer], amount),
                paid.get(order.id, 0.0), holds.get(order.id))
            verdicts[order] = verdict
            if not verdict.reasons:
                exposures[payer] += order._credit_takes(verdict)
        return verdicts

    def _credit_verdict(self, file, terms, exposure, amount):
        self.ensure_one()
        return Verdict(file, terms, exposure, amount, judge(
            terms, exposure, amount, self._credit_today(), self._credit_is_on_credit(),
            file.currency_id.decimal_places))

    def _credit_takes(self, verdict):
        """What is owed more by the payer of ``verdict`` when this order is confirmed."""
        return Exposure(to_invoice=verdict.amount)

    def _credit_most(self, amount):
        """What a release has to cover of this order, which weighs ``amount`` today."""
        return amount

    def _credit_settled(self, verdict, paid, holds):
        """``verdict`` without the reasons that the order's own money, or a release among its ``holds``, settles.

        :param float paid: what was paid for this very order
        """
        self.ensure_one()
        holds = holds or self.env["credit.hold"]
        file, reasons = verdict.file, verdict.without_credit(paid).reasons
        if reasons and holds:
            size = verdict.amount + self._credit_invoiced()
            if any(hold._covers(file, size, reasons) for hold in holds):
                reasons = []
        pending = holds.filtered(lambda hold: hold.state == "pending")
        return replace(verdict, reasons=reasons, paid=paid, pending=pending)

    @api.model
    def _credit_paid(self, orders, exposures):
        """Mapping of order ids to what was paid online for them; not asked where no payer has money with us."""
        if not any(exposure.credits for exposure in exposures.values()):
            return {}
        return self.env["credit.exposure"]._paid_for(orders)

    def _credit_amounts(self):
        """What each of these orders has to invoice, by id, and those of them that have a hold; in one query."""
        Exposure = self.env["credit.exposure"]
        Exposure._flush()
        self.env["credit.hold"].flush_model(["order_id", "state"])
        rows = Exposure._query(SQL(
            """
            SELECT asked, COALESCE(amount, 0), EXISTS (
                   SELECT FROM credit_hold WHERE order_id = asked AND state IN %s), EXISTS (
                   SELECT FROM sale_order_line WHERE order_id = asked AND extra_tax_data IS NOT NULL)
              FROM unnest(%s) AS asked LEFT JOIN (%s) amounts ON amounts.order_id = asked
            """, _HOLDING, self.ids, Exposure._amounts(self.ids)))
        # sudo: what the lines weigh does not depend on who confirms
        if self.browse(row[0] for row in rows if row[3]).sudo().order_line._credit_drop_own_totals():
            return self._credit_amounts()
        return {row[0]: float(row[1]) for row in rows}, self.browse(row[0] for row in rows if row[2])

    def _credit_holds(self):
        """Mapping of the ids of these orders to their holds that still mean something: pending and released ones."""
        if not self:
            return {}
        # sudo: a hold counts, whoever may read it
        holds = self.env["credit.hold"].sudo().search_fetch(
            [("order_id", "in", self.ids), ("state", "in", _HOLDING)], ["order_id", "state"])
        return {order.id: of_order for order, of_order in holds.grouped("order_id").items()}

    def _credit_invoiced(self):
        """What was invoiced of the order, in company currency: a release covers the whole order, not its rest."""
        self.ensure_one()
        # sudo: invoices count, whoever may read them
        return max(0.0, self.sudo().amount_invoiced / (self.currency_rate or 1.0))

    def _credit_today(self):
        return self.company_id._archive_today()

    def _credit_is_on_credit(self):
        """Whether the order is sold on other than cash terms (R72): anything due later than at once."""
        self.ensure_one()
        # sudo: terms are configuration that a portal user does not read
        return any(line.nb_days or line.delay_type != "days_after" for line in self.sudo().payment_term_id.line_ids)

    # ------------------------------------------------------------------
    # Confirmation
    # ------------------------------------------------------------------
    def action_confirm(self):
        """Confirm the orders that may pass; the others go on hold, and their approval chain starts.

        Does not raise for credit: a customer who signs or pays on the portal sees the order as received.
        """
        held, passed = self._credit_hold()
        going = self - held
        if not going:
            return True
        tokens = self.env.cr.precommit.data.setdefault(_PASSED, set())
        tokens |= set(passed.ids)
        try:
            return super(SaleOrder, going).action_confirm()
        finally:
            tokens -= set(passed.ids)

    def _credit_hold(self):
        """Judge these orders; return those that were put on hold, and those that were judged or need no judgement."""
        orders = self.filtered(lambda order: order.state in ("draft", "sent"))
        verdicts = orders._credit_judge(lock=True)
        held = self.browse(order.id for order, verdict in verdicts.items() if verdict.reasons)
        for order in held:
            if order._confirmation_error_message():
                return self.browse(), orders - held  # Odoo says what is wrong with the order itself
        for order, verdict in verdicts.items():
            hold = verdict.pending
            if not verdict.reasons:
                hold._cancel(self.env._("The reasons fell away: the order is confirmed."))
            elif not hold or set(hold.reason_ids.mapped("reason")) != set(verdict.reasons) or \
                    hold.currency_id.compare_amounts(hold.order_amount, order._credit_most(verdict.amount)):
                hold._cancel(self.env._("The order is judged anew."))
                self.env["credit.hold"]._place(order, verdict)
        held._credit_tell_held(len(self))
        return held, orders - held

    def _credit_tell_held(self, confirmed_together):
        """Say on each of these orders that it waits, and sum it up for whoever confirmed them.

        Not by a returned action: whatever called may have its own way to go on.
        """
        for order in self:
            order.message_post(body=self.env._("The order waits for a credit release and is not confirmed yet."))
        user = self.env.user
        if not self or user.share:  # a customer reads it on the page
            return
        # sudo: whoever confirms is told why
        waiting = ", ".join(
            f"{hold.order_id.name} ({hold.reasons})" for hold in self.sudo().credit_hold_id)
        user._bus_send("simple_notification", {
            "type": "warning",
            "title": self.env._("Waiting for a credit release"),
            "message": self.env._(
                "%(held)s of %(all)s orders wait: %(orders)s", held=len(self), all=confirmed_together, orders=waiting)
            if confirmed_together > 1 else waiting,
        })

    def _action_cancel(self):
        confirmed = self.filtered(lambda order: order.state == "sale")
        result = super()._action_cancel()
        if confirmed:
            # What they took is free again.
            self.env["credit.hold"]._wake(
                confirmed.partner_invoice_id.sudo().commercial_partner_id, confirmed.company_id)
        # sudo: whoever cancels the order ends what was asked about it
        self.env["credit.hold"].sudo().search(
            [("order_id", "in", self.ids), ("state", "=", "pending")])._cancel(self.env._("The order was cancelled."))
        return result
