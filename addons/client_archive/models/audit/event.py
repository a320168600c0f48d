from odoo import api, fields, models
from odoo.fields import Domain

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    """Which events are somebody getting at a paper, for the auditor's questions (R78, R109)."""

    _inherit = "archive.event"

    kind = event_kinds(
        ("alert_raised", "Unusual access noticed"),
        ("alert_reviewed", "Unusual access reviewed"),
        ("incident_traced", "Incident traced"),
        ("rights_changed", "Rights changed"),
        ("settings_changed", "Safeguard changed"),
        ("credentials_changed", "Another's sign-in changed"),
    )
    is_access = fields.Boolean(
        string="Access", compute="_compute_is_access", search="_search_is_access",
        help="Content opened or printed, a paper handed out or taken back, or access given.")

    @api.model
    def _content_kinds(self):
        """Kinds of events in which the acting user got to see the content of a paper."""
        return {"content_opened"}

    @api.model
    def _access_kinds(self):
        """Kinds of events that tell who had a paper, or could have."""
        return self._content_kinds() | {
            "printed", "page_viewed", "copy_issued", "document_handed_out", "document_taken_back", "grant_given",
            "grant_ended"}

    @api.depends("kind")
    def _compute_is_access(self):
        kinds = self._access_kinds()
        for event in self:
            event.is_access = event.kind in kinds

    @api.model
    def _search_is_access(self, operator, value):
        if operator != "in":
            return NotImplemented
        kinds = Domain("kind", "in", sorted(self._access_kinds()))
        return Domain.OR(kinds if wanted else ~kinds for wanted in value)

    @api.model
    def _show(self, domain, name, **context):
        """Client action: the events of ``domain``, for who may read the journal."""
        self._check_auditor()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_event_action")
        return {**action, "name": name, "domain": list(domain), "context": {"search_default_access": 1, **context}}

    def action_view_person(self):
        """What else the person of this event did (auditors, security officers)."""
        self.ensure_one()
        self.check_access("read")
        return self.user_id._show_archive_access()
