import psycopg2.errors

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools import gate
from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestJournal(ArchiveCommon):
    def setUp(self):
        super().setUp()
        self.Seal = self.env["archive.event.seal"]
        while self.Seal._seal_chunk():
            pass

    # ------------------------------------------------------------------
    # Every act is an event
    # ------------------------------------------------------------------
    def test_R78_acts_are_journaled_with_who_and_what(self):
        events = self.env["archive.event"].search(
            [("res_model", "=", "archive.document"), ("res_id", "=", self.document.id)])
        self.assertEqual(events.mapped("kind")[::-1], [
            "created", "changed", "document_submitted", "document_filed", "seal_stamped"])
        filed = events.filtered(lambda event: event.kind == "document_filed")
        self.assertEqual(filed.user_id, self.users["archivist"])
        self.assertIn(self.document.code, filed.after)

    def test_R78_change_keeps_before_and_after(self):
        self.as_user("archivist", self.document).name = "采购合同（二）"
        event = self.env["archive.event"].search(
            [("res_model", "=", "archive.document"), ("kind", "=", "changed")], limit=1)
        self.assertIn("采购合同", event.before)
        self.assertIn("采购合同（二）", event.after)

    def test_R78_rolled_back_act_leaves_no_event(self):
        before = self.env["archive.event"].search_count([])
        with self.assertRaises(AccessError):
            self.rpc("archivist", self.document, "write", {"name": "x", "state": "destroyed"})
        self.assertEqual(self.env["archive.event"].search_count([]), before)

    # ------------------------------------------------------------------
    # Append-only
    # ------------------------------------------------------------------
    def _assert_refused(self, query):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.InsufficientPrivilege), self.cr.savepoint():
            self.env.flush_all()
            self.cr.execute(query)

    def test_R78_database_refuses_update_delete_truncate(self):
        self.env["archive.journal.head"]._take()
        for table in ("archive_event", "archive_event_seal", "archive_journal_head"):
            self._assert_refused(f"UPDATE {table} SET id = id")
            self._assert_refused(f"DELETE FROM {table}")
            self._assert_refused(f"TRUNCATE {table}")

    def test_R78_no_clean_up_thins_the_journal_out(self):
        self.env["archive.event"]._log("changed", self.document, note="thirty years ago")
        self.env.flush_all()
        self.cr.execute("ALTER TABLE archive_event DISABLE TRIGGER ALL")
        self.cr.execute("UPDATE archive_event SET date = date - interval '30 years'")
        events = self.env["archive.event"].search([]).ids
        with self.enter_registry_test_mode():
            self.env.ref("base.autovacuum_job").method_direct_trigger()
        self.cr.execute("ALTER TABLE archive_event ENABLE TRIGGER ALL")
        self.assertEqual(self.env["archive.event"].browse(events).exists().ids, events)

    def test_R78_nobody_writes_events_through_rpc(self):
        event = self.env["archive.event"].search([], limit=1)
        for login in self.users:
            with self.assertRaises(AccessError, msg=login):
                self.rpc(login, event, "write", {"note": "x"})
            with self.assertRaises(AccessError, msg=login):
                self.rpc(login, event, "unlink")
            with self.assertRaises(AccessError, msg=login):
                self.rpc(login, event.browse(), "create", [{"kind": "state", "res_model": "res.partner"}])

    def test_R78_superuser_cannot_enter_events_either(self):
        with self.assertRaises(AccessError):
            self.env["archive.event"].sudo().create({"kind": "state", "res_model": "res.partner"})

    def test_R78_forged_gate_in_context_opens_nothing(self):
        for forged in (True, 1, "object", {}):
            forger = self.env["archive.event"].sudo().with_context(**{gate._KEY: forged})
            with self.assertRaises(AccessError):
                forger.create({"kind": "state", "res_model": "res.partner"})

    # ------------------------------------------------------------------
    # Chain
    # ------------------------------------------------------------------
    def test_R78_chain_verifies(self):
        self.assertIsNone(self.Seal._verify())

    def test_R78_sealing_goes_on_where_it_stood(self):
        head = self.Seal._head()
        self.as_user("archivist", self.document).name = "另一份"
        self.assertIsNone(self.Seal._verify(), "what waits for its seal is not a fault")
        self.assertEqual(self.Seal._seal_chunk(limit=1), 1)
        self.assertNotEqual(self.Seal._head(), head)
        self.assertEqual(self.Seal._seal_chunk(), 0)
        self.assertIsNone(self.Seal._verify())

    def _assert_fault(self, kind, event_id):
        fault = self.Seal._verify()
        self.assertEqual((fault.kind, fault.event_id), (kind, event_id))

    def _tamper(self, query, *params):
        """What the owner of the database could do: triggers off, then SQL."""
        self.env.flush_all()
        self.cr.execute("ALTER TABLE archive_event DISABLE TRIGGER ALL")
        self.cr.execute(query, params)
        self.cr.execute("ALTER TABLE archive_event ENABLE TRIGGER ALL")
        self.env.invalidate_all()

    def test_R78_row_altered_by_sql_is_named(self):
        events = self.env["archive.event"].search([], order="id")
        victim = events[len(events) // 2]
        self._tamper("UPDATE archive_event SET note = 'forged' WHERE id = %s", victim.id)
        self._assert_fault("altered", victim.id)

    def test_R78_each_column_is_sealed(self):
        victim = self.env["archive.event"].search([], limit=1)
        for column, value in {
            "user_name": "x", "res_name": "x", "after": "{}", "before": "{}", "remote_addr": "1.2.3.4",
            "channel": "rpc", "user_agent": "x",
            "date": "2001-01-01", "kind": "verified", "res_id": 999999, "user_id": self.env.ref("base.user_root").id,
        }.items():
            with self.subTest(column=column), self.cr.savepoint() as savepoint:
                self._tamper(f'UPDATE archive_event SET "{column}" = %s WHERE id = %s', value, victim.id)
                self._assert_fault("altered", victim.id)
                savepoint.rollback()

    def test_R78_row_removed_by_sql_is_named(self):
        victim = self.env["archive.event"].search([], limit=3)[-1]
        self._tamper("DELETE FROM archive_event WHERE id = %s", victim.id)
        self._assert_fault("removed", victim.id)

    def test_R78_row_inserted_by_sql_is_named(self):
        self.env.flush_all()
        self.cr.execute(
            "INSERT INTO archive_event (date, user_id, kind, res_model) VALUES (now(), 1, 'state', 'res.partner') "
            "RETURNING id")
        inserted = self.cr.fetchone()[0]
        self._assert_fault("inserted", inserted)

    # ------------------------------------------------------------------
    # Who reads and verifies
    # ------------------------------------------------------------------
    def test_R78_only_auditor_and_security_officer_read_and_verify(self):
        event = self.env["archive.event"].search([], limit=1)
        for login in self.users:
            allowed = login in ("auditor", "security")
            with self.subTest(login=login):
                if allowed:
                    self.rpc(login, event, "read", ["note"])
                    action = self.rpc(login, self.Seal.browse(), "action_verify")
                    self.assertEqual(action["params"]["type"], "success")
                else:
                    with self.assertRaises(AccessError):
                        self.rpc(login, event, "read", ["note"])
                    with self.assertRaises(AccessError):
                        self.rpc(login, self.Seal.browse(), "action_verify")

    def test_sealing_costs_no_query_per_event(self):
        names = [f"name {number}" for number in range(20)]
        for name in names[:2]:
            self.as_user("archivist", self.document).name = name
        self.env.flush_all()
        with self.assertQueryCount(5):
            self.Seal._seal_chunk()
        for name in names:
            self.as_user("archivist", self.document).name = name
        self.env.flush_all()
        with self.assertQueryCount(5):
            self.Seal._seal_chunk()

    def test_writing_events_costs_no_query_per_event(self):
        papers = self.document
        for number in range(30):
            papers |= self._make_document(self.dossier, f"采购合同{number}", state="draft")
        Event = self.env["archive.event"].with_user(self.users["sales"])
        for count in (2, 30):
            records = papers[:count].with_user(self.users["sales"])
            records.mapped("display_name")
            self.env.flush_all()
            with self.subTest(count=count), self.assertQueryCount(2):
                Event._log("changed", records, after={"name": "x"})
                self.env.flush_all()
