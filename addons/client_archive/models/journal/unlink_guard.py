from odoo import models

from odoo.addons.base.models.ir_model import MODULE_UNINSTALL_FLAG


class Base(models.AbstractModel):
    """What must not be deleted says so under ``@api.ondelete``, which Odoo skips while a module is uninstalled.

    It knows that from the context, which is the caller's (invariant 3). Modules are uninstalled while the registry is
    being built, and by nobody's call.
    """

    _inherit = "base"

    def unlink(self):
        # Fields and models of their own Odoo takes away with that flag at any time.
        if self.env.context.get(MODULE_UNINSTALL_FLAG) and self.env.registry.ready and not self._name.startswith("ir."):
            self = self.with_context(**{MODULE_UNINSTALL_FLAG: False})
        return super().unlink()
