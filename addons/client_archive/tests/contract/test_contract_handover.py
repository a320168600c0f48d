from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ContractCommon


@tagged("-at_install", "post_install")
class TestContractHandover(ContractCommon):
    """R104: handler to administrator within a month, administrator to the archive within a month."""

    def paper_of(self, contract):
        return self._make_document(self.dossier, "合同扫描件", state="draft", contract_id=contract.id)

    def test_R104_signing_starts_the_clock(self):
        contract = self.make_contract(days=10)
        signed = self.today - timedelta(days=10)
        self.assertEqual((contract.handover_status, contract.handover_deadline),
                         ("due", signed + relativedelta(months=1)))
        self.assertFalse(contract.is_handover_overdue)
        self.assertFalse(self.make_contract("draft").handover_status)

    def test_R104_from_the_handler_over_the_administrator_to_the_archive(self):
        contract = self.make_contract(days=10)
        with self.assertRaisesRegex(UserError, "no scanned papers"):
            self.rpc("sales", contract, "action_hand_over")
        paper = self.paper_of(contract)
        for login in ("administrator", "other_sales"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, contract, "action_hand_over")
        action = self.rpc("sales", contract, "action_hand_over")
        handover = self.env["archive.handover"].browse(action["res_id"])
        self.assertEqual(self.rpc("sales", contract, "action_hand_over")["res_id"], handover.id, "one list at a time")
        self.assertEqual((handover.manager_a_id, handover.manager_b_id, handover.line_ids.document_id),
                         (self.users["sales"], self.users["administrator"], paper))
        self.assertEqual(handover.start_date, contract.formalities_on)
        self.assertEqual(contract.handover_deadline, handover.deadline)
        handover.with_user(self.users["sales"]).action_sign()
        self.assertEqual(contract.handover_status, "administrator")
        handover.line_ids.with_user(self.users["administrator"]).write({"checked_b": True})
        handover.with_user(self.users["administrator"]).action_sign()
        self.assertEqual(contract.handover_status, "archive")
        handover.line_ids.with_user(self.users["archivist"]).write({"checked": True})
        handover.with_user(self.users["archivist"]).action_sign()
        self.assertEqual((contract.handover_status, contract.handover_deadline), ("done", False))

    def test_R104_an_amendment_after_handing_over_is_handed_over_too(self):
        contract = self.make_contract(days=10)
        self.paper_of(contract)
        handover = self.env["archive.handover"].browse(self.rpc("sales", contract, "action_hand_over")["res_id"])
        handover.with_user(self.users["sales"]).action_sign()
        handover.line_ids.with_user(self.users["administrator"]).write({"checked_b": True})
        handover.with_user(self.users["administrator"]).action_sign()
        handover.line_ids.with_user(self.users["archivist"]).write({"checked": True})
        handover.with_user(self.users["archivist"]).action_sign()
        self.enter(contract, "amendment", 5.0)
        self.assertEqual((contract.handover_status, contract.handover_deadline),
                         ("due", self.today + relativedelta(months=1)))

    def test_R104_late_files_call_the_handler_and_once_the_head(self):
        late, timely = self.make_contract(days=40), self.make_contract(days=20)
        self.assertIn(late, self.Contract.search([("is_handover_overdue", "=", True)]))
        self.assertNotIn(timely, self.Contract.search([("is_handover_overdue", "=", True)]))
        for _day in range(2):
            self.run_cron("archive.contract", "_cron_remind")
        self.assertEqual(sorted(late.activity_ids.mapped("user_id.login")), ["test_head", "test_sales"])
        self.assertEqual(late.escalated_on, self.today)
        self.assertEqual(self.last_events(late), ["contract_late"])
        self.assertFalse(timely.activity_ids)
        self.paper_of(late)
        self.rpc("sales", late, "action_hand_over")
        self.assertEqual(late.activity_ids.user_id, self.users["head"], "the handler has acted")
