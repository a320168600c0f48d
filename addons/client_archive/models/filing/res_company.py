from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    archive_file_limit = fields.Integer(
        string="Largest File (MB)", default=100,
        help="Files above this size do not come into the archive. 0: any size.")

    _archive_file_limit_positive = models.Constraint(
        "CHECK (archive_file_limit >= 0)", "The largest file of the archive cannot have a negative size.")
