from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain


class Source(NamedTuple):
    """Records of the ERP about a customer.

    :ivar model: where they are kept; a module that is not installed has none
    :ivar partner: the field that names the customer or one of their contacts
    :ivar domain: which of them count
    :ivar action: external id of the action that lists them
    :ivar measures: aggregate → field of the dossier that shows it
    :ivar company: whether they belong to a company
    :ivar on: the field that names the model they hang on, where ``partner`` is any record's id
    """

    model: str
    partner: str
    domain: Domain
    action: str
    measures: dict
    company: bool = True
    on: str | None = None


# The kinds of operating records of R4 and R81 that the ERP holds already; a room that knows more adds to it.
SOURCES = {
    "quotation": Source(
        "sale.order", "partner_id", Domain("state", "in", ("draft", "sent")), "sale.action_quotations",
        {"__count": "erp_quotation_count", "amount_total:sum_currency": "erp_quotation_amount"}),
    "order": Source(
        "sale.order", "partner_id", Domain("state", "=", "sale"), "sale.action_orders",
        {"__count": "erp_order_count", "amount_total:sum_currency": "erp_order_amount",
         "date_order:max": "erp_order_last"}),
    "delivery": Source(
        "stock.picking", "partner_id", Domain("picking_type_code", "=", "outgoing") & Domain("state", "!=", "cancel"),
        "stock.action_picking_tree_outgoing", {"__count": "erp_delivery_count", "date_done:max": "erp_delivery_last"}),
    "invoice": Source(
        "account.move", "commercial_partner_id",
        Domain("state", "=", "posted") & Domain("move_type", "in", ("out_invoice", "out_refund", "out_receipt")),
        "account.action_move_out_invoice_type",
        {"__count": "erp_invoice_count", "amount_total_signed:sum": "erp_invoice_amount",
         "amount_residual_signed:sum": "erp_due_amount", "invoice_date:max": "erp_invoice_last"}),
    "payment": Source(
        "account.payment", "partner_id",
        Domain("payment_type", "=", "inbound") & Domain("state", "in", ("in_process", "paid")),
        "account.action_account_payments",
        {"__count": "erp_payment_count", "amount_company_currency_signed:sum": "erp_payment_amount",
         "date:max": "erp_payment_last"}),
    "purchase": Source(
        "purchase.order", "partner_id", Domain("state", "in", ("purchase", "done")), "purchase.purchase_form_action",
        {"__count": "erp_purchase_count", "amount_total:sum_currency": "erp_purchase_amount",
         "date_order:max": "erp_purchase_last"}),
    "opportunity": Source(
        "crm.lead", "partner_id", Domain("type", "=", "opportunity"), "crm.crm_lead_opportunities",
        {"__count": "erp_opportunity_count"}),
    "meeting": Source(
        "calendar.event", "partner_ids", Domain.TRUE, "calendar.action_calendar_event",
        {"__count": "erp_meeting_count", "start:max": "erp_meeting_last"}, company=False),
    "activity": Source(
        "mail.activity", "res_id", Domain("active", "in", (True, False)), "mail.mail_activity_action",
        {"__count": "erp_activity_count", "date_deadline:max": "erp_activity_last"}, company=False, on="res_model"),
    "message": Source(
        "mail.message", "res_id", Domain("message_type", "in", ("email", "email_outgoing", "comment")),
        "mail.action_view_mail_message", {"__count": "erp_message_count", "date:max": "erp_message_last"},
        company=False, on="model"),
    "contact": Source(
        "archive.contact.log", "partner_id", Domain("kind", "!=", "complaint"),
        "client_archive.archive_contact_log_action",
        {"__count": "erp_contact_count", "date:max": "erp_contact_last"}),
    "complaint": Source(
        "archive.contact.log", "partner_id", Domain("kind", "=", "complaint"),
        "client_archive.archive_contact_log_action",
        {"__count": "erp_complaint_count", "date:max": "erp_complaint_last"}),
}


