from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import contract_number, number_rule


class ResCompany(models.Model):
    """What confirmed orders do to the archive, and who keeps the contract ledger."""

    _inherit = "res.company"

    archive_order_filing = fields.Selection(
        [
            ("none", "Nothing"),
            ("dossier", "File the contracts of customers with a dossier"),
            ("open", "Open a dossier at the first order, and file the contract"),
        ],
        string="Confirmed Orders", required=True, default="dossier",
        help="What a confirmed sales order does to the archive. A customer without a dossier is left alone "
             "until it is chosen here that the first order opens one.")
    archive_order_filing_since = fields.Date(
        string="Orders since", default=lambda self: self._archive_day(),
        help="Orders confirmed earlier are left alone. Empty: all.")
    archive_contract_threshold = fields.Monetary(
        string="Orders of at Least",
        help="In the currency of the company, with taxes: smaller orders (cash sales, samples) neither open a dossier "
             "nor make a contract.")
    archive_contract_template = fields.Char(
        string="Contract Number", required=True, default=contract_number.DEFAULT,
        help="Placeholders: {dossier} {department} {year} {serial:03}")
    archive_contract_administrator_id = fields.Many2one(
        "res.users", string="Contract Administrator", domain="[('share', '=', False)]",
        help="Verifies contract files before they go to the archive, keeps the ledger and reports its statistics.")

    @api.constrains("archive_contract_template")
    def _check_archive_contract_template(self):
        for company in self:
            try:
                contract_number.check(company.archive_contract_template)
            except number_rule.TemplateError as error:
                raise ValidationError(self.env._(
                    "Contracts cannot be numbered like this because of %s. A number needs exactly one {serial}, and "
                    "may have {dossier}, {department} and {year}.", error)) from error
