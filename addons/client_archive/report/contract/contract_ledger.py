from odoo import models
from odoo.tools import format_amount

from ...tools.page_grid import Column


class ContractLedger(models.AbstractModel):
    """合同台账, the contract ledger (R103)."""

    _name = "report.client_archive.report_contract_ledger"
    _inherit = ["archive.form"]
    _description = "Printed Contract Ledger"

    _form_model = "archive.contract"

    def _form_title(self):
        return self.env._("Contract Ledger")

    def _form_columns(self):
        return (
            Column("number", self.env._("Contract No."), 30),
            Column("department", self.env._("Department"), 18),
            Column("customer", self.env._("Customer"), 32),
            Column("name", self.env._("Name"), 32),
            Column("amount", self.env._("Amount"), 26, "right"),
            Column("payment", self.env._("Payment"), 21),
            Column("delivery", self.env._("Delivery Due"), 20, "center"),
            Column("signed", self.env._("Date of Signing"), 20, "center"),
            Column("state", self.env._("State"), 17, "center"),
            Column("amended", self.env._("Amended"), 21),
            Column("terminated", self.env._("Terminated"), 20, "center"),
        )

    def _form_head(self, records):
        names = records.company_id.mapped("name")
        return [(self.env._("Company"), ", ".join(names))]

    def _form_rows(self, records):
        states = dict(records._fields["state"]._description_selection(self.env))
        for contract in records.sorted(lambda row: (row.number or "~", row.id)):
            home = contract.currency_id == contract.company_currency_id
            amendments = contract.act_ids.filtered(lambda act: act.kind == "amendment" and not act.void_on)
            yield (
                contract.number, contract.department_id.sudo().name, contract.partner_id.name, contract.name,
                # Other currencies say which: a bare number is in the company's own.
                contract.amount if home else format_amount(self.env, contract.amount, contract.currency_id),
                contract.payment_terms, contract.delivery_date or contract.delivery_terms, contract.signed_on,
                states[contract.state],
                "; ".join(f"{act.date:%Y%m%d} {act.amount:+,.2f}" for act in amendments.sorted("date")),
                contract.terminated_on)

    def _form_notes(self, records):
        return [
            self.env._("%(count)s contracts, %(amount)s with their amendments.", count=len(rows), amount=format_amount(
                self.env, sum(rows.mapped("amount_company")), company.currency_id))
            for company, rows in records.grouped("company_id").items()]
