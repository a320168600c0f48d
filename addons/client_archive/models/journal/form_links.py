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
            if field.type in _LINKS and self._archive_is_closed_model(field.comodel_name))

    def _archive_is_closed_model(self, name):
        """Hook: whether forms must not link to records of this model that their user does not read."""
        return guarded.is_own(name)

    def _without_closed_links(self, values, names):
        values = dict(values)
        for name in names:
            field, value = self._fields[name], values[name]
            asked = linked_ids(self, field, value)
            if asked and self._origin:
                asked -= set(self._origin.sudo()[name].ids)  # sudo: what the record has is shown with it already
            if asked is None or asked and not self._archive_read_already(field.comodel_name, asked):
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


def linked_ids(records, field, value):
    """Ids of records to which the ``value`` of the relational ``field`` links, in whichever way Odoo understands it.

    :return: a set; ``None`` when there is an id that is no whole number, which the database may still read as one
    """
    if field.type == "many2one":
        ids = _linked_by_one(value)
    elif isinstance(value, models.BaseModel):
        ids = value._ids
    else:
        ids = [res_id for command in value or () for res_id in _linked_by(command)] if isinstance(
            value, (list, tuple)) else []
    ids = [getattr(res_id, "origin", res_id) for res_id in ids]  # of a record that is not saved: that which it shows
    ids = {res_id for res_id in ids if res_id and not str(res_id).startswith("virtual_")}  # the client's new lines
    return ids if all(type(res_id) is int for res_id in ids) else None


def _linked_by_one(value):
    """Ids to which a many2one links: the id, the pair of id and name, a form (of whose record it shows the values)."""
    if isinstance(value, dict):
        value = value.get("id")
    if isinstance(value, models.BaseModel):
        return value._ids
    return value[:1] if isinstance(value, (list, tuple)) else [value]


def _linked_by(command):
    """Ids to which a command of an x2many links, or an entry that is none."""
    if isinstance(command, dict):
        return ()
    if not isinstance(command, (list, tuple)):
        return [command]
    if command and command[0] in (Command.UPDATE, Command.LINK):
        return [command[1]]
    return (command[2] or ()) if command and command[0] == Command.SET else ()
