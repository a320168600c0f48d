from odoo import SUPERUSER_ID, api, models

from ...tools import gate, guarded

# Of Odoo: what the code behind the gate makes of these is the archive's as well.
_BEHIND_THE_GATE = {"ir.attachment", "mail.activity"}


class Base(models.AbstractModel):
    """What the archive makes takes its defaults from the code alone.

    Personal defaults are the caller's, and hold also where the code has taken all rights: a step of an approval began
    as approved (invariants 1 to 3).
    """

    _inherit = "base"

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        return self._code_defaults(values, values.keys()) if self._archive_makes() else values

    def _archive_makes(self):
        """Whether it is the archive's code, not its caller, that makes records of this model."""
        if gate.is_open(self.env):
            return guarded.is_own(self._name) or self._name in _BEHIND_THE_GATE
        # The superuser, in the debug mode, enters forms like everybody else.
        return self.env.su and self.env.uid != SUPERUSER_ID and guarded.is_own(self._name)

    def _code_defaults(self, values, names):
        """``values`` in which those of ``names`` are what the code says, whatever context and settings say."""
        values = {name: value for name, value in values.items() if name not in names}
        for name in names:
            field = self._fields[name]
            if field.default:
                values[name] = field.convert_to_write(
                    field.convert_to_cache(field.default(self), self, validate=False), self)
        return values
