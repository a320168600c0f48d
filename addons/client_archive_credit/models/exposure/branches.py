from odoo import api, models, tools


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        if companies.parent_id:
            self.env.registry.clear_cache()  # what was cached while they were made does not know them
        return companies

    @tools.ormcache("self.id")
    def _credit_branch_ids(self):
        """Ids of the branches of this company: one company before the law with it, and one creditor."""
        self.ensure_one()
        # sudo: what a customer owes does not depend on the companies that the user works in
        branches = self.sudo().with_context(active_test=False).search([("id", "child_of", self.id)], order="id")
        return tuple((branches - self).ids)

    def _credit_with_branches(self):
        return self | self.browse(branch for company in self for branch in company._credit_branch_ids())


class CreditExposure(models.AbstractModel):
    """What is owed to the branches of a company is owed to it."""

    _inherit = "credit.exposure"

    @api.model
    def _of(self, company, partners, without_orders=None, tolerance_days=0):
        """As before, with the branches of ``company``."""
        figures = super()._of(company, partners, without_orders, tolerance_days)
        for branch in company.browse(company._credit_branch_ids()):
            of_branch = super()._of(branch, partners, without_orders, tolerance_days)
            figures = {partner_id: figures[partner_id] + of_branch[partner_id] for partner_id in figures}
        return figures

    @api.model
    def _orders_of(self, company, partners):
        """As before, with the branches of ``company``."""
        orders = super()._orders_of(company, partners)
        for branch in company.browse(company._credit_branch_ids()):
            orders = orders + super()._orders_of(branch, partners)
        return orders
