from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "archive.filed.source"]

    def action_file_in_archive(self):
        """File the invoice or credit note; see :meth:`archive.filed.source.action_file_in_archive`.

        :raises UserError: for drafts, and for entries that are no invoices to customers
        """
        self.ensure_one()
        if self.state != "posted" or not self.is_sale_document():
            raise UserError(self.env._("Posted invoices and credit notes of customers are filed in their dossier."))
        return super().action_file_in_archive()

    def _archive_paper(self):
        return {
            "name": f"{self.type_name} {self.name}",
            "type_id": self._archive_type("document_type_1006"),
            "reference": self.name,
            "author": self.company_id.name,
            "date": self.invoice_date or self.date,
            "is_original": "copy",
        }

    def _archive_pdf(self):
        # What was sent is what is filed.
        if self.invoice_pdf_report_id:
            return self.invoice_pdf_report_id.raw
        return self.env["ir.actions.report"]._render_qweb_pdf("account.account_invoices", self.ids)[0]
