from odoo.addons.client_archive_credit.tests.common import CreditCommon


class DeliveryCommon(CreditCommon):
    """A sold order whose goods are to go, and the warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users |= cls._make_users({"warehouse": "stock.group_stock_user"})
        cls.goods = cls.env["product.product"].create({
            "name": "Bearing in stock", "type": "consu", "invoice_policy": "delivery", "list_price": 100.0,
            "taxes_id": False})
        cls.file = cls.grant(1000)
        cls.sold = cls.confirm(cls.order(500, product=cls.goods))
        cls.picking = cls.sold.picking_ids

    @classmethod
    def ready(cls, picking=None):
        for move in (picking or cls.picking).move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        cls.env.flush_all()

    @classmethod
    def validate(cls, picking=None):
        cls.ready(picking)
        result = cls.rpc("warehouse", picking or cls.picking, "button_validate")
        cls.env.invalidate_all()
        return result

    @classmethod
    def stop(cls):
        cls.grant(0, "stop")
