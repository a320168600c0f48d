from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...tools.page_grid import Column, Grid, fit, lay_out, lines_needed

COLUMNS = (Column("number", "No.", 10, "center"), Column("name", "Title", 70))
GRID = Grid(page_width=210, page_height=297, left=25, top=35, row_height=15, rows=15, head_height=15)


@tagged("post_install", "-at_install")
class TestPageGrid(BaseCase):
    def pages(self, names):
        return lay_out(COLUMNS, GRID, [(str(number), name) for number, name in enumerate(names, start=1)])

    def test_a_short_text_takes_one_row_at_the_full_size(self):
        [[row, *empty]] = self.pages(["购销合同"])
        self.assertEqual((row.span, row.cells[1].size, row.cells[0].align), (1, 10.5, "center"))
        self.assertEqual(len(empty), 14)

    def test_a_long_text_gets_smaller_first_and_then_more_rows(self):
        sizes = [fit("长" * length, 70, 15) for length in (20, 50, 70, 90)]
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        self.assertIsNone(fit("长" * 400, 70, 15))
        self.assertGreater(self.pages(["长" * 400])[0][0].span, 1)

    def test_a_row_that_does_not_fit_the_rest_of_the_page_moves_to_the_next(self):
        first, second = self.pages(["a"] * 14 + ["长" * 400])
        self.assertFalse(any(cell.text for cell in first[14].cells))
        self.assertEqual(second[0].cells[0].text, "15")

    def test_words_break_only_where_they_must(self):
        self.assertEqual(lines_needed("one two", 20, 10.5), 1)
        self.assertEqual(lines_needed("International Trading Corporation", 30, 10.5), 3)
        self.assertGreater(lines_needed("x" * 100, 20, 10.5), 9)

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.text(st.characters(codec="utf-8"), max_size=120), max_size=40))
    def test_every_page_is_full_and_no_row_is_lost(self, names):
        pages = self.pages(names)
        self.assertTrue(all(sum(row.span for row in page) == GRID.rows for page in pages))
        numbers = [row.cells[0].text for page in pages for row in page if row.cells[0].text]
        self.assertEqual(numbers, [str(number) for number in range(1, len(names) + 1)])
