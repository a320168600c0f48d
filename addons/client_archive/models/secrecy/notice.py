from odoo import api, fields, models

from ...tools import secrecy


class ArchiveNotice(models.Model):
    """What hangs on the wall: the slogans (R111), what counts as secret, and what is forbidden (R47–R49, R57)."""

    _name = "archive.notice"
    _inherit = ["archive.guard.mixin"]
    _description = "Notice on the Wall"
    _order = "kind, sequence, id"

    kind = fields.Selection(
        [
            ("1_slogan", "Our Principles"),
            ("2_secret", "What Is Secret"),
            ("3_level", "Levels of Secrecy"),
            ("4_forbidden", "What Is Forbidden"),
            ("5_leak", "When Something Leaks"),
        ],
        required=True, default="1_slogan", index=True)
    name = fields.Char(string="Text", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.model
    def _level_meanings(self):
        """Mapping of levels of secrecy to what they mean, as the wall has them in order (R47, R48)."""
        notices = self.search([("kind", "=", "3_level")])
        return dict(zip((level for level, _label in secrecy.CLASSIFIED_LEVELS), notices.mapped("name"), strict=False))

    @api.model
    def _principle_of_today(self):
        """One of the principles on the wall, another one each day (R111)."""
        principles = self.search([("kind", "=", "1_slogan")])
        return principles and principles[fields.Date.today().toordinal() % len(principles)].name or False
