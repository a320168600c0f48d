"""Every method that a client can call, and who may: a new one without a row here fails."""

from odoo.tests import tagged

from odoo.addons.client_archive.tests.security.test_public_methods import (
    APPLICANT,
    DIALOG,
    OWNER,
    READER,
    PublicMethodsMixin,
)

from ..common import CreditCommon

OFFICER = "credit officers"
MANAGER = "credit managers"
SECOND = "a second credit officer"

METHODS = {
    "account.payment": {"action_post": "who may post payments"},
    "credit.backtest": {"action_run": MANAGER},
    "credit.cover": {"action_end": MANAGER},
    "credit.collection": {
        "action_give_up": READER, "action_legal": READER, "action_record": READER, "action_record_activities": OFFICER,
        "action_send_letter": OFFICER, "action_settle": READER, "action_view_overdue": READER},
    "credit.collection.close": {"action_end": DIALOG},
    "credit.collection.record": {"action_record": DIALOG},
    "credit.dashboard": {
        "open_part": "credit staff, executives, auditors", "read_dashboard": "credit staff, executives, auditors"},
    "credit.evaluation": {
        "action_apply_for_limit": OFFICER, "action_ask_experts": OFFICER, "action_confirm": OFFICER,
        "action_give_opinion": READER,
        "action_refresh": OFFICER, "action_renew": OFFICER},
    "credit.evaluation.batch": {
        "action_start": OFFICER, "action_stop": OFFICER, "action_view_evaluations": READER},
    "credit.hold": {"action_call_again": READER, "action_open_order": READER},
    "credit.hold.time": {"action_open": READER},
    "credit.investigation": {
        "action_check": SECOND, "action_renew": OFFICER, "action_return": SECOND, "action_submit": OFFICER,
        "action_take_back": "who submitted it"},
    "credit.investigation.return": {"action_return": DIALOG},
    "credit.investigation.section": {"action_open": READER, "action_verify": SECOND},
    "credit.limit.application": {
        "action_cancel": OWNER, "action_redraft": OWNER, "action_submit": OWNER, "action_take_back": APPLICANT},
    "credit.management.report": {"action_compute": OFFICER, "action_correct": OFFICER, "action_report": OFFICER},
    "credit.payer.mixin": {
        "action_apply": READER, "action_close": MANAGER, "action_reopen": MANAGER, "action_view_drafts": READER,
        "action_view_credit": READER, "action_view_limits": READER, "action_view_orders": READER,
        "action_view_receivable": READER},
    "credit.position": {
        "action_open": READER, "action_refresh": "credit officers, executives", "action_view_items": READER},
    "credit.promise": {"action_withdraw": OFFICER},
    "credit.scorecard": {"action_activate": MANAGER, "action_backtest": MANAGER, "action_new_version": MANAGER},
    "credit.warning": {"action_dismiss": READER, "action_handle": READER, "action_plan": READER},
    "credit.warning.close": {"action_close": DIALOG},
    "res.partner": {
        "action_apply_for_limit": READER, "action_open_credit_collection": "who may open collection matters",
        "action_open_credit_file": "who may open credit files",
        "action_view_credit_evaluations": READER, "action_view_credit_holds": READER,
        "action_view_credit_investigations": READER, "action_view_credit_warnings": READER},
    "sale.order": {"action_confirm": "who may confirm orders", "action_open_credit_hold": READER,
                   "action_view_credit": "who sees the credit panel of the order"},
}


@tagged("-at_install", "post_install")
class TestPublicMethods(PublicMethodsMixin, CreditCommon):
    addon = "client_archive_credit"
    methods = METHODS
    dialogs = "credit."

    def test_who_reads_everything_and_writes_nothing_moves_nothing(self):
        file = self.grant(1000)
        hold = self.hold_of(self.confirm(self.order(2000)))
        draft = self.env["credit.limit.application"].with_user(self.users["sales"]).create({
            "kind": "raise", "amount": 2000, "reason": "More.", "partner_id": self.partner.id})
        self.assert_refused_to_readers(file, METHODS["credit.payer.mixin"])
        self.assert_refused_to_readers(draft, METHODS["credit.limit.application"])
        self.assert_refused_to_readers(hold, {"action_approve": "deciders"})
