from odoo import models


class HrEmployee(models.Model):
    """Whoever leaves a company opens nothing classified there any more (R98)."""

    _inherit = "hr.employee"

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self.browse()
        result = super().write(vals)
        for company, employees in leaving.grouped("company_id").items():
            staying = employees.user_id._archive_employees().filtered(lambda row, where=company: (
                row.company_id == where)).user_id
            if gone := employees.user_id - staying:
                self.env["archive.agreement"]._left(gone, company)
        return result
