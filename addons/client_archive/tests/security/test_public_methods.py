"""Every method that a client can call, and who may: a new one without a row here fails."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon

# Of Odoo; what ours add to them only narrows.
ORM = {"create", "write", "unlink", "copy", "default_get", "init", "copy_data"}

READER = "anybody who reads the record: opens a view"
OWNER = "who may write the record"
ARCHIVIST = "archivists"
DECIDER = "who decides the pending step, or deputises"
APPLICANT = "the applicant"
NEXT_SIGNER = "the one whose turn it is"
OFFICE = "executives and security officers"
SUPERVISOR = "the two supervisors"
SECOND = "a second person: a head or an archivist"
MANAGER_A = "manager A of the list"
GENERAL_MANAGER = "the general manager"
ADMINISTRATOR = "administrators of contracts"
AUDITOR = "auditors and security officers"
MEETING = "the host, the chair, the minute taker, the security officer"
SERVER = "nobody: the mail gateway"
SECURITY = "security officers"
DIALOG = "who opened the dialog; what it calls is checked again"

METHODS = {
    "archive.access.alert": {
        "action_report_incident": "security officers, not about themselves",
        "action_review": "security officers, not about themselves", "action_view_access": AUDITOR,
        "action_view_person": AUDITOR},
    "archive.agreement.renew": {"action_enter": DIALOG, "action_print": DIALOG},
    "archive.approval.decision": {"action_decide": DIALOG},
    "archive.approval.mixin": {
        "action_answer": READER, "action_approve": DECIDER, "action_ask": READER, "action_decide": READER,
        "action_delegate": READER, "action_refuse": READER},
    "archive.approval.step": {
        "action_approve_selected": READER, "action_open_document": READER, "action_refuse_selected": READER},
    "archive.box.label": {"action_print": DIALOG},
    "archive.category": {"action_view_dossiers": READER},
    "archive.change": {"action_dismiss": "department heads", "action_done": "the owner, or a department head"},
    "archive.clearance": {"action_revoke": "security officers, not their own"},
    "archive.compartment": {"action_view_clearances": READER, "action_view_documents": READER},
    "archive.contract": {
        "action_add_act": READER, "action_cancel": OWNER, "action_fulfil": OWNER,
        "action_hand_over": "the handler", "action_reopen": ADMINISTRATOR, "action_sign": OWNER,
        "action_view_documents": READER, "action_view_invoices": READER, "action_view_orders": READER},
    "archive.contract.act": {
        "action_settle": "who may write the contract",
        "action_void": "department heads and administrators of contracts"},
    "archive.customer.propose": {"action_propose": DIALOG},
    "archive.customer.proposal": {"action_withdraw": APPLICANT},
    "archive.customer.verified.mixin": {"action_refute": SECOND, "action_verify": SECOND},
    "archive.declassification": {
        "action_cancel": APPLICANT, "action_submit": APPLICANT, "action_take_back": APPLICANT},
    "archive.desk": {
        "dismiss_setup": "who sets the archive up", "open_card": "who works with the archive: one's own desk",
        "open_setup_step": "who sets the archive up", "read_desk": "who works with the archive: one's own desk"},
    "archive.designation": {
        "action_designate": GENERAL_MANAGER, "action_end": "security officers and the general manager"},
    "archive.destruction.batch": {
        "action_cancel": ARCHIVIST, "action_destroy_rest": ARCHIVIST, "action_execute": ARCHIVIST,
        "action_fill": ARCHIVIST, "action_sign": READER, "action_submit": ARCHIVIST, "action_take_back": APPLICANT,
        "action_verify_bytes": ARCHIVIST},
    "archive.destruction.line": {"action_withhold": ARCHIVIST},
    "archive.destruction.sign": {"action_sign": DIALOG},
    "archive.disposal.hold": {"action_release": READER},
    "archive.disposal.release": {"action_release": DIALOG},
    "archive.document": {
        "action_ask_declassification": READER, "action_collate": "the owning department",
        "action_file": ARCHIVIST, "action_issue": ARCHIVIST, "action_print_sealed": ARCHIVIST,
        "action_read": "who was given access, while it lasts", "action_reclassify": READER,
        "action_request": READER, "action_return": ARCHIVIST, "action_seal_receipt": ARCHIVIST,
        "action_shelve": READER, "action_submit": OWNER, "action_upload": READER, "action_view_access": AUDITOR,
        "action_view_copies": READER, "action_view_queue": READER, "action_view_requests": READER,
        "action_void": ARCHIVIST, "message_new": SERVER},
    "archive.dossier": {
        "action_close": ARCHIVIST, "action_export": "archivists, and the account manager",
        "action_overrule_segment": READER, "action_reclassify": READER, "action_renumber": READER,
        "action_reopen": ARCHIVIST,
        "action_report_change": READER, "action_request": READER, "action_shelve": READER, "action_submit": OWNER,
        "action_take_in": OWNER, "action_view_changes": READER, "action_view_contacts": READER,
        "action_view_contracts": READER, "action_view_documents": READER, "action_view_erp": READER,
        "action_view_figures": READER, "action_view_handovers": READER,
        "action_view_requests": READER, "action_view_reviews": READER, "action_view_sales": READER,
        "action_withdraw": APPLICANT},
    "archive.event": {
        "action_export_journal": AUDITOR, "action_verify_journal": AUDITOR, "action_view_person": AUDITOR},
    "archive.event.seal": {"action_verify": AUDITOR},
    "archive.copy": {"action_close": ARCHIVIST},
    "archive.copy.close": {"action_close": DIALOG},
    "archive.grant": {
        "action_read": "its reader, while it lasts", "action_revoke": "archivists, security officers, executives"},
    "archive.guarded.title": {"action_open_paper": READER},
    "archive.handover": {
        "action_cancel": MANAGER_A, "action_check_all": NEXT_SIGNER, "action_defer": READER,
        "action_file_papers": ARCHIVIST, "action_fill": MANAGER_A, "action_return": NEXT_SIGNER,
        "action_sign": NEXT_SIGNER},
    "archive.handover.deferral": {"action_submit": "the managers of the list", "action_withdraw": APPLICANT},
    "archive.handover.line": {"action_check": NEXT_SIGNER},
    "archive.handover.supplement": {
        "action_accept": NEXT_SIGNER, "action_reject": NEXT_SIGNER, "action_supplied": "who supplies it, or manager A"},
    "archive.import.batch": {
        "action_back": ARCHIVIST, "action_check": ARCHIVIST, "action_download_faults": READER,
        "action_download_template": READER, "action_import": "the archivist who checked it",
        "action_resume": "the archivist who checked it", "action_stop": ARCHIVIST,
        "action_undo": "the head of the archive", "action_view_documents": READER,
        "action_view_dossiers": READER, "action_view_faults": READER,
        "action_view_kept": READER, "action_view_units": READER},
    "archive.import.file": {"action_remove": "the archivist who uploaded it"},
    "archive.incident": {
        "action_close": OFFICE, "action_freeze": OFFICE, "action_handle": OFFICE, "action_release": OFFICE,
        "action_reopen": OFFICE, "action_trace": OFFICE},
    "archive.incident.trace": {"action_look": DIALOG},
    "archive.incident.trace.line": {"action_add": DIALOG},
    "archive.inventory": {
        "action_all_found": ARCHIVIST, "action_cancel": ARCHIVIST, "action_done": ARCHIVIST,
        "action_start": ARCHIVIST},
    "archive.journal.head": {"action_print_head": AUDITOR},
    "archive.journal.verify": {"action_verify": DIALOG},
    "archive.place": {"action_view_documents": READER},
    "archive.reclassify": {"action_reclassify": "security officers"},
    "archive.privacy.request": {
        "action_conclude": SECURITY, "action_decline": SECURITY, "action_export": SECURITY, "action_search": SECURITY,
        "action_start": SECURITY, "action_submit": SECURITY, "action_take_back": APPLICANT,
        "action_view_places": READER},
    "archive.renumber": {"action_renumber": DIALOG},
    "archive.request": {
        "action_add_dossier": APPLICANT, "action_ask_again": APPLICANT,
        "action_cancel": "the applicant, or an archivist", "action_finish": APPLICANT,
        "action_hand_out": "another archivist than the applicant",
        "action_issue_copies": "another archivist than the applicant",
        "action_read": "the applicant, while it lasts", "action_submit": APPLICANT,
        "action_take_back": "another archivist than the applicant", "action_withdraw": APPLICANT},
    "archive.request.line": {
        "action_open_request": READER, "action_pick": ARCHIVIST,
        "action_report_missing": "another archivist than the applicant"},
    "archive.scan": {
        "enter_finding": "the archivist who scanned it", "read_recent": ARCHIVIST,
        "scan": "another archivist than the applicant"},
    "archive.request.take.back": {"action_take_back": DIALOG},
    "archive.review": {"action_return": SECOND, "action_sign": SECOND, "action_submit": "the owner, or a head"},
    "archive.secrecy.tile": {"action_open": OFFICE},
    "archive.secret.attendee": {"action_absent": MEETING, "action_present": MEETING},
    "archive.secret.meeting": {"action_cancel": MEETING, "action_close": MEETING, "action_hold": MEETING},
    "archive.seal.stamp": {"action_stamp": DIALOG},
    "archive.segment.overrule": {"action_overrule": DIALOG},
    "archive.segment.ruling": {"action_end": "archivists and department heads"},
    "archive.shelve": {"action_shelve": DIALOG},
    "archive.statistics.return": {
        "action_compute": ADMINISTRATOR, "action_correct": ADMINISTRATOR, "action_report": ADMINISTRATOR},
    "archive.succession": {"action_apply": "heads of the department or of the archive"},
    "account.move": {"action_file_in_archive": "who may add papers to the customer's dossier"},
    "archive.filed.source": {"action_file_in_archive": "who may add papers to the customer's dossier"},
    "archive.upkeep.league": {"action_view_changes": READER, "action_view_reviews": READER},
    "archive.upload": {"action_upload": DIALOG},
    "archive.version": {"action_read_text": "who may open the content"},
    "archive.volume.spine": {"action_print": DIALOG},
    "hr.departure.wizard": {"action_register_departure": "who lets employees leave; successors as archive.succession"},
    "hr.employee.public": {"action_view_archive_access": AUDITOR},
    "ir.actions.report": {"report_action": READER},
    "ir.attachment": {"create_unique": "Odoo's; says nothing of the archive's files"},
    "ir.sequence": {"next_by_code": "Odoo's; the archive's are drawn by the archive alone"},
    "mail.thread": {"message_process": "the mail server's account, an administrator"},
    "mail.template": {"send_mail_batch": "Odoo's; about the archive by who may write there, in the own name"},
    "mail.message": {"action_open_document": "Odoo's; about the archive to who reads the message"},
    "mail.activity": {"action_notify": "the engine: a client sends no mail of an approval"},
    "res.partner": {
        "action_add_contacts": OWNER, "action_note_contact": READER, "action_open_dossier": "who may open dossiers",
        "action_propose_key_change": READER, "action_view_figures": READER, "action_view_papers_out": READER,
        "action_view_to_verify": READER},
    "privacy.lookup.wizard.line": {
        "action_archive_all": "Odoo's; refuses the archive's", "action_unlink": "Odoo's; refuses the archive's",
        "action_unlink_all": "Odoo's; refuses the archive's"},
    "res.users": {"action_view_archive_access": AUDITOR, "authenticate": "Odoo's; notes whether it was by passkey"},
    "sale.order": {"action_open_dossier": "who may open dossiers", "action_view_archive_contract": READER,
                   "action_view_papers_out": READER},
}


def public_methods(env, addon):
    """Mapping of models to the names of the public methods that ``addon`` defines on them."""
    found = {}
    prefix = f"odoo.addons.{addon}."
    for name in env.registry:
        for base in type(env[name]).__mro__:
            if base.__module__.startswith(prefix) and getattr(base, "_name", None) == name or (
                    base.__module__.startswith(prefix) and getattr(base, "_inherit", None) == name):
                methods = {method for method, value in vars(base).items()
                           if not method.startswith("_") and callable(value) and not isinstance(value, type)
                           and not getattr(value, "_api_private", False)} - ORM
                if methods:
                    found.setdefault(name, set()).update(methods)
    return found


class PublicMethodsMixin:
    """The checks on an add-on's table of public methods."""

    addon = None
    methods = None
    dialogs = None  # how the names of its dialogs' models begin

    def test_every_public_method_has_a_row(self):
        found = public_methods(self.env, self.addon)
        self.assertEqual(found, {model: set(rows) for model, rows in self.methods.items()})

    def test_a_dialog_is_for_who_opened_it(self):
        """Nobody reads or changes the words of another's dialog before it is confirmed."""
        ruled = self.env["ir.rule"].search([("domain_force", "=", "[('create_uid', '=', user.id)]")]).model_id
        dialogs = self.env["ir.model"].search([("transient", "=", True), ("model", "=like", f"{self.dialogs}%")])
        self.assertFalse((dialogs - ruled).mapped("model"))

    def assert_refused_to_readers(self, record, methods):
        """Whatever is not for readers is refused to the auditor, by name and one by one."""
        for method, who in methods.items():
            if who in (READER, SERVER, AUDITOR):
                continue
            with self.subTest(model=record._name, method=method), self.assertRaises(UserError), mute_logger(
                    "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                self.rpc("auditor", record, method)


@tagged("-at_install", "post_install")
class TestPublicMethods(PublicMethodsMixin, ArchiveCommon):
    addon = "client_archive"
    methods = METHODS
    dialogs = "archive."

    def test_who_reads_everything_and_writes_nothing_moves_nothing(self):
        sales, archivist = self.users["sales"], self.users["archivist"]
        room = self.env["archive.place"].create({"name": "Room", "kind": "room"})
        records = [
            self.dossier, self.document,
            self.env["archive.request"].with_user(sales).create({
                "kind": "consult", "dossier_id": self.dossier.id, "purpose": "To read",
                "line_ids": [Command.create({"document_id": self.document.id})]}),
            self.env["archive.change"].with_user(sales).create({"name": "Moved", "dossier_id": self.dossier.id}),
            self.env["archive.declassification"].with_user(sales).create({
                "document_id": self.document.id, "reason": "Old"}),
            self.env["archive.handover"].with_user(sales).create({"dossier_ids": self.dossier.ids}),
            self.env["archive.inventory"].with_user(archivist).create({"place_id": room.id}),
            self.env["archive.destruction.batch"].with_user(archivist).create({}),
            self.env["archive.review"].with_user(sales).create({"dossier_id": self.dossier.id}),
            self.env["archive.contract"].with_user(sales).create({
                "name": "Sale", "dossier_id": self.dossier.id, "signed_on": "2025-01-02"}),
            self.env["archive.statistics.return"].create({}),
        ]
        for record in records:
            self.assert_refused_to_readers(record, METHODS[record._name])

    def test_a_decision_of_another_is_neither_read_nor_changed(self):
        decision = self.env["archive.approval.decision"].with_user(self.users["gm"]).create({
            "res_model": "archive.dossier", "res_id": self.dossier.id, "decision": "refused", "opinion": "No."})
        with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("employee", decision, "write", {"decision": "approved"})
        with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("employee", decision, "read", ["opinion"])
