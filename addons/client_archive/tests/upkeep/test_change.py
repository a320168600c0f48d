from datetime import date, timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("-at_install", "post_install")
class TestChange(ArchiveCommon):
    REFUSED = UserError  # of which AccessError is one

    def report(self, login="sales", **values):
        return self.env["archive.change"].with_user(self.users[login]).create({
            "name": "迁址杭州", "dossier_id": self.dossier.id, "kind": "address", **values}).with_env(self.env)

    def escalate(self):
        with patch.object(self.env.registry["ir.cron"], "_commit_progress", return_value=60.0):
            self.env["archive.change"]._cron_escalate()

    def test_R88_the_owner_has_a_week(self):
        change = self.report("employee", known_on=date.today())
        self.assertEqual(change.deadline, date.today() + timedelta(days=7))
        self.assertEqual((change.user_id, change.reported_by_id), (self.users["sales"], self.users["employee"]))
        self.assertEqual(change.activity_ids.mapped(lambda act: (act.user_id, act.date_deadline)),
                         [(self.users["sales"], change.deadline)])
        with self.assertRaisesRegex(UserError, "what was updated"):
            self.rpc("sales", change, "action_done")
        self.rpc("sales", change, "write", {"updated": "地址、营业执照"})
        self.rpc("sales", change, "action_done")
        self.assertEqual((change.state, change.done_on, change.late_days), ("done", date.today(), 0))
        self.assertFalse(change.activity_ids)
        self.assertEqual(self.last_events(change), ["change_done"])

    def test_R88_others_do_not_enter_it(self):
        change = self.report("employee", updated="x")
        for login in ("other_sales", "employee", "archivist"):
            with self.assertRaises(AccessError):
                self.rpc(login, change, "action_done")
        self.rpc("head", change, "action_done")
        self.assertEqual(change.done_by_id, self.users["head"])

    def test_R88_the_clock_is_not_set_back(self):
        change = self.report(known_on=date.today() - timedelta(days=10))
        for vals in ({"known_on": date.today()}, {"state": "done"}, {"late_days": 0, "deadline": "2099-01-01"},
                     {"done_on": date.today()}, {"kind": "other"}, {"user_id": self.users["other_sales"].id},
                     {"dossier_id": self.env["archive.dossier"].with_user(self.users["sales"]).create({
                         "partner_id": self.env["res.partner"].create({"name": "Person"}).id}).id}):
            with self.assertRaises(self.REFUSED, msg=str(vals)):
                self.rpc("sales", change, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("sales", self.env["archive.change"], "create", {
                "name": "x", "dossier_id": self.dossier.id, "state": "done"})
        with self.assertRaises(UserError):
            self.report(known_on=date.today() + timedelta(days=1))

    def test_R88_late_updates_are_counted_and_reported_once(self):
        late = self.report(known_on=date.today() - timedelta(days=10))
        fresh = self.report()
        self.escalate()
        self.assertEqual((late.late_days, fresh.late_days), (3, 0))
        self.assertIn(self.users["head"], late.activity_ids.user_id)
        self.assertEqual(fresh.activity_ids.user_id, self.users["sales"])
        count = len(late.activity_ids)
        self.escalate()
        self.assertEqual(len(late.activity_ids), count)
        self.rpc("sales", late, "write", {"updated": "地址"})
        self.rpc("sales", late, "action_done")
        self.assertEqual(late.late_days, 3)
        [[user, days]] = self.env["archive.change"]._read_group(
            [("id", "in", (late | fresh).ids)], ["user_id"], ["late_days:sum"])
        self.assertEqual((user, days), (self.users["sales"], 3))

    def test_R89_major_changes_are_due_at_once_and_reported(self):
        heard = []
        Change = self.env.registry["archive.change"]
        with patch.object(Change, "_major_change_reported", lambda changes: heard.extend(changes.ids)):
            change = self.report(kind="legal_representative")
            self.assertEqual(heard, change.ids)
            self.report()
            self.assertEqual(heard, change.ids, "an ordinary change is not reported")
        self.assertTrue(change.is_major)
        self.assertEqual(change.deadline, date.today())
        self.assertEqual(change.activity_ids.user_id, self.users["sales"] | self.users["head"])
        with self.assertRaisesRegex(UserError, "major"):
            self.report(kind="merger", is_major=False)

    def test_R89_a_change_is_raised_and_never_lowered(self):
        change = self.report()
        heard = []
        with patch.object(self.env.registry["archive.change"], "_major_change_reported",
                          lambda changes: heard.extend(changes.ids)):
            self.rpc("sales", change, "write", {"is_major": True})
            self.rpc("sales", change, "write", {"is_major": True})
        self.assertEqual(heard, change.ids, "once")
        self.assertEqual(change.deadline, date.today())
        with self.assertRaises(AccessError):
            self.rpc("sales", change, "write", {"is_major": False})

    def test_R88_mistakes_are_dismissed_by_the_head(self):
        change = self.report()
        with self.assertRaises(AccessError):
            self.rpc("sales", change, "action_dismiss")
        with self.assertRaises(UserError):
            self.rpc("head", change, "action_dismiss")
        self.rpc("head", change, "write", {"updated": "误报"})
        self.rpc("head", change, "action_dismiss")
        self.assertEqual(change.state, "dismissed")
        with self.assertRaises(UserError):
            self.rpc("head", change, "action_done")
        with self.assertRaises(UserError):
            self.rpc("head", change, "write", {"updated": "x"})

    def test_R78_nothing_reported_is_deleted(self):
        change = self.report()
        for login in ("sales", "head", "archive_head"):
            with self.assertRaises(AccessError):
                self.rpc(login, change, "unlink")

    def test_R88_the_machine_speaks_the_language_of_whom_it_calls(self):
        self.users["head"].lang = self.env["res.lang"]._activate_lang("zh_CN").code
        late = self.report(known_on=date.today() - timedelta(days=10))
        self.escalate()
        summary = late.activity_ids.filtered(lambda act: act.user_id == self.users["head"]).summary
        self.assertIn("3", summary)
        self.assertNotIn("overdue", summary)
