from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..forms import FormsMixin
from .common import CustodyCommon


@tagged("post_install", "-at_install")
class TestBoxForms(FormsMixin, CustodyCommon):
    def test_box_note(self):
        self.as_user("archivist", self.document)._shelve(self.box)
        check = self.env["archive.inventory"].with_user(self.users["archivist"]).create({"place_id": self.box.id})
        check.action_start()
        check.line_ids.filtered("document_id").write({"result": "damaged", "finding": "水渍", "remedy": "已晾干"})
        (check.line_ids - check.line_ids.filtered("document_id")).write({"remedy": "x"})
        check.action_done()
        content = self.print_form("archivist", "report_box_note", self.box)
        self.assertEqual(self.sizes(content), [(210.0, 297.0)])
        words = self.words(content)
        for text in ("1 papers", self.document.code, self.box.barcode, "水渍", "已晾干", self.users["archivist"].name):
            self.assertIn(text, words)

    def test_an_empty_box_has_a_note_too(self):
        self.assertIn("0 papers", self.words(self.print_form("archivist", "report_box_note", self.box2)))

    def test_volume_note_says_what_is_kept_apart(self):
        secret = self._make_document(self.dossier, "机密合同", secrecy_level="1")
        self.as_user("archivist", self.document)._shelve(self.box)
        self.as_user("archivist", secret)._shelve(self.safe)
        words = self.words(self.print_form("archivist", "report_volume_note", self.dossier))
        self.assertIn(f"Kept apart at {self.safe.complete_name}: nos. {secret.item_number}", words)
        self.assertNotIn("机密合同", words)

    def spine(self, width, login="archivist"):
        return self.env["archive.volume.spine"].with_user(self.users[login]).create({
            "dossier_ids": self.dossier.ids, **({"width": width} if width else {})})

    def test_volume_spines_have_their_three_widths(self):
        for width in ("10", "15", "20"):
            content = self.print_form("archivist", "report_volume_spine", self.spine(width))
            self.assertEqual(self.sizes(content), [(float(width), 310.0)])
            words = self.words(content).replace("\n", "")
            self.assertIn("重庆长江轴承有限公司", words)
        self.assertEqual(self.last_events(self.dossier), ["printed"])

    def test_no_word_is_broken_on_the_narrowest_spine(self):
        words = self.words(self.print_form("archivist", "report_volume_spine", self.spine("10"))).split()
        for word in ("Catalogue", "Retention", self.dossier._volume_number()):
            self.assertIn(word, words)

    def test_the_width_is_proposed_from_the_pages(self):
        widths = []
        for pages in (10, 90, 200):
            self.document.sudo().page_count = pages
            widths.append(self.spine(None).width)
        self.assertEqual(widths, ["10", "15", "20"])

    def test_only_the_archive_prints_them(self):
        for login in ("sales", "employee", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.print_form(login, "report_box_note", self.box)
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.volume.spine"], "create", {"dossier_ids": self.dossier.ids})
        spine = self.spine("20", "archive_head")
        with self.assertRaises(AccessError):
            self.print_form("archivist", "report_volume_spine", spine)
