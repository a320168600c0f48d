from odoo.tests import BaseCase, tagged

from ...tools import fulltext


def pieces(cut):
    """What :func:`fulltext.marked` cut, as one string with the hits in brackets."""
    return "".join(f"[{piece}]" if hit else piece for piece, hit in cut)


@tagged("at_install", "-post_install")
class TestFullText(BaseCase):
    def test_chinese_is_cut_into_pairs(self):
        self.assertEqual(fulltext.words("税"), ["税"])
        self.assertEqual(fulltext.words("增值税"), ["增值", "值税", "税"])
        self.assertEqual(fulltext.tsquery("增值税"), "'增值' <-> '值税'")
        self.assertEqual(fulltext.tsquery("增值"), "'增值'")

    def test_a_line_of_print_ends_within_a_word(self):
        self.assertEqual(fulltext.words("重庆长\n  江"), fulltext.words("重庆长江"))
        self.assertNotIn("方乙", fulltext.words("甲方，乙方"))

    def test_numbers_are_found_however_they_are_written(self):
        for text, query in (
            ("HT-2024/001", "ht2024001"), ("ＨＴ－２０２４", "HT2024"), ("total 1,234,567.00", "1234567"),
            ("合同HT-1", "合同ht1"), ("JZ.CQ 0001", "jz-cq-0001"),
        ):
            with self.subTest(text=text):
                if query == "ht2024001":  # digits that are apart stay apart
                    self.assertEqual(fulltext.tsquery(query), "'ht' <-> '2024001':*")
                    continue
                *inner, last = [word.strip("':*") for word in fulltext.tsquery(query).split(" <-> ")]
                words = fulltext.words(text)
                self.assertTrue(any(
                    words[at:at + len(inner)] == inner and words[at + len(inner)].startswith(last)
                    for at in range(len(words) - len(inner))))

    def test_other_scripts(self):
        self.assertEqual(fulltext.words("Прибор ГОСТ-8338"), ["прибор", "гост", "8338"])
        self.assertEqual(fulltext.words("ベアリング"), ["ベア", "アリ", "リン", "ング", "グ"])
        self.assertEqual(fulltext.words("서울"), ["서울", "울"])
        self.assertEqual(fulltext.words("STRASSE Straße"), ["strasse", "strasse"])

    def test_what_is_no_word_is_no_term(self):
        self.assertEqual(fulltext.terms(" !!! ， & | ' \\ :* "), [])
        self.assertEqual(fulltext.words("' \\ :* <-> \x00 (cid:12)"), [])
        self.assertEqual(fulltext.terms("长江\u3000轴承 长江"), ["长江", "轴承"])
        self.assertEqual(len(fulltext.terms(" ".join(map(str, range(50))))), 10)

    def test_a_long_text_is_indexed_to_its_end(self):
        text = "halibut " * 10_000 + "终点站"
        parts = list(fulltext.windows(text))
        self.assertIn("终点", fulltext.words(parts[-1][1]))
        for start, part in parts:
            self.assertEqual(text[start:start + len(part)], part)
            self.assertEqual(set(fulltext.words(part[:8])), {"halibut"}, "no part begins within a word")
        self.assertEqual(list(fulltext.windows("")), [(0, "")])

    def test_the_hit_is_shown(self):
        self.assertEqual(pieces(fulltext.marked("ＨＴ－2024 采购", ["ht2024", "采购"])), "[ＨＴ－2024] [采购]")
        self.assertEqual(pieces(fulltext.marked("上…海 abut but", ["but", "海"])), "上…[海] abut [but]")
        self.assertEqual(fulltext.marked("采购", ["合同"]), [])
        self.assertEqual(pieces(fulltext.excerpt("前" * 500 + "重庆\n长江" + "后" * 500, ["重庆长江"], 30)),
                         "…" + "前" * 10 + "[重庆 长江]" + "后" * 15 + "…")
        self.assertEqual(pieces(fulltext.marked("a.*+b", ["a.*+b"])), "[a.*+b]")

    def test_plain_text_of_any_origin(self):
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
            self.assertEqual(fulltext.decoded("轴承 A".encode(encoding)), "轴承 A")
