from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import USCC, ArchiveCommon


@tagged("-at_install", "post_install")
class TestProposal(ArchiveCommon):
    """Key data of a customer with an open dossier is proposed by one and confirmed by another (R84, R96)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_archivist = cls._make_users({"archivist_two": "client_archive.group_archivist"})
        cls.users.update(cls.second_archivist)

    def propose(self, login="sales", **values):
        dialog = self.env["archive.customer.propose"].with_user(self.users[login]).create({
            "dossier_id": self.dossier.id, "source": "公示系统", "proof": "register", **values})
        return self.env["archive.customer.proposal"].browse(dialog.action_propose()["res_id"])

    def profile(self):
        return self.env["archive.customer.profile"].search([("dossier_id", "=", self.dossier.id)])

    def test_R96_a_proposal_changes_nothing_until_confirmed(self):
        proposal = self.propose(legal_representative="陆振海", registered_capital=35000000)
        self.assertEqual(proposal.state, "pending")
        self.assertFalse(self.profile().legal_representative)
        self.assertEqual(proposal.line_ids.mapped("key"), ["legal_representative", "registered_capital"])
        self.assertEqual(self.last_events(proposal, 2), ["approval_started", "key_data_proposed"])
        self.assertIn(proposal.activity_ids.user_id, self.users["archivist"] | self.users["archivist_two"])
        self.rpc("archivist", proposal, "action_approve")
        self.assertEqual((proposal.state, proposal.decided_by_id), ("confirmed", self.users["archivist"]))
        self.assertEqual((self.profile().legal_representative, self.profile().registered_capital), ("陆振海", 35000000))
        self.assertEqual(self.as_user("sales", self.partner).customer_legal_representative, "陆振海")

    def test_R78_before_and_after_are_journaled_with_the_source(self):
        proposal = self.propose(name="重庆长江轴承股份有限公司")
        self.rpc("archivist", proposal, "action_approve")
        self.assertEqual(self.partner.name, "重庆长江轴承股份有限公司")
        event = self.env["archive.event"].search([
            ("res_model", "=", "archive.dossier"), ("res_id", "=", self.dossier.id)], limit=1)
        self.assertEqual((event.kind, event.note), ("key_data_changed", "公示系统"))
        self.assertIn("重庆长江轴承有限公司", event.before)
        self.assertIn("股份", event.after)

    def test_R96_nobody_confirms_their_own(self):
        for login, second in (("sales", "archivist"), ("archivist", "head"), ("head", "archivist")):
            proposal = self.propose(login, legal_representative=f"新代表{login}")
            with self.assertRaises(AccessError):
                self.rpc(login, proposal, "action_approve")
            self.rpc(second, proposal, "action_approve")
            self.assertEqual(self.profile().legal_representative, f"新代表{login}")

    def test_R96_only_those_whose_task_it_is_confirm(self):
        proposal = self.propose(legal_representative="陆振海")
        for login in ("employee", "other_sales", "head", "gm", "auditor", "security", "manager", "outsider"):
            with self.subTest(login=login), self.assertRaises(UserError), mute_logger(
                    "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                self.rpc(login, proposal, "action_approve")
        self.assertEqual(proposal.state, "pending")

    def test_R96_refused_with_reason_and_nothing_changes(self):
        proposal = self.propose(vat=USCC[1])
        with self.assertRaisesRegex(UserError, "Say why"):
            self.as_user("archivist", proposal)._approval_decide("refused", " ")
        self.as_user("archivist", proposal)._approval_decide("refused", "与执照不符")
        self.assertEqual((proposal.state, self.partner.vat), ("refused", USCC[0]))
        with self.assertRaises(UserError):
            self.rpc("archivist", proposal, "action_approve")

    def test_R96_one_decision_only(self):
        proposal = self.propose(legal_representative="陆振海")
        self.rpc("archivist", proposal, "action_approve")
        with self.assertRaisesRegex(UserError, "waits for a decision"):
            self.rpc("archivist_two", proposal, "action_approve")

    def test_R96_taken_back_by_who_proposed(self):
        proposal = self.propose(legal_representative="陆振海")
        with self.assertRaises(AccessError):
            self.rpc("archivist", proposal, "action_withdraw")
        self.rpc("sales", proposal, "action_withdraw")
        self.assertEqual(proposal.state, "withdrawn")
        self.assertFalse(proposal.activity_ids)
        self.assertTrue(self.propose(legal_representative="陆振海"))

    def test_R96_the_same_data_waits_once(self):
        self.propose(legal_representative="陆振海")
        with self.assertRaisesRegex(UserError, "waits already.*陆振海"):
            self.propose("archivist", legal_representative="别人")
        self.propose("archivist", registered_address="杭州市")

    def test_R96_what_changed_meanwhile_is_proposed_anew(self):
        proposal = self.propose(legal_representative="陆振海")
        self.env["archive.customer.profile"]._of(self.dossier).legal_representative = "系统"
        with self.assertRaisesRegex(UserError, "changed since"):
            self.rpc("archivist", proposal, "action_approve")
        self.assertEqual(proposal.state, "pending")

    def test_R84_source_and_proof(self):
        for words, values in (
            ("Say from whom", {"source": " ", "legal_representative": "x"}),
            ("stamped copy", {"proof": "stamped_copy", "legal_representative": "x"}),
            ("Nothing is different", {}),
        ):
            with self.subTest(words=words), self.assertRaisesRegex(UserError, words):
                self.propose(**values)
        proposal = self.propose(proof="stamped_copy", document_id=self.document.id, legal_representative="陆振海")
        self.assertEqual(proposal.document_id, self.document)

    def test_R84_the_proof_is_a_paper_of_this_customer(self):
        partner = self.partner.copy({"name": "别家", "vat": USCC[1]})
        foreign = self._make_document(self._make_dossier(partner), "别家执照")
        with self.assertRaisesRegex(ValidationError, "not a paper of"):
            self.propose(proof="stamped_copy", document_id=foreign.id, legal_representative="x")

    def test_R79_a_wrong_credit_code_is_not_even_proposed(self):
        with self.assertRaisesRegex(ValidationError, "GB 32100"):
            self.propose(vat="91110000600037341X")

    def test_R96_bank_accounts_are_added_changed_and_given_up(self):
        bank = self.env["res.bank"].create({"name": "中国农业银行"})
        added = self.propose(acc_number="6228 4801 0001", bank_id=bank.id)
        self.assertFalse(self.partner.bank_ids)
        self.rpc("archivist", added, "action_approve")
        account = self.partner.bank_ids
        self.assertEqual((account.acc_number, account.bank_id), ("6228 4801 0001", bank))
        changed = self.propose(bank_account_id=account.id, acc_number="6228 4801 0002")
        self.assertEqual(changed.line_ids.mapped(lambda line: (line.old_value, line.new_value)), [
            ("6228 4801 0001 中国农业银行", "6228 4801 0002 中国农业银行")])
        self.rpc("archivist", changed, "action_approve")
        self.assertEqual(account.acc_number, "6228 4801 0002")
        closed = self.propose(bank_account_id=account.id, bank_close=True)
        self.rpc("archivist", closed, "action_approve")
        self.assertFalse(account.active)

    def test_R96_another_customers_account_is_not_touched(self):
        other = self.env["res.partner"].create({"name": "别家"})
        account = self.env["res.partner.bank"].create({"acc_number": "1", "partner_id": other.id})
        with self.assertRaisesRegex(UserError, "not an account of this customer"):
            self.propose(bank_account_id=account.id, acc_number="2")

    def test_R84_who_may_propose(self):
        for login in ("sales", "head", "archivist"):
            self.propose(login, legal_representative="陆振海")._approval_withdraw() or self.env[
                "archive.customer.proposal"].search([("state", "=", "pending")])._move("withdrawn")
        for login in ("other_sales", "employee", "gm", "auditor", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                self.propose(login, legal_representative="x")

    def test_R96_a_proposal_is_not_written_by_rpc(self):
        proposal = self.propose(legal_representative="陆振海")
        for login in ("sales", "archivist", "head", "manager"):
            for records, method, args in (
                (proposal, "write", [{"state": "confirmed"}]), (proposal, "write", [{"source": "x"}]),
                (proposal, "unlink", []), (proposal.line_ids, "write", [{"new_data": "x"}]),
                (proposal, "create", [{"name": "x", "dossier_id": self.dossier.id, "source": "x", "proof": "none",
                                       "applicant_id": self.users["sales"].id, "known_on": "2024-01-01"}]),
                (proposal.line_ids, "create", [{"proposal_id": proposal.id, "key": "vat", "new_data": "x"}]),
            ):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError), mute_logger(
                        "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                    self.rpc(login, records, method, *args)
