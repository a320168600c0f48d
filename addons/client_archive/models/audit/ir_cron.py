from odoo import models

from ...tools.guarded import is_guarded


class IrCron(models.Model):
    """Jobs of the archive that are stopped, or run as somebody else; their program is a server action's."""

    _name = "ir.cron"
    _inherit = ["ir.cron", "archive.safeguard.mixin"]

    _safeguard_fields = frozenset({"active", "user_id", "interval_number", "interval_type"})

    def _safeguards(self):
        return self.filtered(lambda cron: is_guarded(cron.model_id.model))
