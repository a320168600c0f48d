from odoo import models

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
