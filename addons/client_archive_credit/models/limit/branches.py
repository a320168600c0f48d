from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CreditPayerMixin(models.AbstractModel):
    """Credit is granted by a company as a whole: what its branches sell counts against the limit of the company."""

    _inherit = "credit.payer.mixin"

    company_id = fields.Many2one(default=lambda self: self.env.company.root_id)

    @api.constrains("company_id")
    def _check_main_company(self):
        for payer in self:
            company = payer.company_id.sudo()
            if company.parent_id:
                raise ValidationError(self.env._(
                    "%(branch)s is a branch: credit is granted by %(company)s as a whole.",
                    branch=company.name, company=company.root_id.name))

    def _drill(self, model, name, domain):
        action = super()._drill(model, name, domain)
        return {**action, "domain": [
            ("company_id", "child_of", leaf[2]) if leaf[0] == "company_id" else leaf for leaf in action["domain"]]}


class CreditFile(models.Model):
    _inherit = "credit.file"

    @api.model
    def _found(self, of_partners, companies):
        """As before; in a branch, the file of its main company counts."""
        companies = companies.sudo()
        files = super()._found(of_partners, companies.root_id)
        return {
            (partner, company): file
            for (partner, main), file in files.items() for company in companies if company.root_id == main}

    @api.model
    def _ensure(self, partner, company):
        return super()._ensure(partner, company.sudo().root_id.with_env(self.env))


class CreditLimitApplication(models.Model):
    _inherit = "credit.limit.application"

    company_id = fields.Many2one(default=lambda self: self.env.company.root_id)

    @api.constrains("company_id")
    def _check_main_company(self):
        for application in self:
            if application.company_id.sudo().parent_id:
                raise ValidationError(self.env._(
                    "%(branch)s is a branch: credit is granted by %(company)s as a whole.",
                    branch=application.company_id.sudo().name, company=application.company_id.sudo().root_id.name))


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _write_granted_limits(self, grants):
        """As before, in the branches of each company as well."""
        super()._write_granted_limits([
            (partner, part, amount) for partner, company, amount in grants
            for part in company._credit_with_branches()])
