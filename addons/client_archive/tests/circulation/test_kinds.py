from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestCarryingOut(CirculationCommon):
    """Originals on their way (R54): a named carrier, safeguards, from one day to another; never grade A (R21)."""

    def carry(self, documents=None, state="draft", days=0, length=1, **values):
        return self.make_request(documents, kind="carry", state=state, **{**self.on_the_way(days, length), **values})

    def test_R54_names_the_carrier_the_way_and_the_safeguards(self):
        who, when = "Name who carries the papers, where to", "from which day to which"
        for name, words in (("carrier", who), ("destination", who), ("safeguards", who),
                            ("carry_from", when), ("carry_until", when)):
            with self.subTest(name=name), self.assertRaisesRegex(UserError, words):
                self.carry(state="submitted", **{name: False})
        self.assertEqual(self.carry(state="submitted").state, "submitted")

    def test_R54_the_days_are_in_order_to_come_and_few(self):
        for days, length, words in ((0, -1, "back after they have left"), (-1, 1, "leave today at the earliest"),
                                    (0, 4, "are out for 3 days at most")):
            with self.subTest(days=days, length=length), self.assertRaisesRegex(UserError, words):
                self.carry(state="submitted", days=days, length=length)

    def test_R54_leaves_and_comes_back(self):
        request = self.carry(state="issued")
        self.assertEqual((request.due_on, self.document.holder), (request.carry_until, "王强 · 市中级人民法院"))
        self.take_back(request)
        self.assertEqual((request.state, self.document.is_out), ("returned", False))

    def test_R54_not_before_its_day(self):
        request = self.carry(state="approved", days=1)
        with self.assertRaisesRegex(UserError, "not before"):
            self.rpc("archivist", request, "action_hand_out")

    def test_R21_grade_a_is_not_carried_out_by_any_way(self):
        with self.assertRaisesRegex(ValidationError, "is never lent"):
            self.carry(self.secret_document)
        consult = self.make_request(self.secret_document, kind="consult")
        for kind in ("loan", "carry"):
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, "is never lent"):
                self.rpc("employee", consult, "write", {"kind": kind})
        draft = self.carry()
        with self.assertRaisesRegex(UserError, "is never lent"):
            self.rpc("employee", draft.line_ids, "write", {"document_id": self.secret_document.id})
        with self.assertRaisesRegex(UserError, "is never lent"):
            self.rpc("employee", draft, "write", {
                "line_ids": [Command.create({"document_id": self.secret_document.id})]})

    def test_R21_nor_after_its_approval(self):
        for kind in ("loan", "carry"):
            values = self.on_the_way() if kind == "carry" else {}
            request = self.make_request(kind=kind, state="approved", **values)
            add = {"line_ids": [Command.create({"document_id": self.secret_document.id})]}
            other = {"kind": "carry" if kind == "loan" else "loan"}
            for login in ("employee", "archivist", "archive_head"):
                for vals in (other, add):
                    with self.subTest(kind=kind, login=login, vals=vals), self.assertRaises(UserError):
                        self.rpc(login, request, "write", vals)
                with self.subTest(kind=kind, login=login), self.assertRaises(UserError):
                    self.rpc(login, request.line_ids.browse(), "create", {
                        "request_id": request.id, "document_id": self.secret_document.id})
            self.as_user("employee", request).action_cancel()
        consult = self.make_request(self.secret_document, kind="consult", state="approved")
        with self.assertRaises(UserError):
            self.rpc("employee", consult, "write", {"kind": "loan"})

    def test_R21_the_level_is_raised_while_it_waits(self):
        other = self._make_document(self.dossier, "送货单")
        requests = [self.make_request(kind="loan", state="approved"), self.carry(other, state="approved")]
        for paper in (self.document, other):
            self.as_user("archivist", paper).secrecy_level = "2"
        for request in requests:
            with self.subTest(kind=request.kind), self.assertRaisesRegex(UserError, "is never lent"):
                self.rpc("archivist", request, "action_hand_out")

    def test_R21_the_level_is_raised_while_it_is_out(self):
        request = self.carry(state="issued")
        self.as_user("archivist", self.document).secrecy_level = "2"
        self.run_cron()
        self.assertEqual(request.activity_ids.user_id, self.users["employee"], "it is called back")
        found = self.as_user("archivist", self.Request).search(
            [("state", "=", "issued"), ("kind", "in", ("loan", "carry")), ("grade", "=", "A")])
        self.assertIn(request, found)

    def test_R21_by_moving_the_paper_into_a_secret_dossier(self):
        """The dossier's level comes with it; and whoever owns the other dossier was not asked."""
        request = self.make_request(state="approved")
        dossier = self._make_dossier(self.env["res.partner"].create({
            "name": "Elsewhere", "is_company": True, "country_id": self.env.ref("base.be").id}))
        dossier.secrecy_level = "2"
        self.as_user("archivist", self.document).dossier_id = dossier
        self.assertEqual(self.document.grade, "A")
        with self.assertRaises(UserError):
            self.rpc("archivist", request, "action_hand_out")

    def test_R18_a_paper_that_moved_to_another_owner_is_asked_for_again(self):
        waiting = self.make_request(state="submitted")
        approved = self.make_request(login="sales", state="approved")
        other = self._make_dossier(self.env["res.partner"].create({
            "name": "Elsewhere", "is_company": True, "country_id": self.env.ref("base.be").id}))
        self.as_user("archivist", self.document).dossier_id = other
        with self.assertRaisesRegex(UserError, "each customer"):
            self.approve(waiting)
        with self.assertRaisesRegex(UserError, "each customer"):
            self.rpc("archivist", approved, "action_hand_out")


