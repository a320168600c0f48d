from odoo import models, tools


class ArchivePrivacyRequest(models.Model):
    """What the answer to a person says: of each place what became of it, and why, in the words of the rule."""

    _inherit = "archive.privacy.request"

    def _form_facts(self):
        """Pairs of label and value at the head of the answer."""
        self.ensure_one()
        labels = {name: self._fields[name]._description_string(self.env) for name in (
            "name", "kind", "received_on", "answered_on", "company_id")}
        kind = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        return [
            (labels["name"], self.name), (labels["kind"], kind),
            (labels["received_on"], tools.format_date(self.env, self.received_on)),
            (labels["answered_on"], tools.format_date(self.env, self.answered_on) if self.answered_on else ""),
            (labels["company_id"], self.company_id.name)]

    def _form_places(self):
        """Rows of where, what and what became of it, with the reason; what is not theirs is left out."""
        self.ensure_one()
        outcomes = dict(self.env["archive.privacy.place"]._fields["outcome"]._description_selection(self.env))
        return [
            (place.label, place.data or self.env._("%s records", place.count),
             " – ".join(filter(None, [outcomes.get(place.outcome), place.reason])))
            for place in self.place_ids if place.is_person]
