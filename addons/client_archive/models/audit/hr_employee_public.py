from odoo import models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    def action_view_archive_access(self):
        """What this person saw; see ``res.users.action_view_archive_access``."""
        self.ensure_one()
        self.check_access("read")
        return self.user_id._show_archive_access()
