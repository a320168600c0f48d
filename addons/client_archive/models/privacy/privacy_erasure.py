from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_list

from ...tools import gate


class ArchivePrivacyRequest(models.Model):
    """Finding, and erasing what no rule keeps.

    Erasing overwrites the personal fields of a record and leaves the record: numbers, dates and the catalogue stay.
    The journal is never touched; it tells that it happened and repeats nothing of what was there.
    """

    _inherit = "archive.privacy.request"

    def _search_person(self):
        """Find the places anew; what the officer said about a place that is found again stays said."""
        self.ensure_one()
        Source = self.env["archive.privacy.source"]
        said = {(place.source_key, place.res_id): place.is_person for place in self.place_ids}
        gate.opened(self.place_ids.sudo()).unlink()
        vals_list = []
        for source, record, match in Source._found(self):
            reason = Source._kept_because(source, record, self.kind) if self._is_erasure() else ""
            vals_list.append({
                "request_id": self.id, "source_key": source.key, "res_model": record._name, "res_id": record.id,
                "label": self._place_label(record), "match": match,
                "data": format_list(self.env, [
                    record._fields[name]._description_string(self.env)
                    for name in Source._own(record, dict.fromkeys((*source.told, *source.erased))) if record[name]]),
                "is_person": said.get((source.key, record.id), match != "name"),
                "outcome": ("keep" if reason or not source.erased else "erase") if self._is_erasure() else "tell",
                "reason": reason})
        for model, count in Source._elsewhere(self).items():
            vals_list.append({
                "request_id": self.id, "res_model": model.model, "label": model.name, "match": "odoo", "count": count,
                "is_person": True, "outcome": "keep" if self._is_erasure() else "tell",
                "reason": self.env._("not the archive's: see to it with Odoo's privacy lookup") if self._is_erasure()
                else ""})
        # A place without data is none.
        # sudo: the officer has no right to enter places
        gate.opened(self.env["archive.privacy.place"].sudo()).create([
            vals for vals in vals_list if vals.get("data") or vals["match"] == "odoo"])
        self.sudo()._set_gated(kind="privacy_searched", searched_on=fields.Datetime.now())
        self.invalidate_recordset(["place_ids"])

    def _is_erasure(self):
        return self.kind in ("erase", "withdraw")

    def _place_label(self, record):
        """Where it is. A paper's own title may be secret: its code names it."""
        kind = self.env["ir.model"].sudo()._get(record._name).name
        name = record.code or f"#{record.id}" if record._name == "archive.document" else record.display_name
        return f"{kind} · {name}"

    # ------------------------------------------------------------------
    # Consent
    # ------------------------------------------------------------------
    def _withdraw_consents(self):
        """Mark at once what rests on the person's consent: it is not used any more, whatever is decided about it."""
        today = self.company_id._archive_today()
        mine = self.place_ids.filtered("is_person")
        rests = Domain("lawful_basis", "=", "consent") & Domain("withdrawn_on", "=", False)
        for model in ("archive.customer.person", "archive.customer.collection"):
            ids = mine.filtered(lambda place, name=model: place.res_model == name).mapped("res_id")
            # sudo: the person's own word, noted by the officer
            rows = self.env[model].sudo().search(rests & Domain("id", "in", ids))
            if rows:
                rows._withdraw(today)

    # ------------------------------------------------------------------
    # Erasing
    # ------------------------------------------------------------------
    def _erase(self, confirmed_by):
        """Erase what was planned and confirmed, and nothing that a rule has come to keep since."""
        self.ensure_one()
        now = fields.Datetime.now()
        Source = self.env["archive.privacy.source"]
        for place in self.place_ids.filtered(lambda row: row.is_person and row.outcome == "erase"):
            record = place._record()
            reason = record and Source._kept_because(place._source(), record, self.kind)
            if reason:
                gate.opened(place).write({"outcome": "keep", "reason": reason})
                continue
            if record:
                self._overwrite(record, place._source())
            gate.opened(place).write({"outcome": "erased", "done_on": now})
        erased = self.place_ids.filtered(lambda row: row.outcome == "erased")
        self._journal("privacy_erased", after={
            "places": [(place.res_model, place.res_id, place.source_key) for place in erased]})
        if not (self.answer or "").strip():
            gate.opened(self).answer = self._answer_words(len(erased))
        gate.opened(self).write({"confirmed_by_id": confirmed_by.id, "erased_on": now})
        self._finish("answered", self.answer, "privacy_answered")

    def _answer_words(self, count):
        return self.env._(
            "We erased your data in %(count)s places and keep it in %(kept)s, for the reasons given there.",
            count=count, kept=len(self.place_ids.filtered(lambda place: place.is_person and place.outcome == "keep")))

    def _overwrite(self, record, source):
        """Overwrite the personal fields of ``record``; no copy of them stays in its conversation."""
        empty = self.env._("(erased)")
        vals = {}
        for name in self.env["archive.privacy.source"]._own(record, source.erased):
            field = record._fields[name]
            if record[name]:
                vals[name] = empty if field.required or name in ("name", "outsider_name") else False
        gate.opened(record).with_context(tracking_disable=True, no_vat_validation=True).write(vals)
        if isinstance(record, self.env.registry["mail.thread"]):
            self.env["mail.tracking.value"].sudo().search([  # sudo: what was there before is data as well
                ("mail_message_id.model", "=", record._name), ("mail_message_id.res_id", "=", record.id),
                ("field_id.name", "in", list(source.erased))]).unlink()
