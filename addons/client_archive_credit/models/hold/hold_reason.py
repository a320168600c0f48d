from odoo import api, fields, models
from odoo.tools.misc import format_date

REASONS = [
    ("stop", "On stop"),
    ("overdue", "Overdue"),
    ("expired", "Limit expired"),
    ("limit", "Over the limit"),
    ("terms", "Not cash, and no limit granted"),
]


class CreditHoldReason(models.Model):
    """One reason why an order is on hold, with the figures of that moment."""

    _name = "credit.hold.reason"
    _description = "Reason of a Hold"
    _order = "hold_id, id"
    _rec_name = "reason"

    hold_id = fields.Many2one("credit.hold", required=True, readonly=True, ondelete="cascade", index=True)
    reason = fields.Selection(REASONS, required=True, readonly=True)
    message = fields.Char(string="Explanation", compute="_compute_message")

    @api.depends("reason", "hold_id")
    @api.depends_context("lang")
    def _compute_message(self):
        for row in self:
            row.message = row.hold_id._explain(row.reason)

    @api.model
    def _words(self, reason, currency, figures):
        """The sentence that explains ``reason``.

        :param dict figures: ``amount``, ``used``, ``limit``, ``until``, ``overdue``, ``since`` and ``stop``
        """
        money = {name: currency.format(figures[name]) for name in ("amount", "used", "limit", "overdue")}
        if reason == "stop":
            return self.env._("The customer is on stop: %s", figures["stop"] or "—")
        if reason == "overdue":
            return self.env._("%(overdue)s is overdue, the oldest since %(since)s.", overdue=money["overdue"],
                              since=format_date(self.env, figures["since"]))
        if reason == "expired":
            return self.env._("The limit of %(limit)s expired on %(until)s.", limit=money["limit"],
                              until=format_date(self.env, figures["until"]))
        if reason == "limit":
            return self.env._("%(used)s used and %(amount)s for this order exceed the limit of %(limit)s.", **{
                name: money[name] for name in ("used", "amount", "limit")})
        return self.env._("The order is not paid in advance, and no limit was granted to the customer.")
