from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("request_submitted", "Request submitted"),
        ("request_granted", "Request approved"),
        ("request_refused", "Request refused"),
        ("request_cancelled", "Request cancelled"),
        ("request_handed_out", "Papers handed out"),
        ("request_taken_back", "Papers taken back"),
        ("request_completed", "Request completed"),
        ("request_expired", "Request expired"),
        ("request_overdue", "Borrower reminded"),
        ("document_handed_out", "Paper handed out"),
        ("document_taken_back", "Paper taken back"),
        ("request_term", "Term of a request set"),
        ("request_reminded", "Borrower reminded in time"),
        ("request_escalated", "Head told of overdue papers"),
        ("document_held", "Paper held for its reader"),
        ("document_not_collected", "Paper not collected"),
        ("document_missing", "Paper missing while out"),
        ("document_found_so", "Finding on a paper entered"),
        ("grant_given", "Access granted"),
        ("grant_ended", "Access ended"),
        ("page_viewed", "Page read on screen"),
        ("copy_issued", "Copy issued"),
        ("copy_returned", "Copy returned"),
        ("copy_destroyed", "Copy destroyed"),
    )
