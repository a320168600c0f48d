from odoo import models, tools
from odoo.fields import Command

from ...tools import guarded

_LINKS = ("many2one", "one2many", "many2many")


class Base(models.AbstractModel):
    """A form that is not saved yet is computed with all rights, for whatever ids a client puts into it.

    Odoo would answer what a record is called, and what other fields take from it. Links to records of the archive that
    the user does not read are left out of such a form, unless the saved record has them already.
    """

    _inherit = "base"

    def _update_cache(self, values, validate=True):
        if not self.id and not self.env.su and (names := self._archive_link_fields() & values.keys()):
            values = self._without_closed_links(values, names)
        return super()._update_cache(values, validate)

    @tools.ormcache("self._name")
    def _archive_link_fields(self):
        """Names of the fields that link to records of the archive."""
        return frozenset(
            name for name, field in self._fields.items()
            if field.type in _LINKS and guarded.is_own(field.comodel_name))

    def _without_closed_links(self, values, names):
        values = dict(values)
        for name in names:
            field, value = self._fields[name], values[name]
            asked = _entered_ids(field, value)
            # sudo: what the record has is shown with it already
            asked -= set(self._origin.sudo()[name].ids) if asked and self._origin else set()
            if not asked:
                continue
            if not self._archive_read_already(field.comodel_name, asked):
                del values[name]
                if not field.compute:
                    values[name] = False
        return values

    def _archive_read_already(self, model, ids):
        """Whether the user reads all these records; what was read once is not asked for again in this transaction.

        Many records that are made at once link to the same few.
        """
        key = ("archive_read_already", model, self.env.uid, tuple(self.env.companies.ids))
        known = self.env.cr.cache.setdefault(key, set())
        if ids - known:
            Comodel = self.env[model].with_context(active_test=False)
            if Comodel.has_access("read"):
                known.update(Comodel.search([("id", "in", list(ids - known))]).ids)
        return ids <= known


def _entered_ids(field, value):
    """Ids to which the ``value`` of a form links."""
    if field.type == "many2one":
        value = value[0] if isinstance(value, (list, tuple)) and value else value
        return {value} if isinstance(value, int) and value else set()
    ids = set()
    for command in value if isinstance(value, (list, tuple)) else ():
        if isinstance(command, int):
            ids.add(command)
        elif isinstance(command, (list, tuple)) and command and command[0] == Command.LINK:
            ids.add(command[1])
        elif isinstance(command, (list, tuple)) and command and command[0] == Command.SET:
            ids.update(command[2] or ())
    return {res_id for res_id in ids if isinstance(res_id, int)}
