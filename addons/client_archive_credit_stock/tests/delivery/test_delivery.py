from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DeliveryCommon


@tagged("-at_install", "post_install")
class TestDelivery(DeliveryCommon):
    """Goods do not go to a customer on stop, by whatever door, until a release is given."""

    def test_without_a_stop_goods_go(self):
        self.assertEqual(self.sold.state, "sale")
        self.validate()
        self.assertEqual((self.picking.state, self.sold.order_line.qty_delivered), ("done", 5))

    def test_customers_without_a_file_are_free(self):
        other = self.env["res.partner"].create({"name": "Free", "is_company": True})
        picking = self.confirm(self.order(500, partner=other, product=self.goods)).picking_ids
        self.validate(picking)
        self.assertEqual(picking.state, "done")

    def test_delivery_of_a_customer_on_stop_waits_and_asks(self):
        self.stop()
        self.validate()
        hold = self.hold_of(self.sold)
        self.assertNotEqual(self.picking.state, "done")
        self.assertEqual((hold.state, hold.for_delivery, hold.reason_ids.mapped("reason")), ("pending", True, ["stop"]))
        self.assertEqual(hold.applicant_id, self.users["sales"], "the salesperson asks, not the warehouse")
        mine = self.as_user("warehouse", self.picking)
        self.assertTrue(mine.credit_on_hold)
        self.assertIn(hold.name, mine.credit_hold_note)
        found = self.as_user("warehouse", self.env["stock.picking"]).search([("credit_on_hold", "=", True)])
        self.assertEqual(found, self.picking)
        self.validate()
        self.assertEqual(self.env["credit.hold"].search_count([("order_id", "=", self.sold.id)]), 1, "asked once")

    def test_released_goods_go(self):
        self.stop()
        self.validate()
        hold = self.hold_of(self.sold)
        with self.assertRaises(UserError):
            self.rpc("sales", hold, "action_approve")
        self.approve(hold)
        self.assertEqual((hold.state, self.sold.state), ("released", "sale"))
        self.assertFalse(self.picking.credit_on_hold)
        self.validate()
        self.assertEqual((self.picking.state, self.sold.order_line.qty_delivered), ("done", 5))

    def test_refused_goods_stay(self):
        self.stop()
        self.validate()
        self.hold_of(self.sold).with_user(self.users["head"])._approval_decide("refused", "They do not pay.")
        self.ready()
        with self.refuses("is on stop"):
            self.picking.move_ids._action_done()

    def test_lifted_stop_lets_them_go(self):
        self.stop()
        self.validate()
        hold = self.hold_of(self.sold)
        self.grant(1000, "renew")
        self.run_round(self.env["credit.hold"], "_cron_judge_again")
        self.assertEqual((hold.state, hold.lifted), ("released", True))
        self.validate()
        self.assertEqual(self.picking.state, "done")

    def test_hold_stays_while_the_customer_is_on_stop(self):
        self.stop()
        self.validate()
        self.run_round(self.env["credit.hold"], "_cron_judge_again")
        self.assertEqual(self.hold_of(self.sold).state, "pending")

    def test_an_order_released_in_spite_of_the_stop_may_be_delivered(self):
        self.stop()
        order = self.confirm(self.order(300, product=self.goods))
        self.assertEqual(order.state, "draft")
        self.approve(self.hold_of(order))
        self.assertEqual(order.state, "sale")
        self.validate(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")

    def test_one_that_waits_does_not_stop_the_others(self):
        other = self.env["res.partner"].create({"name": "Free", "is_company": True})
        free = self.confirm(self.order(100, partner=other, product=self.goods)).picking_ids
        self.stop()
        self.ready(free)
        self.validate(self.picking | free)
        self.assertEqual(free.state, "done")
        self.assertNotEqual(self.picking.state, "done")

    def test_nothing_passes_by_rpc(self):
        self.stop()
        self.ready()
        with self.refuses("is on stop"):
            self.rpc("warehouse", self.picking.move_ids, "write", {"state": "done"})
        with self.refuses("is on stop"):
            self.picking._action_done()
        with self.refuses("is on stop"):
            self.picking.sudo().move_ids._action_done()
        with self.refuses("is on stop"):
            self.env["stock.move"].create({
                "product_id": self.goods.id, "product_uom_qty": 1, "quantity": 1, "state": "done",
                "sale_line_id": self.sold.order_line.id, "location_id": self.picking.location_id.id,
                "location_dest_id": self.picking.location_dest_id.id})
        with self.assertRaises(AccessError):
            self.rpc("credit_manager", self.hold_of(self.confirm(self.order(100))), "write", {"for_delivery": True})

    def test_a_done_delivery_does_not_grow(self):
        """Odoo lets the lines of a done move be corrected, and moves the difference."""
        self.validate()
        self.stop()
        line = self.picking.move_line_ids
        for record, vals in ((line, {"quantity": 9}), (self.picking.move_ids, {"quantity": 9})):
            with self.subTest(record=record._name), self.refuses("is on stop"):
                self.rpc("warehouse", record, "write", vals)
            self.env.invalidate_all()
        with self.refuses("is on stop"):
            self.rpc("warehouse", line, "create", [{
                "move_id": self.picking.move_ids.id, "picking_id": self.picking.id, "product_id": self.goods.id,
                "quantity": 4, "location_id": self.picking.location_id.id,
                "location_dest_id": self.picking.location_dest_id.id}])
        self.env.invalidate_all()
        self.rpc("warehouse", line, "write", {"quantity": 3})
        self.assertEqual(self.sold.order_line.qty_delivered, 3, "less than was noted is corrected at any time")

    def test_a_part_goes_by_the_dialog_only_without_a_stop(self):
        move = self.picking.move_ids
        move.quantity, move.picked = 2, True
        self.env.flush_all()
        action = self.rpc("warehouse", self.picking, "button_validate")
        self.assertEqual(action["res_model"], "stock.backorder.confirmation")
        wizard = self.env["stock.backorder.confirmation"].with_user(self.users["warehouse"]).with_context(
            **action["context"]).create({})
        self.stop()
        wizard.process()
        self.env.invalidate_all()
        self.assertEqual((self.picking.state == "done", self.hold_of(self.sold).for_delivery), (False, True))
        self.approve(self.hold_of(self.sold))
        wizard.process()
        self.env.invalidate_all()
        self.assertEqual((self.picking.state, self.sold.order_line.qty_delivered), ("done", 2))

    def test_goods_without_an_order_do_not_go_either(self):
        kind = self.picking.picking_type_id
        loose = self.env["stock.picking"].create({
            "picking_type_id": kind.id, "partner_id": self.partner.id, "location_id": self.picking.location_id.id,
            "location_dest_id": self.picking.location_dest_id.id, "move_ids": [Command.create({
                "product_id": self.goods.id, "product_uom_qty": 1,
                "location_id": self.picking.location_id.id, "location_dest_id": self.picking.location_dest_id.id})]})
        loose.action_confirm()
        self.stop()
        with self.refuses("nothing is delivered"):
            self.validate(loose)

    def test_returns_of_a_customer_on_stop_come_in(self):
        self.validate()
        self.stop()
        wizard = self.env["stock.return.picking"].with_context(
            active_id=self.picking.id, active_ids=self.picking.ids, active_model="stock.picking").create({})
        wizard.product_return_moves.quantity = 2
        back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        self.validate(back)
        self.assertEqual((back.state, self.sold.order_line.qty_delivered), ("done", 3))

    def test_invoicing_what_was_delivered_is_not_stopped(self):
        self.validate()
        self.stop()
        invoice = self.sold._create_invoices()
        invoice.action_post()
        self.assertEqual((invoice.state, invoice.amount_total), ("posted", 500))

    def test_cost_without_credit_files(self):
        """One look at the customers' credit files, for any number of transfers."""
        other = self.env["res.partner"].create({"name": "Free", "is_company": True})
        orders = self.confirm(self.order(100, partner=other, product=self.goods)) | self.confirm(
            self.order(100, partner=other, product=self.goods))
        moves = orders.picking_ids.move_ids
        self.env.flush_all()
        moves._credit_stopped()
        for some in (moves[0], moves):
            with self.assertQueryCount(1):
                some._credit_stopped()

    # ------------------------------------------------------------------
    # Around the order
    # ------------------------------------------------------------------
    def test_a_transfer_is_not_cut_from_its_order(self):
        self.stop()
        self.ready()
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        for line in (False, self.order(500, partner=stranger, product=self.goods).order_line.id):
            with self.refuses("is not taken from it"):
                self.rpc("warehouse", self.picking.move_ids, "write", {"sale_line_id": line, "partner_id": stranger.id})
            self.env.invalidate_all()
        self.assertEqual(self.picking.move_ids.sale_line_id, self.sold.order_line)

    def test_more_than_ordered_goes_within_the_limit_only(self):
        self.ready()
        move = self.picking.move_ids
        for values in ({"quantity": 50}, {"product_uom_qty": 50, "quantity": 50}):
            self.rpc("warehouse", move, "write", values)
            with self.refuses("cannot grow"):
                self.rpc("warehouse", self.picking, "button_validate")
            self.env.invalidate_all()
        self.rpc("warehouse", move, "write", {"product_uom_qty": 9, "quantity": 9})
        self.rpc("warehouse", self.picking, "button_validate")
        self.env.invalidate_all()
        self.assertEqual((self.picking.state, self.exposure(self.file)), ("done", 900))

    def test_goods_that_were_not_ordered_count_as_well(self):
        self.ready()
        dear = self.env["product.product"].create({
            "name": "Machine", "type": "consu", "invoice_policy": "delivery", "list_price": 9000.0, "taxes_id": False})
        self.env["stock.move"].create({
            "product_id": dear.id, "product_uom_qty": 1, "quantity": 1, "picked": True, "picking_id": self.picking.id,
            "location_id": self.picking.location_id.id, "location_dest_id": self.picking.location_dest_id.id})
        self.users["warehouse"].group_ids |= self.env.ref("sales_team.group_sale_salesman_all_leads")
        with self.refuses("cannot grow"):
            self.rpc("warehouse", self.picking, "button_validate")

    def test_what_is_done_does_not_grow_past_the_limit(self):
        self.validate()
        line, move = self.picking.move_line_ids, self.picking.move_ids
        for record, vals in ((line, {"quantity": 50}), (move, {"quantity": 50})):
            with self.subTest(record=record._name), self.refuses("cannot grow"):
                self.rpc("warehouse", record, "write", vals)
            self.env.invalidate_all()
        places = {"location_id": self.picking.location_id.id, "location_dest_id": self.picking.location_dest_id.id}
        more = {"product_id": self.goods.id, "quantity": 45, **places}
        with self.refuses("cannot grow"):
            self.rpc("warehouse", line, "create", [{"move_id": move.id, "picking_id": self.picking.id, **more}])
        self.env.invalidate_all()
        with self.refuses("cannot grow"):
            self.rpc("warehouse", line, "create", [{"picking_id": self.picking.id, **more}],
                     context={"default_move_id": move.id})
        self.env.invalidate_all()
        with self.refuses("cannot grow"):
            self.rpc("warehouse", move, "create", [{
                **more, "product_uom_qty": 45, "state": "done", "sale_line_id": self.sold.order_line.id}])
        self.env.invalidate_all()
        with self.refuses("cannot grow"):
            self.rpc("warehouse", move, "create", [{
                **more, "product_uom_qty": 45, "picking_id": self.picking.id,
                "sale_line_id": self.sold.order_line.id}])
        self.env.invalidate_all()
        loose = self.env["stock.move"].create({**more, "product_uom_qty": 45, "state": "done"})
        with self.refuses("cannot grow"):
            self.rpc("warehouse", loose, "write", {"sale_line_id": self.sold.order_line.id})
        self.env.invalidate_all()
        self.rpc("warehouse", line, "write", {"quantity": 9})
        self.assertEqual(self.exposure(self.file), 900, "within the limit it is corrected")

    def test_what_was_delivered_is_not_written_off(self):
        self.validate()
        line, other = self.sold.order_line, self.goods.copy()
        for values in ({"qty_delivered": 0}, {"product_id": other.id}, {"product_id": self.product.id},
                       {"qty_delivered_method": "manual"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.rpc("sales", line, "write", values)
            self.env.invalidate_all()
        with self.refuses("is not invoiced"):
            self.rpc("sales", self.sold, "action_cancel")
        self.env.invalidate_all()
        self.rpc("sales", line, "write", {"qty_delivered": 5, "product_id": self.goods.id})
        self.assertEqual(self.exposure(self.file), 500)

    def test_returned_and_partly_delivered_orders_are_cancelled(self):
        """Three of five go, and come back; the rest never goes."""
        move = self.picking.move_ids
        move.quantity, move.picked = 3, True
        self.env.flush_all()
        action = self.rpc("warehouse", self.picking, "button_validate")
        self.env["stock.backorder.confirmation"].with_user(self.users["warehouse"]).with_context(
            **action["context"]).create({}).process()
        self.env.invalidate_all()
        self.assertEqual(self.sold.order_line.qty_delivered, 3)
        with self.refuses("is not invoiced"):
            self.rpc("sales", self.sold, "action_cancel")
        self.env.invalidate_all()
        wizard = self.env["stock.return.picking"].with_context(
            active_id=self.picking.id, active_ids=self.picking.ids, active_model="stock.picking").create({})
        wizard.product_return_moves.quantity = 3
        self.validate(self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"]))
        self.assertEqual(self.sold.order_line.qty_delivered, 0)
        self.rpc("sales", self.sold, "action_cancel")
        self.assertEqual((self.sold.state, self.exposure(self.file)), ("cancel", 0))
        self.rpc("sales", self.sold, "action_draft")
        self.confirm(self.sold)
        self.assertEqual((self.sold.state, self.exposure(self.file)), ("sale", 500))
