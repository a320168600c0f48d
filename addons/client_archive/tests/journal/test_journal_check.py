from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.journal import event_seal, journal_check
from ...tools import hash_chain
from ...tools.hash_chain import Head
from ..common import ArchiveCommon

LOGGER = "odoo.addons.client_archive.models.journal.journal_check"


class ChainCommon(ArchiveCommon):
    def setUp(self):
        super().setUp()
        self.Seal = self.env["archive.event.seal"]
        self.Check = self.env["archive.journal.check"]
        self.Head = self.env["archive.journal.head"]
        self._seal()

    def _seal(self):
        while self.Seal._seal_chunk():
            pass

    @contextmanager
    def _as_owner(self):
        """What the owner of the database may: triggers off."""
        tables = ("archive_event", "archive_event_seal", "archive_journal_head")
        self.env.flush_all()
        for table in tables:
            self.cr.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        yield
        for table in tables:
            self.cr.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
        self.env.invalidate_all()

    def _victim(self):
        events = self.env["archive.event"].search([], order="id")
        return events[len(events) // 2]

    def _recompute(self, victim):
        """Alter an event, and seal everything anew: the attack that no chain shows by itself."""
        with self._as_owner():
            self.cr.execute("UPDATE archive_event SET note = 'forged' WHERE id = %s", [victim.id])
            link = hash_chain.GENESIS
            for number, _event_id, _digest, _link, event in self.Seal._rows(0):
                digest = hash_chain.digest(event)
                link = hash_chain.link(link, digest)
                self.cr.execute(
                    "UPDATE archive_event_seal SET digest = %s, link = %s WHERE id = %s", [digest, link, number])


@tagged("post_install", "-at_install")
class TestJournalCheck(ChainCommon):
    # ------------------------------------------------------------------
    # Verdicts
    # ------------------------------------------------------------------
    def test_R78_verification_is_on_record_and_journaled(self):
        action = self.rpc("auditor", self.Seal, "action_verify")
        self.assertEqual(action["params"]["type"], "success")
        check = self.Check.search([], limit=1)
        self.assertEqual(check.requested_by_id, self.users["auditor"])
        self.assertEqual((check.state, check.verified, check.progress), ("whole", check.total, 100))
        self.assertEqual(self.last_events(check), ["verified"])

    def test_R78_each_fault_is_said_in_words(self):
        victim = self._victim()
        number = self.Seal.search([("event_id", "=", victim.id)]).id
        for query, words in (
            ("UPDATE archive_event SET note = 'forged' WHERE id = %s", f"{victim.id} .*altered"),
            ("DELETE FROM archive_event WHERE id = %s", f"{victim.id} .*was removed"),
            ("DELETE FROM archive_event_seal WHERE event_id = %s", f"seal of number {number} was removed"),
            ("UPDATE archive_event_seal SET link = repeat('0', 64) WHERE event_id = %s", "(inserted|does not follow)"),
        ):
            with self.subTest(query=query), self.cr.savepoint() as savepoint, mute_logger(LOGGER):
                with self._as_owner():
                    self.cr.execute(query, [victim.id])
                action = self.rpc("security", self.Seal, "action_verify")
                self.assertEqual(action["params"]["type"], "danger")
                self.assertRegex(action["params"]["message"], words)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_R78_a_long_journal_is_verified_by_the_job_in_chunks(self):
        cron = self.env.ref("client_archive.ir_cron_verify")
        with patch.object(journal_check, "_CHUNK", 3), patch.object(event_seal, "_CHUNK", 2):
            before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
            action = self.rpc("auditor", self.Seal, "action_verify")
            check = self.Check.browse(action["res_id"])
            self.assertEqual((check.state, check.verified), ("running", 0))
            self.assertEqual(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]), before + 1)
            check._advance(limit=3)
            self.assertEqual((check.state, check.verified), ("running", 4))
            self.assertTrue(0 < check.progress < 100)
            while check.state == "running":
                check._advance(limit=3)
        self.assertEqual((check.state, check.verified), ("whole", check.total))

    def test_R78_a_fault_in_a_late_chunk_is_found(self):
        victim = self.env["archive.event"].search([], limit=1)
        with self._as_owner():
            self.cr.execute("UPDATE archive_event SET note = 'forged' WHERE id = %s", [victim.id])
        with patch.object(event_seal, "_CHUNK", 2), mute_logger(LOGGER):
            check = self.Check._ask()
        self.assertEqual((check.state, check.fault_kind, check.fault_event_id), ("broken", "altered", victim.id))
        self.assertEqual(check.fault_number, check.verified + 1)

    # ------------------------------------------------------------------
    # Daily, with alarm
    # ------------------------------------------------------------------
    def test_R78_alarm_calls_security_officers_and_auditors(self):
        victim = self._victim()
        with self._as_owner():
            self.cr.execute("UPDATE archive_event SET note = 'forged' WHERE id = %s", [victim.id])
        with self.assertLogs(LOGGER, "ERROR") as logs:
            self.Seal._cron_verify()
        self.assertIn(f"altered at event {victim.id}", logs.output[0])
        check = self.Check.search([], limit=1)
        people = self.users["security"] | self.users["auditor"]
        self.assertLessEqual(people, check.activity_ids.user_id)
        self.assertNotIn(self.users["archivist"], check.activity_ids.user_id)
        self.assertIn(str(victim.id), check.activity_ids[0].note)
        message = self.env["mail.message"].search([("subject", "=", "The archive journal does not verify")], limit=1)
        self.assertLessEqual(people.partner_id, message.sudo().notified_partner_ids)

        with mute_logger(LOGGER):
            again = self.Check._ask()
        self.assertFalse(again.activity_ids, "they are called already")

    def test_the_daily_job_verifies_once_a_day(self):
        self.Seal._cron_verify()
        daily = self.Check.search_count([("is_daily", "=", True)])
        self.Seal._cron_verify()
        self.assertEqual(self.Check.search_count([("is_daily", "=", True)]), daily)

    # ------------------------------------------------------------------
    # Against a head
    # ------------------------------------------------------------------
    def test_R78_recomputed_chain_is_caught_by_the_head_somebody_kept(self):
        kept = self.Head._take().code
        self._recompute(self._victim())
        with self._as_owner():  # the attacker takes the heads in the database along
            self.cr.execute("DELETE FROM archive_journal_head")
        self.assertIsNone(self.Seal._verify(), "whole in itself")
        self.assertEqual(self.Check._ask().state, "whole")

        wizard = self.env["archive.journal.verify"].with_user(self.users["auditor"]).create({"known_head": kept})
        with mute_logger(LOGGER):
            action = self.rpc("auditor", wizard, "action_verify")
        self.assertEqual(action["params"]["type"], "danger")
        self.assertIn("recomputed", action["params"]["message"])
        self.assertEqual(self.Check.search([], limit=1).fault_number, Head.parse(kept).number)

    def test_R78_recomputed_chain_is_caught_by_the_heads_on_record(self):
        self.Head._take()
        self._recompute(self._victim())
        with mute_logger(LOGGER):
            self.assertEqual(self.Check._ask().fault_kind, "head")

    def test_R78_missing_end_is_caught_by_the_head(self):
        kept = self.Head._take().code
        with self._as_owner():
            self.cr.execute("DELETE FROM archive_journal_head")
            self.cr.execute("SELECT max(id) FROM archive_event_seal")
            [last] = self.cr.fetchone()
            self.cr.execute("DELETE FROM archive_event_seal WHERE id = %s RETURNING event_id", [last])
            self.cr.execute("DELETE FROM archive_event WHERE id = %s", self.cr.fetchone())
        self.assertIsNone(self.Seal._verify())
        with mute_logger(LOGGER):
            check = self.Check._ask(known_head=kept)
        self.assertEqual((check.fault_kind, check.fault_number), ("truncated", last))
        self.assertIn("end of the journal", check.verdict)

    def test_R78_the_right_head_agrees(self):
        head = self.Head._take()
        self.as_user("archivist", self.document).name = "另一份"
        self._seal()
        check = self.Check._ask(known_head=f" {head.code.upper()} ")
        self.assertEqual((check.state, check.known_head), ("whole", head.code))

    def test_a_wrong_head_is_told_so(self):
        with self.assertRaisesRegex(UserError, "no head"):
            self.Check._ask(known_head="12:abc")

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------
    def test_R97_nobody_enters_or_changes_a_verification(self):
        check = self.Check._ask()
        for login in self.users:
            for method, *args in (("write", {"state": "running"}), ("write", {"verified": 0}), ("unlink",),
                                  ("create", [{"requested_on": "2026-01-01"}])):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, check, method, *args)
        with self.assertRaises(AccessError):
            check.write({"state": "running"})

    def test_R97_only_auditors_and_security_officers_compare(self):
        for login in self.users:
            if login in ("auditor", "security"):
                continue
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.journal.verify"], "create", {"known_head": "1:" + "0" * 64})
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.Check.with_user(self.users[login])._ask()
