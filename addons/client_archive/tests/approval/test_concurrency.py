from contextlib import closing
from unittest.mock import patch

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..race import RaceCase


@tagged("post_install", "-at_install")
class TestConcurrency(RaceCase):
    """Two decisions on one step, over two real connections: exactly one stands (invariant 1)."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.admin = env.ref("base.user_admin").id
            self.officer = env["archive.officer"].create({"role": "general_manager", "user_id": self.admin}).id
            self.route = env["mail.activity.plan"].create({
                "name": "Race", "res_model": "archive.dossier", "is_approval_route": True, "company_id": False,
                "approval_strictness": 999, "template_ids": [Command.create({
                    "summary": "Decide", "responsible_type": "officer", "officer_role": "general_manager",
                    "activity_type_id": env.ref("client_archive.mail_activity_approval").id})]}).id
            self.partner = env["res.partner"].create({"name": "Race"}).id
            dossier = env["archive.dossier"].create({"partner_id": self.partner, "user_id": SUPERUSER_ID})
            dossier.action_submit()
            self.dossier = dossier.id
        self.addCleanup(self._remove)

    def _remove(self):
        """Take what was committed away again, the journal's entries included."""
        with self.registry.cursor() as cr:
            for table in ("archive_approval_step", "mail_activity", "mail_message"):
                column = "model" if table == "mail_message" else "res_model"
                cr.execute(SQL(
                    "DELETE FROM %s WHERE %s = 'archive.dossier' AND res_id = %s", SQL.identifier(table),
                    SQL.identifier(column), self.dossier))
            cr.execute("DELETE FROM mail_followers WHERE res_model = 'archive.dossier' AND res_id = %s", [self.dossier])
            for table, ids in (("archive_dossier", self.dossier), ("archive_officer", self.officer),
                               ("mail_activity_plan_template", None), ("mail_activity_plan", self.route),
                               ("res_partner", self.partner)):
                if ids:
                    cr.execute(SQL("DELETE FROM %s WHERE id = %s", SQL.identifier(table), ids))
                else:
                    cr.execute("DELETE FROM mail_activity_plan_template WHERE plan_id = %s", [self.route])
            self._forget_events(cr)

    def _dossier(self, cr):
        return api.Environment(cr, self.admin, {})["archive.dossier"].browse(self.dossier)

    def _chairman(self, env):
        """Somebody else, for a second step; taken away again."""
        user = env["res.users"].create({"name": "Race", "login": "race", "email": "race@example.com"})
        officer = env["archive.officer"].create({"role": "chairman", "user_id": user.id})
        user_id = user.id
        gone = [("archive_officer", officer.id), ("res_users", user_id), ("res_partner", user.partner_id.id)]

        def remove():
            with self.registry.cursor() as cr:
                cr.execute("UPDATE archive_approval_step SET user_id = NULL WHERE user_id = %s", [user_id])
                for table, row in gone:
                    cr.execute(SQL("DELETE FROM %s WHERE id = %s", SQL.identifier(table), row))

        self.addCleanup(remove)

    def _told(self, cr):
        """How often the decision was told: notes on the document, and entries of the journal."""
        cr.execute(
            "SELECT count(*) FROM mail_message WHERE model = 'archive.dossier' AND res_id = %s AND body LIKE %s",
            [self.dossier, "%Decided twice?%"])
        [messages] = cr.fetchone()
        cr.execute(
            "SELECT count(*) FROM archive_event WHERE res_model = 'archive.dossier' AND res_id = %s"
            " AND kind = 'approval_approved'", [self.dossier])
        return messages, cr.fetchone()[0]

    def _mails(self, cr):
        cr.execute(
            "SELECT count(*) FROM mail_message WHERE model = 'archive.dossier' AND res_id = %s"
            " AND message_type = 'user_notification' AND body LIKE %s", [self.dossier, "%/archive/approval/%"])
        return cr.fetchone()[0]

    def test_two_decisions_at_once_are_one(self):
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            for cr in (first, second):  # both look before either decides
                self.assertTrue(self._dossier(cr).can_decide)
            self._dossier(first)._approval_decide("refused", "Not now")
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(OperationalError):
                self._dossier(second)._approval_decide("approved")
            second.rollback()
            with self.assertRaisesRegex(UserError, "Nothing about"):  # as Odoo tries again
                self._dossier(second)._approval_decide("approved")
            second.rollback()
        with self.registry.cursor() as cr:
            steps = self._dossier(cr)._approval_steps()
            self.assertEqual(steps.mapped("state"), ["refused"])
            self.assertEqual(self._dossier(cr).state, "preliminary")

    def test_repeated_clicks_are_one_decision(self):
        """The second click of the button, or of the activity, comes while the first one is under way."""
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            dossiers = self._dossier(first), self._dossier(second)
            self.assertTrue(all(dossier.can_decide for dossier in dossiers))
            dossiers[0]._approval_decide("approved", "Decided twice?")
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(OperationalError):
                dossiers[1]._approval_decide("approved", "Decided twice?")
            second.rollback()
            with self.assertRaisesRegex(UserError, "Nothing about"):
                self._dossier(second)._approval_decide("approved", "Decided twice?")
            second.rollback()
        with self.registry.cursor() as cr:
            self.assertEqual(self._dossier(cr).state, "open")
            self.assertEqual(self._told(cr), (1, 1))

    def test_killed_worker_leaves_the_step_as_it_was(self):
        with closing(self.registry.cursor()) as cr:  # killed before it commits
            self._dossier(cr)._approval_decide("approved", "Decided twice?")
        with self.registry.cursor() as cr:
            self.assertEqual(self._dossier(cr)._approval_steps().mapped("state"), ["pending"])
            self.assertEqual(self._told(cr), (0, 0))
            self.assertEqual(len(self._dossier(cr).activity_ids), 1)
            self._dossier(cr)._approval_decide("approved", "Decided twice?")  # and again
        with self.registry.cursor() as cr:
            self.assertEqual(self._told(cr), (1, 1))

    def test_serialization_failure_retried_is_one_decision_and_one_mail(self):
        """A second step follows; its mail goes out once, although the first attempt had written it already."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self._chairman(env)
            route = env["mail.activity.plan"].browse(self.route)
            route.template_ids.copy({"sequence": 20, "officer_role": "chairman"})
            dossier = self._dossier(cr).with_user(SUPERUSER_ID)
            dossier.action_withdraw()
            dossier.action_submit()
            before = self._mails(cr)
        attempts = []
        with self.registry.cursor() as cr:

            def attempt():
                attempts.append(True)
                self._dossier(cr)._approval_decide("approved", "Decided twice?")
                cr.flush()
                touch = ("UPDATE res_partner SET write_date = now() at time zone 'UTC' WHERE id = %s", [self.partner])
                if len(attempts) == 1:
                    with self.registry.cursor() as other:  # somebody is faster at another row, after we decided
                        other.execute(*touch)
                cr.execute(*touch)
                return self._mails(cr)

            with mute_logger("odoo.service.model", "odoo.sql_db"), patch("odoo.service.model.time.sleep"):
                after = retrying(attempt, api.Environment(cr, self.admin, {}))
        self.assertEqual((len(attempts), after - before), (2, 1))
        with self.registry.cursor() as cr:
            self.assertEqual(self._dossier(cr)._approval_steps()[:2].mapped("state"), ["approved", "pending"])
            self.assertEqual(self._told(cr), (1, 1))

    def test_withdrawn_while_it_is_decided(self):
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            self.assertTrue(self._dossier(first).can_decide)
            self._dossier(second).with_user(SUPERUSER_ID).action_withdraw()
            second.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(OperationalError):
                self._dossier(first)._approval_decide("approved")
            first.rollback()
            with self.assertRaisesRegex(UserError, "Nothing about"):
                self._dossier(first)._approval_decide("approved")
            first.rollback()

    def test_two_questions_at_once_are_one(self):
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            steps = [self._dossier(cr)._approval_pending().sudo(False) for cr in (first, second)]
            steps[0]._ask("Why?")
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(OperationalError):
                steps[1]._ask("And when?")
            second.rollback()
        with self.registry.cursor() as cr:
            self.assertEqual(self._dossier(cr)._approval_steps().question, "Why?")
