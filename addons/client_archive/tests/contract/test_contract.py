from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools import contract_number, gate, number_rule
from .common import ContractCommon


@tagged("-at_install", "post_install")
class TestContract(ContractCommon):
    # ------------------------------------------------------------------
    # Numbers
    # ------------------------------------------------------------------
    def test_R103_R121_numbers_follow_the_dossier_and_the_department(self):
        first, second = self.make_contract(), self.make_contract()
        year = self.today.year
        self.assertEqual(first.number, f"{self.dossier.number}-S1-{year}001")
        self.assertEqual(second.number, f"{self.dossier.number}-S1-{year}002")
        self.assertEqual(self.last_events(first, 3), ["contract_numbered", "contract_signed", "created"])

    def test_R103_each_department_counts_its_own(self):
        self.make_contract()
        other = self.make_contract(department_id=self.archive_department.id)
        self.assertEqual(other.number, f"{self.dossier.number}-A-{self.today.year}001")

    def test_R121_a_draft_has_no_number_and_costs_none(self):
        draft = self.make_contract("draft")
        self.assertFalse(draft.number)
        draft.with_user(self.users["sales"]).action_cancel()
        self.assertTrue(self.make_contract().number.endswith("001"))

    def test_R121_a_contract_is_numbered_when_its_dossier_opens(self):
        person = self.env["res.partner"].create({"name": "周晓岚"})
        dossier = self._make_dossier(person, state="to_verify")
        contract = self.make_contract(dossier_id=dossier.id)
        self.assertEqual((contract.state, contract.number), ("in_force", False))
        dossier.with_user(self.users["head"]).action_approve()
        self.assertEqual(contract.number, f"{dossier.number}-S1-{self.today.year}001")

    def test_R103_numbers_by_the_template_of_the_company(self):
        self.company.archive_contract_template = "{department}/{year}/{serial:05}"
        self.assertEqual(self.make_contract().number, f"S1/{self.today.year}/00001")
        for template in ("no serial", "{colour}{serial}", "{serial}{serial}", "{initial}{serial}"):
            with self.subTest(template=template), self.assertRaises(ValidationError):
                self.company.archive_contract_template = template

    def test_R103_initials_of_departments(self):
        expected = {"销售一部": "XSYB", "Key Accounts": "KA", "华东 2 部": "HD2B", "": "00", None: "00"}
        for name, letters in expected.items():
            with self.subTest(name=name):
                self.assertEqual(contract_number.initials(name), letters)

    def test_R85_a_dossier_number_knows_no_department(self):
        with self.assertRaises(number_rule.TemplateError):
            number_rule.check("{department}{serial}")

    def test_R121_a_number_is_taken_once(self):
        first, second = self.make_contract(), self.make_contract()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
            gate.opened(second).number = first.number

    # ------------------------------------------------------------------
    # Its course
    # ------------------------------------------------------------------
    def test_R103_from_draft_to_fulfilled(self):
        contract = self.make_contract("draft", payment_terms="30 天", date_end=self.today + timedelta(days=90))
        self.assertEqual((contract.user_id, contract.department_id), (self.users["sales"], self.department))
        self.rpc("sales", contract, "write", {"quality_terms": "GB/T 276"})
        self.rpc("sales", contract, "action_sign")
        self.assertEqual((contract.state, contract.effective_on, contract.formalities_on),
                         ("in_force", self.today, self.today))
        self.rpc("sales", contract, "action_fulfil")
        self.assertEqual((contract.state, contract.fulfilled_on), ("fulfilled", self.today))
        with self.assertRaises(self.REFUSED):
            self.rpc("sales", contract, "action_reopen")
        self.rpc("administrator", contract, "action_reopen")
        self.assertEqual((contract.state, contract.fulfilled_on), ("in_force", False))

    def test_R103_who_is_not_the_handler_does_not_sign(self):
        contract = self.make_contract("draft")
        for login in ("other_sales", "employee", "archivist", "head", "auditor", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError), \
                    mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                self.rpc(login, contract, "action_sign")
        self.rpc("administrator", contract, "action_sign")
        self.assertEqual(contract.state, "in_force")

    def test_R103_state_and_number_are_not_entered_by_rpc(self):
        contract = self.make_contract("draft")
        for vals in ({"state": "in_force"}, {"number": "X-1"}, {"formalities_on": "2020-01-01"},
                     {"amount_company": 5}, {"handover_status": "done"}, {"escalated_on": "2020-01-01"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("sales", contract, "write", vals)
            with self.subTest(create=vals), self.assertRaises(AccessError):
                self.rpc("sales", self.Contract, "create", [
                    {"name": "X", "dossier_id": self.dossier.id, **vals}])

    def test_R78_what_was_signed_changes_by_amendment_alone(self):
        contract = self.make_contract()
        for vals in ({"amount": 5.0}, {"payment_terms": "90 天"}, {"signed_on": "2020-01-01"}, {"name": "Other"},
                     {"department_id": self.archive_department.id}):
            for login in ("sales", "administrator"):
                with self.subTest(vals=vals, login=login), self.assertRaisesRegex(UserError, "amendment"):
                    self.rpc(login, contract, "write", vals)
        self.rpc("sales", contract, "write", {"note": "Filed late"})
        with self.assertRaises(UserError):
            self.rpc("sales", contract, "unlink")

    def test_R103_the_day_of_signing_is_needed_and_is_not_tomorrow(self):
        contract = self.make_contract("draft", signed_on=False)
        with self.assertRaisesRegex(UserError, "day on which"):
            self.rpc("sales", contract, "action_sign")
        with self.assertRaises(ValidationError):
            self.rpc("sales", contract, "write", {"signed_on": self.today + timedelta(days=2)})

    # ------------------------------------------------------------------
    # Amendments, terminations, disputes
    # ------------------------------------------------------------------
    def test_R103_an_amendment_changes_the_amount_and_starts_the_clock_again(self):
        contract = self.make_contract(days=40)
        act = self.enter(contract, "amendment", 250.0, date_end=self.today + timedelta(days=30))
        self.assertEqual((contract.amount, contract.amount_current, contract.amendment_count), (1000, 1250, 1))
        self.assertEqual((contract.formalities_on, contract.date_end), (self.today, self.today + timedelta(days=30)))
        self.assertEqual(self.last_events(contract), ["contract_amended"])
        with self.assertRaises(UserError):
            self.rpc("sales", act, "write", {"amount": 10.0})
        with self.assertRaises(UserError):
            self.rpc("administrator", act, "unlink")
        self.rpc("sales", act, "write", {"note": "Steel is dearer"})

    def test_R103_a_termination_ends_it(self):
        contract = self.make_contract()
        act = self.rpc("sales", self.env["archive.contract.act"], "create", [
            {"contract_id": contract.id, "kind": "termination", "name": "双方协商解除"}])
        self.assertEqual((contract.state, contract.terminated_on), ("terminated", self.today))
        act = self.env["archive.contract.act"].browse(act)
        self.assertEqual(act.amount, 1000, "what is no longer fulfilled")
        with self.assertRaisesRegex(UserError, "not in force"):
            self.enter(contract, "amendment", 5.0)
        with self.assertRaises(UserError):
            self.rpc("head", act, "action_void")

    def test_R103_a_dispute_is_settled_with_its_result(self):
        contract = self.make_contract()
        act = self.enter(contract, "dispute", 300.0)
        self.assertTrue(contract.has_open_dispute)
        with self.assertRaisesRegex(UserError, "in dispute"):
            self.rpc("sales", contract, "action_fulfil")
        with self.assertRaisesRegex(UserError, "how"):
            self.rpc("sales", act, "action_settle")
        self.rpc("sales", act, "write", {"outcome": "对方换货"})
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("other_sales", act, "action_settle")
        self.rpc("sales", act, "action_settle")
        self.assertEqual((act.settled_on, contract.has_open_dispute), (self.today, False))

    def test_R103_entries_are_voided_by_heads_with_a_reason(self):
        contract = self.make_contract()
        act = self.enter(contract, "amendment", 250.0)
        with self.assertRaises(AccessError):
            self.rpc("sales", act, "action_void")
        with self.assertRaisesRegex(UserError, "why"):
            self.rpc("head", act, "action_void")
        self.rpc("sales", act, "write", {"void_reason": "Entered twice"})
        self.rpc("head", act, "action_void")
        self.assertEqual((act.void_by_id, contract.amount_current), (self.users["head"], 1000))

    def test_R103_others_enter_nothing(self):
        contract = self.make_contract()
        for login in ("other_sales", "employee", "archivist", "auditor", "head"):
            with self.subTest(login=login), self.assertRaises(AccessError), \
                    mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                self.rpc(login, self.env["archive.contract.act"], "create", [
                    {"contract_id": contract.id, "kind": "dispute", "name": "X"}])
        for vals in ({"settled_on": "2020-01-01"}, {"void_on": "2020-01-01"}, {"is_automatic": True}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("sales", self.env["archive.contract.act"], "create", [
                    {"contract_id": contract.id, "kind": "dispute", "name": "X", **vals}])

    # ------------------------------------------------------------------
    # Who sees it
    # ------------------------------------------------------------------
    def test_R103_who_sees_the_ledger(self):
        contract = self.make_contract()
        for login in ("sales", "head", "archivist", "gm", "auditor", "administrator"):
            with self.subTest(login=login):
                self.assertEqual(self.as_user(login, self.Contract).search([("id", "=", contract.id)]).number,
                                 contract.number)
        self.assertFalse(self.as_user("other_sales", self.Contract).search([("id", "=", contract.id)]))
        for login in ("employee", "security", "manager", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.as_user(login, self.Contract).search([("id", "=", contract.id)])

    def test_one_company_does_not_see_anothers(self):
        other = self.env["res.company"].create({"name": "Other"})
        contract = self.make_contract()
        self.users["gm"].write({"company_ids": [(4, other.id)], "company_id": other.id})
        self.assertFalse(self.as_user("gm", self.Contract).with_context(allowed_company_ids=other.ids).search(
            [("id", "=", contract.id)]))
        with self.assertRaises(UserError):
            self.make_contract("draft", department_id=self.env["hr.department"].create(
                {"name": "Abroad", "company_id": other.id}).id)

    def test_a_dossier_with_contracts_stays_in_its_company(self):
        person = self._make_dossier(self.env["res.partner"].create({"name": "周晓岚"}), state="preliminary")
        self.make_contract("draft", dossier_id=person.id)
        other = self.env["res.company"].create({"name": "Other"})
        self.users["archivist"].company_ids += other
        with self.assertRaisesRegex(UserError, "with contracts"):
            self.rpc("archivist", person, "write", {"company_id": other.id})

    def test_R78_a_deleted_draft_is_in_the_journal(self):
        contract = self.make_contract("draft")
        self.rpc("sales", contract, "unlink")
        event = self.env["archive.event"].search([
            ("res_model", "=", "archive.contract"), ("res_id", "=", contract.id)], limit=1)
        self.assertEqual(event.kind, "deleted")

    def test_a_contract_in_another_currency_counts_at_the_rate_of_its_day(self):
        foreign = self.eur if self.company.currency_id != self.eur else self.usd
        self.env["res.currency.rate"].create([
            {"currency_id": foreign.id, "company_id": self.company.id, "name": day, "rate": rate}
            for day, rate in ((self.today - timedelta(days=60), 0.5), (self.today - timedelta(days=5), 0.25))])
        contract = self.make_contract(days=30, currency_id=foreign.id)
        self.assertEqual((contract.amount_current, contract.amount_company), (1000, 2000))
        self.enter(contract, "amendment", -100.0)
        self.assertEqual((contract.amount_current, contract.amount_company, contract.amount_signed_company),
                         (900, 1800, 2000))

    def test_R42_the_successor_takes_the_contracts_over(self):
        contract = self.make_contract()
        self.dossier._succeed(self.users["other_sales"], "Leaves")
        self.assertEqual((contract.user_id, contract.department_id), (self.users["other_sales"], self.department))
