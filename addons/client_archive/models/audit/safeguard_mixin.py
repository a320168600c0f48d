from odoo import api, models


class ArchiveSafeguardMixin(models.AbstractModel):
    """A setting of Odoo's own on which the archive's protection stands: it does not change in silence.

    Administrators may change it. What they change is an event, and an alert to the security officers, as long as it
    happens through Odoo; ``docs/guide/superuser.md`` says what does not.
    """

    _name = "archive.safeguard.mixin"
    _description = "Setting That Guards the Archive"

    # Fields that matter; empty: all
    _safeguard_fields = frozenset()

    def _safeguards(self):
        """Hook: those of these records that guard the archive."""
        return self

    @api.model
    def _safeguard_names(self):
        """Hook: names of the fields that matter; empty: all."""
        return self._safeguard_fields

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        # What a module brings along is no act of a user.
        if self.env.registry.ready and not self._safeguard_names():
            names = sorted({name for vals in vals_list for name in vals if name in self._fields})
            records.sudo()._safeguards()._safeguard_changed("created", after=lambda record: {
                name: record._safeguard_plain(name) for name in names})
        return records

    def write(self, vals):
        names = sorted(name for name in vals.keys() & (self._safeguard_names() or vals.keys()) if name in self._fields)
        if not names or not self.env.registry.ready:
            return super().write(vals)
        guards = self.sudo()._safeguards()
        before = {record.id: {name: record._safeguard_plain(name) for name in names} for record in guards}
        result = super().write(vals)
        guards |= self.sudo()._safeguards()
        after = {record.id: {name: record._safeguard_plain(name) for name in names} for record in guards}
        changed = guards.filtered(lambda record: before.get(record.id) != after[record.id])
        changed._safeguard_changed(
            "changed", before=lambda record: before.get(record.id), after=lambda record: after[record.id])
        return result

    def unlink(self):
        if self.env.registry.ready and not self._safeguard_names():
            self.sudo()._safeguards()._safeguard_changed("deleted")
        return super().unlink()

    # ------------------------------------------------------------------
    # Telling
    # ------------------------------------------------------------------
    def _safeguard_plain(self, name):
        value = self[name]
        return value.ids if isinstance(value, models.BaseModel) else value

    def _safeguard_changed(self, how, before=None, after=None):
        if not self:
            return
        self.env["archive.event"]._log("settings_changed", self, before=before, after=after, note=how)
        labels = {"created": self.env._("created"), "changed": self.env._("changed"), "deleted": self.env._("deleted")}
        kind = self.env["ir.model"].sudo()._get(self._name).name
        self.env["archive.access.alert"]._note_change("settings", [
            (f"{kind} “{record.display_name}”: {labels[how]}", self.env["res.company"]) for record in self])
