from odoo import models

from ...tools.guarded import is_guarded


class IrModelAccess(models.Model):
    _name = "ir.model.access"
    _inherit = ["ir.model.access", "archive.safeguard.mixin"]

    def _safeguards(self):
        return self.filtered(lambda access: is_guarded(access.model_id.model))
