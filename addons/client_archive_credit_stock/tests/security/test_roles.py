from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..delivery.common import DeliveryCommon


@tagged("-at_install", "post_install")
class TestRoles(DeliveryCommon):
    """The warehouse knows that goods wait, and with whom; what the customer owes is none of its business."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stop()
        cls.invoice(700, days=50)
        cls.validate()
        cls.hold = cls.hold_of(cls.sold)

    def test_the_warehouse_sees_that_it_waits_and_no_figures(self):
        mine = self.as_user("warehouse", self.picking)
        self.assertTrue(mine.credit_on_hold)
        self.assertIn(self.hold.name, mine.credit_hold_note)
        self.assertNotIn("700", mine.credit_hold_note)
        for record in (self.hold, self.file, self.hold.reason_ids):
            with self.subTest(model=record._name):
                self.assertFalse(self.as_user("warehouse", record).has_access("read"))

    def test_the_warehouse_releases_nothing(self):
        for method, arguments in (
                ("action_approve", ()), ("action_call_again", ()), ("write", ({"release_amount": 1},)),
                ("write", ({"state": "released"},)), ("write", ({"for_delivery": False},)), ("unlink", ())):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("warehouse", self.hold, method, *arguments)
        self.env.invalidate_all()
        self.assertEqual((self.hold.state, self.hold.for_delivery), ("pending", True))

    def test_what_the_transfer_says_is_not_written(self):
        self.rpc("warehouse", self.picking, "write", {"credit_on_hold": False, "credit_hold_note": "Goes"})
        self.env.invalidate_all()
        self.assertTrue(self.picking.credit_on_hold)
        self.assertNotEqual(self.picking.credit_hold_note, "Goes")
