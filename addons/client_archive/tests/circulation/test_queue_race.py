import threading
import uuid
from functools import partial

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from ...tools import gate

_NAME = "Lending Race"


@tagged("-at_install", "post_install")
class TestQueueRace(BaseCase):
    """Real connections and data that is committed: two at once for one paper, and exactly one has it."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self.clean)
        self.clean()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.archivists = [
                new_test_user(env, f"lending_race_{number}", groups="client_archive.group_archivist").id
                for number in range(2)]
            partner = env["res.partner"].create({"name": _NAME})
            dossier = gate.opened(env["archive.dossier"]).create({"partner_id": partner.id, "state": "open"})
            paper = gate.opened(env["archive.document"]).create({
                "name": _NAME, "dossier_id": dossier.id, "state": "filed", "code": _NAME,
                "type_id": env.ref("client_archive.document_type_0102").id})
            self.paper = paper.id
            self.requests = []
            for _number in range(2):
                request = env["archive.request"].create({
                    "kind": "consult", "dossier_id": dossier.id, "purpose": _NAME,
                    "line_ids": [Command.create({"document_id": paper.id})]})
                gate.opened(request).state = "submitted"
                self.requests.append(request.id)

    def clean(self):
        with self.registry.cursor() as cr:
            # The journal keeps everything for ever: in a test database it gives this back.
            cr.execute("ALTER TABLE archive_event DISABLE TRIGGER USER")
            cr.execute("SELECT id FROM archive_request WHERE purpose = %s", [_NAME])
            requests = tuple(row[0] for row in cr.fetchall()) or (0,)
            cr.execute("SELECT id FROM archive_document WHERE name = %s", [_NAME])
            papers = tuple(row[0] for row in cr.fetchall()) or (0,)
            cr.execute("SELECT d.id FROM archive_dossier d JOIN res_partner p ON p.id = d.partner_id "
                       "WHERE p.name = %s", [_NAME])
            dossiers = tuple(row[0] for row in cr.fetchall()) or (0,)
            cr.execute("SELECT id, partner_id FROM res_users WHERE login LIKE 'lending_race_%%'")
            users = cr.fetchall()
            user_ids = tuple(user for user, _partner in users) or (0,)
            cr.execute("DELETE FROM archive_grant WHERE request_id IN %s", [requests])
            cr.execute("DELETE FROM archive_scan WHERE user_id IN %s", [user_ids])
            cr.execute("DELETE FROM archive_request_line WHERE request_id IN %s", [requests])
            for model, ids in (("archive.request", requests), ("archive.document", papers),
                               ("archive.dossier", dossiers)):
                cr.execute("DELETE FROM archive_event_pending WHERE event_id IN "
                           "(SELECT id FROM archive_event WHERE res_model = %s AND res_id IN %s)", [model, ids])
                cr.execute("DELETE FROM archive_event WHERE res_model = %s AND res_id IN %s", [model, ids])
                cr.execute("DELETE FROM mail_activity WHERE res_model = %s AND res_id IN %s", [model, ids])
                cr.execute("DELETE FROM mail_message WHERE model = %s AND res_id IN %s", [model, ids])
                cr.execute("DELETE FROM mail_followers WHERE res_model = %s AND res_id IN %s", [model, ids])
            cr.execute("DELETE FROM archive_event_pending WHERE event_id IN "
                       "(SELECT id FROM archive_event WHERE user_id IN %s)", [user_ids])
            cr.execute("DELETE FROM archive_event WHERE user_id IN %s", [user_ids])
            cr.execute("DELETE FROM archive_request WHERE id IN %s", [requests])
            cr.execute("DELETE FROM archive_document WHERE id IN %s", [papers])
            cr.execute("DELETE FROM archive_dossier WHERE id IN %s", [dossiers])
            cr.execute("DELETE FROM res_users WHERE id IN %s", [user_ids])
            cr.execute("DELETE FROM res_partner WHERE name = %s OR id IN %s",
                       [_NAME, tuple(partner for _user, partner in users) or (0,)])
            cr.execute("ALTER TABLE archive_event ENABLE TRIGGER USER")

    # ------------------------------------------------------------------
    # Helpers
    # ------------------------------------------------------------------
    def _at_once(self, first, second):
        """Run ``first(env)``; while it is not committed, start ``second(env)`` on an older snapshot.

        :return: how often ``second`` ran, and the error it ended with
        """
        snapshot, tries, errors = threading.Event(), [], []

        def later():
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                cr.execute("SELECT 1 FROM archive_request LIMIT 1")  # the snapshot is taken before the other commits
                snapshot.set()
                try:
                    retrying(partial(self._tried, tries, second, env), env)
                except UserError as error:
                    errors.append(str(error))

        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            first(env)
            env.flush_all()
            other = threading.Thread(target=later)
            other.start()
            self.assertTrue(snapshot.wait(30))
        other.join(60)
        self.assertFalse(other.is_alive())
        return len(tries), errors

    @staticmethod
    def _tried(tries, act, env):
        tries.append(1)
        return act(env)

    def _approve(self, number):
        return lambda env: env["archive.request"].browse(self.requests[number])._approval_granted()

    def _hand_out(self, number, archivist):
        return lambda env: env["archive.request"].browse(self.requests[number]).with_user(
            self.archivists[archivist]).action_hand_out()

    def _stages(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            return [env["archive.request"].browse(request).line_ids.stage for request in self.requests]

    # ------------------------------------------------------------------
    # Tests
    # ------------------------------------------------------------------
    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_two_approvals_at_once_hold_the_paper_once(self):
        tries, errors = self._at_once(self._approve(0), self._approve(1))
        self.assertEqual((tries, errors), (2, []), "the second failed to serialise, ran again, and waits")
        self.assertEqual(self._stages(), ["ready", "waiting"])

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_R126_two_archivists_hand_one_paper_to_two_people(self):
        for number in range(2):
            with self.registry.cursor() as cr:
                self._approve(number)(api.Environment(cr, SUPERUSER_ID, {}))
        _tries, errors = self._at_once(self._hand_out(0, 0), self._hand_out(1, 1))
        self.assertEqual(self._stages(), ["out", "waiting"])
        self.assertEqual(len(errors), 1)
        self.assertRegex(errors[0], "is with|is held for")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_R126_two_archivists_hand_out_the_same_request(self):
        with self.registry.cursor() as cr:
            self._approve(0)(api.Environment(cr, SUPERUSER_ID, {}))
        tries, errors = self._at_once(self._hand_out(0, 0), self._hand_out(0, 1))
        self.assertEqual(tries, 2)
        self.assertRegex(errors[0], "not approved, or was collected already")
        self.assertEqual(self._stages()[0], "out")

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_the_same_scan_at_once_is_one_act(self):
        with self.registry.cursor() as cr:
            self._approve(0)(api.Environment(cr, SUPERUSER_ID, {}))
        uid, answers = uuid.uuid4().hex, []

        def scan(env):
            Scan = env["archive.scan"].with_user(self.archivists[0])
            answers.append(Scan.scan(uid, _NAME, {"request_id": self.requests[0]}))
        tries, errors = self._at_once(scan, scan)
        self.assertEqual((tries, errors), (2, []))
        self.assertEqual([answer["act"] for answer in answers], ["out", "out"])
        self.assertEqual([answer["repeated"] for answer in answers], [False, True])
        self.assertEqual(self._stages()[0], "out")
