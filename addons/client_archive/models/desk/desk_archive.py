from odoo import api, fields, models
from odoo.fields import Domain

from .desk import Card, Section

_REQUESTS = "client_archive.archive_request_action_all"
_PAPERS = "client_archive.archive_document_action"
_ORIGINALS = ("consult", "loan", "visit")


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
        today = fields.Date.context_today(self)
        _ = self.env._
        out = [("state", "=", "issued")]
        approved = [("state", "=", "approved")]
        return [
            Card("to_prepare", _("To Prepare"), "archive.request", [*approved, ("kind", "in", _ORIGINALS)], _REQUESTS,
                 "fa-hand-paper-o", hint=_("Fetch the papers, hand them out")),
            Card("to_copy", _("Copies to Make"), "archive.request", [*approved, ("kind", "not in", _ORIGINALS)],
                 _REQUESTS, "fa-files-o", hint=_("Copy, seal, hand over")),
            Card("to_return", _("With Readers"), "archive.request", out, _REQUESTS, "fa-exchange",
                 hint=_("To be returned and verified")),
            Card("due_today", _("Due Back Today"), "archive.request", [*out, ("due_on", "=", today)], _REQUESTS,
                 "fa-calendar-check-o", "warning"),
            Card("overdue", _("Overdue"), "archive.request", [*out, ("due_on", "<", today)], _REQUESTS,
                 "fa-bell-o", "danger", hint=_("Borrowers are reminded"), context={"group_by": ["applicant_id"]}),
            Card("to_recall", _("To Recall"), "archive.request", [*out, ("kind", "=", "loan"), ("grade", "=", "A")],
                 _REQUESTS, "fa-undo", "danger", hint=_("Became grade A while lent (R21)")),
        ]

    @api.model
    def _filing_cards(self):
        _ = self.env._
        submitted = Domain("state", "=", "submitted")
        waiting = Domain("is_late", "=", True) & Domain("collated_by_id", "=", False)
        return [
            Card("to_receive", _("Handover Lists"), "archive.handover", [("state", "=", "to_receive")],
                 "client_archive.archive_handover_action", "fa-list-alt", hint=_("To check item by item and sign")),
            Card("to_file", _("To File"), "archive.document", list(submitted & ~waiting), _PAPERS, "fa-inbox",
                 hint=_("Receive, code and file")),
            Card("late", _("Late Papers"), "archive.document", list(submitted & waiting), _PAPERS, "fa-clock-o",
                 "warning", hint=_("Wait for their department (R10)")),
            Card("to_seal", _("To Seal"), "archive.document", [("receipt_due", "=", True)], _PAPERS,
                 "fa-certificate", hint=_("Filed, without seal of receipt"),
                 context={"search_default_receipt_due": 1}),
            Card("to_shelve", _("To Shelve"), "archive.document", [("state", "=", "filed"), ("place_id", "=", False)],
                 _PAPERS, "fa-archive", hint=_("Filed, without a place")),
        ]

    @api.model
    def _keeping_cards(self):
        _ = self.env._
        Document = self.env["archive.document"]
        return [
            Card("expiring", _("Expiring Papers"), "archive.document", list(Document._expiring_domain()),
                 "client_archive.archive_document_action_expiring", "fa-hourglass-half", "warning",
                 hint=_("A new one is due")),
            Card("destruction_due", _("Retention Over"), "archive.document", Document._due_domain(),
                 "client_archive.archive_document_action_due", "fa-calendar-times-o", hint=_("To be appraised")),
            Card("batches", _("Registers of Destruction"), "archive.destruction.batch",
                 [("state", "in", ("draft", "approved", "counted", "executed"))],
                 "client_archive.archive_destruction_batch_action", "fa-fire", hint=_("To appraise, count or conclude")),
            Card("inventories", _("Inventory Checks"), "archive.inventory", [("state", "in", ("draft", "counting"))],
                 "client_archive.archive_inventory_action", "fa-barcode", hint=_("Planned or being counted")),
        ]
