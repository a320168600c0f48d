from odoo import models

from ...tools.guarded import is_guarded


class IrActionsServer(models.Model):
    """What runs as a program can do what its writer could not: automations and scheduled jobs are among these."""

    _name = "ir.actions.server"
    _inherit = ["ir.actions.server", "archive.safeguard.mixin"]

    def _safeguards(self):
        return self.filtered(lambda action: action.state == "code" or is_guarded(action.model_id.model))
