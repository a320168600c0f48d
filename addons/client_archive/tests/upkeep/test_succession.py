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

    def test_R42_nothing_stays_with_who_left(self):
        sales, successor = self.users["sales"], self.users["other_sales"]
        loose = self.env["res.partner"].create({"name": "Prospect", "user_id": sales.id})
        call = loose.activity_schedule("mail.mail_activity_data_call", user_id=sales.id)
        Request = self.env["archive.request"].with_user(sales)
        asked, lent = Request.create([
            {"kind": "loan", "dossier_id": self.dossier.id, "purpose": "x",
             "line_ids": [(0, 0, {"document_id": self.document.id})]} for _number in range(2)])
        asked.action_submit()
        lent.action_submit()
        for step in lent.with_env(self.env).approval_step_ids:
            lent.with_user(step.user_id).action_approve()
        lent.with_user(self.users["archivist"]).action_hand_out()
        result = self.rpc("head", self.wizard(), "action_apply")
        self.assertEqual(loose.user_id, successor)
        self.assertEqual(call.user_id, successor)
        self.assertEqual((asked.with_env(self.env).state, lent.with_env(self.env).state), ("cancelled", "issued"))
        self.assertIn(successor, lent.with_env(self.env).activity_ids.user_id)
        self.assertFalse(lent.with_env(self.env).grant_ids.filtered("is_valid"))
        message = result["params"]["message"]
        for words in ("Dossiers: 1", "Customers without a dossier: 1", "Requests cancelled: 1"):
            self.assertIn(words, message)
        event = self.env["archive.event"].search([("kind", "=", "succession")], limit=1)
        self.assertEqual((event.res_id, event.note), (sales.id, "离职"))
        self.assertIn('"customers": 1', event.after)

    def test_R42_customers_without_a_dossier_are_reason_enough(self):
        loose = self.env["res.partner"].create({"name": "Prospect", "user_id": self.users["other_sales"].id})
        self.rpc("head", self.wizard(
            from_user_id=self.users["other_sales"].id, to_user_id=self.users["sales"].id), "action_apply")
        self.assertEqual(loose.user_id, self.users["sales"])

    def departure(self, login, successor):
        self.users[login].write({"group_ids": [(4, self.env.ref("hr.group_hr_manager").id)]})
        return self.env["hr.departure.wizard"].with_user(self.users[login]).with_context({}).create({
            "employee_ids": [(6, 0, self.users["sales"].employee_ids.ids)], "set_date_end": False,
            **({"archive_successor_id": self.users[successor].id} if successor else {})})

    def register(self, login, successor):
        """As from the employee's form, where the departure archives the employee."""
        self.rpc(login, self.departure(login, successor), "action_register_departure",
                 context={"employee_termination": True})

    def test_R42_the_departure_itself_names_the_successor(self):
        self.register("head", "other_sales")
        self.assertEqual(self.dossier.user_id, self.users["other_sales"])
        self.assertFalse(self.dossier.activity_ids, "nobody is called: it is done")
        self.assertFalse(self.env["hr.employee"].search([("user_id", "=", self.users["sales"].id)]))

    def test_R42_human_resources_alone_name_no_successor(self):
        with self.assertRaises(AccessError):
            self.departure("employee", "other_sales")
        self.register("employee", None)
        self.assertEqual(self.dossier.user_id, self.users["sales"])
        self.assertEqual(self.dossier.activity_ids.user_id, self.users["head"])

    def remind(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("client_archive.ir_cron_orphans").method_direct_trigger()
        self.env.invalidate_all()

    def test_R42_who_left_is_reminded_of_until_a_successor_is_named(self):
        self.remind()
        self.assertFalse(self.dossier.activity_ids)
        self.users["head"].lang = self.env["res.lang"]._activate_lang("zh_CN").code
        self.users["sales"].action_archive()
        self.dossier.activity_ids.unlink()
        self.remind()
        self.assertEqual(self.dossier.activity_ids.user_id, self.users["head"])
        self.assertNotIn("successor", self.dossier.activity_ids.summary, "in the words of the one who is called")
        self.remind()
        self.assertEqual(len(self.dossier.activity_ids), 1)
