from odoo import api, fields, models

from ...tools import secrecy


class ArchiveDocument(models.Model):
    """What the wall says, where it matters: what the level means, a principle on what is classified (R47, R111)."""

    _inherit = "archive.document"

    level_meaning = fields.Char(string="What the Level Means", compute="_compute_wall")
    principle = fields.Char(compute="_compute_wall", help="One of the principles on the wall, another one each day.")

    @api.depends("secrecy_level")
    @api.depends_context("lang")
    def _compute_wall(self):
        Notice = self.env["archive.notice"]
        meanings, principle = {}, False
        if any((document.secrecy_level or secrecy.NONE) > secrecy.NONE for document in self):
            meanings, principle = Notice._level_meanings(), Notice._principle_of_today()
        for document in self:
            classified = (document.secrecy_level or secrecy.NONE) > secrecy.NONE
            document.level_meaning = meanings.get(document.secrecy_level)
            document.principle = classified and principle
