-- What sale_financial_risk stores on every order line, so that its installation need not compute a million of them:
-- the same figures as its own, for the data of bench_credit_fill.py.
ALTER TABLE sale_order_line ADD COLUMN risk_amount numeric DEFAULT 0;
ALTER TABLE sale_order_line ALTER COLUMN risk_amount DROP DEFAULT;
UPDATE sale_order_line line
   SET risk_amount = line.price_total * (line.product_uom_qty - line.qty_invoiced) / line.product_uom_qty
                     / sale.currency_rate
  FROM sale_order sale
 WHERE sale.id = line.order_id AND line.qty_invoiced < line.product_uom_qty;