class ArchiveDossier(models.Model):
    """What the ERP holds about the customer is shown from it, never typed again (R4, R81, R83).

    Each user sees the numbers of the records that they may read, so that a total and the list behind it always agree:
    a salesperson those of the own orders and invoices, an archivist without access to sales none at all.
    """

    _inherit = "archive.dossier"

    company_currency_id = fields.Many2one(related="company_id.currency_id", string="Company Currency")
    erp_kinds = fields.Char(
        string="Kinds of Records", compute="_compute_erp", help="Kinds of records that the user may read.")
    erp_quotation_count = fields.Integer(string="Quotations", compute="_compute_erp")
    erp_quotation_amount = fields.Monetary(
        string="Quoted", compute="_compute_erp", currency_field="company_currency_id")
    erp_order_count = fields.Integer(string="Sales Orders", compute="_compute_erp")
    erp_order_amount = fields.Monetary(string="Ordered", compute="_compute_erp", currency_field="company_currency_id")
    erp_order_last = fields.Date(string="Last Order", compute="_compute_erp")
    erp_delivery_count = fields.Integer(string="Deliveries", compute="_compute_erp")
    erp_delivery_last = fields.Date(string="Last Delivery", compute="_compute_erp")
    erp_invoice_count = fields.Integer(string="Invoices", compute="_compute_erp")
    erp_invoice_amount = fields.Monetary(
        string="Invoiced", compute="_compute_erp", currency_field="company_currency_id")
    erp_invoice_last = fields.Date(string="Last Invoice", compute="_compute_erp")
    erp_due_amount = fields.Monetary(string="Unpaid", compute="_compute_erp", currency_field="company_currency_id")
    erp_payment_count = fields.Integer(string="Receipts", compute="_compute_erp")
    erp_payment_amount = fields.Monetary(
        string="Received", compute="_compute_erp", currency_field="company_currency_id")
    erp_payment_last = fields.Date(string="Last Receipt", compute="_compute_erp")
    erp_purchase_count = fields.Integer(string="Purchases", compute="_compute_erp")
    erp_purchase_amount = fields.Monetary(
        string="Purchased", compute="_compute_erp", currency_field="company_currency_id")
    erp_purchase_last = fields.Date(string="Last Purchase", compute="_compute_erp")
    erp_opportunity_count = fields.Integer(string="Opportunities", compute="_compute_erp")
    erp_meeting_count = fields.Integer(string="Meetings in the Calendar", compute="_compute_erp")
    erp_meeting_last = fields.Date(string="Last Meeting", compute="_compute_erp")
    erp_activity_count = fields.Integer(string="Activities of the Customer", compute="_compute_erp")
    erp_activity_last = fields.Date(string="Last Activity", compute="_compute_erp")
    erp_message_count = fields.Integer(string="Mail and Messages", compute="_compute_erp")
    erp_message_last = fields.Date(string="Last Message", compute="_compute_erp")
    erp_contact_count = fields.Integer(string="Visits, Calls and Requests", compute="_compute_erp")
    erp_contact_last = fields.Date(string="Last Contact", compute="_compute_erp")
    erp_complaint_count = fields.Integer(string="Complaints", compute="_compute_erp")
    erp_complaint_last = fields.Date(string="Last Complaint", compute="_compute_erp")

    @api.depends("partner_id", "company_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_erp(self):
        """One grouped query per kind, whatever the number of dossiers; contacts count for their company."""
        names = [name for source in SOURCES.values() for name in source.measures.values()]
        for dossier in self:
            dossier.update(dict.fromkeys(names, False))
        kinds = []
        for kind, source in SOURCES.items():
            # The customer's form takes the numbers from here with all rights: they stay those of the user.
            if source.model in self.env and self.env[source.model].sudo(False).has_access("read"):
                kinds.append(kind)
                for company, dossiers in self.grouped("company_id").items():
                    dossiers._compute_erp_of(source, company)
        self.erp_kinds = " ".join(kinds)

    def _compute_erp_of(self, source, company):
        dossiers = {dossier.partner_id._origin.id: dossier for dossier in self}
        rows = self.env[source.model].sudo(False).with_company(company)._read_group(
            self._erp_domain(source, company), [source.partner], list(source.measures))
        for partner, *values in rows:
            # sudo: whose contact it is decides on the total, not who may read the contact
            contact = (self.env["res.partner"].browse(partner) if source.on else partner).sudo()
            dossier = dossiers.get(contact.commercial_partner_id.id)
            if dossier:
                for name, value in zip(source.measures.values(), values, strict=True):
                    dossier[name] = self._erp_sum(dossier[name], value, self._fields[name].type)

    def _erp_domain(self, source, company):
        customers = self.partner_id._origin
        if source.on:
            contacts = customers.with_context(active_test=False).search([("id", "child_of", customers.ids)])
            return source.domain & Domain(source.on, "=", "res.partner") & Domain(source.partner, "in", contacts.ids)
        domain = source.domain & Domain(source.partner, "child_of", customers.ids)
        return domain & Domain("company_id", "=", company.id) if source.company else domain

    @staticmethod
    def _erp_sum(known, value, kind):
        """A contact's figure added to what is known: the later day, or the sum."""
        if kind != "date":
            return (known or 0) + (value or 0)
        day = fields.Date.to_date(value)
        return max(filter(None, (known, day)), default=False)

    def action_view_erp(self):
        """Open the records of the kind whose button was pressed, as the user may read them."""
        self.ensure_one()
        # The button says which; what is not one of the kinds opens the orders.
        source = SOURCES.get(self.env.context.get("erp_kind")) or SOURCES["order"]
        action = self.env["ir.actions.actions"]._for_xml_id(source.action)
        return {**action, "domain": list(self._erp_domain(source, self.company_id)), "context": {"create": False}}
