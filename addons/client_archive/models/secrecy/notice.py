from odoo import fields, models


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
