from odoo import models

from ...tools.guarded import is_guarded


class IrRule(models.Model):
    _name = "ir.rule"
    _inherit = ["ir.rule", "archive.safeguard.mixin"]

    def _safeguards(self):
        return self.filtered(lambda rule: is_guarded(rule.model_id.model))
