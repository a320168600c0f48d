from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("-at_install", "post_install")
class TestSuccession(ArchiveCommon):
    def wizard(self, login="head", **values):
        return self.env["archive.succession"].with_user(self.users[login]).with_context({}).create({
            "from_user_id": self.users["sales"].id, "to_user_id": self.users["other_sales"].id, "reason": "离职",
            **values})

    def test_R42_everything_goes_to_the_successor_in_one_step(self):
        second = self._make_dossier(self.env["res.partner"].create({"name": "Person"}))
        self.partner.user_id = self.users["sales"]
        second.partner_id.user_id = self.users["head"]
        todo = self.dossier.activity_schedule("mail.mail_activity_data_todo", user_id=self.users["sales"].id)
        call = self.partner.activity_schedule("mail.mail_activity_data_call", user_id=self.users["sales"].id)
        others = self.dossier.activity_schedule("mail.mail_activity_data_todo", user_id=self.users["head"].id)
        wizard = self.wizard()
        self.assertEqual(wizard.dossier_count, 2)
        self.rpc("head", wizard, "action_apply")
        successor = self.users["other_sales"]
        self.assertEqual((self.dossier | second).user_id, successor)
        self.assertEqual(self.partner.user_id, successor)
        self.assertEqual(second.partner_id.user_id, self.users["head"], "customers of others stay theirs")
        self.assertEqual((todo | call).user_id, successor)
        self.assertEqual(others.user_id, self.users["head"])
        event = self.env["archive.event"].search(
            [("res_model", "=", "archive.dossier"), ("res_id", "=", self.dossier.id)], limit=1)
        self.assertEqual((event.kind, event.note), ("dossier_succession", "离职"))
        self.assertIn("test_sales", event.before)
        self.rpc("other_sales", self.dossier, "write", {"note": "mine now"})
        with self.assertRaises(AccessError):
            self.rpc("sales", self.dossier, "write", {"note": "no more mine"})

    def test_R42_unsigned_handover_lists_go_along(self):
        Handover = self.env["archive.handover"].with_user(self.users["sales"])
        values = {"rule_id": self.env.ref("client_archive.handover_rule_project").id,
                  "dossier_ids": [(6, 0, self.dossier.ids)]}
        mine, of_b = Handover.create([values, {**values, "manager_b_id": self.users["other_sales"].id}])
        self.rpc("head", self.wizard(), "action_apply")
        self.assertEqual(mine.manager_a_id, self.users["other_sales"])
        self.assertEqual(of_b.manager_a_id, self.users["sales"], "nobody becomes A and B of one list")

    def test_R42_pending_approvals_stay_with_those_who_decide(self):
        waiting = self._make_dossier(self.env["res.partner"].create({"name": "Person"}), state="to_verify")
        self.rpc("head", self.wizard(), "action_apply")
        self.assertEqual(waiting.activity_ids.user_id, self.users["head"])
        self.rpc("head", waiting, "action_approve")
        self.assertEqual(waiting.state, "open")

    def test_R42_only_heads_name_successors(self):
        for login in ("sales", "other_sales", "archivist", "gm"):
            with self.assertRaises(AccessError):
                self.wizard(login)
        wizard = self.wizard()
        for login in ("sales", "archivist"):
            with self.assertRaises(AccessError):
                self.rpc(login, wizard, "action_apply")
        self.department.manager_id = False
        with self.assertRaises(AccessError):
            self.rpc("head", wizard, "action_apply")
        self.rpc("archive_head", self.wizard("archive_head"), "action_apply")
        self.assertEqual(self.dossier.user_id, self.users["other_sales"])

    def test_R42_the_successor_can_keep_them(self):
        for values, words in (
                ({"to_user_id": self.users["sales"].id}, "another"), ({"to_user_id": self.users["gm"].id}, "role"),
                ({"from_user_id": self.users["other_sales"].id, "to_user_id": self.users["sales"].id}, "no dossiers"),
                ({"reason": "  "}, "why")):
            with self.assertRaisesRegex(UserError, words):
                self.rpc("head", self.wizard(**values), "action_apply")

    def test_R42_dossiers_of_who_left_are_found_and_somebody_is_called(self):
        Dossier = self.env["archive.dossier"]
        orphaned = [("user_id.active", "=", False), ("state", "!=", "closed")]
        self.assertNotIn(self.dossier, Dossier.search(orphaned))
        self.users["sales"].action_archive()
        self.assertIn(self.dossier, Dossier.search(orphaned))
        self.assertEqual(self.dossier.activity_ids.user_id, self.users["head"])
        self.assertIn("1 dossiers", self.dossier.activity_ids.summary)
        self.rpc("head", self.wizard(), "action_apply")
        self.assertNotIn(self.dossier, Dossier.search(orphaned))

    def test_R42_departure_of_an_employee_calls_too_and_once(self):
        employee = self.users["sales"].employee_ids
        employee.with_context(no_wizard=True).action_archive()
        self.assertEqual(self.dossier.activity_ids.user_id, self.users["head"])
        self.users["sales"].action_archive()
        self.assertEqual(len(self.dossier.activity_ids), 1)