@tagged("post_install", "-at_install")
class TestWholeDossier(CirculationCommon):
    """Several papers at once: the strictest rules (R19–R21)."""

    def test_all_filed_papers_that_the_applicant_may_know_of(self):
        hidden = self._make_document(self.dossier, "合并方案", secrecy_level="2")
        self._clear("archivist", "3")
        self.as_user("archivist", hidden).visibility = "existence"
        self._make_document(self.dossier, "草稿", state="draft")
        request = self.make_request(self.env["archive.document"], kind="consult")
        self.rpc("employee", request, "action_add_dossier")
        self.assertEqual(request.line_ids.document_id, self.document | self.secret_document)
        self.assertEqual(request.grade, "A", "the strictest paper rules")
        with self.assertRaisesRegex(UserError, "nothing more"):
            self.rpc("employee", request, "action_add_dossier")

    def test_R21_grade_a_is_left_out_of_a_loan_and_said(self):
        for kind in ("loan", "carry"):
            request = self.make_request(self.env["archive.document"], kind=kind)
            said = self.rpc("employee", request, "action_add_dossier")
            with self.subTest(kind=kind):
                self.assertEqual(request.line_ids.document_id, self.document)
                self.assertIn("grade A is neither lent nor carried out", said["params"]["message"])

    def test_R27_void_papers_are_left_out_of_copies(self):
        self.document.with_user(self.users["archivist"])._void("失效")
        request = self.make_request(self.env["archive.document"], kind="copy")
        self.rpc("employee", request, "action_add_dossier")
        self.assertEqual(request.line_ids.document_id, self.secret_document)

    def test_only_the_applicant_and_on_the_draft(self):
        request = self.make_request(self.env["archive.document"], kind="consult")
        for login in ("sales", "archivist", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request, "action_add_dossier")
        submitted = self.make_request(kind="consult", state="submitted")
        with self.assertRaises(UserError):
            self.rpc("employee", submitted, "action_add_dossier")


@tagged("post_install", "-at_install")
class TestOutsiders(CirculationCommon):
    """Giving outside (R56) and visits (R65): the general manager, the outsider's document, nothing leaves."""

    def visit(self, state="draft", **values):
        return self.make_request(kind="visit", state=state, outsider_name="罗建平", outsider_body="财政局", **values)

    def test_R65_by_what_the_outsider_is_known(self):
        request = self.visit("approved")
        with self.assertRaisesRegex(UserError, "document by which you know"):
            self.rpc("archivist", request, "action_hand_out")
        self.rpc("archivist", request, "write", {"outsider_document": "身份证 500101199001010018"})
        self.rpc("archivist", request, "action_hand_out")
        for login in ("employee", "archivist"):
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, request, "write", {"outsider_document": "another"})

    def test_R65_nothing_leaves_with_a_visitor(self):
        request = self.visit("issued", outsider_document="ID 1")
        self.assertFalse(request.grant_ids or request.copy_ids)
        for method in ("action_issue_copies", "action_read"):
            for login in ("archivist", "employee"):
                with self.subTest(method=method, login=login), self.assertRaises(UserError):
                    self.rpc(login, request, method)
        with self.assertRaises(UserError):
            self.rpc("employee", request, "write", {"kind": "external"})
        self.take_back(request)
        self.assertEqual(self.document.seal_ids.mapped("kind"), ["received"])

    def test_R56_what_is_given_outside_is_numbered_for_who_received_it(self):
        request = self.make_request(
            kind="external", state="approved", outsider_name="王律师", outsider_body="大成律师事务所", copy_count=2,
            outsider_document="律师证 1500120", **self.on_the_way())
        self.issue_copies(request)
        self.assertEqual(request.copy_ids.sorted("number").mapped(lambda copy: (copy.number, copy.recipient)), [
            (1, "王律师 · 大成律师事务所"), (2, "王律师 · 大成律师事务所")])
        self.assertEqual(request.state, "done")

    def test_a_request_is_not_changed_by_its_new_words(self):
        request = self.make_request(kind="copy", state="submitted")
        for vals in ({"copy_count": 9}, {"destination": "x"}, {"carry_until": "2099-01-01"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                self.rpc("employee", request, "write", vals)
        with self.assertRaises(UserError):
            self.rpc("employee", request.line_ids, "write", {"pages": "1"})

    def test_R23_copies_are_few_and_pages_are_pages(self):
        for count in (0, -1, 100):
            with self.subTest(count=count), self.assertRaises(ValidationError):
                self.make_request(kind="copy", copy_count=count)
        request = self.make_request(kind="copy")
        for pages in ("x", "0", "3-1", "1-", "1;DROP"):
            with self.subTest(pages=pages), self.assertRaises(ValidationError):
                self.rpc("employee", request.line_ids, "write", {"pages": pages})
        self.rpc("employee", request.line_ids, "write", {"pages": "1-3，7"})
