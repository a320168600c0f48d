from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestRenumbering(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old, cls.old_code = cls.dossier.number, cls.document.code
        cls.key = cls.env.ref("client_archive.category_key")

    def move(self):
        self.rpc("archivist", self.dossier, "write", {"category_id": self.key.id})
        self.env.invalidate_all()

    def renumber(self, login="archivist", reason="Moved to key accounts"):
        dialog = self.env["archive.renumber"].with_user(self.users[login]).create({
            "dossier_id": self.dossier.id, "reason": reason})
        self.rpc(login, dialog, "action_renumber")
        self.env.invalidate_all()

    def test_R9_number_stays_when_the_category_changes_and_says_so(self):
        self.assertFalse(self.dossier.number_hint)
        self.move()
        self.assertEqual((self.dossier.number, self.dossier.number_hint), (self.old, "D-00-C"))

    def test_R85_renumbering_keeps_the_former_number(self):
        self.move()
        self.renumber()
        self.assertEqual((self.dossier.number, self.dossier.number_hint), ("D-00-C0001", False))
        self.assertEqual(self.dossier.former_number_ids.mapped("number"), [self.old])
        self.assertEqual(self.dossier.former_number_ids.user_id, self.users["archivist"])
        Dossier = self.as_user("archivist", self.env["archive.dossier"])
        self.assertEqual(Dossier.name_search(self.old), [(self.dossier.id, self.dossier.display_name)])
        self.assertFalse(Dossier.name_search(self.old, operator="not ilike", domain=[("id", "!=", self.dossier.id)])
                         == [(self.dossier.id, self.dossier.display_name)])
        event = self.env["archive.event"].search([
            ("res_model", "=", "archive.dossier"), ("kind", "=", "dossier_renumbered")], limit=1)
        self.assertEqual((event.res_id, event.note, event.user_id), (
            self.dossier.id, "Moved to key accounts", self.users["archivist"]))
        self.assertIn(self.old, event.before)

    def test_R85_codes_of_papers_follow_and_the_stamped_ones_are_found(self):
        self.move()
        self.renumber()
        self.assertEqual(self.document.code, "D-00-C0001-001")
        self.assertEqual(self.document.former_code_ids.mapped("number"), [self.old_code])
        found = self.as_user("employee", self.env["archive.document"]).name_search(self.old_code)
        self.assertEqual(found[0][0], self.document.id)
        self.assertEqual(self.last_events(self.document), ["document_recoded"])
        self.assertFalse(self.dossier.former_number_ids.filtered("document_id"))

    def test_R85_a_paper_filed_afterwards_goes_on_with_the_new_number(self):
        self.move()
        self.renumber()
        self.assertEqual(self._make_document(self.dossier, "补充协议").code, "D-00-C0001-002")

    def test_R9_a_former_number_is_never_given_again(self):
        self.move()
        self.renumber()
        self.env.cr.execute("DELETE FROM archive_number_counter")
        twin = self.env["res.partner"].create({"name": "重庆双生"})
        self.assertEqual(self._make_dossier(twin).number, self.old[:-1] + "2")

    def test_R85_only_archivists_renumber(self):
        self.move()
        for login in ("sales", "head", "employee", "gm", "auditor", "manager"):
            with self.subTest(login=login), self.assertRaises(UserError), mute_logger(
                    "odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule"):
                self.renumber(login)
            with self.subTest(login=login), self.assertRaises(UserError), mute_logger(
                    "odoo.addons.base.models.ir_rule"):
                self.as_user(login, self.dossier)._renumber("Because")
        self.assertEqual(self.dossier.number, self.old)

    def test_R85_reason_and_cause_are_needed(self):
        archivist = self.as_user("archivist", self.dossier)
        with self.assertRaisesRegex(UserError, "follows the rule"):
            archivist._renumber("For fun")
        self.move()
        with self.assertRaisesRegex(UserError, "Say why"):
            archivist._renumber("  ")

    def test_R85_a_dossier_without_number_gets_one_by_opening(self):
        dossier = self._make_dossier(self.env["res.partner"].create({"name": "新客户"}), state="preliminary")
        with self.assertRaisesRegex(UserError, "when it is opened"):
            self.as_user("archivist", dossier)._renumber("Because")

    def test_former_numbers_cannot_be_entered_or_removed(self):
        self.move()
        self.renumber()
        former = self.dossier.former_number_ids
        for method, args in (("write", [{"number": "X"}]), ("unlink", [])):
            with self.subTest(method=method), self.assertRaises(AccessError), mute_logger(
                    "odoo.addons.base.models.ir_model"):
                self.rpc("archivist", former, method, *args)
        with self.assertRaises(UserError):
            former.sudo().unlink()
