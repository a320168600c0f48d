from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import gate


class ArchiveStateMixin(models.AbstractModel):
    """A state that moves along a table, checked in ``write`` and ``create`` (invariant 2).

    A model sets :attr:`_state_transitions` (state → states it may go to; the first
    key is the initial state) and :attr:`_gated_fields`, and moves with :meth:`_move`.
    Buttons, RPC and import all pass here; a context key cannot open the gate.
    """

    _name = "archive.state.mixin"
    _inherit = ["archive.journal.mixin"]
    _description = "Record with Guarded State"

    _state_transitions = {}

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if gate.is_open(self.env):
            return super().create(vals_list)
        gated = self._protected_fields()
        protected = gated | {"state"}
        initial = next(iter(self._state_transitions))
        for vals in vals_list:
            if vals.get("state", initial) != initial or any(vals.get(name) for name in gated):
                raise self._gate_error(vals.keys() & protected)
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals and gate.is_open(self.env):
            self._check_transition(vals["state"])
        elif not gate.is_open(self.env):
            touched = vals.keys() & (self._protected_fields() | {"state"})
            changed = {name for name in touched if self._changes(name, vals[name])}
            if changed:
                raise self._gate_error(changed)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_initial(self):
        initial = next(iter(self._state_transitions))
        for record in self:
            if record.state != initial and not gate.is_open(self.env):
                raise UserError(self.env._(
                    "%(record)s cannot be deleted: it is past its first step. Nothing leaves the archive except by "
                    "destruction.", record=record.display_name))

    # ------------------------------------------------------------------
    # Groups
    # ------------------------------------------------------------------
    @api.model
    def _group_expand_states(self, states, domain):
        """Groups by state follow its course, not the alphabet; empty ones are not shown."""
        return [state for state in self._fields["state"].get_values(self.env) if state in states]

    # ------------------------------------------------------------------
    # The gate
    # ------------------------------------------------------------------
    def _check_transition(self, state):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            if state != record.state and state not in self._state_transitions.get(record.state, ()):
                raise UserError(self.env._(
                    "%(record)s is %(current)s and cannot become %(next)s.",
                    record=record.display_name, current=labels.get(record.state), next=labels.get(state)))

    def _check_move(self, state):
        """As :meth:`_check_transition`, but a step is not taken twice: its day and its author stay those of the first.

        :raises UserError: for records that are there already, unless their table leads from the state to itself
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            if state == record.state and state not in self._state_transitions.get(state, ()):
                raise UserError(self.env._(
                    "%(record)s is %(current)s already.", record=record.display_name, current=labels.get(state)))
        self._check_transition(state)

    def _lock(self):
        """Take the rows for this transaction. Somebody faster makes Odoo retry and see their result."""
        if self.ids:
            self.env.cr.execute(SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(self._table), tuple(self.ids)))

    def _touch(self):
        """Update the rows as they are: a simultaneous transaction that locks them fails, runs again, and sees us."""
        if self.ids:
            self.flush_recordset()
            self.env.cr.execute(SQL(
                "UPDATE %(table)s SET write_date = write_date WHERE id IN "
                "(SELECT id FROM %(table)s WHERE id IN %(ids)s ORDER BY id FOR NO KEY UPDATE)",
                table=SQL.identifier(self._table), ids=tuple(self.ids)))

    def _move(self, state, kind="state", note=None, **vals):
        """Move to ``state`` with ``vals``, journaled as ``kind``.

        :raises UserError: when the transition table has no such move
        """
        return self._move_each(state, dict.fromkeys(self, vals), kind=kind, note=note)

    def _move_each(self, state, vals_by_record, kind="state", note=None):
        """Move every record to ``state``, each with its own values; one lock and one entry for the batch."""
        self._lock()
        self._check_move(state)
        before = {record.id: record.state for record in self}
        for record, vals in vals_by_record.items():
            gate.opened(record).write({"state": state, **vals})
        after = {record.id: {"state": state, **vals} for record, vals in vals_by_record.items()}
        self._journal(
            kind, before=lambda record: {"state": before[record.id]}, after=lambda record: after[record.id], note=note)
        return True

    def _set_gated(self, kind="changed", note=None, **vals):
        """Write gated fields from the code behind the gate, journaled as ``kind``."""
        before = {record.id: {name: self._plain(record[name]) for name in vals} for record in self}
        gate.opened(self).write(vals)
        self._journal(kind, before=lambda record: before[record.id], after=vals, note=note)
        return True

    @staticmethod
    def _plain(value):
        return value.ids if isinstance(value, models.BaseModel) else value
