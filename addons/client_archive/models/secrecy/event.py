from odoo import api, models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("agreement_signed", "Confidentiality agreement signed"),
        ("clearance_granted", "Clearance granted"),
        ("clearance_revoked", "Clearance revoked"),
        ("title_covered", "Title made secret"),
        ("title_uncovered", "Title not secret any more"),
        ("title_changed", "Secret title changed"),
        ("document_reclassified", "Compartment or visibility changed"),
        ("declassification_asked", "Declassification asked for"),
        ("document_declassified", "Paper declassified"),
        ("incident_reported", "Incident reported"),
        ("incident_handled", "Incident taken in hand"),
        ("incident_closed", "Incident closed"),
        ("sanction_decided", "Sanction decided"),
        ("merit_recorded", "Merit recorded"),
        ("training_recorded", "Training recorded"),
        ("duty_designated", "Person designated"),
        ("duty_ended", "Designation ended"),
        ("assessment_recorded", "Assessment recorded"),
        ("incident_escalated", "Incident over its term reported"),
        ("content_frozen", "Content frozen"),
        ("content_released", "Content released"),
        ("meeting_planned", "Meeting planned"),
        ("meeting_held", "Meeting held"),
        ("meeting_closed", "Meeting closed"),
        ("meeting_cancelled", "Meeting cancelled"),
        ("attendance_confirmed", "Attendance confirmed"),
        ("copies_handed_out", "Copies handed out"),
        ("copies_accounted", "Copies accounted for"),
    )

    @api.model
    def _name_of(self, record):
        """Content of closed papers is named by its paper: the name of a file tells what is in it."""
        if record._name == "archive.version" and record._is_closed():
            version = record.sudo()  # sudo: who acts need not open it
            return f"{version.document_id.display_name} ({version.number})"
        return super()._name_of(record)
