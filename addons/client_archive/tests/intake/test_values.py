from datetime import date, datetime

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ...tools.intake import values


@tagged("-at_install", "post_install")
class TestValues(BaseCase):
    """Cells as people fill them in."""

    def test_dates(self):
        day = date(2024, 3, 5)
        for cell in ("2024-03-05", "2024/3/5", "2024.3.5", "2024年3月5日", "２０２４年３月５日", " 2024 年 3 月 5 日 ",
                     "20240305", 20240305, 45356, "45356", 45356.0, day, datetime(2024, 3, 5, 12),
                     "2024-03-05 00:00:00"):
            with self.subTest(cell=cell):
                self.assertEqual(values.to_date(cell), day)

    def test_no_dates(self):
        for cell in ("2024-13-05", "2024年2月30日", "soon", "", None, "5/3/2024", "0024-03-05", 7, 99999999,
                     "三月五日"):
            with self.subTest(cell=cell), self.assertRaises(ValueError):
                values.to_date(cell)

    def test_whole_numbers(self):
        for cell, number in (("１２", 12), ("12页", 12), (12.0, 12), ("1,200", 1200), (" 7 ", 7), ("-1", -1)):
            with self.subTest(cell=cell):
                self.assertEqual(values.to_integer(cell), number)
        for cell in ("zwei", "12.5", 12.5, "", None, "1e3"):
            with self.subTest(cell=cell), self.assertRaises(ValueError):
                values.to_integer(cell)

    def test_text_keeps_its_characters_and_loses_its_blanks(self):
        self.assertEqual(values.text(" \u3000重庆（集团）\u200b有限公司\xa0"), "重庆（集团）有限公司")
        self.assertEqual(values.text(13800000000.0), "13800000000")
        self.assertEqual(values.text("a\x07b"), "ab")
        self.assertEqual(values.text(datetime(2024, 3, 5)), "2024-03-05")

    def test_comparing(self):
        self.assertEqual(values.fold("重庆（集团） *"), values.fold("重庆(集团)"))
        self.assertEqual(values.code("ｐ1－000 1"), "P1-0001")
        self.assertEqual(values.squash("HT/2024/001"), values.squash("ht_2024_001"))
