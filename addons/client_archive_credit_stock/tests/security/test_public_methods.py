"""Every method that a client can call, and who may: a new one without a row here fails."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.client_archive.tests.security.test_public_methods import PublicMethodsMixin

from ..delivery.common import DeliveryCommon

METHODS = {"stock.picking": {"button_validate": "who may deliver"}}


@tagged("-at_install", "post_install")
class TestPublicMethods(PublicMethodsMixin, DeliveryCommon):
    addon = "client_archive_credit_stock"
    methods = METHODS
    dialogs = "credit."

    def test_who_may_not_deliver_asks_for_no_release(self):
        self.stop()
        self.ready()
        for login in ("auditor", "credit_manager", "employee"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.picking, "button_validate")
            self.env.invalidate_all()
        self.assertFalse(self.hold_of(self.sold))
        self.assertNotEqual(self.picking.state, "done")
