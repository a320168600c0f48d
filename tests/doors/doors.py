"""Ways to a confirmed order that other apps open: the shop and its payments, events, projects.

Not found by name: tests/test_doors.py runs this file in a database that has these apps.
"""

from odoo import Command, http
from odoo.tests import HttpCase, tagged

from odoo.addons.client_archive_credit.tests.common import CreditCommon


@tagged("-at_install", "post_install")
class TestDoors(CreditCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.grant(1000)

    def assertHeld(self, order):
        self.env.invalidate_all()
        self.assertIn(order.state, ("draft", "sent"))
        self.assertEqual(self.hold_of(order).state, "pending")

    # ------------------------------------------------------------------
    # Shop
    # ------------------------------------------------------------------
    def shop_order(self, amount):
        return self.order(amount, website_id=self.env["website"].search([], limit=1).id)

    def shop_page(self, order):
        session = self.authenticate(None, None)
        session["sale_last_order_id"] = order.id
        http.root.session_store.save(session)
        self.env.flush_all()
        return self.url_open("/shop/confirmation")

    def paid(self, order, amount, state="done"):
        provider = self.env["payment.provider"].create({"name": "Bank", "code": "none", "state": "test"})
        method = self.env["payment.method"].search([], limit=1)
        return self.env["payment.transaction"].create({
            "provider_id": provider.id, "payment_method_id": method.id, "amount": amount,
            "reference": f"{order.name}-{amount}", "currency_id": order.currency_id.id,
            "partner_id": order.partner_id.id, "operation": "online_redirect", "state": state,
            "sale_order_ids": [Command.set(order.ids)]})

    def test_shop_order_that_is_paid_later_waits(self):
        order = self.shop_order(1500)
        order.sudo()._validate_order()
        self.assertHeld(order)
        page = self.shop_page(order)
        self.assertEqual(page.status_code, 200)
        self.assertIn(order.name, page.text)
        self.assertNotIn("1,000.00", page.text, "the limit is nobody's business")

    def test_shop_order_within_the_limit_is_confirmed(self):
        order = self.shop_order(500)
        order.sudo()._validate_order()
        self.assertEqual(order.state, "sale")

    def test_shop_order_paid_by_transfer_waits(self):
        order = self.shop_order(1500)
        transaction = self.paid(order, 1500, state="pending")
        transaction._post_process()
        self.env.invalidate_all()
        self.assertNotEqual(order.state, "sale")
        self.assertEqual(self.shop_page(order).status_code, 200)

    def test_shop_order_paid_online_passes_and_one_paid_in_part_waits(self):
        self.invoice(5000, days=90)
        # No journal of the bank is set up here: what follows the confirmation is Odoo's.
        self.patch(type(self.env["payment.transaction"]), "_create_payment",
                   lambda *_args, **_kwargs: self.env["account.payment"])
        paid, part = self.shop_order(1500), self.shop_order(1500)
        part.prepayment_percent = 0.1
        self.paid(paid, 1500)._post_process()
        self.paid(part, 200)._post_process()
        self.assertEqual(paid.state, "sale")
        self.assertHeld(part)
        self.assertEqual(self.shop_page(part).status_code, 200)

    # ------------------------------------------------------------------
    # Events, projects
    # ------------------------------------------------------------------
    def test_event_registrations_come_with_the_release(self):
        ticket = self.env["product.product"].create({
            "name": "Seat", "type": "service", "service_tracking": "event", "list_price": 100, "taxes_id": False})
        event = self.env["event.event"].create({
            "name": "Fair", "date_begin": "2030-01-01", "date_end": "2030-01-02",
            "event_ticket_ids": [Command.create({"name": "Seat", "product_id": ticket.id, "price": 100})]})
        order = self.order(0, order_line=[Command.create({
            "product_id": ticket.id, "product_uom_qty": 15, "price_unit": 100, "tax_ids": False,
            "event_id": event.id, "event_ticket_id": event.event_ticket_ids.id})])
        self.assertIs(self.rpc("sales", order, "action_confirm"), True, "no dialog that asks for the names")
        self.assertHeld(order)
        self.assertFalse(order.order_line.registration_ids)
        self.approve(self.hold_of(order))
        self.assertEqual((order.state, len(order.order_line.registration_ids)), ("sale", 15))

    def test_projects_and_tasks_come_with_the_release(self):
        service = self.env["product.product"].create({
            "name": "Installation", "type": "service", "service_tracking": "task_in_project", "list_price": 100,
            "taxes_id": False})
        order = self.confirm(self.order(1500, product=service))
        self.assertHeld(order)
        self.assertFalse(order.with_context(active_test=False).order_line.task_id)
        self.approve(self.hold_of(order))
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.order_line.task_id)

    def test_linking_a_task_with_a_quotation_does_not_confirm_it(self):
        order = self.order(1500)
        self.env["project.task"]._ensure_sale_order_linked(order.order_line.ids)
        self.assertHeld(order)
