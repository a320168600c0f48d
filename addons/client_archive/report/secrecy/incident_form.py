from odoo import models


class ArchiveIncident(models.Model):
    """What 泄密事件报告, the report of an incident, says (R59, R109)."""

    _inherit = "archive.incident"

    def _form_facts(self):
        """Rows of two pairs of label and value."""
        self.ensure_one()
        return [
            (self.env._("Kind"), self._form_label("kind"), self.env._("State"), self._form_label("state")),
            (self.env._("Discovered on"), self._form_moment(self.discovered_on),
             self.env._("Reported on"), self._form_moment(self.reported_on)),
            (self.env._("Reported by"), self.reported_by_id.name, self.env._("Act by"),
             self._form_moment(self.respond_by)),
            (self.env._("Taken in Hand by"), self.handled_by_id.name or "",
             self.env._("Taken in Hand on"), self._form_moment(self.handled_on)),
        ]

    def _form_papers(self):
        levels = dict(self.document_ids._fields["secrecy_level"]._description_selection(self.env))
        return [(paper.code or "", paper.name, levels[paper.secrecy_level]) for paper in self.document_ids]

    def _form_people(self):
        """Rows of who, role, ground, sanction, amount."""
        people = self.person_ids
        labels = {name: dict(people._fields[name]._description_selection(self.env))
                  for name in ("role", "ground", "sanction")}
        return [
            (person.user_id.name or person.outsider, *(
                labels[name].get(person[name], "") for name in ("role", "ground", "sanction")),
             f"{person.amount:,.2f}" if person.amount else "")
            for person in people]

    def _form_label(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _form_moment(self, moment):
        return self.env["ir.qweb.field.datetime"].value_to_html(
            moment, {"format": "yyyy-MM-dd HH:mm"}) if moment else ""
