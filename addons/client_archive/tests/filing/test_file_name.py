import unicodedata
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...tools import file_name


@tagged("post_install", "-at_install")
class TestFileName(BaseCase):
    def test_R86_number_title_date(self):
        self.assertEqual(
            file_name.name("B010001-003", "采购合同", date(2025, 3, 8), "PDF"), "B010001-003_采购合同_20250308.pdf")
        self.assertEqual(file_name.name("B010001", "长江轴承"), "B010001_长江轴承")
        self.assertEqual(file_name.name("", "函", date(2025, 3, 8), "pdf"), "函_20250308.pdf")

    def test_what_Windows_refuses_is_replaced(self):
        self.assertEqual(file_name.name("A/1", '关于"价格"?<最终>', None, "pdf"), "A／1_关于＂价格＂？＜最终＞.pdf")
        self.assertEqual(file_name.name("", "CON", None, "txt"), "_CON.txt")
        self.assertEqual(file_name.name("", "..\\..\\etc", None, ""), "＼..＼etc")
        self.assertNotIn("\u202e", file_name.name("1", "合同\u202efdp.exe"))
        self.assertEqual(file_name.name("1", "a\r\nb\t c"), "1_a b c")

    def test_a_long_title_is_cut_and_the_rest_stays(self):
        name = file_name.name("B010001-003", "长" * 300, date(2025, 3, 8), "pdf")
        self.assertTrue(name.startswith("B010001-003_长") and name.endswith("长_20250308.pdf"))
        self.assertLessEqual(len(name.encode()), file_name.LIMIT)

    @settings(max_examples=30, deadline=None)
    @given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=12))
    def test_every_name_is_safe(self, number, title, ending):
        name = file_name.name(number, title, date(2025, 3, 8), ending)
        self.assertLessEqual(len(name.encode()), file_name.LIMIT + 60)
        self.assertFalse(set(name) & set('<>:"/\\|?*'))
        self.assertFalse(any(unicodedata.category(char) == "Cc" for char in name))
        self.assertTrue(name and not name.endswith((".", " ")))

    def test_names_are_unique_whatever_their_case(self):
        unique = file_name.Unique()
        self.assertEqual([unique(name) for name in ("a.pdf", "A.pdf", "a.pdf", "a", "a")],
                         ["a.pdf", "A (2).pdf", "a (3).pdf", "a", "a (2)"])

    def test_the_ending_is_that_of_the_file(self):
        self.assertEqual([file_name.extension(name) for name in ("a.PDF", "b", "x.tar.gz", "x.p/q", None)],
                         ["PDF", "", "gz", "", ""])
