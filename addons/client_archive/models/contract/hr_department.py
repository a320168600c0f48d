from odoo import fields, models

from ...tools import contract_number


class HrDepartment(models.Model):
    """Contracts are numbered by department (R103)."""

    _inherit = "hr.department"

    archive_code = fields.Char(
        string="Code in Contract Numbers", groups="hr.group_hr_user,client_archive.group_user",
        help="Empty: the initials of the department's name.")

    def _archive_code(self):
        """The department's part of contract numbers: its code, or the initials of its name."""
        department = self.sudo()  # sudo: the code of a department is printed on every contract
        return department.archive_code or contract_number.initials(department.name)
