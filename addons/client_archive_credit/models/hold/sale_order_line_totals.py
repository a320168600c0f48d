from odoo import models

# Cents that are shared among taxes and lines: in the smallest units of the currency
_CENTS = 100


class SaleOrderLine(models.Model):
    """Odoo lets a line bring its own total, for the cents of discounts and down payments.

    Under credit control it may be off by no more: what is, for instance since the rate of a tax changed, is worked out
    anew. Whoever has no credit file keeps what Odoo made.
    """

    _inherit = "sale.order.line"

    def _credit_drop_own_totals(self):
        """Let the totals of these lines follow from quantity, price and taxes; return whether any had another one."""
        own = self.filtered("extra_tax_data")
        files = own.order_id._credit_files()
        off = own.filtered(lambda line: line.order_id in files and line._credit_total_is_off())
        if not off:
            return False
        off.extra_tax_data = False
        off.modified(["price_unit"])  # what Odoo lets the totals follow from
        return True

    def _credit_total_is_off(self):
        self.ensure_one()
        Tax, company = self.env["account.tax"], self.company_id or self.env.company
        base = self._prepare_base_line_for_taxes_computation(extra_tax_data=False)
        Tax._add_tax_details_in_base_line(base, company)
        Tax._round_base_lines_tax_details([base], company)
        total = base["tax_details"]["total_included_currency"]
        return abs(self.price_total - total) > _CENTS * base["currency_id"].rounding
