from odoo import models

from odoo.addons.client_archive.tools.page_grid import Column


class MonthForm(models.AbstractModel):
    """应收账款周转天数趋势表: DSO by month."""

    _name = "report.client_archive_credit.report_dso"
    _inherit = ["archive.form"]
    _description = "Printed DSO and Trend"

    _form_model = "credit.month"

    def _form_title(self):
        return self.env._("DSO and Trend")

    def _form_columns(self):
        label = lambda name: self.env["credit.month"]._fields[name]._description_string(self.env)  # noqa: E731
        return (
            Column("company", self.env._("Company"), 50), Column("month", self.env._("Month"), 24, "center"),
            *(Column(name, label(name), width, "right") for name, width in (
                ("receivable", 34), ("sales", 34), ("dso", 24), ("overdue", 34), ("overdue_percent", 22),
                ("used", 33))))

    def _form_head(self, records):
        return [(self.env._("Currency"), ", ".join(records.company_id.currency_id.mapped("name")))]

    def _form_rows(self, records):
        for row in records.sorted(lambda row: (row.company_id.id, row.month)):
            # Before they were first computed there are none, which is not zero.
            known = row.used or row.limit_amount or row.overdue
            yield (row.company_id.name, f"{row.month:%Y-%m}", row.receivable, row.sales, row.dso,
                   *((row.overdue, row.overdue_percent, row.used) if known else ("", "", "")))
