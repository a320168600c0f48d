from odoo import fields, models


class ArchiveIncidentTraceLine(models.TransientModel):
    """Somebody who had a paper: how, when, how often."""

    _name = "archive.incident.trace.line"
    _description = "Line of a Trace"
    _order = "document_id, last desc, id"

    trace_id = fields.Many2one("archive.incident.trace", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Person", required=True, readonly=True, ondelete="cascade")
    document_id = fields.Many2one("archive.document", string="Paper", readonly=True, ondelete="cascade")
    how = fields.Char(string="What", readonly=True)
    first = fields.Datetime(readonly=True)
    last = fields.Datetime(string="Until", readonly=True)
    times = fields.Integer(readonly=True)
    is_added = fields.Boolean(string="In the Incident", compute="_compute_is_added")

    def _compute_is_added(self):
        for line in self:
            line.is_added = line.user_id in line.trace_id.incident_id.person_ids.user_id

    def action_add(self):
        """Add the person to the incident, with what the trace says about them; incident and person check who may."""
        self.ensure_one()
        incident = self.trace_id.incident_id
        incident._check_handler()
        incident._lock()
        if self.user_id not in incident.person_ids.user_id:
            mine = self.trace_id.line_ids.filtered(lambda line: line.user_id == self.user_id)
            self.env["archive.incident.person"].create({
                "incident_id": incident.id, "user_id": self.user_id.id, "role": "involved",
                "trace": "\n".join(mine.mapped(lambda line: line._words()))})
        return self.trace_id._reopen()

    def _words(self):
        # sudo: the paper's code, for the office, whether or not the officer reads the paper; its title may be secret
        paper = self.sudo().document_id
        return f"{paper.code or paper.id}: {self.how}, {self.first} – {self.last or '…'} ({self.times})"
