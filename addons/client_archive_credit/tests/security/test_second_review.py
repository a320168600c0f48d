from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import ReviewCommon


@tagged("-at_install", "post_install")
class TestSecondReview(ReviewCommon):
    """What a second review found open, and what ordinary people were refused for nothing."""

    def prices(self, *rates):
        """A pricelist in a currency with the rates of (first day, rate)."""
        currency = self.env["res.currency"].create({"name": "QQQ", "symbol": "Q"})
        self.env["res.currency.rate"].create([
            {"name": day, "rate": rate, "currency_id": currency.id, "company_id": self.company.id}
            for day, rate in rates])
        return self.env["product.pricelist"].create({"name": "Q", "currency_id": currency.id})

    def pay_down(self, order, percent):
        self.env["sale.advance.payment.inv"].with_context(active_ids=order.ids, active_model="sale.order").create({
            "advance_payment_method": "percentage", "amount": percent}).create_invoices()
        order.invoice_ids.filtered(lambda move: move.state == "draft").action_post()

    def delivered(self, amount, quantity, **values):
        order = self.confirm(self.order(amount, product=self.by_delivery, **values))
        order.order_line.qty_delivered = quantity
        return order

    # ------------------------------------------------------------------
    # Whose it is
    # ------------------------------------------------------------------
    def test_a_confirmed_order_does_not_go_to_another_customer(self):
        order = self.confirm(self.order(900))
        for values in ({"partner_id": self.stranger.id},
                       {"partner_id": self.stranger.id, "partner_invoice_id": self.stranger.id}):
            with self.subTest(values=values), self.refuses("would leave the limit"):
                self.rpc("sales", order, "write", values)
            self.env.invalidate_all()
        self.assertEqual(self.exposure(self.file), 900)

    def test_nor_in_two_steps(self):
        order = self.confirm(self.order(900))
        self.rpc("sales", order, "write", {"partner_id": self.stranger.id, "partner_invoice_id": self.partner.id})
        self.assertEqual(self.exposure(self.file), 900)
        with self.refuses("would leave the limit"):
            self.rpc("sales", order, "write", {"partner_invoice_id": self.stranger.id})

    def test_R42_nor_to_another_company(self):
        other = self.env["res.company"].create({"name": "Other", "currency_id": self.company.currency_id.id})
        self.users["sales"].write({"company_ids": [Command.link(other.id)]})
        order = self.confirm(self.order(900))
        with self.refuses("would leave the limit"):
            self.rpc("sales", order, "write", {"company_id": other.id})

    def test_an_order_that_was_invoiced_may_change_its_customer(self):
        order = self.confirm(self.order(900))
        order._create_invoices().action_post()
        self.rpc("sales", order, "write", {"partner_id": self.stranger.id})
        self.assertEqual(self.exposure(self.file), 900, "the invoice is owed as before")

    def test_what_somebody_else_paid_for_is_confirmed(self):
        order = self.order(900, partner_invoice_id=self.stranger.id)
        self.env["payment.transaction"].create({
            "provider_id": self.env["payment.provider"].create({"name": "Test", "code": "none", "state": "test"}).id,
            "payment_method_id": self.env["payment.method"].create({"name": "Test", "code": "test_second"}).id,
            "reference": "second review", "amount": 900, "currency_id": order.currency_id.id, "state": "done",
            "partner_id": self.stranger.id, "operation": "online_redirect", "sale_order_ids": [Command.set(order.ids)]})
        self.confirm(order)
        self.assertEqual(order.state, "sale")

    def test_R42_what_somebody_else_owes_takes_nothing_from_the_next_order(self):
        theirs, mine = self.order(900, partner_invoice_id=self.stranger.id), self.order(900)
        self.confirm(theirs)
        self.hold_of(theirs)._move("released", kind="credit_released")
        verdicts = (theirs | mine)._credit_judge(lock=True)
        self.assertEqual([verdict.reasons for verdict in verdicts.values()], [[], []])

    # ------------------------------------------------------------------
    # What an order weighs
    # ------------------------------------------------------------------
    def test_orders_confirmed_together_count_at_the_rate_of_their_confirmation(self):
        prices = self.prices(("2001-01-01", 10), (self.company._archive_today(), 1))
        orders = self.env["sale.order"].union(*(
            self.order(900, pricelist_id=prices.id, date_order="2010-01-01 00:00:00") for _number in range(2)))
        self.confirm(orders)
        self.assertEqual(orders.mapped("state"), ["sale", "draft"])
        self.assertEqual(self.exposure(self.file), 900)

    def test_a_quotation_of_last_week_is_judged_by_the_rate_of_its_confirmation(self):
        prices = self.prices(("2001-01-01", 1), (self.company._archive_today(), 1.25))
        order = self.order(1100, pricelist_id=prices.id, date_order=fields.Datetime.now() - timedelta(days=7))
        self.assertEqual((order.currency_rate, order.credit_panel["asked"]), (1, 880))
        self.confirm(order)
        self.assertEqual((order.state, self.exposure(self.file)), ("sale", 880))

    def test_a_release_covers_a_quotation_whatever_the_rate_does(self):
        today = self.company._archive_today()
        prices = self.prices(("2001-01-01", 1), (today, 1.25))
        order = self.order(2000, pricelist_id=prices.id, date_order=fields.Datetime.now() - timedelta(days=7))
        self.confirm(order)
        hold = self.hold_of(order)
        self.assertEqual((hold.order_amount, hold.release_amount), (2000, 2000))
        self.confirm(order)
        self.assertEqual(self.hold_of(order), hold, "asked again, it is the same")
        prices.currency_id.rate_ids.filtered(lambda rate: rate.name == today).rate = 1.1
        self.approve(hold)
        self.assertEqual(order.state, "sale")

    def test_who_has_no_file_keeps_the_totals_that_odoo_made(self):
        tax = self.env["account.tax"].create({"name": "Test 13", "amount": 13, "amount_type": "percent"})
        orders = self.order(900, partner=self.stranger) | self.order(900)
        for order in orders:
            order.order_line.tax_ids = tax
            self.env["sale.order.discount"].create({
                "sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.2,
            }).action_apply_discount()
        self.env.flush_all()
        brought = orders.order_line.mapped("extra_tax_data")
        tax.amount = 3
        orders.order_line.write({"sequence": 5})
        copies = [order.copy() for order in orders]
        self.assertEqual(orders.order_line.mapped("extra_tax_data"), brought)
        self.assertAlmostEqual(copies[0].amount_total, 900 * 1.03 - 180 * 1.13)
        self.assertAlmostEqual(copies[1].amount_total, 720 * 1.03)

    def test_discounts_and_down_payments_of_all_kinds_of_taxes(self):
        self.grant(100000, "raise")
        kinds = [{"amount_type": "percent", "amount": 13}, {"amount_type": "fixed", "amount": 3},
                 {"amount_type": "percent", "amount": 9, "price_include_override": "tax_included"},
                 {"amount_type": "division", "amount": 9}]
        taxes = self.env["account.tax"].create([{"name": f"Test {n}", **kind} for n, kind in enumerate(kinds)])
        for some in (taxes[0], taxes[1], taxes[2], taxes[3], taxes[1] | taxes[2], taxes[0] | taxes[2]):
            lines = [Command.create({
                "product_id": self.product.id, "product_uom_qty": quantity, "price_unit": price, "discount": discount,
                "tax_ids": [Command.set(some.ids)],
            }) for quantity, price, discount in ((3, 33.33, 0), (7, 9.99, 7.5), (1, 0.07, 0))]
            theirs, mine = self.env["sale.order"].create([
                {"partner_id": partner.id, "user_id": self.users["sales"].id, "order_line": lines}
                for partner in (self.stranger, self.partner)])
            for order in (theirs, mine):
                discounts = ({"discount_type": "so_discount", "discount_percentage": 0.137},
                             {"discount_type": "amount", "discount_amount": 11.37})
                for values in discounts:
                    self.env["sale.order.discount"].create(
                        {"sale_order_id": order.id, **values}).action_apply_discount()
                self.confirm(order)
                self.pay_down(order, 33.3)
                order.order_line.write({"sequence": 7})
            with self.subTest(taxes=some.mapped("name")):
                self.assertEqual(mine.order_line.mapped("price_total"), theirs.order_line.mapped("price_total"))
                self.assertEqual([bool(line.extra_tax_data) for line in mine.order_line],
                                 [bool(line.extra_tax_data) for line in theirs.order_line])
                self.assertTrue(any(mine.order_line.mapped("extra_tax_data")))

    # ------------------------------------------------------------------
    # What was delivered
    # ------------------------------------------------------------------
    def test_an_order_that_was_paid_down_for_what_was_delivered_is_cancelled(self):
        order = self.confirm(self.order(1000, product=self.by_delivery))
        self.pay_down(order, 50)
        goods = order.order_line.filtered(lambda line: line.product_id == self.by_delivery)
        goods.qty_delivered = 6
        with self.refuses("is not invoiced"):
            self.rpc("sales", order, "action_cancel")
        self.env.invalidate_all()
        goods.qty_delivered = 5
        self.rpc("sales", order, "action_cancel")
        self.assertEqual((order.state, self.exposure(self.file)), ("cancel", 500), "the down payment is owed")

    def test_what_nobody_ordered_does_not_vanish_either(self):
        order = self.delivered(900, 9)
        self.rpc("sales", order.order_line, "write", {"product_uom_qty": 0})
        self.assertEqual(self.exposure(self.file), 900)
        with self.refuses("is not invoiced"):
            self.rpc("sales", order, "action_cancel")

    def test_a_draft_invoice_is_no_invoice(self):
        order = self.delivered(900, 9)
        order._create_invoices()
        with self.refuses("is not invoiced"):
            self.rpc("sales", order, "write", {"state": "cancel"})
        self.env.invalidate_all()
        with self.refuses("is not invoiced"):
            order._action_cancel()

    def test_partly_delivered_and_invoiced_the_rest_is_cancelled_and_sold_anew(self):
        order = self.delivered(900, 4)
        order._create_invoices().action_post()
        self.rpc("sales", order, "action_cancel")
        self.rpc("sales", order, "action_draft")
        self.assertEqual((order.state, self.exposure(self.file)), ("draft", 400))

    def test_lines_move_to_another_order_of_the_same_payer(self):
        contact = self.env["res.partner"].create({
            "name": "Bookkeeping", "type": "invoice", "parent_id": self.partner.id})
        order, other = self.delivered(300, 3), self.confirm(self.order(300, partner_invoice_id=contact.id))
        line = order.order_line
        self.rpc("sales", line, "write", {"order_id": other.id})
        self.assertEqual((line.order_id, self.exposure(self.file)), (other, 600))
        for target in (self.order(100), self.confirm(self.order(100, partner=self.stranger))):
            with self.refuses("is not invoiced"):
                self.rpc("sales", line, "write", {"order_id": target.id})
            self.env.invalidate_all()

    def test_a_contact_leaves_once_its_orders_are_invoiced(self):
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.partner.id})
        order = self.confirm(self.order(300, partner=contact))
        self.assertEqual(order.partner_invoice_id, contact)
        order._create_invoices().action_post()
        self.rpc("accountant", contact, "write", {"parent_id": False})
        self.rpc("accountant", contact, "write", {"is_company": True})
        self.assertEqual(self.exposure(self.file), 300, "the invoice is owed by the company that got it")
