from odoo import models


class ArchiveSecretMeeting(models.Model):
    """What 涉密会议签到表, the attendance sheet of a meeting on secrets, says (R55)."""

    _inherit = "archive.secret.meeting"

    def _sheet_facts(self):
        """Rows of two pairs of label and value."""
        self.ensure_one()
        return [
            (self.env._("Secrecy"), self._sheet_label("level"), self.env._("Meeting Time"),
             f"{self._sheet_moment(self.date_start)} – {self._sheet_moment(self.date_end)}"),
            (self.env._("Meeting Place"), self.place, self.env._("Why the Place Is Fit"), self.place_fitness),
            (self.env._("Chair"), self.chair_id.name, self.env._("Minutes Taken by"), self.minutes_by_id.name),
            (self.env._("Hosting Department"), self.department_id.name or "", self.env._("Host"), self.host_id.name),
            (self.env._("Equipment Allowed"), self.equipment_allowed or "",
             self.env._("Equipment Collected"), self.equipment_collected or ""),
        ]

    def _sheet_people(self):
        """Rows of number, name, department, presence; the signature is by hand."""
        presence = dict(self.attendee_ids._fields["presence"]._description_selection(self.env))
        return [
            (number, row.user_id.name, row.user_id._archive_department(self.company_id).name or "",
             presence.get(row.presence, ""), "")
            for number, row in enumerate(self.attendee_ids, start=1)]

    def _sheet_papers(self):
        """Rows of code, title, level, copies out, back, kept by; copies that are not listed were only shown."""
        handouts = {row.document_id: row for row in self.handout_ids}
        levels = dict(self.document_ids._fields["secrecy_level"]._description_selection(self.env))
        rows = []
        for paper in self.document_ids:
            handout = handouts.get(paper, self.handout_ids.browse())
            rows.append((
                paper.code or "", paper.name, levels[paper.secrecy_level], handout.copies or "",
                handout.returned if handout else "", ", ".join(handout.keeper_ids.mapped("name"))))
        return rows

    def _sheet_circle(self):
        """How far the content may travel, in words."""
        return "\n".join(filter(None, [
            self._sheet_label("circle"), ", ".join(self.circle_ids.mapped("name")),
            self.circle_until and self.env._("Until %s", self.circle_until)]))

    def _sheet_label(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    def _sheet_moment(self, moment):
        return self.env["ir.qweb.field.datetime"].value_to_html(moment, {"format": "yyyy-MM-dd HH:mm"})
