from odoo.tests import tagged

from ..common import CreditCommon


@tagged("-at_install", "post_install")
class TestInvoiceWarning(CreditCommon):
    """What was delivered is invoiced: never stopped, only warned about."""

    def warning(self, move, login="accountant"):
        return self.as_user(login, move).credit_warning

    def test_invoice_of_a_customer_beyond_everything_is_posted(self):
        self.grant(1000)
        order = self.confirm(self.order(900, product=self.by_delivery))
        order.order_line.qty_delivered = 9
        self.invoice(200, days=60)
        self.grant(0, "stop")
        invoice = order._create_invoices()
        warning = self.warning(invoice)
        for words in ("on stop", "200.00 is overdue"):
            self.assertIn(words, warning)
        self.rpc("accountant", invoice, "action_post")
        self.assertEqual((invoice.state, self.warning(invoice)), ("posted", False))

    def test_no_word_about_a_customer_within_the_limit_or_without_a_file(self):
        other = self.env["res.partner"].create({"name": "Free", "is_company": True})
        self.grant(1000)
        self.assertFalse(self.warning(self.invoice(900, post=False)))
        self.assertFalse(self.warning(self.invoice(90000, post=False, partner=other)))
        self.assertFalse(self.warning(self.invoice(90000, post=False, move_type="out_refund")))
        self.assertTrue(self.warning(self.invoice(200, post=False)))
