from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestExpiry(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = cls.company._archive_today()
        cls.agreement, cls.clearance = cls._clear("archivist")

    def warn(self):
        with self.enter_registry_test_mode():
            self.env.ref("client_archive.ir_cron_warn_ahead").method_direct_trigger()
        self.env.invalidate_all()

    def test_R98_officer_and_person_hear_of_the_end_once(self):
        self.warn()
        self.assertFalse(self.clearance.activity_ids | self.agreement.activity_ids)
        self.clearance.date_to = self.today + timedelta(days=20)
        self.agreement.date_to = self.today + timedelta(days=10)
        self.warn()
        self.warn()
        for record in (self.clearance, self.agreement):
            self.assertEqual(record.activity_ids.user_id, self.users["security"])
            self.assertEqual(len(record.activity_ids), 1)
            self.assertEqual(record.activity_ids.date_deadline, record.date_to)
            told = record.message_ids.notified_partner_ids
            notices = self.env["mail.message"].search([
                ("model", "=", record._name), ("res_id", "=", record.id),
                ("message_type", "=", "user_notification")])
            self.assertIn(self.users["archivist"].partner_id, notices.notified_partner_ids | told)

    def test_R98_what_is_renewed_or_over_is_not_called_for(self):
        self.clearance.date_to = self.today + timedelta(days=20)
        self.warn()
        self.assertTrue(self.clearance.activity_ids)
        lower = self.env["archive.clearance"].with_user(self.users["security"]).create({
            "user_id": self.users["archivist"].id, "level": "1", "date_from": self.today})
        self.warn()
        self.assertTrue(self.clearance.activity_ids, "a lower level renews nothing")
        self.rpc("security", lower, "action_revoke")
        self.env["archive.clearance"].with_user(self.users["security"]).create({
            "user_id": self.users["archivist"].id, "level": "3", "date_from": self.today + timedelta(days=21)})
        self.warn()
        self.assertFalse(self.clearance.activity_ids)

    def test_R101_trainings_that_stop_counting(self):
        training = self.env["archive.training"].with_user(self.users["security"]).create({
            "name": "保密法", "kind": "law", "date": self.today - timedelta(days=350), "interval_months": 12,
            "user_ids": [Command.set((self.users["archivist"] | self.users["sales"]).ids)]})
        self.assertEqual(training._people_concerned(), self.users["archivist"], "the cleared alone")
        self.warn()
        self.assertEqual(training.activity_ids.user_id, self.users["security"])
        self.env["archive.training"].with_user(self.users["security"]).create({
            "name": "再训", "kind": "law", "date": fields.Date.today(),
            "user_ids": [Command.set(self.users["archivist"].ids)]})
        self.warn()
        self.assertFalse(training.activity_ids)
