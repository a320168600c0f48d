from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ...tools import gate
from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestRequest(CirculationCommon):
    """The slip: who fills it in, what it needs, and that it stands once submitted (R108)."""

    def test_R108_every_archive_user_asks(self):
        for login in ("employee", "sales", "head", "archivist", "gm", "auditor"):
            with self.subTest(login=login):
                request = self.make_request(kind="consult", login=login)
                self.assertEqual(request.applicant_id, self.users[login])
                self.assertRegex(request.name, r"^JY/\d{4}/\d{5}$")
        with self.assertRaises(AccessError):
            self.make_request(login="outsider")

    def test_R108_applicant_and_number_are_not_entered(self):
        values = {"kind": "loan", "dossier_id": self.dossier.id, "purpose": "x"}
        for forged in ({"applicant_id": self.users["sales"].id}, {"name": "JY/1"}, {"state": "approved"},
                       {"grade": "B"}, {"applicant_is_executive": True}):
            with self.subTest(forged=forged), self.assertRaises(AccessError):
                self.rpc("employee", self.Request, "create", {**values, **forged})
        forged = {"default_applicant_id": self.users["sales"].id, "default_state": "approved", gate._KEY: True}
        request = self.Request.browse(self.rpc("employee", self.Request, "create", values, context=forged))
        self.assertEqual((request.applicant_id, request.state), (self.users["employee"], "draft"))

    def test_R108_state_is_not_written_or_imported(self):
        request = self.make_request()
        for login in ("employee", "archivist", "archive_head", "gm", "manager"):
            for state in ("submitted", "approved", "issued", "returned"):
                with self.subTest(login=login, state=state), self.assertRaises(AccessError):
                    self.rpc(login, request, "write", {"state": state})
        result = self.as_user("employee", self.Request).load(
            ["kind", "dossier_id/.id", "purpose", "state"], [["loan", str(self.dossier.id), "x", "To Hand Out"]])
        self.assertFalse(result["ids"])

    def test_R108_nobody_writes_anothers_request(self):
        request = self.make_request()
        for login in ("sales", "head", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request, "write", {"purpose": "y"})
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request.line_ids, "unlink")
        for login in ("sales", "head", "gm", "archivist"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request, "action_submit")

    def test_R108_a_submitted_request_stands(self):
        request = self.make_request(state="submitted")
        for vals in ({"purpose": "y"}, {"kind": "consult"}, {"outsider_name": "x"},
                     {"line_ids": [Command.create({"document_id": self.secret_document.id})]}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("employee", request, "write", vals)
        with self.assertRaises(UserError):
            self.rpc("employee", request.line_ids, "write", {"document_id": self.secret_document.id})
        with self.assertRaises(UserError):
            self.rpc("employee", request, "unlink")
        draft = self.make_request()
        with self.assertRaises(UserError):
            self.rpc("employee", draft.line_ids, "write", {"request_id": request.id})

    def test_R108_purpose_and_papers_are_needed(self):
        empty = self.make_request(self.env["archive.document"])
        with self.assertRaisesRegex(UserError, "papers"):
            self.rpc("employee", empty, "action_submit")
        with self.assertRaisesRegex(UserError, "what you need the papers for"):
            self.rpc("employee", self.make_request(purpose="  "), "action_submit")

    def test_R108_one_request_one_customer(self):
        other = self.other_document()
        with self.assertRaisesRegex(ValidationError, "each customer"):
            self.make_request(self.document | other)
        with self.assertRaisesRegex(UserError, "one customer"):
            self.rpc("employee", self.document | other, "action_request")

    def test_only_filed_papers_are_asked_for(self):
        collected = self._make_document(self.dossier, "Draft", state="draft")
        with self.assertRaisesRegex(UserError, "not on file"):
            self.rpc("employee", self.make_request(collected), "action_submit")

    def test_R54_R56_giving_outside_names_receiver_carrier_and_safeguards(self):
        request = self.make_request(kind="external")
        with self.assertRaisesRegex(UserError, "outsider"):
            self.rpc("employee", request, "action_submit")
        request.write({"outsider_name": "Li", "outsider_body": "Court"})
        with self.assertRaisesRegex(UserError, "Name who carries or sends it out"):
            self.rpc("employee", request, "action_submit")
        request.write({"carrier": "Wang", "safeguards": "Sealed"})
        self.rpc("employee", request, "action_submit")
        self.assertEqual(request.state, "submitted")

    def test_R65_a_visit_names_the_outsider(self):
        with self.assertRaisesRegex(UserError, "outsider"):
            self.make_request(kind="visit", state="submitted")

    def test_applicant_withdraws_and_cancels(self):
        request = self.make_request(state="submitted")
        for login in ("sales", "archivist"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request, "action_withdraw")
        self.rpc("employee", request, "action_withdraw")
        self.assertEqual((request.state, request.activity_ids.ids), ("draft", []))
        self.rpc("employee", request, "action_submit")
        self.rpc("employee", request, "action_cancel")
        self.assertEqual(request.state, "cancelled")
        self.assertFalse(request.approval_step_ids.filtered(lambda step: step.state in ("waiting", "pending")))

    def test_nobody_else_cancels(self):
        request = self.make_request(state="approved")
        for login in ("sales", "head", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request, "action_cancel")
        self.rpc("archivist", request, "action_cancel")
        self.assertEqual(request.state, "cancelled")

    def test_other_company_neither_sees_nor_asks(self):
        request = self.make_request(state="issued")
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [other.id]})
        grants = self.make_request(kind="screen", state="approved").grant_ids
        for records in (request, request.line_ids, grants):
            with self.subTest(model=records._name):
                self.assertFalse(records.with_user(stranger).search([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    records.with_user(stranger).read(["display_name"])
        with self.assertRaises(AccessError):
            self.Request.with_user(stranger).with_company(other).create({
                "dossier_id": self.dossier.id, "purpose": "x"})

    def test_paper_and_customer_show_who_has_it(self):
        request = self.make_request(state="issued")
        paper = self.as_user("sales", self.document)
        self.assertEqual((paper.holder, paper.due_on, paper.request_count), ("Test Employee", request.due_on, 1))
        self.assertIn(self.document, paper.search([("is_out", "=", True)]))
        self.assertNotIn(self.secret_document, paper.search([("is_out", "=", True)]))
        self.assertEqual(self.as_user("sales", self.partner).dossier_loan_line_ids, request.line_ids)
        self.take_back(request)
        self.assertFalse(self.as_user("sales", self.partner).dossier_loan_line_ids)

    def test_request_from_the_papers(self):
        papers = self.document | self.secret_document
        action = self.rpc("employee", papers, "action_request")
        request = self.as_user("employee", self.Request).with_context(action["context"]).create({"purpose": "x"})
        self.assertEqual((request.dossier_id, request.line_ids.document_id), (self.dossier, papers))

    def test_list_costs_no_query_per_request(self):
        requests = self.Request.union(*(self.make_request(login="employee", state="submitted") for _n in range(6)))
        spec = {"name": {}, "kind": {}, "partner_id": {"fields": {"display_name": {}}}, "line_count": {}, "grade": {},
                "approval_pending_user_id": {"fields": {"display_name": {}}}, "is_overdue": {}, "state": {}}

        def queries(records):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.as_user("archivist", records).web_read(spec)
            return self.cr.sql_log_count - before
        queries(requests[:2])
        self.assertEqual(queries(requests[:2]), queries(requests))
