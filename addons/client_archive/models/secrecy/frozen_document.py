from odoo import fields, models
from odoo.exceptions import UserError


class ArchiveDocument(models.Model):
    """While an incident about it is looked into, a paper's content may be closed to everybody (R59)."""

    _inherit = "archive.document"

    _gated_fields = frozenset({"is_frozen"})

    is_frozen = fields.Boolean(
        string="Content Frozen", readonly=True, copy=False,
        help="An incident is being looked into: nobody opens the content until it is released.")

    def _check_not_frozen(self):
        """:raises UserError: naming a paper that an incident freezes"""
        frozen = self.sudo().filtered("is_frozen")  # sudo: it holds for whoever asks
        if frozen:
            raise UserError(self.env._(
                "“%s” is frozen while an incident is looked into: it is not handed out. Ask the security officer.",
                frozen[0].with_env(self.env).display_name))

    def _destruction_obstacles(self):
        obstacles = super()._destruction_obstacles()
        if self.is_frozen:
            obstacles.append(self.env._("It is frozen while an incident is looked into."))
        return obstacles
