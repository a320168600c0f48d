from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _archive_department(self, company):
        """The user's department in ``company``, or else in another company where they are employed."""
        employees = self._archive_employees()
        return (employees.filtered(lambda employee: employee.company_id == company) or employees)[:1].department_id

    def _archive_employees(self):
        """Employees behind these users in all companies, in one query.

        Not ``employee_ids``: that only knows the employees of the companies at hand, and a cron has others at hand
        than the document it decides about.
        """
        # sudo: employees are not readable to everybody, their department is no secret
        return self.env["hr.employee"].sudo().search([("user_id", "in", self.ids)])
