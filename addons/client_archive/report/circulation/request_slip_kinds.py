from odoo import models

from ...models.circulation.request_kinds import COPIED


class ArchiveRequest(models.Model):
    """What the slip says of each kind: how papers travel (R54), which copies went to whom (R23), who comes."""

    _inherit = "archive.request"

    def _slip_title(self):
        if self.kind == "screen":
            return self.env._("Slip to Read Papers on Screen")
        if self.kind == "carry":
            return self.env._("Slip to Carry Papers Out")
        return super()._slip_title()

    def _slip_facts(self):
        rows = super()._slip_facts()
        if self.kind in ("external", "carry"):
            rows.append((self.env._("Carried by"), self.carrier or "",
                         self.env._("Safeguards"), self.safeguards or ""))
        if self.kind == "carry":
            days = " – ".join(str(day) for day in (self.carry_from, self.carry_until) if day)
            rows.append((self.env._("Carried to"), self.destination or "", self.env._("On the Way"), days))
        if self.kind in ("external", "visit"):
            rows.append((self.env._("Outsider's ID"), self.outsider_document or "",
                         self.env._("Outsider's Organisation"), self.outsider_body or ""))
        if self.kind in COPIED:
            rows.append((self.env._("Number of Copies"), self.copy_count,
                         self.env._("Number of Papers"), self.line_count))
        return rows

    def _slip_lines(self):
        return [
            (number, code, self.env._("%(title)s (pages %(pages)s)", title=title, pages=line.pages)
             if line.pages else title, *rest)
            for line, (number, code, title, *rest) in zip(self.line_ids, super()._slip_lines(), strict=True)]

    def _slip_desk(self):
        """Nothing is handed out of what is read on screen."""
        if self.kind != "screen":
            return super()._slip_desk()
        return [(self.env._("Approved on"), self._slip_moment(self.approved_on),
                 self.env._("Open until"), self._slip_moment(self.valid_until))]

    def _slip_copies(self):
        """One row for each copy: of which paper, which one, for whom, when, by whom, and what became of it."""
        states = dict(self.copy_ids._fields["state"]._description_selection(self.env))
        return [
            (copy.document_id.code or "", f"{copy.number}/{copy.total}", copy.pages or "", copy.recipient,
             self._slip_moment(copy.issued_on), copy.issued_by_id.name,
             "\n".join(filter(None, [states[copy.state], copy.note])))
            for copy in self.copy_ids.sorted("id")]
