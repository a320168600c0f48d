from odoo import fields, models

_USER = "client_archive.group_user"


class ResPartner(models.Model):
    """What the dossier shows from the ERP, on the customer's own tab."""

    _inherit = "res.partner"

    dossier_contract_ids = fields.One2many(
        related="dossier_id.contract_ids", related_sudo=False, string="Contracts",
        groups="client_archive.group_contract_reader")
    dossier_currency_id = fields.Many2one(
        related="dossier_id.company_currency_id", related_sudo=False, string="Currency of the Dossier", groups=_USER)
    dossier_erp_kinds = fields.Char(
        related="dossier_id.erp_kinds", string="Kinds of Records", groups=_USER)
    dossier_order_count = fields.Integer(
        related="dossier_id.erp_order_count", string="Sales Orders of the Customer", groups=_USER)
    dossier_order_amount = fields.Monetary(
        related="dossier_id.erp_order_amount", string="Ordered by the Customer",
        currency_field="dossier_currency_id", groups=_USER)
    dossier_invoice_count = fields.Integer(
        related="dossier_id.erp_invoice_count", string="Invoices of the Customer", groups=_USER)
    dossier_invoice_amount = fields.Monetary(
        related="dossier_id.erp_invoice_amount", string="Invoiced to the Customer",
        currency_field="dossier_currency_id", groups=_USER)
    dossier_due_amount = fields.Monetary(
        related="dossier_id.erp_due_amount", string="Unpaid by the Customer",
        currency_field="dossier_currency_id", groups=_USER)
    dossier_payment_amount = fields.Monetary(
        related="dossier_id.erp_payment_amount", string="Received from the Customer",
        currency_field="dossier_currency_id", groups=_USER)
    dossier_contact_count = fields.Integer(
        related="dossier_id.erp_contact_count", string="Contacts of the Customer", groups=_USER)
    dossier_complaint_count = fields.Integer(
        related="dossier_id.erp_complaint_count", string="Complaints of the Customer", groups=_USER)
