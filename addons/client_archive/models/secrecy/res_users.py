from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    archive_designation_ids = fields.One2many(
        "archive.designation", "user_id", string="Archive Designations",
        groups="client_archive.group_security_officer,client_archive.group_executive,client_archive.group_archive_head")

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self.browse()
        result = super().write(vals)
        if leaving:
            self.env["archive.agreement"]._left(leaving)
        return result
