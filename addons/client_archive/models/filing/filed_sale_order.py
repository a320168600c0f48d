from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "archive.filed.source"]

    def _archive_paper(self):
        ordered = self.state == "sale"
        return {
            "name": f"{self.type_name} {self.name}",
            "type_id": self._archive_type("document_type_1102" if ordered else "document_type_0105"),
            "reference": self.client_order_ref or self.name,
            "author": self.company_id.name,
            "date": self._archive_day(self.date_order),
            "is_original": "copy",
        }

    def _archive_pdf(self):
        return self.env["ir.actions.report"]._render_qweb_pdf("sale.action_report_saleorder", self.ids)[0]
