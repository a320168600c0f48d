from odoo import api, models
from odoo.fields import Domain

from .desk import Card, Section

_REQUESTS = "client_archive.archive_request_action_all"
_PAPERS = "client_archive.archive_document_action"
_COPIED = ("copy", "external")


class ArchiveDesk(models.AbstractModel):
    """What waits for those who keep the archive."""

    _inherit = "archive.desk"

    @api.model
    def _sections(self):
        sections = super()._sections()
        if self.env.user.has_group("client_archive.group_archivist"):
            sections += [
                Section("circulation", self.env._("Reading, Lending and Copying"), self._circulation_cards()),
                Section("filing", self.env._("Taking In and Filing"), self._filing_cards()),
                Section("keeping", self.env._("Keeping in Order"), self._keeping_cards()),
            ]
        return sections

    @api.model
    def _circulation_cards(self):
        today = self._archive_day()
        out = [("state", "=", "issued")]
        approved = [("state", "=", "approved")]
        ready = ("line_ids", "any", [("stage", "=", "ready"), ("picked_on", "=", False)])
        fetched = ("line_ids", "any", [("stage", "=", "ready"), ("picked_on", "!=", False)])
        return [
            Card("to_prepare", "archive.request", [ready], _REQUESTS,
                 "fa-hand-paper-o", self.env._("To Prepare"), hint=self.env._("Fetch the papers, hand them out")),
            Card("to_lend", "archive.request", [fetched], _REQUESTS, "fa-handshake-o",
                 self.env._("To Lend"), hint=self.env._("Fetched, laid ready for their reader")),
            Card("to_copy", "archive.request", [*approved, ("kind", "in", _COPIED)], _REQUESTS, "fa-files-o",
                 self.env._("Copies to Make"), hint=self.env._("Copy, seal, hand over")),
            Card("to_return", "archive.request", out, _REQUESTS, "fa-exchange", self.env._("With Readers"),
                 hint=self.env._("To be returned and verified")),
            Card("due_today", "archive.request", [*out, ("due_on", "=", today)], _REQUESTS, "fa-calendar-check-o",
                 self.env._("Due Back Today"), "warning"),
            Card("overdue", "archive.request", [*out, ("due_on", "<", today)], _REQUESTS, "fa-bell-o",
                 self.env._("Overdue"), "danger", hint=self.env._("Borrowers are reminded"),
                 context={"group_by": ["applicant_id"]}),
            Card("in_queue", "archive.request.line", [("stage", "=", "waiting")],
                 "client_archive.archive_request_line_action_queue", "fa-users", self.env._("Waiting in the Queue"),
                 hint=self.env._("For papers that others have")),
            Card("to_recall", "archive.request", [*out, ("kind", "in", ("loan", "carry")), ("grade", "=", "A")],
                 _REQUESTS, "fa-undo", self.env._("To Recall"), "danger",
                 hint=self.env._("Became grade A while lent")),
        ]

    @api.model
    def _filing_cards(self):
        submitted = Domain("state", "=", "submitted")
        waiting = Domain("is_late", "=", True) & Domain("collated_by_id", "=", False)
        return [
            Card("to_receive", "archive.handover", [("state", "=", "to_receive")],
                 "client_archive.archive_handover_action", "fa-list-alt", self.env._("Handover Lists"),
                 hint=self.env._("To check item by item and sign")),
            Card("to_file", "archive.document", list(submitted & ~waiting), _PAPERS, "fa-inbox", self.env._("To File"),
                 hint=self.env._("Receive, code and file")),
            Card("late", "archive.document", list(submitted & waiting), _PAPERS, "fa-clock-o",
                 self.env._("Late Papers"), "warning", hint=self.env._("Wait for their department")),
            Card("to_seal", "archive.document", [("receipt_due", "=", True)], _PAPERS, "fa-certificate",
                 self.env._("To Seal"), hint=self.env._("Filed, without seal of receipt"),
                 context={"search_default_receipt_due": 1}),
            Card("to_shelve", "archive.document", [("state", "=", "filed"), ("place_id", "=", False)], _PAPERS,
                 "fa-archive", self.env._("To Shelve"), hint=self.env._("Filed, without a place")),
        ]

    @api.model
    def _keeping_cards(self):
        Document = self.env["archive.document"]
        return [
            Card("expiring", "archive.document", list(Document._expiring_domain()),
                 "client_archive.archive_document_action_expiring", "fa-hourglass-half", self.env._("Expiring Papers"),
                 "warning", hint=self.env._("A new one is due")),
            Card("destruction_due", "archive.document", Document._due_domain(),
                 "client_archive.archive_document_action_due", "fa-calendar-times-o", self.env._("Retention Over"),
                 hint=self.env._("To be appraised")),
            Card("batches", "archive.destruction.batch",
                 [("state", "in", ("draft", "approved", "counted", "executed"))],
                 "client_archive.archive_destruction_batch_action", "fa-fire", self.env._("Registers of Destruction"),
                 hint=self.env._("To appraise, count or conclude")),
            Card("inventories", "archive.inventory", [("state", "in", ("draft", "counting"))],
                 "client_archive.archive_inventory_action", "fa-barcode", self.env._("Inventory Checks"),
                 hint=self.env._("Planned or being counted")),
        ]
