from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError

from ..common import ArchiveCommon


class ContractCommon(ArchiveCommon):
    """A customer with an open dossier, an administrator of contracts, and ways to make contracts and orders."""

    REFUSED = UserError  # of which AccessError is one

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users |= cls._make_users({"administrator": "client_archive.group_contract_administrator"})
        cls.company.archive_contract_administrator_id = cls.users["administrator"]
        cls.department.archive_code = "S1"
        cls.Contract = cls.env["archive.contract"]
        cls.today = date.today()
        cls.product = cls.env["product.product"].create({
            "name": "Bearing", "type": "service", "invoice_policy": "order", "list_price": 100.0, "taxes_id": False})
        cls.usd = cls.env.ref("base.USD")
        cls.eur = cls.env.ref("base.EUR")
        (cls.usd | cls.eur).active = True

    @classmethod
    def make_contract(cls, state="in_force", login="sales", days=0, **values):
        """A contract of the customer, brought to ``state`` by its handler; signed ``days`` ago."""
        contract = cls.Contract.with_user(cls.users[login]).create({
            "name": "轴承购销合同", "dossier_id": cls.dossier.id, "amount": 1000.0,
            "signed_on": cls.today - timedelta(days=days), **values})
        if state != "draft":
            contract.action_sign()
        if state == "fulfilled":
            contract.action_fulfil()
        return contract.with_env(cls.env)

    @classmethod
    def enter(cls, contract, kind, amount=0.0, login="sales", **values):
        """An act on ``contract`` as ``login`` enters it."""
        return cls.env["archive.contract.act"].with_user(cls.users[login]).create({
            "contract_id": contract.id, "kind": kind, "name": f"Test {kind}", "amount": amount, **values,
        }).with_env(cls.env)

    @classmethod
    def make_order(cls, amount=1000.0, partner=None, login="sales", **values):
        """A quotation of ``amount``, pieces at 100 each."""
        return cls.env["sale.order"].with_user(cls.users[login]).create({
            "partner_id": (partner or cls.partner).id,
            "order_line": [(0, 0, {
                "product_id": cls.product.id, "product_uom_qty": amount / 100, "price_unit": 100, "tax_ids": False})],
            **values}).with_env(cls.env)

    @classmethod
    def confirm(cls, order, login="sales"):
        order.with_user(cls.users[login]).action_confirm()
        return cls.contract_of(order)

    @classmethod
    def contract_of(cls, order):
        links = cls.env["archive.contract.order"].search([("order_id", "=", order.id)], order="id desc", limit=1)
        return links.contract_id

    def run_cron(self, model, method):
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", return_value=60.0):
            getattr(self.env[model], method)()

    def queries(self, act):
        """Number of queries of ``act`` with nothing in the cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        act()
        return self.cr.sql_log_count - before
