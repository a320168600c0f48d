from odoo import api, models
from odoo.exceptions import AccessError

from ...tools import gate


class ArchiveGuardMixin(models.AbstractModel):
    """Closes three doors that Odoo leaves open on every model with rules of its own.

    * Odoo asks the record rules before a write. Whoever owns a record could hand it into another's dossier,
      another company, another's name: here the rules are asked again afterwards.
    * A stored field that follows from others can still be written by RPC: here it cannot.
    * Defaults are the caller's: by context, and by the personal defaults that every user may set. Fields that nobody
      enters take their default from the code alone.
    """

    _name = "archive.guard.mixin"
    _description = "Guarded Record"

    # Rooms that extend a model add to its set: see _protected_fields().
    _gated_fields = frozenset()
    # Whether what these records are called is for those alone who read them: others do not enter links to them.
    _named_to_readers = False

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        return self._code_defaults(values, values.keys() & self._without_user_defaults())

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and not gate.is_open(self.env):
            derived = self._derived_fields()
            entered = {name for vals in vals_list for name in vals.keys() & derived if vals[name]}
            if entered:
                raise self._gate_error(entered)
            self._check_entered_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if self.env.su or gate.is_open(self.env):
            return super().write(vals)
        derived = {name for name in vals.keys() & self._derived_fields() if self._changes(name, vals[name])}
        if derived:
            raise self._gate_error(derived)
        self._check_entered_links([vals])
        result = super().write(vals)
        if any(name in self._fields and self._fields[name].type == "many2one" for name in vals):
            self.check_access("write")
        return result

    @api.model
    def _check_entered_links(self, vals_list):
        """:raises AccessError: for links to records whose very name is for those who read them"""
        for name in {name for vals in vals_list for name in vals if name in self._fields}:
            field = self._fields[name]
            if field.type != "many2one" or not getattr(self.env[field.comodel_name], "_named_to_readers", False):
                continue
            asked = {vals[name] for vals in vals_list if vals.get(name)}
            Comodel = self.env[field.comodel_name].with_context(active_test=False)
            if asked and (not Comodel.has_access("read") or len(Comodel.search([("id", "in", [*asked])])) < len(asked)):
                raise AccessError(self.env._("There is no such record, or you may not see it."))

    @classmethod
    def _protected_fields(cls):
        """Gated fields of this model, from the class of every room that extends it."""
        return frozenset().union(*(vars(base).get("_gated_fields", ()) for base in cls.__mro__))

    def _derived_fields(self):
        """Stored fields that follow from others and are never entered."""
        return {name for name, field in self._fields.items() if field.store and field.compute and field.readonly}

    def _without_user_defaults(self):
        return self._protected_fields() | {"state"} & self._fields.keys() | {
            name for name, field in self._fields.items() if field.readonly and not field.inherited}

    def _changes(self, name, value):
        """Whether ``value`` is another one than these records have.

        :raises AccessError: for who may not read what they have: the answer would tell it, guess by guess
        """
        field = self._fields[name]
        self.check_access("read")
        self._check_field_access(field, "read")
        return any(
            field.convert_to_cache(value, record, validate=False) != field.convert_to_cache(record[name], record)
            for record in self.sudo()
        )

    def _gate_error(self, names):
        labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))
        return AccessError(self.env._(
            "%(fields)s of %(model)s cannot be entered directly: use the buttons of its form, which check the rules.",
            fields=labels, model=self.env["ir.model"]._get(self._name).name))
