from itertools import product

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..circulation.common import CirculationCommon
from . import chains


@tagged("post_install", "-at_install")
class TestChains(CirculationCommon):
    """Every kind × level × paper × applicant against the chains written out by hand (R15–R23, R53, R56, R65, R125)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        types = cls.env["archive.document.type"].create([
            {"name": paper, "code": f"T{number}", "needs_general_manager": paper in ("licence", "contract"),
             "is_title": paper == "title", **({"title_kind": "other"} if paper == "title" else {})}
            for number, paper in enumerate(chains.PAPERS)])
        cls.types = dict(zip(chains.PAPERS, types, strict=True))
        cls.papers = {
            (paper, level): cls._make_document(
                cls.dossier, f"{paper} {level}", type_id=cls.types[paper].id, secrecy_level=level)
            for paper, level in product(chains.PAPERS, chains.LEVELS)}

    def _ask(self, kind, level, paper, login):
        return self.make_request(
            self.papers[paper, level], login=login, kind=kind, outsider_name="Li", outsider_body="Court",
            carrier="Wang", safeguards="Sealed", destination="Court")

    def assert_chain(self, kind, level, paper, applicant):
        chain, rules = chains.expected(kind, level, paper, applicant)
        login = chains.PEOPLE[applicant][0]
        if chain == chains.NEVER:
            with self.assertRaisesRegex(ValidationError, "is never lent"):
                self._ask(kind, level, paper, login)
            return
        request = self._ask(kind, level, paper, login)
        self.assertEqual(request.grade, "A" if level in "23" else "B", "R15")
        route = self.env["mail.activity.plan"]._approval_route_of(request)
        for rule in rules:
            self.assertIn(rule, route.approval_rule)
        self.assertEqual(request.expected_rule, route.approval_rule, "the form says which rule")
        if chain == chains.DIRECT:
            self.assertTrue(route.approval_direct)
            return
        steps = request._approval_step_values(route, 1)
        who = [self.env["res.users"].browse(step["user_id"]).login.removeprefix("test_") for step in steps]
        self.assertEqual(who, chain)
        for step in steps:
            self.assertNotIn(self.users[login].id, step["candidate_ids"], "nobody decides on their own request")
        request.unlink()

    def test_every_kind_level_paper_and_applicant(self):
        for case in product(chains.KINDS, chains.LEVELS, chains.PAPERS, chains.APPLICANTS):
            with self.subTest(case=case):
                self.assert_chain(*case)

    def test_every_row_governs_something(self):
        governed = {
            id(self._row(*case))
            for case in product(chains.KINDS, chains.LEVELS, chains.PAPERS, chains.APPLICANTS)}
        self.assertEqual(governed, {id(row) for row in chains.CHAINS}, "no row of the table is dead")

    @staticmethod
    def _row(kind, level, paper, applicant):
        return [row for row in chains.CHAINS if row[0] == kind and chains._fits(row[1], level)
                and chains._fits(row[2], paper) and chains._fits(row[3], applicant)][-1]

    def test_who_is_not_of_the_archive_asks_nothing(self):
        for kind in chains.KINDS:
            with self.subTest(kind=kind), self.assertRaises(AccessError):
                self._ask(kind, "0", "plain", "outsider")

    def test_R125_with_the_route_for_guarantee_companies_every_loan_of_staff_needs_a_leader(self):
        self.env.ref("client_archive.route_request_loan_leader").active = True
        request = self._ask("loan", "0", "plain", "auditor")
        request.with_user(self.users["auditor"]).action_submit()
        self.assertEqual(self.deciders(request), ["security", "deputy_gm"])
        self.assertIn("R125", request.approval_rule)
        step = request.with_env(self.env).approval_step_ids[1]
        self.assertEqual(
            set(step.candidate_ids.mapped("login")), {"test_deputy_gm", "test_gm", "test_chairman"},
            "any of the leaders")

    # ------------------------------------------------------------------
    # What routes may be chosen by
    # ------------------------------------------------------------------
    def _route(self, domain, strictness=500, model="archive.request", steps=1, **values):
        return self.env["mail.activity.plan"].create({
            "name": "Made", "res_model": model, "is_approval_route": True, "company_id": False,
            "approval_rule": "Made here", "approval_strictness": strictness, "approval_domain": domain,
            "template_ids": [Command.create({
                "sequence": number, "responsible_type": "officer", "officer_role": "chairman",
                "activity_type_id": self.env.ref("client_archive.mail_activity_approval").id})
                for number in range(steps)], **values})

    def test_routes_by_kind_grade_type_and_applicant(self):
        request = self._ask("consult", "2", "contract", "auditor")
        Plan = self.env["mail.activity.plan"]
        for domain, other in (
                ("[('kind', '=', 'consult')]", "[('kind', '=', 'loan')]"),
                ("[('grade', '=', 'A')]", "[('grade', '=', 'B')]"),
                (f"[('line_ids.document_id.type_id', 'in', [{self.types['contract'].id}])]",
                 f"[('line_ids.document_id.type_id', 'in', [{self.types['plain'].id}])]"),
                (f"[('applicant_id', '=', {self.users['auditor'].id})]",
                 f"[('applicant_id', '=', {self.users['gm'].id})]"),
                (f"[('department_id', '=', {self.finance.id})]", f"[('department_id', '=', {self.department.id})]")):
            with self.subTest(domain=domain):
                route = self._route(domain)
                self.assertEqual(Plan._approval_route_of(request), route)
                route.approval_domain = other
                self.assertNotEqual(Plan._approval_route_of(request), route)
                route.active = False

    def test_of_two_equally_strict_routes_the_one_with_more_steps_governs(self):
        request = self._ask("consult", "0", "plain", "auditor")
        Plan = self.env["mail.activity.plan"]
        self._route("[]", steps=1)
        longer = self._route("[]", steps=2)
        self._route("[]", steps=1)
        self.assertEqual(Plan._approval_route_of(request), longer)
        self._route("[]", steps=0, approval_direct=True)
        self.assertEqual(Plan._approval_route_of(request), longer, "granting at once is never the stricter")

    def test_route_of_another_company_does_not_apply(self):
        request = self._ask("consult", "0", "plain", "auditor")
        other = self.env["res.company"].create({"name": "上海别处贸易有限公司"})
        route = self._route("[]", company_id=other.id)
        self.assertNotEqual(self.env["mail.activity.plan"]._approval_route_of(request), route)
