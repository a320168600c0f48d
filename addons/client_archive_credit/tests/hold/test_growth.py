from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestGrowth(CreditCommon):
    """What makes a confirmed order grow, or moves its payer, is checked again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.grant(1000)
        cls.confirmed = cls.confirm(cls.order(800))

    def refused(self, records, vals):
        with self.refuses("cannot grow"):
            self.rpc("sales", records, "write", vals)
        records.invalidate_recordset()

    def test_quantity_price_and_lines(self):
        line = self.confirmed.order_line
        self.assertEqual(self.confirmed.state, "sale")
        self.refused(line, {"product_uom_qty": 11})
        self.refused(line, {"price_unit": 130})
        new = {"product_id": self.product.id, "product_uom_qty": 3, "price_unit": 100, "tax_ids": False}
        self.refused(self.confirmed, {"order_line": [(0, 0, new)]})
        with self.refuses("cannot grow"):
            self.rpc("sales", line, "create", [{**new, "order_id": self.confirmed.id}])
        self.rpc("sales", line, "write", {"product_uom_qty": 10})
        self.assertEqual(self.exposure(self.file), 1000)
        self.rpc("sales", line, "write", {"product_uom_qty": 5})

    def test_shifting_between_lines_is_no_growth(self):
        self.rpc("sales", self.confirmed, "write", {"order_line": [
            (0, 0, {"product_id": self.product.id, "product_uom_qty": 8, "price_unit": 100, "tax_ids": False}),
            (1, self.confirmed.order_line.id, {"product_uom_qty": 2})]})
        self.assertEqual(self.exposure(self.file), 1000)

    def test_shrinking_passes_even_on_stop(self):
        self.grant(0, "stop")
        self.rpc("sales", self.confirmed.order_line, "write", {"product_uom_qty": 2})
        self.refused(self.confirmed.order_line, {"product_uom_qty": 3})

    def test_payer_cannot_be_moved_onto_a_full_limit(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        free = self.confirm(self.order(500, partner=other))
        self.assertEqual(free.state, "sale")
        self.refused(free, {"partner_invoice_id": self.partner.id})
        self.refused(free, {"partner_id": self.partner.id, "partner_invoice_id": self.partner.id})

    def test_release_covers_growth_up_to_its_amount(self):
        order = self.confirm(self.order(900))
        self.approve(self.hold_of(order))
        self.assertEqual(order.state, "sale")
        line = order.order_line
        self.rpc("sales", line, "write", {"product_uom_qty": 5})
        self.rpc("sales", line, "write", {"product_uom_qty": 9})
        self.refused(line, {"product_uom_qty": 10})

    def test_confirmed_orders_without_a_file_are_free(self):
        other = self.env["res.partner"].create({"name": "Other", "is_company": True})
        free = self.confirm(self.order(500, partner=other))
        self.rpc("sales", free.order_line, "write", {"product_uom_qty": 5000})
        self.assertEqual(free.amount_total, 500000)
