from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestRoutes(CirculationCommon):
    """Which rule decides who approves; the strictest wins, and the request says which (R17–R23, R53–R65, R125)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.licence = cls._make_document(
            cls.dossier, "营业执照", type_id=cls.env.ref("client_archive.document_type_0201").id)
        cls.secret_contract = cls._make_document(
            cls.dossier, "合同原件", type_id=cls.env.ref("client_archive.document_type_0801").id, secrecy_level="2")
        cls.classified = cls._make_document(cls.dossier, "银行资信", secrecy_level="1")
        title_type = cls.env.ref("client_archive.document_type_1003")
        title_type.secrecy_level = "1"  # by default titles are grade A and never lent
        cls.title = cls._make_document(cls.dossier, "房产证", type_id=title_type.id)

    def assert_route(self, documents, kind, rule, deciders, **values):
        request = self.make_request(documents, login="auditor", kind=kind, state="submitted", **values)
        self.assertIn(rule, request.approval_rule)
        self.assertEqual(self.deciders(request), deciders)
        return request

    def test_R17_R18_consulting_grade_b(self):
        request = self.assert_route(self.document, "consult", "R18", ["security", "head"])
        self.rpc("security", request, "action_approve")
        self.assertEqual(request.state, "submitted")
        self.rpc("head", request, "action_approve")
        self.assertEqual(request.state, "approved")

    def test_R18_owning_head_does_not_come_first(self):
        request = self.assert_route(self.document, "consult", "R18", ["security", "head"])
        for login in ("head", "gm", "auditor", "archivist"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request, "action_approve")

    def test_R19_consulting_grade_a_stops_at_the_deputy(self):
        request = self.assert_route(self.secret_document, "consult", "R19", ["security", "head", "deputy_gm"])
        for login in ("security", "head"):
            self.rpc(login, request, "action_approve")
        self.assertEqual(request.state, "submitted")
        self.rpc("deputy_gm", request, "action_approve")
        self.assertEqual(request.state, "approved")

    def test_R20_licences_and_contracts_need_the_general_manager(self):
        self.assert_route(self.licence, "consult", "R20", ["security", "head", "gm"])
        self.assert_route(self.secret_contract, "consult", "R20", ["security", "head", "deputy_gm", "gm"])

    def test_R19_R20_one_strict_paper_makes_the_whole_request_strict(self):
        self.assert_route(
            self.document | self.licence | self.secret_document, "consult", "R20",
            ["security", "head", "deputy_gm", "gm"])

    def test_R21_borrowing_grade_b(self):
        self.assert_route(self.document, "loan", "R21", ["security"])

    def test_R23_copying(self):
        self.assert_route(self.document, "copy", "R23", ["security", "deputy_gm"])

    def test_R53_copying_classified_papers(self):
        self.assert_route(self.classified, "copy", "R53", ["security", "gm"])
        self.assert_route(self.document | self.secret_document, "copy", "R53", ["security", "gm"])

    def test_R16_R20_reading_on_screen_is_consulting(self):
        self.assert_route(self.document, "screen", "R18", ["security", "head"])
        self.assert_route(self.licence, "screen", "R20", ["security", "head", "gm"])
        self.assert_route(self.secret_document, "screen", "R19", ["security", "head", "deputy_gm"])
        self.assert_route(self.secret_contract, "screen", "R20", ["security", "head", "deputy_gm", "gm"])

    def test_R54_carrying_out_is_as_strict_as_a_loan_and_as_giving_outside(self):
        self.assert_route(self.document, "carry", "R54", ["security", "gm"], **self.on_the_way())

    def test_R56_giving_outside(self):
        self.assert_route(self.document, "external", "R56", ["gm"], outsider_name="Li", outsider_body="Court",
                          carrier="Wang", safeguards="Sealed")

    def test_R65_visit_of_outsiders(self):
        request = self.assert_route(
            self.document, "visit", "R65", ["gm"], outsider_name="Li", outsider_body="Bank")
        self.rpc("gm", request, "action_approve")
        self.assertFalse(request.grant_ids, "an outsider reads on the spot and gets no access")
        with self.assertRaisesRegex(UserError, "document by which you know"):
            self.rpc("archivist", request, "action_hand_out")
        self.rpc("archivist", request, "write", {"outsider_document": "ID 500101"})
        self.rpc("archivist", request, "action_hand_out")
        self.assertEqual(self.document.holder, "Li · Bank")

    def test_R125_executives_borrow_directly(self):
        for login in ("chairman", "gm", "deputy_gm"):
            request = self.make_request(login=login)
            self.assertIn("R125", request.expected_rule)
            self.rpc(login, request, "action_submit")
            with self.subTest(login=login):
                self.assertEqual((request.state, request.approval_step_ids.ids), ("approved", []))

    def test_R125_staff_do_not(self):
        for login in ("head", "archivist", "archive_head", "manager"):
            with self.subTest(login=login):
                request = self.make_request(login=login, state="submitted")
                self.assertEqual(request.state, "submitted")
                with self.assertRaises(AccessError):
                    self.rpc(login, request, "action_approve")

    def test_R125_a_former_executive_does_not(self):
        request = self.make_request(login="deputy_gm")
        self.assertTrue(request.applicant_is_executive)
        self.env["archive.officer"].search([("user_id", "=", self.users["deputy_gm"].id)]).unlink()
        self.rpc("deputy_gm", request, "action_submit")
        self.assertEqual(request.state, "submitted")

    def test_R125_does_not_lift_R21(self):
        with self.assertRaisesRegex(UserError, "is never lent"):
            self.make_request(self.secret_document, login="gm")

    def test_R125_staff_borrow_titles_with_a_leader(self):
        self.assert_route(self.title, "loan", "R20", ["security", "gm"])  # a certificate: the stricter rule
        self.title.type_id.needs_general_manager = False
        self.assert_route(self.title, "loan", "R125", ["security", "deputy_gm"])

    def test_stricter_rule_than_the_one_taken_stops_the_approval(self):
        request = self.assert_route(self.document, "consult", "R18", ["security", "head"])
        self.rpc("security", request, "action_approve")
        self.as_user("archivist", self.document).secrecy_level = "2"
        with self.assertRaisesRegex(UserError, "stricter rule"):
            self.rpc("head", request, "action_approve")
        self.assertEqual(request.state, "submitted")

    def test_stricter_rule_after_the_approval_stops_the_handing_out(self):
        request = self.make_request(kind="consult", state="approved")
        self.as_user("archivist", self.document).secrecy_level = "2"
        with self.assertRaisesRegex(UserError, "stricter rule"):
            self.rpc("archivist", request, "action_hand_out")

    def test_the_form_tells_the_rule_before_submission(self):
        request = self.make_request(self.licence, kind="consult")
        self.assertIn("R20", request.expected_rule)
        self.assertFalse(self.make_request(self.env["archive.document"]).expected_rule)

    def test_head_of_department_asks_and_goes_up(self):
        request = self.make_request(login="security", kind="loan", state="submitted")
        self.assertEqual(self.deciders(request), ["gm"])

    def test_refused_with_the_reason(self):
        request = self.make_request(state="submitted")
        wizard = self.rpc("head", self.env["archive.approval.decision"], "create", {
            "res_model": "archive.request", "res_id": request.id, "decision": "refused"})
        wizard = self.env["archive.approval.decision"].browse(wizard)
        with self.assertRaisesRegex(UserError, "Say why"):
            self.rpc("head", wizard, "action_decide")
        self.rpc("head", wizard, "write", {"opinion": "Ask legal"})
        self.rpc("head", wizard, "action_decide")
        self.assertEqual((request.state, request.approval_step_ids.opinion), ("refused", "Ask legal"))
        self.assertFalse(request.grant_ids)
