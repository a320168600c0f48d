from odoo import fields, models
from odoo.tools import SQL


class ArchiveContract(models.Model):
    """Fulfilment from the ERP: ordered, delivered, invoiced and paid, in the currency of the company (R81, R103).

    Who may read a contract may read how far it is fulfilled, whether or not they read orders and invoices: the
    figures are sums of this contract alone. The documents themselves open only to those who may read them.
    """

    _inherit = "archive.contract"

    order_link_ids = fields.One2many("archive.contract.order", "contract_id", string="Sales Orders")
    order_count = fields.Integer(string="Orders", compute="_compute_figures", compute_sudo=True)
    ordered_amount = fields.Monetary(
        string="Ordered", compute="_compute_figures", compute_sudo=True, currency_field="company_currency_id")
    delivered_percent = fields.Float(
        string="Delivered", compute="_compute_figures", compute_sudo=True,
        help="Share of the ordered value, in percent.")
    invoiced_amount = fields.Monetary(
        string="Invoiced", compute="_compute_figures", compute_sudo=True, currency_field="company_currency_id")
    paid_amount = fields.Monetary(
        string="Paid", compute="_compute_figures", compute_sudo=True, currency_field="company_currency_id")
    unpaid_amount = fields.Monetary(
        string="Invoiced, Not Paid", compute="_compute_figures", compute_sudo=True,
        currency_field="company_currency_id")

    def _compute_figures(self):
        """Two queries for any number of contracts."""
        ordered = {row[0]: row[1:] for row in self._query_ordered()} if self.ids else {}
        invoiced = {row[0]: row[1:] for row in self._query_invoiced()} if self.ids else {}
        for contract in self:
            count, total, delivered = ordered.get(contract._origin.id, (0, 0.0, 0.0))
            billed, paid = invoiced.get(contract._origin.id, (0.0, 0.0))
            contract.order_count = count
            contract.ordered_amount = total
            contract.delivered_percent = 100.0 * delivered / total if total else 0.0
            contract.invoiced_amount = billed
            contract.paid_amount = paid
            contract.unpaid_amount = billed - paid

    def _query_ordered(self):
        self.env["archive.contract.order"].flush_model(["contract_id", "order_id"])
        self.env["sale.order"].flush_model(["state", "currency_rate"])
        self.env["sale.order.line"].flush_model([
            "order_id", "price_total", "product_uom_qty", "qty_delivered", "display_type"])
        return self.env.execute_query(SQL(
            """
            SELECT link.contract_id, COUNT(DISTINCT link.order_id),
                   COALESCE(SUM(line.price_total / NULLIF(sale.currency_rate, 0)), 0),
                   COALESCE(SUM(line.price_total / NULLIF(sale.currency_rate, 0) * CASE
                       WHEN line.product_uom_qty = 0 THEN 0
                       ELSE LEAST(GREATEST(line.qty_delivered / line.product_uom_qty, 0), 1) END), 0)
              FROM archive_contract_order link
              JOIN sale_order sale ON sale.id = link.order_id AND sale.state = 'sale'
              LEFT JOIN sale_order_line line ON line.order_id = sale.id AND line.display_type IS NULL
             WHERE link.contract_id IN %s
             GROUP BY link.contract_id
            """, tuple(self.ids)))

    def _query_invoiced(self):
        """Invoices less credit notes on the orders' lines, each line once, and the part of them that is paid."""
        self.env["account.move"].flush_model([
            "state", "move_type", "invoice_currency_rate", "amount_total", "amount_residual"])
        self.env["account.move.line"].flush_model(["move_id", "price_total"])
        return self.env.execute_query(SQL(
            """
            SELECT part.contract_id, SUM(part.amount), SUM(part.amount * part.paid)
              FROM (SELECT DISTINCT link.contract_id, item.id,
                           item.price_total / COALESCE(NULLIF(move.invoice_currency_rate, 0), 1)
                           * CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END AS amount,
                           CASE WHEN move.amount_total = 0 THEN 1
                                ELSE 1 - move.amount_residual / move.amount_total END AS paid
                      FROM archive_contract_order link
                      JOIN sale_order_line line ON line.order_id = link.order_id
                      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
                      JOIN account_move_line item ON item.id = rel.invoice_line_id
                      JOIN account_move move ON move.id = item.move_id
                       AND move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund')
                     WHERE link.contract_id IN %s) part
             GROUP BY part.contract_id
            """, tuple(self.ids)))

    def action_view_orders(self):
        """Open the sales orders behind the contract."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sale.action_orders")
        return {**action, "domain": [("id", "in", self.order_link_ids.order_id.ids)], "context": {"create": False}}

    def action_view_invoices(self):
        """Open the invoices of those orders."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("account.action_move_out_invoice_type")
        return {**action, "domain": [("line_ids.sale_line_ids.order_id", "in", self.order_link_ids.order_id.ids)],
                "context": {"create": False}}
