from contextlib import closing

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Two decisions on one step, over two real connections: exactly one stands (invariant 1)."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cr.execute("SELECT COALESCE(max(id), 0) FROM archive_event")
            [self.last_event] = cr.fetchone()
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
            cr.execute("DELETE FROM archive_event_pending WHERE event_id > %s", [self.last_event])
            cr.execute("ALTER TABLE archive_event DISABLE TRIGGER archive_event_append_only")
            cr.execute("DELETE FROM archive_event WHERE id > %s", [self.last_event])
            cr.execute("ALTER TABLE archive_event ENABLE TRIGGER archive_event_append_only")

    def _dossier(self, cr):
        return api.Environment(cr, self.admin, {})["archive.dossier"].browse(self.dossier)

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
