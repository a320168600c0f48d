from odoo import models


class ArchiveIncidentPerson(models.Model):
    """What 处理决定, the decision about a person in an incident, says (R60, R61)."""

    _inherit = "archive.incident.person"

    def _form_facts(self):
        """Pairs of label and value."""
        self.ensure_one()
        labels = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("ground", "sanction")}
        return [
            (self.env._("Incident"), self.incident_id.name),
            (self.env._("Person"), self.user_id.name or self.outsider),
            (self.env._("Ground"), labels["ground"].get(self.ground, "")),
            (self.env._("Sanction"), labels["sanction"].get(self.sanction, self.env._("Not decided yet"))),
            (self.env._("Pay Cut or Damages"), f"{self.amount:,.2f} {self.currency_id.name}" if self.amount else ""),
            (self.env._("Decided by"), self.decided_by_id.name or ""),
            (self.env._("Decided on"), self.incident_id._form_moment(self.decided_on)),
        ]
