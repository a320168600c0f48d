from lxml import etree

from odoo.tests import BaseCase, tagged

from ...tools import charts
from ...tools.charts import Series


@tagged("-at_install", "post_install")
class TestCharts(BaseCase):
    """Charts are well-formed SVG, whatever their data is."""

    def check(self, chart, **counts):
        root = etree.fromstring(chart)
        for name, count in counts.items():
            self.assertEqual(len(root.findall(f".//{{*}}{name}")), count, name)
        return root

    def test_columns_draw_each_value(self):
        self.check(charts.columns(["a", "b"], [Series("x", [1, 2]), Series("y", [0, -3])]), rect=3 + 2)

    def test_lines_leave_gaps(self):
        self.check(charts.lines(["a", "b", "c", "d"], [Series("x", [1, 2, None, 4])]), circle=3, polyline=1)

    def test_empty_data_draws_an_empty_frame(self):
        self.check(charts.columns([], []))
        self.check(charts.lines(["a"], [Series("x", [None])]), circle=0)
        self.check(charts.bars([]))
        self.check(charts.bars([("a", 0, "0", charts.INK)]), rect=2)

    def test_texts_are_escaped(self):
        root = self.check(charts.bars([("<b>&</b>", 1, "\"'", charts.INK)]))
        self.assertIn("<b>&</b>", "".join(root.itertext()))

    def test_axes(self):
        for low, high in ((0, 87), (-12, 5), (0, 0.3), (0, 12345678)):
            marks = charts.ticks(low, high)
            self.assertLessEqual(marks[0], low)
            self.assertGreaterEqual(marks[-1], high)
            self.assertIn(0, marks)
            self.assertLess(len(marks), 9)
