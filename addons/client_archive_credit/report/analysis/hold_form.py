from odoo import models
from odoo.tools import format_date

from odoo.addons.client_archive.tools.page_grid import Column


class HoldForm(models.AbstractModel):
    """冻结订单及时长统计表: held orders, why, and how long they waited."""

    _name = "report.client_archive_credit.report_hold_time"
    _inherit = ["archive.form"]
    _description = "Printed Analysis of Held Orders"

    _form_model = "credit.hold.time"

    def _form_title(self):
        return self.env._("Held Orders and Their Time")

    def _form_columns(self):
        return (
            Column("order", self.env._("Order"), 28), Column("payer", self.env._("Payer"), 60),
            Column("salesperson", self.env._("Salesperson"), 24), Column("reason", self.env._("First Reason"), 36),
            Column("amount", self.env._("Amount Held"), 32, "right"),
            Column("held", self.env._("On Hold since"), 24, "center"),
            Column("days", self.env._("Days on Hold"), 22, "right"), Column("state", self.env._("State"), 24, "center"))

    def _form_head(self, records):
        return [(self.env._("Company"), ", ".join(records.company_id.mapped("name")))]

    def _form_rows(self, records):
        states = dict(records._fields["state"]._description_selection(self.env))
        reasons = dict(records._fields["reason"]._description_selection(self.env))
        for row in records.sudo():  # sudo: who reads the hold may know its order; executives do not read orders
            yield (row.order_id.name, row.partner_id.name, row.applicant_id.name, reasons.get(row.reason),
                   row.order_amount, format_date(self.env, row.held_on), round(row.days, 1), states[row.state])

    def _form_notes(self, records):
        if not records:
            return []
        return [self.env._(
            "%(count)s holds, %(days)s days on average.", count=len(records),
            days=f"{sum(records.mapped('days')) / len(records):,.1f}")]
