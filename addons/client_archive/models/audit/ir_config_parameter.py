from odoo import models

_KEYS = frozenset({"auth_totp.policy", "mail.restrict.template.rendering", "sessions.max_inactivity_seconds"})


class IrConfigParameter(models.Model):
    _name = "ir.config_parameter"
    _inherit = ["ir.config_parameter", "archive.safeguard.mixin"]

    def _safeguards(self):
        return self.filtered(lambda parameter: parameter.key in _KEYS or (
            parameter.key or "").startswith(("client_archive", "archive.")))
