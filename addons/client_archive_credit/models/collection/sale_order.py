from odoo import api, fields, models

from .res_partner import READERS


class SaleOrder(models.Model):
    _inherit = "sale.order"

    credit_collection_id = fields.Many2one(
        "credit.collection", string="Collection Matter", compute="_compute_credit_collection_id", groups=READERS,
        help="Debts of the payer that are being collected.")

    @api.depends("partner_invoice_id", "company_id")
    @api.depends_context("uid")
    def _compute_credit_collection_id(self):
        Collection = self.env["credit.collection"]
        # sudo: the payer decides, whether or not the user may read it
        payers = {order: order.sudo().partner_invoice_id.commercial_partner_id for order in self}
        matters = Collection._of(self.env["res.partner"].sudo().union(*payers.values()), self.company_id)
        readable = Collection.union(*matters.values()).sudo(False)._filtered_access("read")
        for order in self:
            order.credit_collection_id = readable & matters.get((payers[order], order.company_id), Collection)
