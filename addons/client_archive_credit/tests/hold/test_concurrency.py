import threading
from functools import partial

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from odoo.addons.client_archive.tools import gate

_NAME = "Credit Concurrency"


@tagged("-at_install", "post_install")
class TestConcurrency(BaseCase):
    """Two real connections, data that is committed, and cleaned up in the end (invariant 7)."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self.clean)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            partner = env["res.partner"].create({"name": _NAME, "is_company": True})
            file = env["credit.file"].create({"partner_id": partner.id, "user_id": False})
            gate.opened(file).write({
                "has_limit": True, "limit_amount": 1000, "limit_from": fields.Date.today(),
                "limit_until": fields.Date.today()})
            product = env["product.product"].create({"name": _NAME, "type": "service", "taxes_id": False})
            self.orders = env["sale.order"].create([{
                "partner_id": partner.id, "user_id": False, "order_line": [(0, 0, {
                    "product_id": product.id, "product_uom_qty": 7, "price_unit": 100, "tax_ids": False})],
            } for _number in range(2)]).ids

    def clean(self):
        with self.registry.cursor() as cr:
            # The journal keeps everything for ever: in a test database it gives this back.
            cr.execute("ALTER TABLE archive_event DISABLE TRIGGER USER")
            cr.execute("SELECT id FROM sale_order WHERE partner_id IN (SELECT id FROM res_partner WHERE name = %s)",
                       [_NAME])
            orders = tuple(row[0] for row in cr.fetchall()) or (0,)
            cr.execute("SELECT id FROM credit_hold WHERE order_id IN %s", [orders])
            holds = tuple(row[0] for row in cr.fetchall()) or (0,)
            cr.execute("SELECT id FROM credit_file WHERE partner_id IN (SELECT id FROM res_partner WHERE name = %s)",
                       [_NAME])
            files = tuple(row[0] for row in cr.fetchall()) or (0,)
            for model, ids in (("sale.order", orders), ("credit.hold", holds), ("credit.file", files)):
                cr.execute(
                    "DELETE FROM archive_event_pending WHERE event_id IN "
                    "(SELECT id FROM archive_event WHERE res_model = %s AND res_id IN %s)", [model, ids])
                cr.execute("DELETE FROM archive_event WHERE res_model = %s AND res_id IN %s", [model, ids])
                cr.execute("DELETE FROM mail_message WHERE model = %s AND res_id IN %s", [model, ids])
                cr.execute("DELETE FROM mail_followers WHERE res_model = %s AND res_id IN %s", [model, ids])
            cr.execute("DELETE FROM credit_hold WHERE id IN %s", [holds])
            cr.execute("DELETE FROM sale_order WHERE id IN %s", [orders])
            cr.execute("DELETE FROM credit_guard WHERE payer IN %s", [tuple(f"credit.file,{file}" for file in files)])
            cr.execute("DELETE FROM credit_file WHERE id IN %s", [files])
            cr.execute("DELETE FROM product_product WHERE product_tmpl_id IN "
                       "(SELECT id FROM product_template WHERE name->>'en_US' = %s)", [_NAME])
            cr.execute("DELETE FROM product_template WHERE name->>'en_US' = %s", [_NAME])
            cr.execute("DELETE FROM res_partner WHERE name = %s", [_NAME])
            cr.execute("ALTER TABLE archive_event ENABLE TRIGGER USER")

    def _confirm_when_told(self, order_id, snapshot, tries):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute("SELECT 1 FROM sale_order LIMIT 1")  # the snapshot is taken before the other commits
            snapshot.set()
            retrying(partial(self._confirm, env, order_id, tries), env)

    @staticmethod
    def _confirm(env, order_id, tries=None):
        if tries is not None:
            tries.append(order_id)
        env["sale.order"].browse(order_id).action_confirm()

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_orders_that_fit_singly_not_together(self):
        first, second = self.orders
        snapshot, tries = threading.Event(), []
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self._confirm(env, first)
            env.flush_all()
            other = threading.Thread(target=self._confirm_when_told, args=(second, snapshot, tries))
            other.start()
            self.assertTrue(snapshot.wait(30))
        other.join(60)
        self.assertFalse(other.is_alive())
        self.assertEqual(len(tries), 2, "it failed to serialise and ran again")
        with self.registry.cursor() as cr:
            orders = api.Environment(cr, SUPERUSER_ID, {})["sale.order"].browse(self.orders)
            self.assertEqual(orders.mapped("state"), ["sale", "draft"])
            self.assertEqual(orders[1].credit_hold_ids.mapped("state"), ["pending"])
            self.assertEqual(orders[1].credit_hold_ids.used, 700)
