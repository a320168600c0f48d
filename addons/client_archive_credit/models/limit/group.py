from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.exposure import Exposure


class CreditGroup(models.Model):
    """Customers of one company group that share one limit and answer for each other's debts.

    The limit is one company's, and that of others where it is chosen: credit is granted by all of them together
    (R42). What their customers owe is then added up over these companies.
    """

    _name = "credit.group"
    _inherit = ["mail.thread", "mail.activity.mixin", "credit.payer.mixin"]
    _description = "Credit Group"
    _order = "name, id"

    name = fields.Char(required=True)
    shared_company_ids = fields.Many2many(
        "res.company", "credit_group_company_rel", "group_id", "company_id", string="Shared with",
        domain="[('id', '!=', company_id), ('currency_id', '=', currency_id)]",
        help="Other companies whose customers use this limit as well. They keep their books in the same currency.")
    file_ids = fields.One2many("credit.file", "group_id", string="Members")
    limit_ids = fields.One2many("credit.limit", "group_id", string="Limits", readonly=True)

    _name_uniq = models.UniqueIndex("(name, company_id)", "There is already a group of this name.")

    @api.constrains("shared_company_ids", "company_id")
    def _check_shared(self):
        for group in self:
            others = group.sudo().shared_company_ids  # sudo: companies that the manager is not in count as well
            if others.currency_id - group.company_id.currency_id:
                raise ValidationError(self.env._("Companies that share a limit keep their books in one currency."))
            stranger = group.sudo().file_ids.filtered(lambda file, rec=group: file.company_id not in rec._companies())
            if stranger:
                raise ValidationError(self.env._(
                    "%s is a member in a company that would not share the limit any more.", stranger[0].display_name))

    def write(self, vals):
        if "shared_company_ids" not in vals:
            return super().write(vals)
        self._check_manager()
        before = {group.id: {"companies": group.sudo()._companies().ids} for group in self}
        result = super().write(vals)
        self._journal("changed", before=lambda group: before[group.id],
                      after=lambda group: {"companies": group.sudo()._companies().ids})
        return result

    def _files(self):
        return self.file_ids.filtered(lambda file: file.state == "open")

    def _partners(self):
        return self._files().partner_id

    def _companies(self):
        return self.company_id | self.shared_company_ids

    def _exposures(self, without_orders=None):
        """What the members owe in all companies that share the limit; one set of queries for each of these."""
        # sudo: the limit is shared, so what is owed elsewhere counts; only the sum is shown
        members = {group.id: group.sudo()._files() for group in self}
        everybody, figures = self.env["credit.file"].sudo().union(*members.values()), {}
        for company, files in everybody.grouped("company_id").items():
            of_partner = self.env["credit.exposure"]._of(
                company, files.partner_id, without_orders, tolerance_days=company.credit_tolerance_days)
            figures |= {file: of_partner.get(file.partner_id.id, Exposure()) for file in files}
        return {
            group_id: sum((figures[file] for file in files), start=Exposure()) for group_id, files in members.items()}
