from datetime import date

from odoo.tests import HttpCase, tagged

from ..contract.common import ContractCommon


@tagged("post_install", "-at_install")
class TestContractTour(ContractCommon, HttpCase):
    """From an order to the ledger, and from the ledger to the statistics, each part by the person whose task it is."""

    def _tour(self, url, name, login):
        self.start_tour(url, f"client_archive_{name}", login=self.users[login].login)

    def test_R77_R103_R105_from_an_order_to_the_ledger_and_the_statistics(self):
        order = self.make_order(1000)
        self._tour(f"/odoo/sale.order/{order.id}", "confirm_order", "sales")
        contract = self.contract_of(order)
        self.assertEqual((contract.state, contract.act_ids.kind, contract.act_ids.amount), ("in_force", "dispute", 300))
        self.assertTrue(contract.number)
        self.make_contract(days=(self.today - date(self.today.year - 1, 5, 4)).days)
        row = self.env["archive.statistics.return"].with_user(self.users["administrator"]).create({"kind": "year"})
        self._tour(f"/odoo/archive.statistics.return/{row.id}", "report_statistics", "administrator")
        self.assertEqual((row.state, row.line_ids.signed_amount), ("reported", 1000))
