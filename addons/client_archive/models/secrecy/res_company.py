from odoo import fields, models

from ...tools import secrecy


class ResCompany(models.Model):
    _inherit = "res.company"

    archive_training_rule = fields.Selection(
        [("kept", "Once Trainings Are Recorded"), ("always", "Always"), ("never", "Never")],
        string="Training before Opening Classified Papers", required=True, default="kept",
        help="Whether classified papers open only to those whose training on law, rules or secrecy is still valid. "
             "By default from the first such training on that the company records: where none are kept, "
             "nobody could have attended one.")

    archive_core_secrecy_level = fields.Selection(
        secrecy.LEVELS, string="Secrecy of Core Customers", required=True, default=secrecy.NONE,
        help="Level that dossiers of customers get at least once they are core customers.")

    def write(self, vals):
        result = super().write(vals)
        if "archive_training_rule" in vals:
            self.env["archive.clearance"]._forget()
        return result
