from odoo import models

from ...models.contract.contract_statistics import KINDS
from ...tools.page_grid import Column


class ContractStatistics(models.AbstractModel):
    """合同统计报表, contract statistics by department (R105): the figures as they were reported."""

    _name = "report.client_archive.report_contract_statistics"
    _inherit = ["archive.form"]
    _description = "Printed Contract Statistics"

    _form_model = "archive.statistics.return"

    def _form_title(self):
        return self.env._("Contract Statistics")

    def _form_columns(self):
        labels = {
            "signed": (self.env._("Signed: number"), self.env._("Signed: amount")),
            "fulfilled": (self.env._("Fulfilled: number"), self.env._("Fulfilled: amount")),
            "amendment": (self.env._("Amended: number"), self.env._("Amended: amount")),
            "termination": (self.env._("Terminated: number"), self.env._("Terminated: amount")),
            "dispute": (self.env._("Disputed: number"), self.env._("Disputed: amount")),
        }
        columns = [Column("department", self.env._("Department"), 37)]
        for kind, _label in KINDS:
            number, amount = labels[kind]
            columns += [Column(f"{kind}_count", number, 17, "right"), Column(f"{kind}_amount", amount, 27, "right")]
        return tuple(columns)

    def _form_head(self, records):
        row = records[:1]
        return [
            (self.env._("Company"), row.company_id.name),
            (self.env._("Period Covered"), f"{row.date_from:%Y%m%d}–{row.date_to:%Y%m%d}" if row else ""),
            (self.env._("Currency"), row.currency_id.name),
            (self.env._("Prepared by"), row.prepared_by_id.name),
            (self.env._("Handed in on"),
             f"{row.reported_on:%Y%m%d}" if row.reported_on else self.env._("not yet")),
        ]

    def _form_rows(self, records):
        lines = records.line_ids
        rows = [(line.department_name, *line._figures()) for line in lines]
        if rows:
            totals = [sum(values) for values in zip(*(line._figures() for line in lines), strict=True)]
            rows.append((self.env._("Total"), *totals))
        return rows

    def _form_notes(self, records):
        return [text for text in records.mapped("analysis") if text]
