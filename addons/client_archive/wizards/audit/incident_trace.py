from datetime import timedelta

from odoo import api, fields, models

_WINDOW = timedelta(days=30)


class ArchiveIncidentTrace(models.TransientModel):
    """Who had the papers of an incident in a window of time; people are added to it from here (R109)."""

    _name = "archive.incident.trace"
    _description = "Trace of an Incident"

    incident_id = fields.Many2one("archive.incident", required=True, readonly=True, ondelete="cascade")
    date_from = fields.Datetime(
        string="From", required=True, compute="_compute_window", store=True, readonly=False, precompute=True)
    date_to = fields.Datetime(
        string="Until", required=True, compute="_compute_window", store=True, readonly=False, precompute=True)
    line_ids = fields.One2many("archive.incident.trace.line", "trace_id", string="Who Had Them", readonly=True)

    @api.depends("incident_id")
    def _compute_window(self):
        for trace in self:
            trace.date_to = trace.incident_id.discovered_on
            trace.date_from = trace.date_to and trace.date_to - _WINDOW

    def action_look(self):
        """Look again, in the window as it stands; the incident's own check decides who may."""
        self.ensure_one()
        self._look()
        return self._reopen()

    def _look(self):
        self.line_ids.unlink()
        self.env["archive.incident.trace.line"].create([
            {"trace_id": self.id, "user_id": user.id, "document_id": paper.id, "how": how, "first": first,
             "last": last, "times": times}
            for user, paper, how, first, last, times in self.incident_id._traces(self.date_from, self.date_to)])

    def _reopen(self):
        return {
            "type": "ir.actions.act_window", "name": self.env._("Who Had the Papers of %s", self.incident_id.name),
            "res_model": self._name, "res_id": self.id, "view_mode": "form", "target": "new",
        }
