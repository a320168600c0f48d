from odoo import models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        leaving = self.filtered("active").user_id if vals.get("active") is False else self.env["res.users"]
        result = super().write(vals)
        if leaving:
            self.env["archive.dossier"]._managers_left(leaving)
        return result
