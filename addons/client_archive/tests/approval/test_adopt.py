import re
from pathlib import Path

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged

from ..common import ArchiveCommon

ROOT = Path(__file__).resolve().parents[4]
PAGE = ROOT / "docs" / "approval.md"


@tagged("post_install", "-at_install")
class TestAdopt(ArchiveCommon):
    """The page for developers (docs/approval.md) tells the truth: its example runs, its excerpts are the code's."""

    def setUp(self):
        super().setUp()
        if not PAGE.exists():
            self.skipTest("the add-on alone, without its documentation")
        self.page = PAGE.read_text(encoding="utf-8")

    def _example(self):
        return re.search(r"<!-- example -->\n```python\n(.*?)```", self.page, re.S).group(1)

    def _adopt(self):
        """The model of the example, with a table, rights and a route, for this test alone."""
        name = "archive.seal.loan"
        space = {"models": models, "fields": fields, "__name__": __name__}
        exec(self._example().replace("    _name =", "    _module = None\n    _name =", 1), space)  # noqa: S102
        add_to_registry(self.registry, space["SealLoan"])
        self.addCleanup(self._forget, name)
        self.registry._setup_models__(self.cr, [name])
        self.registry.init_models(self.cr, [name], {"module": "client_archive"})
        self.env["ir.model.access"].create({
            "name": "x", "model_id": self.env["ir.model"]._get_id(name),
            "group_id": self.env.ref("client_archive.group_user").id,
            "perm_read": True, "perm_write": True, "perm_create": True, "perm_unlink": True})
        self.env["mail.activity.plan"].create({
            "name": "Seal", "res_model": name, "is_approval_route": True, "company_id": False,
            "approval_rule": "Two look at it", "template_ids": [Command.create({
                "sequence": number, "responsible_type": kind, "officer_role": role,
                "activity_type_id": self.env.ref("client_archive.mail_activity_approval").id})
                for number, (kind, role) in enumerate([("applicant_head", False), ("officer", "general_manager")])]})
        return self.env[name]

    def _forget(self, name):
        self.env.flush_all()  # what the test wrote is rolled back, and must not be looked for any more
        del self.registry[name]
        self.registry._setup_models__(self.cr, [])

    def test_under_thirty_lines(self):
        lines = [line for line in self._example().splitlines() if line.strip()]
        self.assertLess(len(lines), 30)

    def test_the_example_runs(self):
        Loan = self._adopt()
        loan = Loan.with_user(self.users["sales"]).create({"name": "Signing a contract"})
        self.assertIn("Two look at it", loan.approval_preview)
        loan.action_submit()
        for login in ("sales", "gm", "archivist"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, loan, "action_approve")
        with self.assertRaises(AccessError):
            self.rpc("sales", loan, "write", {"state": "granted"})
        self.rpc("head", loan, "action_approve")
        self.assertEqual(loan.state, "submitted")
        self.rpc("gm", loan, "action_approve")
        self.env.invalidate_all()
        self.assertEqual((loan.state, loan.approval_step_ids.mapped("state")), ("granted", ["approved", "approved"]))

    def test_the_example_is_refused_and_withdrawn(self):
        Loan = self._adopt()
        for end in ("refused", "draft"):
            loan = Loan.with_user(self.users["sales"]).create({"name": "Signing"})
            loan.action_submit()
            if end == "refused":
                loan.with_user(self.users["head"])._approval_decide("refused", "Not today")
            else:
                loan.action_withdraw()
            self.assertEqual(loan.with_env(self.env).state, end)

    def test_excerpts_are_the_code(self):
        excerpts = re.findall(r"<!-- (addons/\S+\.py) -->\n```python\n(.*?)```", self.page, re.S)
        self.assertGreaterEqual(len(excerpts), 3)
        for path, code in excerpts:
            with self.subTest(path=path):
                self.assertIn(code, (ROOT / path).read_text(encoding="utf-8"))
