from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ApprovalCommon


@tagged("post_install", "-at_install")
class TestMany(ApprovalCommon):
    """The list "My Approvals": what is mine, and many at once, each on its own savepoint."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dossiers = cls.waiting | cls._new_dossier() | cls._new_dossier()
        cls.pending = cls.dossiers.approval_step_ids.filtered(lambda step: step.state == "pending")

    def mine(self, login):
        self.env.invalidate_all()
        return self.env["archive.approval.step"].browse(
            self.rpc(login, self.env["archive.approval.step"], "search", [("is_mine", "=", True)]))

    def decide_many(self, login, steps, decision, opinion=False):
        action = self.rpc(login, steps, f"action_{'approve' if decision == 'approved' else 'refuse'}_selected")
        Dialog = self.env["archive.approval.decision"]
        dialog = Dialog.browse(self.rpc(
            login, Dialog, "create", {"opinion": opinion}, context=action["context"]))
        self.assertEqual(dialog.sudo().step_ids, steps)
        return self.rpc(login, dialog, "action_decide"), dialog

    # ------------------------------------------------------------------
    # What is mine
    # ------------------------------------------------------------------
    def test_mine_is_what_i_may_decide_now(self):
        self.assertEqual(self.mine("head"), self.pending)
        for login in ("sales", "deputy_gm", "gm", "archivist", "auditor"):
            with self.subTest(login=login):
                self.assertFalse(self.mine(login))
        self.assertTrue(self.as_user("head", self.pending[0]).is_mine)
        self.assertFalse(self.as_user("gm", self.pending[0]).is_mine)

    def test_mine_is_also_for_whom_i_deputise_and_what_was_delegated(self):
        self.env["archive.deputy"].create({
            "principal_id": self.users["head"].id, "deputy_id": self.users["security"].id, "date_to": "2099-12-31"})
        self.assertEqual(self.mine("security"), self.pending)
        self.act("head", self.waiting, "delegated", colleague_id=self.users["archive_head"].id)
        self.assertEqual(self.mine("archive_head").res_id, self.waiting.id)

    def test_mine_never_holds_the_own_request(self):
        own = self._new_dossier("head")
        self.env["archive.deputy"].create({
            "principal_id": self.users["gm"].id, "deputy_id": self.users["head"].id, "date_to": "2099-12-31"})
        self.assertNotIn(own.id, self.mine("head").mapped("res_id"))
        self.assertIn(own.id, self.mine("gm").mapped("res_id"))

    def test_not_mine_is_the_rest(self):
        Step = self.env["archive.approval.step"].with_user(self.users["head"])
        rest = Step.search([("is_mine", "=", False), ("res_id", "in", self.dossiers.ids)])
        self.assertEqual(len(rest), 6)
        self.assertFalse(rest.with_env(self.env) & self.pending)

    def test_a_row_names_and_opens_its_document(self):
        step = self.pending[0]
        self.assertEqual(self.as_user("head", step).document_type, "Dossier")
        action = self.rpc("head", step, "action_open_document")
        self.assertEqual((action["res_model"], action["res_id"]), ("archive.dossier", step.res_id))

    # ------------------------------------------------------------------
    # Many at once
    # ------------------------------------------------------------------
    def test_many_are_approved(self):
        action, _dialog = self.decide_many("head", self.pending, "approved", "同意")
        self.assertIn("3", action["params"]["message"])
        for dossier in self.dossiers:
            step = self.steps(dossier)[0]
            self.assertEqual((step.state, step.opinion), ("approved", "同意"))

    def test_many_are_refused_with_one_reason(self):
        self.decide_many("head", self.pending, "refused", "资料不全")
        self.assertEqual(set(self.dossiers.mapped("state")), {"preliminary"})
        self.assertEqual(set(self.pending.mapped("opinion")), {"资料不全"})

    def test_refusing_without_a_reason_refuses_none(self):
        action, dialog = self.decide_many("head", self.pending, "refused")
        self.assertEqual((action["res_id"], dialog.sudo().done_count), (dialog.id, 0))
        self.assertEqual(dialog.sudo().failures.count("Say why"), 3)

    def test_one_that_fails_stops_no_other_and_is_told(self):
        middle = self.pending[1]
        self.decide(self.dossiers.browse(middle.res_id), "head")
        _action, dialog = self.decide_many("head", self.pending, "approved")
        self.assertEqual(dialog.sudo().done_count, 2)
        self.assertIn("no longer open", dialog.sudo().failures)
        self.assertEqual(len(dialog.sudo().failures.splitlines()), 1)
        for dossier in self.dossiers:
            self.assertEqual(self.states(dossier), ["approved", "pending", "waiting"], "none twice")

    def test_one_whose_granting_fails_is_undone_alone(self):
        Dossier = type(self.waiting)
        granted = Dossier._approval_granted

        def grant(dossier):
            if dossier == failing:
                raise obstacle
            return granted(dossier)

        obstacle = UserError("An obstacle")
        failing = self.dossiers[1]
        for dossier in self.dossiers:
            self.decide(dossier, "head", "deputy_gm")
        self.patch(Dossier, "_approval_granted", grant)
        steps = self.mine("gm")
        _action, dialog = self.decide_many("gm", steps, "approved")
        self.assertEqual(dialog.sudo().done_count, 2)
        self.assertIn("An obstacle", dialog.sudo().failures)
        self.assertEqual(self.states(failing), ["approved", "approved", "pending"])
        self.assertEqual((self.dossiers - failing).mapped("state"), ["open", "open"])

    def test_of_others_none_is_decided(self):
        for login in ("deputy_gm", "archivist", "auditor"):
            with self.subTest(login=login):
                _action, dialog = self.decide_many(login, self.pending, "approved")
                self.assertEqual(dialog.sudo().done_count, 0)
        self.assertEqual(set(self.pending.mapped("state")), {"pending"})

    def test_the_step_that_was_chosen_is_meant_and_not_the_next_one(self):
        """Somebody decides both of two steps; the first was decided by their deputy meanwhile."""
        self.env["archive.officer"].search([("role", "=", "deputy_general_manager")]).user_id = self.users["gm"]
        dossier = self._new_dossier()
        self.decide(dossier, "head")
        second = self.steps(dossier)[1]
        self.decide(dossier, "gm")
        _action, dialog = self.decide_many("gm", second, "approved")
        self.assertEqual(dialog.sudo().done_count, 0)
        self.assertEqual(self.steps(dossier)[2].state, "pending")

    def test_many_are_not_asked_or_delegated(self):
        Dialog = self.env["archive.approval.decision"]
        for decision in ("asked", "answered", "delegated"):
            dialog = Dialog.browse(self.rpc("head", Dialog, "create", {
                "decision": decision, "opinion": "x", "step_ids": [(6, 0, self.pending.ids)]}))
            with self.subTest(decision=decision), self.assertRaisesRegex(UserError, "Many at once"):
                self.rpc("head", dialog, "action_decide")
