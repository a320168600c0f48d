from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...tools import gate
from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestEngine(ApprovalCommon):
    """Invariant 1: a decision is a record that only the engine writes."""

    FORGED = {"client_archive_gate": True, gate._KEY: 1, "default_state": "approved", "gate": True}

    def test_steps_in_order_one_at_a_time(self):
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"])
        for number, login in enumerate(["head", "deputy_gm", "gm"]):
            shadow = self.shadow(self.waiting)
            self.assertEqual(shadow.user_id, self.users[login])
            self.decide(self.waiting, login)
            self.assertEqual(self.states(self.waiting)[:number + 1], ["approved"] * (number + 1))
        self.assertEqual(self.waiting.state, "open")
        self.assertFalse(self.shadow(self.waiting))

    def test_out_of_turn_is_refused(self):
        for login in ("gm", "deputy_gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.decide(self.waiting, login)
        self.decide(self.waiting, "head")
        for login in ("head", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.decide(self.waiting, login)
        self.assertEqual(self.states(self.waiting), ["approved", "pending", "waiting"])

    def test_wrong_user_is_refused(self):
        for login in self.users.keys() - {"head"}:
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.decide(self.waiting, login)
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"])

    def test_steps_are_written_by_nobody(self):
        step = self.steps(self.waiting)[0]
        values = {
            "name": "x", "res_model": "archive.dossier", "res_id": self.waiting.id, "company_id": self.company.id,
            "state": "approved", "user_id": self.users["sales"].id}
        for login in self.users:
            for method, args in (
                ("create", [values]), ("unlink", []), ("write", [{"state": "approved"}]),
                ("write", [{"user_id": self.users["sales"].id}]),
                ("write", [{"candidate_ids": [(4, self.users["sales"].id)]}]),
                ("write", [{"res_id": self.dossier.id}]), ("write", [{"opinion": "x"}]),
            ):
                records = step.browse() if method == "create" else step
                for context in ({}, self.FORGED):
                    with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                        self.rpc(login, records, method, *args, context=context)
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"])

    def test_steps_are_not_written_through_their_document(self):
        step = self.steps(self.waiting)[0]
        for command in ([1, step.id, {"state": "approved"}], [2, step.id, 0], [3, step.id, 0], [5, 0, 0],
                        [0, 0, {"name": "x", "res_model": "archive.dossier", "company_id": self.company.id}]):
            with self.subTest(command=command), self.assertRaises(UserError), self.cr.savepoint():
                self.rpc("sales", self.waiting, "write", {"approval_step_ids": [command]})
                self.env.flush_all()
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"])

    def test_not_even_sudo_moves_a_step_past_its_table(self):
        step = self.steps(self.waiting)[0]
        with self.assertRaises(AccessError):
            step.sudo().write({"state": "approved"})
        with self.assertRaises(UserError):
            gate.opened(step.sudo()).write({"state": "waiting"})

    def test_private_methods_are_no_endpoints(self):
        step = self.steps(self.waiting)[0]
        for records, method, args in (
            (step, "_decide", ["approved", None]), (step, "_close_shadow", [None]), (step, "_project", []),
            (self.waiting, "_approval_decide", ["approved"]), (self.waiting, "_approval_granted", []),
            (self.waiting, "_approval_advance", []), (self.waiting, "_move", ["open"]),
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                self.rpc("head", records, method, *args)

    def test_forged_context_does_nothing(self):
        for login in ("sales", "other_sales", "gm"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.waiting, "action_approve", context=self.FORGED)
        with self.assertRaises(AccessError):
            self.rpc("sales", self.waiting, "write", {"state": "open"}, context=self.FORGED)
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"])

    def test_refusal_needs_a_reason_and_ends_the_round(self):
        wizard = self.env["archive.approval.decision"].browse(
            self.rpc("head", self.env["archive.approval.decision"], "create", {
                "res_model": "archive.dossier", "res_id": self.waiting.id, "decision": "refused", "opinion": " "}))
        with self.assertRaisesRegex(UserError, "Say why"):
            self.rpc("head", wizard, "action_decide")
        self.rpc("head", wizard, "write", {"opinion": "Address missing"})
        self.rpc("head", wizard, "action_decide")
        steps = self.steps(self.waiting)
        self.assertEqual(steps.mapped("state"), ["refused", "cancelled", "cancelled"])
        self.assertEqual((steps[0].opinion, steps[0].decided_by_id), ("Address missing", self.users["head"]))
        self.assertEqual(self.waiting.state, "preliminary")
        self.assertFalse(self.shadow(self.waiting))

    def test_decision_dialog_decides_nothing_for_others(self):
        for values in ({"res_model": "archive.dossier", "res_id": self.waiting.id},
                       {"res_model": "res.users", "res_id": self.users["sales"].id}):
            wizard = self.env["archive.approval.decision"].browse(self.rpc(
                "sales", self.env["archive.approval.decision"], "create", {**values, "decision": "approved"}))
            with self.subTest(values=values), self.assertRaises(UserError):
                self.rpc("sales", wizard, "action_decide")
        with self.assertRaises(ValueError):
            self.rpc("head", self.env["archive.approval.decision"], "create", {
                "res_model": "archive.dossier", "res_id": self.waiting.id, "decision": "cancelled"})

    def test_decided_twice_is_decided_once(self):
        self.decide(self.waiting, "head", "deputy_gm", "gm")
        with self.assertRaisesRegex(UserError, "Nothing about"):
            self.decide(self.waiting, "gm")
        events = self.env["archive.event"].search_count([
            ("res_model", "=", "archive.dossier"), ("res_id", "=", self.waiting.id),
            ("kind", "=", "approval_approved")])
        self.assertEqual(events, 3)

    def test_decision_keeps_who_when_and_the_words(self):
        self.as_user("head", self.waiting)._approval_decide("approved", "Known customer")
        step = self.steps(self.waiting)[0]
        self.assertEqual((step.decided_by_id, step.opinion), (self.users["head"], "Known customer"))
        self.assertTrue(step.decided_on)
        self.assertFalse(step.decided_for_id)
        self.assertEqual(self.last_events(self.waiting), ["approval_approved"])

    def test_second_round_starts_anew(self):
        self.as_user("head", self.waiting)._approval_decide("refused", "No")
        self.rpc("sales", self.waiting, "action_submit")
        self.assertEqual(self.states(self.waiting), ["pending", "waiting", "waiting"])
        with self.assertRaises(UserError):
            self.rpc("sales", self.waiting, "action_submit")

    def test_only_the_applicant_withdraws(self):
        for login in ("head", "archivist", "other_sales"):
            with self.subTest(login=login), self.assertRaises(UserError):
                self.rpc(login, self.waiting, "action_withdraw")
        self.rpc("sales", self.waiting, "action_withdraw")
        self.assertEqual(self.states(self.waiting), ["cancelled"] * 3)
        with self.assertRaises(UserError):
            self.decide(self.waiting, "head")

    def test_strictest_route_wins_and_says_its_rule(self):
        self.assertEqual(self.waiting.approval_rule, "Three look at it")
        self.route.approval_domain = "[('secrecy_level', '>=', '2')]"
        self.assertIn("R71", self._new_dossier().approval_rule)
        self.assertEqual(self._new_dossier(secrecy_level="2").approval_rule, "Three look at it")

    def test_route_with_an_unreadable_condition_is_refused(self):
        for domain in ("[('no_such_field', '=', 1)]", "[(", "__import__('os')", "[('state', '=', uid)]"):
            with self.subTest(domain=domain), self.assertRaises(ValidationError), self.cr.savepoint():
                self.route.approval_domain = domain

    def test_route_without_steps_grants_nothing(self):
        self.route.template_ids.unlink()
        with self.assertRaisesRegex(UserError, "No approval route"):
            self._new_dossier()

    def test_direct_route_grants_and_is_journaled(self):
        self.route.approval_direct = True
        dossier = self._new_dossier()
        self.assertEqual((dossier.state, self.steps(dossier).ids), ("open", []))
        self.assertIn("approval_started", self.last_events(dossier, 3))

    def test_direct_route_after_a_refusal(self):
        self.as_user("head", self.waiting)._approval_decide("refused", "No")
        self.route.approval_direct = True
        self.rpc("sales", self.waiting, "action_submit")
        self.assertEqual(self.waiting.state, "open")

    def test_only_configuration_changes_routes(self):
        for login in self.users.keys() - {"manager"}:
            for vals in ({"approval_direct": True}, {"approval_domain": "[]"}, {"active": False}):
                with self.subTest(login=login), self.assertRaises(AccessError):
                    self.rpc(login, self.route, "write", vals)
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.route.template_ids[0], "write", {"responsible_type": "group"})

    def test_steps_are_as_readable_as_their_document(self):
        step = self.steps(self.waiting)[0]
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [other.id]})
        self.assertFalse(step.with_user(stranger).search([("id", "=", step.id)]))
        with self.assertRaises(AccessError):
            step.with_user(stranger).read(["name"])
        self.assertTrue(self.rpc("employee", step, "read", ["name", "state"]))
