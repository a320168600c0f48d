import io
from datetime import date

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...tools import gate
from ..forms import FormsMixin
from .common import ContractCommon

LEDGER, STATISTICS = "report_contract_ledger", "report_contract_statistics"


@tagged("-at_install", "post_install")
class TestLedgerForms(FormsMixin, ContractCommon):
    def form(self, name, login="administrator", **context):
        return self.env[f"report.client_archive.{name}"].with_user(self.users[login]).with_context(**context)

    def make_contracts(self, count):
        """Contracts in force, without the way through their form."""
        return gate.opened(self.Contract.sudo()).create([  # sudo: test data
            {"name": f"购销合同第{number}号", "dossier_id": self.dossier.id, "amount": 1234567.5, "state": "in_force",
             "number": f"B01-CQ-C0001-S1-2026{number:03}", "signed_on": "2026-03-08", "payment_terms": "货到 30 天付清",
             "delivery_date": "2026-06-30", "department_id": self.department.id}
            for number in range(1, count + 1)]).with_env(self.env)

    def test_R103_columns_of_the_ledger(self):
        columns = self.form(LEDGER, lang="zh_CN")._form_columns()
        self.assertEqual(sum(column.width for column in columns), 257)
        self.assertEqual([column.key for column in columns], [
            "number", "department", "customer", "name", "amount", "payment", "delivery", "signed", "state", "amended",
            "terminated"])
        columns = self.form(STATISTICS)._form_columns()
        self.assertEqual(sum(column.width for column in columns), 257)
        self.assertEqual(len(columns), 11)

    def test_R103_it_says_what_the_ledger_says(self):
        contract = self.make_contract(payment_terms="30 天", delivery_date="2030-01-02")
        self.enter(contract, "amendment", 250.0)
        foreign = self.make_contract(currency_id=self.eur.id)
        self.enter(foreign, "termination")
        rows = list(self.form(LEDGER)._form_rows(contract | foreign))
        today = self.today
        self.assertEqual(rows[0], (
            contract.number, "Sales One", self.partner.name, "轴承购销合同", 1000.0, "30 天", date(2030, 1, 2), today,
            "In Force", f"{today:%Y%m%d} +250.00", False))
        self.assertEqual((rows[1][4].replace("\xa0", ""), rows[1][8], rows[1][10]), ("1,000.00€", "Terminated", today))
        words = self.words(self.print_form("administrator", LEDGER, contract | foreign), "-layout")
        self.assertIn("2 contracts", words)
        self.assertIn("重庆长江轴承有限", words)

    def test_R103_pages_of_1_and_200_lines(self):
        for count in (1, 200):
            content = self.print_form("administrator", LEDGER, self.make_contracts(count))
            sizes = self.sizes(content)
            with self.subTest(count=count):
                self.assertEqual(set(sizes), {(297.0, 210.0)})
                self.assertGreaterEqual(len(sizes), -(-count // 14))
                words = self.words(content)
                self.assertIn(f"Page {len(sizes)} of {len(sizes)}", words)
                self.assertIn(f"{count} contracts", words)
            self.Contract.search([("number", "like", "B01-CQ-C0001-S1-2026%")]).with_context(active_test=False)
            self.cr.execute("UPDATE archive_contract SET number = number || '-' || id")
            self.env.invalidate_all()

    def test_R103_the_workbook_holds_numbers_and_dates(self):
        contract = self.make_contract()
        report = self.env.ref("client_archive.action_report_contract_ledger")
        content, name = self.form(LEDGER)._xlsx_of(report, contract.ids)
        with content:
            sheet = openpyxl.load_workbook(io.BytesIO(content.read())).active
        self.assertEqual(name, "Contract Ledger.xlsx")
        cells = [cell.value for cell in sheet[4]]
        self.assertEqual((cells[0], cells[4]), (contract.number, 1000))
        self.assertEqual(cells[7].date(), self.today)

    def test_R105_the_printed_statistics_are_those_that_were_reported(self):
        contract = self.make_contract(days=(self.today - date(self.today.year - 1, 3, 1)).days)
        row = self.env["archive.statistics.return"].create({"kind": "year", "analysis": "履约正常，无逾期"})
        row.action_report()
        self.enter(contract, "amendment", 900.0, date=date(self.today.year - 1, 12, 1))
        content = self.print_form("administrator", STATISTICS, row)
        self.assertEqual(self.sizes(content), [(297.0, 210.0)])
        words = self.words(content, "-layout")
        for text in ("Sales One", "1,000.00", "Total", "履约正常，无逾期"):
            self.assertIn(text, words)
        self.assertNotIn("900.00", words)

    def test_who_may_not_see_the_ledger_does_not_print_it(self):
        contract = self.make_contract()
        for login in ("employee", "other_sales"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.print_form(login, LEDGER, contract)

    def test_cost_does_not_grow_with_contracts(self):
        contracts = self.make_contracts(40)
        form = self.form(LEDGER)

        def cost(records):
            return self.queries(lambda: list(form._form_rows(form.env["archive.contract"].browse(records.ids))))
        cost(contracts)
        self.assertEqual(cost(contracts), cost(contracts[:5]))
