from odoo import models
from odoo.tools import format_date

from odoo.addons.client_archive.tools.page_grid import Column

from ...models.analysis.position import BUCKETS


class PositionForm(models.AbstractModel):
    """What the printed lists of positions have in common."""

    _name = "credit.position.form"
    _inherit = ["archive.form"]
    _description = "Printed Credit Positions"

    _form_model = "credit.position"

    def _form_head(self, records):
        moments = [moment for moment in records.mapped("refreshed_on") if moment]
        return [
            (self.env._("Company"), ", ".join(records.company_id.mapped("name"))),
            (self.env._("Currency"), ", ".join(records.company_id.currency_id.mapped("name"))),
            (self.env._("Figures of"), self.env["ir.qweb.field.datetime"].value_to_html(
                min(moments), {"format": "yyyy-MM-dd HH:mm"}) if moments else "")]

    def _label(self, name):
        return self.env["credit.position"]._fields[name]._description_string(self.env)

    def _amount(self, name, width=26):
        return Column(name, self._label(name), width, "right")

    def _total(self, rows, names, records):
        """A last row with the sums of ``names``, where all rows are in one currency."""
        if len(records.company_id.currency_id) != 1:
            return []
        sums = {name: sum(records.mapped(name)) for name in names}
        return [tuple(self.env._("Total") if index == 0 else sums.get(name, "") for index, name in enumerate(rows))]


class ExposureForm(models.AbstractModel):
    """信用敞口与额度使用表: exposure and use of limits."""

    _name = "report.client_archive_credit.report_exposure"
    _inherit = ["credit.position.form"]
    _description = "Printed Exposure and Limits"

    _amounts = ("limit_amount", "used", "available", "receivable", "to_invoice", "overdue")

    def _form_title(self):
        return self.env._("Exposure and Limits")

    def _form_columns(self):
        return (
            Column("customer", self.env._("Customer"), 48), Column("grade", self.env._("Grade"), 14, "center"),
            Column("status", self.env._("Credit"), 20, "center"), *(self._amount(name) for name in self._amounts),
            Column("percent", self.env._("Used (%)"), 19, "right"))

    def _form_rows(self, records):
        statuses = dict(records._fields["status"]._description_selection(self.env))
        for row in records:
            yield (row.partner_id.name, row.grade_id.name, statuses.get(row.status),
                   *(row[name] for name in self._amounts), row.used_percent)
        yield from self._total(("customer", "grade", "status", *self._amounts, "percent"), self._amounts, records)


class AgingForm(models.AbstractModel):
    """账龄分析表（按信用等级）: open invoices by age, a part for each grade."""

    _name = "report.client_archive_credit.report_aging"
    _inherit = ["credit.position.form"]
    _description = "Printed Aging by Grade"

    _amounts = ("receivable", *BUCKETS)

    def _form_title(self):
        return self.env._("Aging by Grade")

    def _form_columns(self):
        return (
            Column("grade", self.env._("Grade"), 26), Column("customer", self.env._("Customer"), 56),
            *(self._amount(name, 29) for name in self._amounts))

    def _form_rows(self, records):
        blank = self.env._("Without grade")
        one_currency = len(records.company_id.currency_id) == 1
        for grade, rows in sorted(
                records.grouped("grade_id").items(), key=lambda item: (not item[0], -item[0].min_score)):
            for row in rows:
                yield (grade.name or blank, row.partner_id.name, *(row[name] for name in self._amounts))
            if one_currency:
                yield (grade.name or blank, self.env._("Subtotal"),
                       *(sum(rows.mapped(name)) for name in self._amounts))
        yield from self._total(("grade", "customer", *self._amounts), self._amounts, records)


class ConcentrationForm(models.AbstractModel):
    """客户集中度分析表: the share of the largest customers."""

    _name = "report.client_archive_credit.report_concentration"
    _inherit = ["credit.position.form"]
    _description = "Printed Concentration"

    def _form_title(self):
        return self.env._("Concentration")

    def _form_columns(self):
        return (
            Column("position", self.env._("No."), 15, "center"), Column("customer", self.env._("Customer"), 80),
            Column("grade", self.env._("Grade"), 20, "center"), self._amount("used", 40), self._amount("share", 30),
            self._amount("share_up_to", 32), self._amount("overdue", 38))

    def _form_rows(self, records):
        for row in records.sorted(lambda row: (row.company_id.id, row.position)):
            yield (row.position, row.partner_id.name, row.grade_id.name, row.used, row.share, row.share_up_to,
                   row.overdue)
        yield from self._total(
            ("position", "customer", "grade", "used", "share", "share_up_to", "overdue"), ("used", "share", "overdue"),
            records)


class WatchForm(models.AbstractModel):
    """信用观察名单: who has to be watched, and why."""

    _name = "report.client_archive_credit.report_watch_list"
    _inherit = ["credit.position.form"]
    _description = "Printed Watch List"

    def _form_title(self):
        return self.env._("Watch List")

    def _form_columns(self):
        return (
            Column("customer", self.env._("Customer"), 56), Column("grade", self.env._("Grade"), 16, "center"),
            Column("severity", self.env._("Worst Warning"), 20, "center"),
            Column("reasons", self.env._("Watched because"), 60), self._amount("used", 32), self._amount("overdue", 32),
            Column("since", self.env._("Overdue Since"), 24, "center"),
            Column("manager", self.env._("Account Manager"), 20))

    def _form_rows(self, records):
        severities = dict(records._fields["severity"]._description_selection(self.env))
        for row in records:
            yield (row.partner_id.name, row.grade_id.name, severities.get(row.severity), row.watch_reasons, row.used,
                   row.overdue, format_date(self.env, row.overdue_since), row.user_id.name)
