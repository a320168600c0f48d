from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools import gate, qr_code
from ..forms import SCALE, FormsMixin
from .common import CustodyCommon


@tagged("post_install", "-at_install")
class TestLabels(FormsMixin, CustodyCommon):
    def label(self, login="archivist", **values):
        return self.env["archive.box.label"].with_user(self.users[login]).create(values)

    def spine(self, label):
        return self.print_form("archivist", "report_box_spine", label)

    def test_spine_has_the_size_of_the_box(self):
        for width in (20, 30, 40, 50):
            label = self.label(dossier_ids=self.dossier.ids, width=str(width))
            self.assertEqual(self.sizes(self.spine(label)), [(float(width), 310.0)])

    def test_spine_says_what_stands_in_the_box(self):
        self.company.archive_fonds_number = "J012"
        self.as_user("archivist", self.document)._shelve(self.box)
        self.make_papers(self.dossier, 3)
        words = self.words(self.spine(self.label(dossier_ids=self.dossier.ids, width="40")))
        for text in ("J012", "001", "004", "Box 1", self.box.barcode, self.dossier.department_id.name):
            self.assertIn(text, words)
        self.assertIn("重庆长江轴承有限公司", words.replace("\n", ""))

    def test_width_is_proposed_from_the_pages(self):
        self.assertEqual(self.label(dossier_ids=self.dossier.ids).width, "20")
        self.make_papers(self.dossier, 2, page_count=120)
        self.assertEqual(self.label(dossier_ids=self.dossier.ids).width, "30")
        self.make_papers(self.dossier, 2, page_count=400)
        self.assertEqual(self.label(dossier_ids=self.dossier.ids).width, "50")

    def drawn_code(self, picture, left, top, side, value):
        """The modules of the QR code that is drawn in that square (millimetres)."""
        count = len(qr_code.matrix(value))
        step = side / (count + 8)
        def pixel(start, module):
            return round((start + (module + 4.5) * step) * SCALE)
        return [[picture.getpixel((pixel(left, x), pixel(top, y))) < 128 for x in range(count)] for y in range(count)]

    def test_place_labels_carry_the_barcode_as_a_QR_code(self):
        content = self.print_form("archivist", "report_place_labels", self.box)
        self.assertEqual(self.sizes(content), [(210.0, 297.0)])
        words = self.words(content)
        self.assertIn(self.box.barcode, words)
        self.assertIn("Box 1", words)
        code = self.drawn_code(self.draw(content), 4, 4.5, 29, self.box.barcode)
        self.assertEqual(code, qr_code.matrix(self.box.barcode))

    def test_labels_go_24_to_a_sheet(self):
        boxes = self.env["archive.place"].create([
            {"name": f"盒{number}", "kind": "box", "parent_id": self.shelf.id} for number in range(25)])
        self.assertEqual(len(self.sizes(self.print_form("archivist", "report_place_labels", boxes))), 2)

    def test_box_without_a_dossier_has_a_label(self):
        label = self.label(place_ids=self.box2.ids, width="30")
        self.assertIn(self.box2.barcode, self.words(self.spine(label)))
        self.assertEqual(self.last_events(self.box2), ["printed"])

    def test_printing_is_journaled_with_the_dossier(self):
        gate.opened(self.dossier).write({"box_id": self.box.id})
        self.spine(self.label(place_ids=self.box.ids, width="30"))
        self.assertEqual(self.last_events(self.dossier), ["printed"])

    def test_only_the_archive_prints_labels(self):
        for login in ("sales", "employee", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.env["archive.box.label"], "create", {"dossier_ids": self.dossier.ids})
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.print_form(login, "report_place_labels", self.box)

    def test_another_persons_dialog_is_not_printed(self):
        label = self.label(login="archive_head", dossier_ids=self.dossier.ids, width="30")
        with self.assertRaises(AccessError):
            self.spine(label)

    def test_nothing_chosen(self):
        with self.assertRaisesRegex(UserError, "Choose"):
            self.rpc("archivist", self.label(width="20"), "action_print")
        action = self.rpc("archivist", self.label(dossier_ids=self.dossier.ids), "action_print")
        self.assertEqual((action["report_name"], action["archive_form"]), ("client_archive.report_box_spine", "each"))
