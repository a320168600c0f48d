from odoo import models

from ..journal.event import event_kinds


class ArchiveEvent(models.Model):
    _inherit = "archive.event"

    kind = event_kinds(
        ("approval_started", "Approval started"),
        ("approval_approved", "Step approved"),
        ("approval_refused", "Step refused"),
        ("approval_withdrawn", "Approval withdrawn"),
        ("approval_asked", "Question asked before a decision"),
        ("approval_answered", "Question answered"),
        ("approval_delegated", "Step delegated"),
        ("approval_reminded", "Reminder of a decision"),
        ("approval_escalated", "Step escalated"),
    )
