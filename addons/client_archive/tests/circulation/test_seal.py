from psycopg2.errors import InsufficientPrivilege

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools import gate
from ..common import USCC, ArchiveCommon


@tagged("post_install", "-at_install")
class TestSeal(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.licence = cls._make_document(
            cls.dossier, "营业执照", type_id=cls.env.ref("client_archive.document_type_0201").id)

    def stamp(self, login, kind, documents, note="发客户存档"):
        wizard = self.env["archive.seal.stamp"].with_user(self.users[login]).create({
            "kind": kind, "document_ids": [(6, 0, documents.ids)], "note": note})
        result = wizard.action_stamp()
        self.env.invalidate_all()
        return result

    def test_R25_filing_stamps_received_in_red(self):
        draft = self._make_document(self.dossier, "合同二", state="submitted")
        self.assertFalse(draft.seal_ids)
        self.rpc("archivist", draft, "action_file")
        self.assertEqual((draft.seal_ids.kind, draft.seal_ids.colour), ("received", "red"))
        self.assertEqual(draft.seal_ids.user_id, self.users["archivist"])
        self.assertTrue(draft.seal_ids.note, "R28")
        self.assertTrue(draft.is_stamped_received)
        self.assertFalse(draft.is_stamped_issued or draft.is_stamped_void)
        self.assertIn("seal_stamped", self.last_events(draft, 3))

    def test_R24_licences_are_exempt(self):
        self.assertEqual((self.licence.state, self.licence.takes_seals), ("filed", False))
        self.assertFalse(self.licence.seal_ids)
        with self.assertRaisesRegex(UserError, "Licences take no seal"):
            self.stamp("archivist", "issued", self.licence)
        with self.assertRaisesRegex(UserError, "Licences take no seal"):
            self.stamp("archivist", "issued", self.document | self.licence)
        self.assertFalse(self.document.is_stamped_issued, "all or none")

    def test_R24_R27_expired_licence_is_void_without_a_seal(self):
        self.stamp("archivist", "void", self.licence | self.document, "过期")
        self.assertTrue(self.licence.is_void and self.document.is_void)
        self.assertFalse(self.licence.seal_ids)
        self.assertEqual(self.document.seal_ids[0].kind, "void")

    def test_R26_issued_in_blue(self):
        self.rpc("archivist", self.document, "action_issue")
        self.stamp("archivist", "issued", self.document)
        seal = self.document.seal_ids[0]
        self.assertEqual((seal.kind, seal.colour, seal.note), ("issued", "blue", "发客户存档"))
        self.assertTrue(self.document.is_stamped_issued)

    def test_R27_void_in_blue_with_the_reason(self):
        self.rpc("archivist", self.document, "action_void")
        self.stamp("archivist", "void", self.document, "由补充协议取代")
        self.assertTrue(self.document.is_void and self.document.is_stamped_void)
        self.assertEqual(self.document.seal_ids[0].colour, "blue")
        self.assertEqual(self.last_events(self.document), ["document_voided"])
        for kind in ("void", "issued"):
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, "void already"):
                self.stamp("archivist", kind, self.document)

    def test_R27_void_papers_do_not_count_as_held(self):
        self.dossier.invalidate_recordset()
        self.assertNotIn(self.licence.type_id, self.dossier.missing_type_ids)
        self.stamp("archivist", "void", self.licence, "过期")
        self.dossier.invalidate_recordset()
        self.assertIn(self.licence.type_id, self.dossier.missing_type_ids)

    def test_R28_each_stamping_carries_a_note(self):
        for kind, words in (("issued", "Each stamping carries a note"), ("void", "Say why it is void")):
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, words):
                self.stamp("archivist", kind, self.document, "  ")
        self.assertFalse(self.document.is_void)

    def test_R26_R27_only_archivists_stamp(self):
        for login in self.users.keys() - {"archivist", "archive_head"}:
            for method in ("action_issue", "action_void"):
                with self.subTest(login=login, method=method), self.assertRaises(UserError):
                    self.rpc(login, self.document, method)
            with self.subTest(login=login), self.assertRaises(UserError):
                self.stamp(login, "void", self.document)
            for method in ("_void", "_issue"):
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, self.document, method, "x")
        self.assertFalse(self.document.is_void)

    def test_R26_R27_only_what_is_in_the_archive(self):
        draft = self._make_document(self.dossier, "草稿", state="draft")
        for kind in ("issued", "void"):
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, "not in the archive"):
                self.stamp("archivist", kind, draft)

    def test_seals_cannot_be_forged_or_taken_off(self):
        seal = self.document.seal_ids
        values = {"kind": "issued", "document_id": self.document.id, "company_id": self.company.id,
                  "date": "2026-01-01", "user_id": self.users["gm"].id, "note": "x"}
        for login in self.users:
            for records, method, args in (
                (seal, "write", [{"note": "x"}]), (seal, "unlink", []), (seal, "create", [[values]]),
                (self.document, "write", [{"is_void": True}]),
            ):
                with self.subTest(login=login, method=method), self.assertRaises(UserError):
                    self.rpc(login, records, method, *args)
        for login in ("archivist", "archive_head"):
            for command in ((0, 0, values), (1, seal.id, {"note": "x"}), (2, seal.id)):
                with self.subTest(login=login, command=command), self.assertRaises(UserError):
                    self.rpc(login, self.document, "write", {"seal_ids": [command]})
        with self.assertRaises(UserError):
            seal.sudo().with_context(**{gate._KEY: True}).write({"note": "x"})
        self.assertEqual(len(self.document.seal_ids), 1)

    def test_seals_are_append_only_in_the_database(self):
        for query in ("UPDATE archive_seal SET note = 'x' WHERE id = %s", "DELETE FROM archive_seal WHERE id = %s"):
            with self.subTest(query=query), mute_logger("odoo.sql_db"), self.assertRaises(InsufficientPrivilege), \
                    self.cr.savepoint():
                self.cr.execute(query, [self.document.seal_ids.id])

    def test_everybody_reads_seals_of_their_company_only(self):
        seal = self.document.seal_ids
        self.assertEqual(self.rpc("employee", seal, "read", ["note"])[0]["note"], seal.note)
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["archivist"].copy({
            "login": "stranger", "company_id": other.id, "company_ids": [other.id]})
        self.assertFalse(seal.with_user(stranger).search([("id", "=", seal.id)]))

    def test_stamping_costs_the_same_for_many(self):
        other = self._make_dossier(self.partner.copy({"vat": USCC[1]}))
        archivist = self.as_user("archivist", other).env  # kept, or its time zone is asked for now and then

        def queries(count):
            papers = self.env["archive.document"].concat(*(
                self._make_document(other, f"合同{count}-{number}") for number in range(count)))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            papers.with_env(archivist)._issue("发行")
            self.env.flush_all()
            return self.cr.sql_log_count - before
        queries(2)  # warms what is cached for good: groups, rules, fields
        self.assertEqual(queries(5), queries(10))
