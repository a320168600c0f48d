from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PrivacyCommon


@tagged("-at_install", "post_install")
class TestConsent(PrivacyCommon):
    def _found(self, *values):
        return self.env["archive.customer.collection"].search([
            ("lawfulness", "in", values), ("dossier_id", "=", self.dossier.id)])

    def test_R84_collections_without_purpose_or_consent_are_listed(self):
        self.assertEqual(self.collection.lawfulness, "ok")
        self.assertIn(self.collection, self._found("ok"))
        self.collection.purpose = False
        self.assertEqual(self.collection.lawfulness, "no_purpose")
        self.assertEqual(self._found("no_purpose"), self.collection)
        self.collection.write({"purpose": "Contact", "consent_until": "2025-06-30"})
        self.assertEqual(self.collection.lawfulness, "expired")
        self.assertEqual(self._found("expired", "withdrawn"), self.collection)
        self.assertFalse(self._found("ok"))

    def test_R84_search_and_field_agree(self):
        rows = self.env["archive.customer.person"].search([])
        for value in ("ok", "no_purpose", "no_basis", "expired", "withdrawn"):
            with self.subTest(value=value):
                self.assertEqual(
                    rows.search([("lawfulness", "=", value)]), rows.filtered(lambda row, v=value: row.lawfulness == v))

    def test_R84_a_consent_ends_after_it_began(self):
        with self.assertRaises(ValidationError):
            self.person.consent_until = "2024-12-31"

    def test_R84_expired_consent_takes_nothing_personal_in(self):
        self.person.write({"interests": False, "taboos": False, "consent_until": "2025-06-30"})
        with self.assertRaises(ValidationError):
            self.rpc("sales", self.person, "write", {"interests": "围棋"})

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_R84_a_withdrawal_is_not_undone_by_rpc(self):
        for record in (self.person, self.collection):
            with self.subTest(model=record._name), self.assertRaises(UserError):
                self.rpc("sales", record, "write", {"withdrawn_on": "2025-01-01"})
        self.person._withdraw(self.company._archive_today())
        with self.assertRaises(AccessError):
            self.rpc("sales", self.person, "write", {"withdrawn_on": False})
        self.assertEqual(self.last_events(self.person), ["consent_withdrawn"])

    def test_R84_consent_that_ends_calls_the_account_manager_once(self):
        self.person.consent_until = self.company._archive_today()
        self.run_scheduled("ir_cron_privacy", times=2)
        kind = self.env.ref("client_archive.mail_activity_consent")
        calls = self.dossier.activity_ids.filtered(lambda row: row.activity_type_id == kind)
        self.assertEqual(len(calls), 1)
        self.assertEqual(calls.user_id, self.users["sales"])

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_the_security_officer_sees_collections_and_changes_none(self):
        self.assertTrue(self.rpc("security", self.collection, "read", ["lawfulness"]))
        with self.assertRaises(AccessError):
            self.rpc("security", self.collection, "write", {"purpose": "x"})
