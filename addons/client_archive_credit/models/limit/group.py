from odoo import fields, models


class CreditGroup(models.Model):
    """Customers of one company group that share one limit and answer for each other's debts."""

    _name = "credit.group"
    _inherit = ["mail.thread", "mail.activity.mixin", "credit.payer.mixin"]
    _description = "Credit Group"
    _order = "name, id"

    name = fields.Char(required=True)
    file_ids = fields.One2many("credit.file", "group_id", string="Members")
    limit_ids = fields.One2many("credit.limit", "group_id", string="Limits", readonly=True)

    _name_uniq = models.UniqueIndex("(name, company_id)", "There is already a group of this name.")

    def _partners(self):
        return self.file_ids.filtered(lambda file: file.state == "open").partner_id
