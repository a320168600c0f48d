"""Every method that a client can call, and who may: a new one without a row here fails."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.client_archive.tests.security.test_public_methods import (
    APPLICANT,
    DIALOG,
    OWNER,
    READER,
    public_methods,
)

from ..common import CreditCommon

OFFICER = "credit officers"
MANAGER = "credit managers"
SECOND = "a second credit officer"

METHODS = {
    "account.payment": {"action_post": "who may post payments"},
    "credit.evaluation": {
        "action_ask_experts": OFFICER, "action_confirm": OFFICER, "action_give_opinion": READER,
        "action_refresh": OFFICER, "action_renew": OFFICER},
    "credit.hold": {"action_call_again": READER, "action_open_order": READER},
    "credit.investigation": {
        "action_check": SECOND, "action_renew": OFFICER, "action_return": SECOND, "action_submit": OFFICER,
        "action_take_back": "who submitted it"},
    "credit.investigation.return": {"action_return": DIALOG},
    "credit.investigation.section": {"action_open": READER, "action_verify": SECOND},
    "credit.limit.application": {
        "action_cancel": OWNER, "action_redraft": OWNER, "action_submit": OWNER, "action_take_back": APPLICANT},
    "credit.payer.mixin": {
        "action_apply": READER, "action_close": MANAGER, "action_reopen": MANAGER, "action_view_drafts": READER,
        "action_view_limits": READER, "action_view_orders": READER, "action_view_receivable": READER},
    "credit.scorecard": {"action_activate": MANAGER, "action_new_version": MANAGER},
    "credit.warning": {"action_dismiss": READER, "action_handle": READER},
    "credit.warning.close": {"action_close": DIALOG},
    "res.partner": {
        "action_apply_for_limit": READER, "action_open_credit_file": "who may open credit files",
        "action_view_credit_evaluations": READER, "action_view_credit_holds": READER,
        "action_view_credit_investigations": READER, "action_view_credit_warnings": READER},
    "sale.order": {"action_confirm": "who may confirm orders", "action_open_credit_hold": READER},
}


@tagged("-at_install", "post_install")
class TestPublicMethods(CreditCommon):
    def test_every_public_method_has_a_row(self):
        found = public_methods(self.env, "client_archive_credit")
        self.assertEqual(found, {model: set(rows) for model, rows in METHODS.items()})

    def test_who_reads_everything_and_writes_nothing_moves_nothing(self):
        file = self.grant(1000)
        hold = self.hold_of(self.confirm(self.order(2000)))
        draft = self.env["credit.limit.application"].with_user(self.users["sales"]).create({
            "kind": "raise", "amount": 2000, "reason": "More.", "partner_id": self.partner.id})
        for record, methods in (
            (file, METHODS["credit.payer.mixin"]), (draft, METHODS["credit.limit.application"]),
            (hold, {"action_approve": "deciders"})):
            for method, who in methods.items():
                if who == READER:
                    continue
                with self.subTest(model=record._name, method=method), self.assertRaises(UserError), mute_logger(
                        "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                    self.rpc("auditor", record, method)

    def test_a_dialog_is_for_who_opened_it(self):
        ruled = self.env["ir.rule"].search([("domain_force", "=", "[('create_uid', '=', user.id)]")]).model_id
        dialogs = self.env["ir.model"].search([("transient", "=", True), ("model", "=like", "credit.%")])
        self.assertFalse((dialogs - ruled).mapped("model"))
