from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.base.models.ir_actions_report import IrActionsReport

from ..common import USCC, ArchiveCommon, make_pdf


@tagged("post_install", "-at_install")
class TestFiledSource(ArchiveCommon):
    """Orders and invoices filed by a button."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "轴承", "list_price": 10})
        cls.order = cls.env["sale.order"].create({
            "partner_id": cls.partner.id, "user_id": cls.users["sales"].id,
            "order_line": [Command.create({"product_id": cls.product.id, "product_uom_qty": 5})]})

    def _file(self, login, record, text="print"):
        printed = patch.object(IrActionsReport, "_render_qweb_pdf", lambda *_a, **_k: (make_pdf(text), "pdf"))
        with printed:
            return self.rpc(login, record, "action_file_in_archive")

    def papers(self, record):
        return self.env["archive.document"].search([
            ("origin_model", "=", record._name), ("origin_id", "=", record.id)])

    def test_order_becomes_a_paper(self):
        self.order.action_confirm()
        action = self._file("sales", self.order)
        paper = self.env["archive.document"].browse(action["res_id"])
        self.assertEqual(paper, self.papers(self.order))
        self.assertEqual(paper.type_id, self.env.ref("client_archive.document_type_1102"))
        self.assertEqual((paper.dossier_id, paper.state, paper.source), (self.dossier, "draft", "erp"))
        self.assertTrue(paper.version_ids.name.endswith(".pdf"))

    def test_again_and_unchanged_opens_the_paper(self):
        self._file("sales", self.order)
        self.env.cr.execute("UPDATE sale_order SET write_date = write_date - interval '1 hour' WHERE id = %s",
                            [self.order.id])
        self.order.invalidate_recordset()
        action = self._file("sales", self.order, text="another print")
        self.assertIn("filed already", action["params"]["message"])
        self.assertEqual(len(self.papers(self.order).version_ids), 1)

    def test_changed_it_becomes_the_next_version(self):
        self._file("sales", self.order)
        self.env.cr.execute("UPDATE sale_order SET write_date = write_date + interval '1 hour' WHERE id = %s",
                            [self.order.id])
        self.order.invalidate_recordset()
        self._file("sales", self.order, text="changed")
        self.assertEqual(sorted(self.papers(self.order).version_ids.mapped("number")), [1, 2])

    def test_who_may_not_change_the_dossier_files_nothing(self):
        for login in ("other_sales", "employee", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self._file(login, self.order)
        self.assertFalse(self.papers(self.order))

    def test_customer_without_dossier(self):
        self.order.partner_id = self.partner.copy({"vat": USCC[1]})
        with self.assertRaisesRegex(UserError, "has no dossier yet: open one first"):
            self._file("sales", self.order)

    def test_invoice_becomes_a_voucher(self):
        self.users["sales"].group_ids |= self.env.ref("account.group_account_invoice")
        invoice = self.env["account.move"].create({
            "move_type": "out_invoice", "partner_id": self.partner.id,
            "invoice_line_ids": [Command.create({"product_id": self.product.id, "quantity": 2, "price_unit": 5})]})
        with self.assertRaisesRegex(UserError, "Posted"):
            self._file("sales", invoice)
        invoice.action_post()
        self._file("sales", invoice)
        paper = self.papers(invoice)
        self.assertEqual(paper.type_id, self.env.ref("client_archive.document_type_1006"))
        self.assertEqual(paper.reference, invoice.name)
