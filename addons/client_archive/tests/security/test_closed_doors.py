"""Doors that a hostile review of the whole found open: each is tried again, as the one who would use it."""

from email.message import EmailMessage
from email.utils import make_msgid
from unittest.mock import patch

from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..common import USCC, ArchiveCommon, make_pdf


@tagged("-at_install", "post_install")
class TestClosedDoors(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.china = cls.env.ref("base.cn")
        cls.other_partner = cls.env["res.partner"].create({
            "name": "杭州钱塘轴承有限公司", "is_company": True, "vat": USCC[1], "country_id": cls.china.id})
        cls.preliminary = cls._make_dossier(cls.other_partner, state="preliminary")
        cls.foreign_company = cls.env["res.company"].create({"name": "Elsewhere"})

    # ------------------------------------------------------------------
    # Papers
    # ------------------------------------------------------------------
    def test_papers_move_to_dossiers_with_a_number_alone(self):
        submitted = self._make_document(self.dossier, "Submitted", state="submitted")
        for login, paper in (("archivist", self.document), ("archivist", submitted)):
            with self.assertRaisesRegex(UserError, "has no number"):
                self.rpc(login, paper, "write", {"dossier_id": self.preliminary.id})
        draft = self._make_document(self.dossier, "Draft", state="draft")
        self.rpc("sales", draft, "write", {"dossier_id": self.preliminary.id})

    def test_what_was_handed_over_is_changed_by_the_archive_alone(self):
        submitted = self._make_document(self.dossier, "Submitted", state="submitted")
        for vals in ({"date": "2001-01-01"}, {"name": "Another"}, {"page_count": 99}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "was handed over"):
                self.rpc("sales", submitted, "write", vals)
        self.rpc("archivist", submitted, "write", {"name": "Another"})

    def test_where_a_paper_came_from_is_not_entered(self):
        draft = self._make_document(self.dossier, "Draft", state="draft")
        for vals in ({"source": "erp"}, {"origin_model": "sale.order", "origin_id": 1}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("sales", draft, "write", vals)
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("sales", draft, "create", {
                    "name": "x", "dossier_id": self.dossier.id, "type_id": draft.type_id.id, **vals})

    def test_R13_annexes_hang_on_main_papers_alone(self):
        main, annex, last = (self._make_document(self.dossier, name, state="draft") for name in "ABC")
        with self.assertRaisesRegex(ValidationError, "hang on a main paper"):
            self.rpc("sales", main, "write", {"role": "annex", "main_id": main.id})
        self.rpc("sales", annex, "write", {"role": "annex", "main_id": main.id})
        with self.assertRaisesRegex(ValidationError, "hang on a main paper"):
            self.rpc("sales", last, "write", {"role": "print", "main_id": annex.id})
        with self.assertRaisesRegex(ValidationError, "hang on a main paper"):
            self.rpc("sales", main, "write", {"role": "annex", "main_id": last.id})

    def test_a_date_that_no_paper_has(self):
        draft = self._make_document(self.dossier, "Draft", state="draft")
        for day in ("0024-03-01", "9999-12-31"):
            with self.subTest(day=day), self.assertRaises(CheckViolation), self.env.cr.savepoint(), mute_logger(
                    "odoo.sql_db"):
                self.rpc("sales", draft, "write", {"date": day})
                self.env.flush_all()

    def test_a_scan_brought_in_by_mistake_is_taken_back_before_it_is_handed_over(self):
        draft = self._make_document(self.dossier, "Mistake", state="draft")
        version, sha256 = draft.version_ids, draft.version_ids.sha256
        with self.assertRaisesRegex(UserError, "who alone takes it back"):
            self.rpc("archivist", draft, "unlink")
        self.rpc("sales", draft, "unlink")
        self.assertFalse(version.exists() or self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "archive.version"), ("res_id", "=", version.id), ("res_field", "=", "content")]))
        event = self.env["archive.event"].search([
            ("res_model", "=", "archive.document"), ("res_id", "=", draft.id), ("kind", "=", "deleted")])
        self.assertIn(sha256, event.before)

    def test_what_was_handed_over_once_is_never_taken_back(self):
        paper = self._make_document(self.dossier, "Returned", state="submitted")
        self.rpc("archivist", paper, "action_return")
        with self.assertRaisesRegex(UserError, "never deletes"):
            self.rpc("sales", paper, "unlink")
        with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_model"):
            self.rpc("sales", paper.version_ids, "unlink")
        self.assertTrue(paper.version_ids.content)

    # ------------------------------------------------------------------
    # Dossiers and their customers
    # ------------------------------------------------------------------
    def test_an_opened_dossier_stays_in_its_company(self):
        empty = self._make_dossier(self.env["res.partner"].create({"name": "单晓岚"}))
        self.users["archivist"].company_ids |= self.foreign_company
        with self.assertRaisesRegex(UserError, "stays in its company"):
            self.rpc("archivist", empty, "write", {"company_id": self.foreign_company.id})

    def test_account_managers_are_staff_of_the_company(self):
        stranger = new_test_user(
            self.env, "stranger", groups="client_archive.group_salesperson", company_id=self.foreign_company.id,
            company_ids=[Command.set(self.foreign_company.ids)])
        portal = new_test_user(self.env, "portal_customer", groups="base.group_portal")
        for user in (stranger, portal):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.rpc("archivist", self.dossier, "write", {"user_id": user.id})
        department = self.env["hr.department"].create({"name": "There", "company_id": self.foreign_company.id})
        with self.assertRaises(UserError):
            self.rpc("archivist", self.dossier, "write", {"department_id": department.id})
        partner = self.env["res.partner"].create({"name": "Theirs", "company_id": self.foreign_company.id})
        for records, method, vals in (
                (self.dossier, "write", {"partner_id": partner.id}),
                (self.dossier.browse(), "create", {"partner_id": partner.id})):
            with self.subTest(method=method), self.assertRaises(UserError):
                self.rpc("archivist", records, method, vals)

    def test_a_customer_with_a_dossier_is_nobodys_contact(self):
        """Odoo would overwrite the credit code by that of the new parent."""
        holding = self.env["res.partner"].create({"name": "Holding", "is_company": True, "vat": USCC[1]})
        for vals in ({"parent_id": holding.id}, {"parent_id": holding.id, "is_company": False}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "cannot become a contact"):
                self.rpc("sales", self.partner, "write", vals)
        self.assertEqual(self.partner.vat, USCC[0])
        with self.assertRaisesRegex(UserError, "stays there"):
            self.partner.write({"company_id": self.foreign_company.id})
        self.partner.write({"company_id": self.company.id})

    def test_customers_are_found_through_their_dossier(self):
        Partner = self.env["res.partner"]
        for domain, found in (
                ([("dossier_id.document_ids.name", "=", self.document.name)], True),
                ([("dossier_document_ids.name", "=", "No such paper")], False),
                ([("dossier_state", "=", "open")], True),
                ([("dossier_id", "=", self.dossier.id)], True),
                ([("dossier_id", "!=", self.dossier.id)], False),
                ([("dossier_id", "ilike", self.dossier.number)], True),
                ([("dossier_id", "=", False)], False),
                ([("dossier_id", "!=", False)], True)):
            with self.subTest(domain=domain):
                self.assertEqual(
                    self.partner.id in self.rpc("sales", Partner, "search", domain), found)
        without = Partner.create({"name": "Without"})
        self.assertIn(without.id, self.rpc("sales", Partner, "search", [("dossier_id", "=", False)]))
        self.assertIn(self.document.id, self.rpc("sales", self.env["archive.document"], "search", [
            ("partner_id.dossier_document_ids.name", "=", self.document.name)]))

    # ------------------------------------------------------------------
    # What is known about customers
    # ------------------------------------------------------------------
    def test_R84_key_data_does_not_move_in_from_another_dossier(self):
        Profile = self.env["archive.customer.profile"]
        profile = Profile.with_user(self.users["sales"]).create({
            "dossier_id": self.preliminary.id, "legal_representative": "Nobody Knows"})
        fact = self.env["archive.customer.fact"].with_user(self.users["sales"]).create({
            "dossier_id": self.preliminary.id, "name": "Rich", "source": "Hearsay"})
        for record in (profile, fact):
            with self.subTest(model=record._name), self.assertRaisesRegex(UserError, "stays in the customer's dossier"):
                self.rpc("sales", record, "write", {"dossier_id": self.dossier.id})

    def test_R96_who_rewrites_a_piece_of_information_does_not_verify_it(self):
        fact = self.env["archive.customer.fact"].with_user(self.users["sales"]).create({
            "dossier_id": self.dossier.id, "name": "Poor", "source": "Court"}).with_env(self.env)
        self.rpc("archivist", fact, "write", {"name": "Rich"})
        with self.assertRaisesRegex(AccessError, "Another person"):
            self.rpc("archivist", fact, "action_verify")
        self.rpc("head", fact, "action_verify")

    def test_R89_a_new_legal_representative_is_a_major_change(self):
        profile = self.env["archive.customer.profile"].with_user(self.users["sales"]).create({
            "dossier_id": self.preliminary.id, "legal_representative": "张三"})
        self.rpc("sales", self.preliminary, "action_submit")
        self.rpc("head", self.preliminary, "action_approve")
        proposal = self.env["archive.customer.proposal"].with_user(self.users["sales"])._propose(
            self.preliminary, {"legal_representative": "李四"}, "Public register", "register")
        self.assertFalse(self.preliminary.change_ids)
        self.rpc("archivist", proposal, "action_approve")
        change = self.preliminary.change_ids
        self.assertEqual(profile.legal_representative, "李四")
        self.assertEqual((change.kind, change.is_major, change.state), ("legal_representative", True, "done"))
        self.assertEqual(change.activity_ids.user_id, self.users["head"], "the head is told, nobody else is called")

    def test_R78_what_the_system_noted_is_not_hushed_up(self):
        """Data that changed past its two people waits for one: who profits neither rewords nor removes that note."""
        account = self.env["res.partner.bank"].with_user(self.users["sales"]).sudo().create({
            "acc_number": "6217001", "partner_id": self.partner.id})
        row = self.env["archive.customer.collection"].search([("dossier_id", "=", self.dossier.id)])
        self.assertIn(account.acc_number, row.note)
        self.assertEqual(row.collector_id, self.users["sales"])
        for login in ("sales", "archivist", "archive_head"):
            for method, args in (("write", [{"note": "Nothing"}]), ("write", [{"name": "Nothing"}]), ("unlink", [])):
                with self.subTest(login=login, method=method), self.assertRaisesRegex(UserError, "noted by the system"):
                    self.rpc(login, row, method, *args)
        with self.assertRaises(AccessError):
            self.rpc("sales", row, "action_verify")
        self.rpc("archivist", row, "action_verify")
        self.assertEqual(row.state, "verified")

    def test_R96_the_form_of_a_customer_does_not_change_the_code_through_a_contact(self):
        """Odoo carries the tax ID of a contact up to its company."""
        contact = self.env["res.partner"].create({"name": "王经理", "parent_id": self.partner.id})
        sales = self.env(user=self.users["sales"])
        # As on a server, where a transaction is begun by who calls: commands on one2many fields are theirs.
        with patch.object(self.env.transaction, "default_env", sales):
            for vals in ({"vat": USCC[1]}, {"is_company": False, "vat": USCC[1]}):
                with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "second pair of eyes"):
                    self.rpc("sales", self.partner, "write", {"child_ids": [Command.update(contact.id, vals)]})
        self.assertEqual(self.partner.vat, USCC[0])

    def test_what_is_worked_out_is_entered_by_nobody(self):
        for model, name in (
                ("archive.segment", "volume"), ("archive.figure", "month"), ("archive.number.counter", "last"),
                ("archive.former.number", "number"), ("archive.segment.ruling", "reason"),
                ("archive.search.entry", "create_date"), ("archive.event", "note"), ("archive.import.unit", "state"),
                ("archive.import.record", "state"), ("archive.import.fault", "message")):
            Model = self.env[model]
            for login in self.users:
                with self.subTest(model=model, login=login), mute_logger("odoo.addons.base.models.ir_model"):
                    for operation in ("create", "write", "unlink"):
                        self.assertFalse(Model.with_user(self.users[login]).has_access(operation), operation)
                    with self.assertRaises(AccessError):
                        self.rpc(login, Model, "create", {name: False})

    # ------------------------------------------------------------------
    # Contracts
    # ------------------------------------------------------------------
    def test_R103_acts_on_a_contract_are_about_that_contract(self):
        contract = self.env["archive.contract"].with_user(self.users["sales"]).create({
            "name": "Purchase", "dossier_id": self.dossier.id, "amount": 100, "signed_on": "2024-01-02"})
        contract.action_sign()
        foreign = self._make_document(
            self._make_dossier(self.env["res.partner"].create({"name": "单晓岚"}), user="other_sales"), "Foreign")
        for error, vals in (
                (UserError, {"kind": "amendment", "amount": -101}),
                (UserError, {"kind": "termination", "amount": -1}),
                (UserError, {"kind": "dispute", "amount": -1}),
                (ValidationError, {"kind": "amendment", "amount": 1, "document_id": foreign.id})):
            with self.subTest(vals=vals), self.assertRaises(error):
                self.rpc("sales", self.env["archive.contract.act"], "create", {
                    "contract_id": contract.id, "name": "Act", **vals})
        self.rpc("sales", self.env["archive.contract.act"], "create", {
            "contract_id": contract.id, "name": "Act", "kind": "amendment", "amount": -100})
        self.assertEqual(contract.amount_current, 0)

    def test_R105_what_was_reported_is_not_rewritten(self):
        administrator = new_test_user(
            self.env, "contract_administrator", groups="client_archive.group_contract_administrator")
        self.users["contract_administrator"] = administrator
        self.env["archive.contract"].with_user(self.users["sales"]).create({
            "name": "Purchase", "dossier_id": self.dossier.id, "amount": 100, "signed_on": "2020-01-02"}).action_sign()
        row = self.env["archive.statistics.return"].with_user(administrator).create({"year": 2020}).with_env(self.env)
        self.rpc("contract_administrator", row, "action_report")
        line = row.line_ids
        self.assertTrue(line)
        figures = line.mapped("signed_amount")
        for records, method, args in (
                (row, "write", [{"year": 2021}]), (row, "write", [{"analysis": "x"}]),
                (row, "write", [{"digest": "x"}]),
                (row, "write", [{"line_ids": [Command.clear()]}]), (row, "write", [{"state": "draft"}]),
                (row, "write", [{"line_ids": [Command.update(line[0].id, {"signed_amount": 1})]}]),
                (row, "unlink", []), (row, "action_compute", []), (row, "action_report", []),
                (line, "write", [{"signed_amount": 1}]), (line, "unlink", []),
                (line.browse(), "create", [{"return_id": row.id}])):
            with self.subTest(model=records._name, method=method, args=args), self.assertRaises(UserError), mute_logger(
                    "odoo.addons.base.models.ir_model"):
                self.rpc("contract_administrator", records, method, *args)
        self.assertEqual(line.mapped("signed_amount"), figures)

    def test_R105_a_correction_is_about_the_period_that_it_corrects(self):
        administrator = new_test_user(
            self.env, "contract_administrator", groups="client_archive.group_contract_administrator")
        row = self.env["archive.statistics.return"].with_user(administrator).create({"year": 2020})
        row.action_report()
        correction = row.browse(row.action_correct()["res_id"])
        for vals in ({"year": 2019}, {"kind": "first_half"}, {"date_to": "2020-06-30"},
                     {"department_id": self.department.id}):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "of what it corrects"):
                correction.write(vals)
        correction.action_report()
        self.assertEqual(row.state, "superseded")

    # ------------------------------------------------------------------
    # Upkeep
    # ------------------------------------------------------------------
    def test_R88_a_report_stands_in_the_words_of_who_reported_it(self):
        change = self.env["archive.change"].with_user(self.users["employee"]).create({
            "name": "Moved away", "dossier_id": self.dossier.id, "kind": "address"}).with_env(self.env)
        with self.assertRaises(AccessError):
            self.rpc("sales", change, "write", {"name": "Nothing"})
        self.rpc("employee", change, "write", {"description": "To Hangzhou"})
        self.rpc("sales", change, "write", {"updated": "Address"})
        self.rpc("sales", change, "action_done")
        for login in ("employee", "sales", "head"):
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, change, "write", {"description": "Nothing"})

    def test_R83_a_complaint_stands_in_the_words_of_who_noted_it(self):
        complaint = self.env["archive.contact.log"].with_user(self.users["head"]).create({
            "name": "About the account manager", "dossier_id": self.dossier.id, "kind": "complaint"}).with_env(self.env)
        for vals in ({"content": "All is well"}, {"kind": "visit"}, {"user_id": self.users["sales"].id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("sales", complaint, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("sales", complaint, "unlink")
        self.rpc("sales", complaint, "write", {"outcome": "Apologised"})
        self.assertTrue(complaint.is_settled)

    def test_R90_nobody_puts_off_the_own_review(self):
        Review = self.env["archive.review"]
        with self.assertRaises(AccessError):
            self.rpc("sales", Review, "create", {"dossier_id": self.dossier.id, "due_on": "2199-01-01"})
        review = Review.with_user(self.users["sales"]).create({"dossier_id": self.dossier.id}).with_env(self.env)
        with self.assertRaises(AccessError):
            self.rpc("sales", review, "write", {"due_on": "2199-01-01"})
        self.rpc("head", review, "write", {"due_on": "2199-01-01"})

    # ------------------------------------------------------------------
    # Mail
    # ------------------------------------------------------------------
    def _mail(self, sender, subject, *files):
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = sender, "papers@archive.example.com", subject
        message["Message-Id"] = make_msgid()
        message.set_content("见附件")
        for name, content in files:
            if name is None:
                message.add_attachment(content)
            else:
                message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
        before = self.env["archive.document"].search([])
        with mute_logger("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail"):
            self.env["mail.thread"].with_context(mail_channel_noautofollow=True).message_process(
                None, message.as_bytes())
        return self.env["archive.document"].search([]) - before

    def _make_mailbox(self):
        self.company.alias_domain_id = self.env["mail.alias.domain"].create({"name": "archive.example.com"})
        self.users["sales"].email = "sales@ours.example.com"
        return self.env["archive.mailbox"].create({"alias_name": "papers", "company_id": self.company.id})

    def test_a_mail_acts_in_nobodys_name(self):
        """Anybody can write another's address into a mail: the journal does not say that it was them."""
        self._make_mailbox()
        paper = self._mail("sales@ours.example.com", self.dossier.number, ("x.pdf", make_pdf("x")))
        events = self.env["archive.event"].search([("res_model", "=", paper._name), ("res_id", "=", paper.id)])
        self.assertNotIn(self.users["sales"], events.user_id)
        self.assertIn("sales@ours.example.com", events.filtered(lambda event: event.kind == "document_mailed").after)
        self.rpc("sales", paper, "unlink")  # what a forger sent is got rid of

    def test_of_users_with_one_address_it_is_enough_that_one_may(self):
        self._make_mailbox()
        for login in ("employee", "other_sales", "sales"):
            self.users[login].email = "team@ours.example.com"
        self.assertTrue(self._mail("team@ours.example.com", self.dossier.number, ("x.pdf", make_pdf("x"))))

    def test_mails_within_mails_and_wrappings(self):
        self._make_mailbox()
        inner = EmailMessage()
        inner["Subject"] = "Inner"
        inner.set_content("inner")
        paper = self._mail("sales@ours.example.com", self.dossier.number, (None, inner))
        self.assertEqual(len(paper), 1)
        self.assertFalse(self._mail(
            "sales@ours.example.com", self.dossier.number, ("winmail.dat", b"\x78\x9f\x3e\x22" + b"x" * 100)))

    def test_a_mail_does_not_flood_a_dossier(self):
        self._make_mailbox()
        files = [(f"{number}.txt", b"%d" % number) for number in range(103)]
        self.assertEqual(len(self._mail("sales@ours.example.com", self.dossier.number, *files)), 100)

    def test_machines_that_answer_machines_fall_silent(self):
        self._make_mailbox()
        mails = self.env["mail.mail"].search([])
        for _number in range(15):
            self._mail("sales@ours.example.com", self.dossier.number)
        answers = (self.env["mail.mail"].search([]) - mails).filtered("email_to")
        self.assertEqual(len(answers), 10)

    # ------------------------------------------------------------------
    # Companies
    # ------------------------------------------------------------------
    def test_who_deputises_elsewhere_is_nobodys_business(self):
        self.env["archive.deputy"].create({
            "principal_id": self.users["gm"].id, "deputy_id": self.users["deputy_gm"].id, "date_from": "2020-01-01",
            "date_to": "2199-01-01"})
        stranger = new_test_user(
            self.env, "stranger", groups="client_archive.group_manager", company_id=self.foreign_company.id,
            company_ids=[Command.set(self.foreign_company.ids)])
        self.assertFalse(self.env["archive.deputy"].with_user(stranger).search([]))
        self.assertTrue(self.env["archive.deputy"].with_user(self.users["employee"]).search([]))

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------
    def test_a_step_is_not_taken_twice(self):
        """A second click would move the day from which a term runs, and draw another number."""
        contract = self.env["archive.contract"].with_user(self.users["sales"]).create({
            "name": "Purchase", "dossier_id": self.dossier.id, "amount": 100, "signed_on": "2024-01-02"})
        contract.action_sign()
        contract.action_fulfil()
        self._make_document(self.dossier, "Another")
        closed = self._make_dossier(self.env["res.partner"].create({"name": "单晓岚"}))
        self.rpc("archivist", closed, "action_close")
        code = self.document.code
        for login, record, method in (
                ("sales", contract, "action_fulfil"), ("archivist", self.document, "action_file"),
                ("archivist", closed, "action_close")):
            with self.subTest(method=method), self.assertRaisesRegex(UserError, "already"):
                self.rpc(login, record, method)
        self.assertEqual(self.document.code, code)
