from datetime import timedelta

from odoo import Command, fields

from ..common import USCC, ArchiveCommon


class SegmentCommon(ArchiveCommon):
    """Customers with books: invoices, orders and payments of chosen days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company, install_demo=False)
        cls.today = fields.Date.today()
        cls.product = cls.env["product.product"].create({
            "name": "Bearing", "type": "service", "invoice_policy": "order", "list_price": 100.0, "taxes_id": False})
        cls.second_partner = cls._make_customer("Hangzhou Sample Trading", USCC[1])
        cls.second = cls._make_dossier(cls.second_partner)
        cls.Segment, cls.Figure = cls.env["archive.segment"], cls.env["archive.figure"]

    @classmethod
    def _make_customer(cls, name, code=False, **values):
        return cls.env["res.partner"].create({
            "name": name, "is_company": True, "vat": code, "country_id": cls.env.ref("base.cn").id, **values})

    @classmethod
    def invoice(cls, amount, partner=None, days=0, move_type="out_invoice", **values):
        """A posted customer invoice of ``amount`` without tax, ``days`` ago."""
        day = cls.today - timedelta(days=days)
        company = values.pop("company", cls.company)
        move = cls.env["account.move"].with_company(company).create({
            "move_type": move_type, "partner_id": (partner or cls.partner).id, "invoice_date": day, "date": day,
            "invoice_date_due": day, "invoice_payment_term_id": False,
            "invoice_line_ids": [Command.create({
                "name": "Bearing", "quantity": 1, "price_unit": amount, "tax_ids": False})],
            **values})
        move.action_post()
        return move

    @classmethod
    def order(cls, amount, partner=None, days=0, confirm=True, **values):
        """An order of ``amount``, ``days`` ago."""
        order = cls.env["sale.order"].create({
            "partner_id": (partner or cls.partner).id,
            "order_line": [Command.create({
                "product_id": cls.product.id, "product_uom_qty": 1, "price_unit": amount, "tax_ids": False})],
            **values})
        day = fields.Datetime.now() - timedelta(days=days)
        order.date_order = day
        if confirm:
            order.action_confirm()
            order.date_order = day
        return order

    @classmethod
    def pay(cls, invoice, days=0):
        """Settle ``invoice``, ``days`` ago."""
        cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids).create(
                {"payment_date": cls.today - timedelta(days=days)})._create_payments()

    def run_job(self):
        """The nightly job, as cron runs it; a test cursor is not committed."""
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: 60)
        self.env.cr.execute("UPDATE archive_segment SET computed_on = NULL")
        self.env.invalidate_all()
        self.Segment._cron_update()
        self.env.invalidate_all()

    def row(self, dossier=None):
        return self.Segment.search([("dossier_id", "=", (dossier or self.dossier).id)])
