from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Command

_CHANGING = (Command.CREATE, Command.UPDATE, Command.DELETE)


class ResUsers(models.Model):
    """What users may change of themselves Odoo writes with all rights, and what hangs on it as well.

    Through the tags of the own employee the head of a department became whoever wanted to decide; through the own bank
    accounts, those of customers were rewritten (invariant 1, R84).
    """

    _inherit = "res.users"

    def write(self, vals):
        if not self.env.su and self == self.env.user:
            self._archive_check_own_form(vals)
        return super().write(vals)

    def _archive_check_own_form(self, vals):
        """:raises AccessError: for commands that make, change or delete other records; linking them is no harm"""
        for name in vals.keys() & self._fields.keys():
            field = self._fields[name]
            if field.type not in ("one2many", "many2many") or not self.env[field.comodel_name]._allow_sudo_commands:
                continue
            if any(not isinstance(command, int) and command[0] in _CHANGING for command in vals[name] or ()):
                raise AccessError(self.env._(
                    "%s is changed where it belongs, not through your own form.",
                    field._description_string(self.env)))
