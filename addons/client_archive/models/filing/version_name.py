from odoo import api, fields, models

from ...tools import file_name


class ArchiveVersion(models.Model):
    """The name under which content leaves the archive: number_title_date (R86)."""

    _inherit = "archive.version"

    file_name = fields.Char(
        string="Name of the Download", compute="_compute_file_name", compute_sudo=True,
        help="Of a download: number, title and date of the paper, by the one rule for electronic files.")

    @api.depends("name", "document_id.code", "document_id.name", "document_id.date")
    def _compute_file_name(self):
        for version in self:
            paper = version.document_id
            version.file_name = file_name.name(
                paper.code, paper.name, paper.date, file_name.extension(version.name))
