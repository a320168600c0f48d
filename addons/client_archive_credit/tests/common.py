"""Credit staff, a customer with a limit, and ways to owe."""

from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.client_archive.tests.common import ArchiveCommon

CREDIT_ROLES = {
    "credit_officer": "client_archive_credit.group_credit_officer",
    "credit_manager": "client_archive_credit.group_credit_manager",
    "accountant": "account.group_account_manager,base.group_partner_manager",
}


class CreditCommon(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users |= cls._make_users(CREDIT_ROLES)
        cls.env["archive.officer"].create({"role": "credit_manager", "user_id": cls.users["credit_manager"].id})
        cls.department.write({"member_ids": [(4, cls.env["hr.employee"].create({
            "name": "Test Credit Officer", "user_id": cls.users["credit_officer"].id}).id)]})
        if not cls.company.chart_template:
            cls.env["account.chart.template"].try_loading("generic_coa", company=cls.company, install_demo=False)
        cls.partner.user_id = cls.users["sales"]
        cls.product = cls.env["product.product"].create({
            "name": "Bearing", "type": "service", "invoice_policy": "order", "list_price": 100.0, "taxes_id": False})
        cls.by_delivery = cls.env["product.product"].create({
            "name": "Bearing as delivered", "type": "service", "invoice_policy": "delivery", "list_price": 100.0,
            "taxes_id": False, "service_type": "manual"})
        cls.thirty_days = cls.env.ref("account.account_payment_term_30days")
        cls.File = cls.env["credit.file"]

    @classmethod
    def apply(cls, amount, kind="grant", partner=None, login="sales", **values):
        """An application as ``login`` submits it."""
        application = cls.env["credit.limit.application"].with_user(cls.users[login]).create({
            "kind": kind, "amount": amount, "reason": "Pays on time.",
            **({} if "group_id" in values else {"partner_id": (partner or cls.partner).id}), **values})
        application.action_submit()
        return application

    @classmethod
    def approve(cls, record, logins=("head", "credit_manager")):
        for login in logins:
            record.with_user(cls.users[login]).action_approve()
        record.invalidate_recordset()

    @classmethod
    def grant(cls, amount, kind="grant", partner=None, **values):
        """The credit file of ``partner`` with an approved limit of ``amount``."""
        partner = partner or cls.partner
        application = cls.apply(amount, kind, partner, **values)
        cls.approve(application, ("credit_manager",) if kind == "stop" else (
            ("head", "credit_manager", "gm") if amount > 500000 else ("head", "credit_manager")))
        return cls.File.search([("partner_id", "=", partner.id), ("company_id", "=", cls.company.id)])

    @classmethod
    def order(cls, amount, partner=None, login="sales", product=None, **values):
        """A quotation of ``amount``, one piece at 100 each."""
        return cls.env["sale.order"].with_user(cls.users[login]).create({
            "partner_id": (partner or cls.partner).id, "payment_term_id": cls.thirty_days.id,
            "order_line": [(0, 0, {
                "product_id": (product or cls.product).id, "product_uom_qty": amount / 100, "price_unit": 100,
                "tax_ids": False})],
            **values}).with_env(cls.env)

    @classmethod
    def confirm(cls, order, login="sales"):
        order.with_user(cls.users[login]).action_confirm()
        return order

    @classmethod
    def invoice(cls, amount, partner=None, days=0, post=True, move_type="out_invoice", **values):
        """A customer invoice of ``amount``, due ``days`` ago."""
        day = fields.Date.today() - timedelta(days=days)
        move = cls.env["account.move"].create({
            "move_type": move_type, "partner_id": (partner or cls.partner).id, "invoice_date": day,
            "invoice_date_due": day, "invoice_payment_term_id": False,
            "invoice_line_ids": [(0, 0, {"name": "Bearing", "quantity": 1, "price_unit": amount, "tax_ids": False})],
            **values})
        if post:
            move.action_post()
        return move

    @classmethod
    def pay(cls, invoice, amount=None):
        """Settle ``invoice`` (or ``amount`` of it)."""
        cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids).create(
                {"amount": amount} if amount else {})._create_payments()

    @classmethod
    def exposure(cls, file):
        file.invalidate_recordset()
        return file.used

    @classmethod
    def hold_of(cls, order):
        return cls.env["credit.hold"].search([("order_id", "=", order.id)], order="id desc", limit=1)

    @contextmanager
    def refuses(self, words):
        """What is done inside is refused with a message that matches ``words``, and undone."""
        with self.assertRaises(UserError) as caught:
            yield
        self.assertRegex(str(caught.exception), words)

    def run_round(self, Model, method):
        """Run the job ``method`` of ``Model``; a test cursor is not committed."""
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: 60)
        getattr(Model, method)()
