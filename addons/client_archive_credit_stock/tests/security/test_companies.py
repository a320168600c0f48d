from odoo import Command
from odoo.tests import tagged

from ..delivery.common import DeliveryCommon


@tagged("-at_install", "post_install")
class TestCompanies(DeliveryCommon):
    """A stop is one company's: others deliver as before, and see nothing of it (invariant 8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.env.user.company_ids |= cls.other
        cls.warehouse_there = cls.env["stock.warehouse"].search([("company_id", "=", cls.other.id)], limit=1)
        cls.users |= cls._make_users({"warehouse_there": "stock.group_stock_user"})
        cls.users["warehouse_there"].write({
            "company_id": cls.other.id, "company_ids": [Command.set(cls.other.ids)]})

    def transfer(self, partner, warehouse):
        """Goods without an order, from a warehouse to a customer."""
        kind = warehouse.out_type_id
        places = {"location_id": warehouse.lot_stock_id.id,
                  "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                  "company_id": warehouse.company_id.id}
        picking = self.env["stock.picking"].create({
            "picking_type_id": kind.id, "partner_id": partner.id, **places, "move_ids": [Command.create({
                "product_id": self.goods.id, "product_uom_qty": 1, **places})]})
        picking.action_confirm()
        self.ready(picking)
        return picking

    def test_invariant_8_a_stop_here_is_none_there(self):
        self.stop()
        there = self.transfer(self.partner, self.warehouse_there)
        self.rpc("warehouse_there", there, "button_validate")
        self.env.invalidate_all()
        self.assertEqual(there.state, "done")

    def test_invariant_8_transfers_of_two_companies_at_once_are_judged_each_by_its_own(self):
        sister = self.env["res.partner"].create({"name": "Sister", "is_company": True})
        self.grant(0, "stop")
        here = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        both = self.transfer(self.partner, self.warehouse_there) | self.transfer(sister, here)
        orders, customers = both.move_ids._credit_stopped()
        self.assertFalse(orders or customers, "stopped here, delivered there")
        _orders, customers = self.transfer(self.partner, here).move_ids._credit_stopped()
        self.assertEqual(customers, self.partner)

    def test_invariant_8_holds_of_deliveries_are_not_seen_elsewhere(self):
        self.stop()
        self.validate()
        Picking = self.env["stock.picking"].with_user(self.users["warehouse_there"])
        self.assertFalse(Picking.search([("credit_on_hold", "=", True)]))
        self.assertFalse(Picking.browse(self.picking.id).has_access("read"))
        manager = self._make_users({"manager_there": "client_archive_credit.group_credit_manager"})["manager_there"]
        manager.write({"company_id": self.other.id, "company_ids": [Command.set(self.other.ids)]})
        self.assertFalse(self.env["credit.hold"].with_user(manager).search([]))
