from odoo import models

from odoo.addons.client_archive_credit.tools.verdict import Verdict


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _credit_stop(self):
        """Mapping of those of these orders to the credit file of their payer whose goods must not go: the payer is on
        stop, and no release covers that.
        """
        stopped = {order: file for order, file in self._credit_files().items() if file._terms().on_stop}
        if not stopped:
            return {}
        orders = self.browse(order.id for order in stopped)
        amounts, holds = self.env["credit.exposure"]._of_orders(orders), orders._credit_holds()
        return {
            order: file for order, file in stopped.items()
            if not any(hold._covers(file, amounts[order.id], ["stop"]) for hold in holds.get(order.id, ()))}

    def _credit_hold_deliveries(self):
        """Put the deliveries of these orders on hold where their payer is on stop; return the orders that wait."""
        stopped = self._credit_stop()
        waiting = self.browse(order.id for order in stopped)
        if not waiting:
            return waiting
        # sudo: whoever delivers makes the hold
        Hold = self.env["credit.hold"].sudo()
        asked = Hold.search([("order_id", "in", waiting.ids), ("state", "=", "pending")]).order_id
        exposures = self.env["credit.file"].sudo().union(*stopped.values())._payer_exposures()
        amounts = self.env["credit.exposure"]._of_orders(waiting - asked)
        for order in waiting - asked:
            file = stopped[order]
            hold = Hold.with_env(self.env)._place(
                order, Verdict(file, file._terms(), exposures[file._payer()], amounts[order.id], ["stop"]),
                for_delivery=True, applicant_id=(order.user_id or self.env.user).id)
            order.message_post(body=self.env._(
                "The customer is on stop: the delivery waits for a credit release (%s).", hold.name))
        return waiting
