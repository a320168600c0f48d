from datetime import date

from odoo.tests import BaseCase, tagged

from ...tools.fingerprint import fingerprint


@tagged("-at_install", "post_install")
class TestFingerprint(BaseCase):
    def test_order_of_keys_does_not_count(self):
        self.assertEqual(fingerprint({"a": 1, "b": 2}), fingerprint({"b": 2, "a": 1}))

    def test_every_word_counts(self):
        words = {"day": date(2026, 1, 1), "rows": [["甲", 1.5], ["乙", None]]}
        self.assertNotEqual(fingerprint(words), fingerprint({**words, "day": date(2026, 1, 2)}))
        self.assertNotEqual(fingerprint(words), fingerprint({**words, "rows": [["乙", None], ["甲", 1.5]]}))
        self.assertNotEqual(fingerprint({"a": "1"}), fingerprint({"a": 1}))
