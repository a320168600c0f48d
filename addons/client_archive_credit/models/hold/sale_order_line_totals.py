from odoo import api, models
from odoo.exceptions import AccessError

# Cents that are shared among taxes and lines: in the smallest units of the currency
_CENTS = 100


class SaleOrderLine(models.Model):
    """Odoo lets a line bring its own total, for the cents of discounts and down payments: it may be off by no more."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._credit_check_own_totals()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self._credit_check_own_totals()
        return result

    def _credit_check_own_totals(self):
        """:raises AccessError: when a line brings another total than its quantity, price and taxes make"""
        Tax = self.env["account.tax"]
        for line in self:
            if not line.extra_tax_data:
                continue
            company = line.company_id or self.env.company
            base = line._prepare_base_line_for_taxes_computation(extra_tax_data=False)
            Tax._add_tax_details_in_base_line(base, company)
            Tax._round_base_lines_tax_details([base], company)
            total = base["tax_details"]["total_included_currency"]
            if abs(line.price_total - total) > _CENTS * base["currency_id"].rounding:
                raise AccessError(self.env._("The totals of an order line follow from its quantity, price and taxes."))
