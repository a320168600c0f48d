from psycopg2.errors import NotNullViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import USCC, ArchiveCommon


@tagged("-at_install", "post_install")
class TestVerification(ArchiveCommon):
    """What is collected has a collector and a source, and is verified by somebody else (R82, R84, R96)."""

    def fact(self, login="sales", **values):
        return self.env["archive.customer.fact"].with_user(self.users[login]).create({
            "dossier_id": self.dossier.id, "kind": "dispute", "name": "被列为被执行人", "source": "执行信息公开网",
            **values}).with_env(self.env)

    def collection(self, login="sales", **values):
        return self.env["archive.customer.collection"].with_user(self.users[login]).create({
            "dossier_id": self.dossier.id, "name": "工商信息", "source": "公示系统", **values}).with_env(self.env)

    def test_R82_a_second_person_verifies(self):
        fact = self.fact()
        self.assertEqual((fact.state, fact.collector_id), ("recorded", self.users["sales"]))
        self.assertTrue(self.as_user("archivist", fact).can_verify)
        self.assertFalse(self.as_user("sales", fact).can_verify)
        self.rpc("archivist", fact, "action_verify")
        self.assertEqual((fact.state, fact.verified_by_id), ("verified", self.users["archivist"]))
        self.assertEqual(self.last_events(fact), ["fact_verified"])
        other = self.fact()
        self.rpc("head", other, "action_refute")
        self.assertEqual(other.state, "refuted")

    def test_R96_the_collector_does_not_verify(self):
        for fact in (self.fact("archivist"), self.fact(collector_id=self.users["archivist"].id)):
            with self.assertRaisesRegex(AccessError, "Another person"):
                self.rpc("archivist", fact, "action_verify")
        for login in ("other_sales", "employee", "gm", "auditor", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
                self.rpc(login, self.collection(), "action_verify")

    def test_R96_nothing_is_verified_by_writing(self):
        collection = self.collection()
        for vals in ({"state": "verified"}, {"verified_by_id": self.users["head"].id}, {"verified_on": "2024-01-01"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                self.rpc("sales", collection, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("archivist", collection, "create", {
                "dossier_id": self.dossier.id, "name": "x", "source": "x", "state": "verified"})

    def test_R96_what_was_verified_stands(self):
        collection = self.collection()
        self.rpc("sales", collection, "write", {"source": "公示系统二"})
        self.rpc("archivist", collection, "action_verify")
        for login in ("sales", "archivist"):
            with self.assertRaisesRegex(UserError, "stands as it is"):
                self.rpc(login, collection, "write", {"source": "x"})
            with self.assertRaises(UserError):
                self.rpc(login, collection, "unlink")
        with self.assertRaises(UserError):
            self.rpc("head", collection, "action_refute")

    def test_R82_each_has_its_source(self):
        for values in ({"source": False}, {"collector_id": False}):
            with self.subTest(values=values), mute_logger("odoo.sql_db"), self.assertRaises(
                    NotNullViolation), self.cr.savepoint():
                self.fact(**values)

    def test_R84_purpose_basis_and_consent(self):
        with self.assertRaisesRegex(ValidationError, "consent"):
            self.collection(lawful_basis="consent")
        row = self.collection(lawful_basis="consent", consent_on="2024-05-01", purpose="建立客户档案")
        self.assertEqual(row.purpose, "建立客户档案")

    def test_R84_a_stamped_copy_is_a_paper_of_the_dossier(self):
        with self.assertRaisesRegex(UserError, "stamped copy"):
            self.collection(proof="stamped_copy")
        foreign = self._make_document(
            self._make_dossier(self.partner.copy({"name": "别家", "vat": USCC[1]})), "别家执照")
        with self.assertRaisesRegex(ValidationError, "not a paper of"):
            self.collection(proof="stamped_copy", document_id=foreign.id)
        self.assertTrue(self.collection(proof="stamped_copy", document_id=self.document.id))

    def test_R96_what_waits_is_counted_on_the_customer(self):
        self.fact()
        self.collection()
        partner = self.as_user("sales", self.partner)
        self.assertEqual(partner.customer_to_verify_count, 2)
        action = partner.action_view_to_verify()
        self.assertEqual(action["res_model"], "archive.customer.collection")
