import io
import zipfile

from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from odoo.tests import tagged

from ...models.search import document, search_entry
from ..common import USCC, ArchiveCommon, make_pdf


def chinese_pdf(text):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    sheet = canvas.Canvas(buffer, invariant=True)
    sheet.setFont("STSong-Light", 12)
    sheet.drawString(100, 700, text)
    sheet.save()
    return buffer.getvalue()


def make_png():
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40)).save(buffer, "PNG")
    return buffer.getvalue()


def make_docx(text):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", (
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
            f"<w:t>{text}</w:t></w:r></w:p></w:body></w:document>"))
    return buffer.getvalue()


class SearchCommon(ArchiveCommon):
    @classmethod
    def find(cls, login, query, model="archive.document"):
        """Names of what ``query`` finds for ``login``, by RPC, in a fixed order."""
        records = cls.env[model]
        ids = cls.rpc(login, records, "search", [("full_text", "ilike", query)])
        return sorted(records.browse(ids).mapped("name" if model == "archive.document" else "partner_id.name"))

    @classmethod
    def hits(cls, login, document, query):
        """What the list shows of a hit, as ``login`` reads it."""
        env = cls.env(user=cls.users[login], context={"archive_full_text": [query]})
        env.invalidate_all()
        return str(env["archive.document"].browse(document.id).hit or "")

    @classmethod
    def add(cls, document, name, content, login="archivist"):
        return cls.env["archive.version"].with_user(cls.users[login])._add(document, name, content).with_env(cls.env)


class FrequentMixin:
    """Every word counts as frequent: the same is found in the other way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.classPatch(search_entry, "_FREQUENT", dict.fromkeys(search_entry._FREQUENT, 0))
        cls.classPatch(document, "_MANY", 1)


@tagged("post_install", "-at_install")
class TestSearch(SearchCommon):
    COST = {"archivist": 7, "sales": 7}  # queries of a page of results

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls._make_document(
            cls.dossier, "采购合同附件 <b>一</b>", content=make_pdf("Halibut fillet"), reference="HT-2024/0815",
            author="Müller & Söhne")
        other = cls.env["res.partner"].create({
            "name": "Hangzhou Sample Trading", "is_company": True, "vat": USCC[1],
            "country_id": cls.env.ref("base.cn").id})
        cls.other = cls._make_dossier(other)
        cls.other_paper = cls._make_document(cls.other, "Licence")

    def test_R97_one_box_finds_every_field_of_the_catalogue(self):
        for query in (
            "附件", "采购合同附件", "ht20240815 ", "HT-2024/0815", "ＨＴ－２０２４", "0815", "müller", "MÜLLER söhne",
            self.paper.code, f"{self.dossier.number} 附件", "重庆长江 附件", "长江 0815",
        ):
            with self.subTest(query=query):
                expected = [] if query == "ht20240815 " else [self.paper.name]
                self.assertEqual(self.find("employee", query), expected)
        self.assertEqual(self.find("employee", "重庆长江轴承"), sorted([self.document.name, self.paper.name]))
        self.assertEqual(self.find("employee", "合同"), sorted([self.document.name, self.paper.name]))
        self.assertEqual(self.find("employee", "hangzhou"), ["Licence"])

    def test_R97_words_of_the_content(self):
        for name, content, query in (
            ("a.pdf", make_pdf("Turbot"), "turb"),
            ("b.pdf", chinese_pdf("滚动轴承供货协议"), "供货"),
            ("c.docx", make_docx("不可抗力条款"), "不可抗力"),
            ("d.txt", "违约金百分之五".encode("gb18030"), "违约金"),
            ("e.txt", "Гарантия 보증 保証する".encode(), "гарантия 보증 保証"),
            ("上门拜访.png", make_png(), "拜访"),
        ):
            with self.subTest(name=name):
                self.add(self.paper, name, content)
                self.assertEqual(self.find("archivist", query), [self.paper.name])
                self.assertIn("<mark>", self.hits("archivist", self.paper, query))

    def test_R97_terms_may_stand_in_different_places(self):
        self.assertEqual(self.find("archivist", "halibut 0815 长江"), [self.paper.name])
        self.assertEqual(self.find("archivist", "halibut licence"), [])
        self.assertEqual(self.find("archivist", "hal fil"), [self.paper.name])
        self.assertEqual(self.find("archivist", "alibut"), [], "a word is found from its beginning")

    def test_R97_a_phrase_stands_together(self):
        self.assertEqual(self.find("archivist", "halibut-fillet"), [self.paper.name])
        self.assertEqual(self.find("archivist", "fillet-halibut"), [])
        self.add(self.paper, "x.txt", "庆长 江重 重庆".encode())
        self.assertEqual(self.find("archivist", "江重庆长"), [])

    def test_R97_the_end_of_a_long_text(self):
        self.add(self.paper, "long.txt", ("条款，" * 30_000 + "终点站").encode())
        self.assertEqual(self.find("archivist", "终点站"), [self.paper.name])
        self.assertIn("<mark>终点站</mark>", self.hits("archivist", self.paper, "终点站"))

    def test_R97_dossiers_are_found_by_their_papers(self):
        for query in ("halibut", "0815", "长江", self.dossier.number, "halibut 采购"):
            with self.subTest(query=query):
                self.assertEqual(self.find("archivist", query, "archive.dossier"), [self.partner.name])
        self.assertFalse(self.find("employee", "halibut", "archive.dossier"))

    def test_no_word_finds_nothing_and_breaks_nothing(self):
        for query in ("!!!", "'", "\\", "a' | 'b", "%", "_", "<->", ":*", "\u0000", "🙂", "不存在的词"):
            with self.subTest(query=query):
                self.assertEqual(self.find("archivist", query), [])
        papers = self.env["archive.document"]
        everything = self.rpc("archivist", papers, "search_count", [])
        self.assertEqual(
            self.rpc("archivist", papers, "search_count", [("full_text", "not ilike", "halibut")]), everything - 1)
        self.assertEqual(
            self.rpc("archivist", papers, "search", [("full_text", "=", "halibut")]), self.paper.ids)

    # ------------------------------------------------------------------
    # The hit
    # ------------------------------------------------------------------
    def test_the_hit_is_shown_and_escaped(self):
        self.assertEqual(self.hits("archivist", self.paper, ""), "")
        self.assertIn("采购合同<mark>附件</mark> &lt;b&gt;一&lt;/b&gt;", self.hits("archivist", self.paper, "附件"))
        hit = self.hits("archivist", self.paper, "附件 0815 halibut")
        self.assertNotIn("<mark>附件", hit, "the list shows the title anyway")
        self.assertIn("HT-2024/<mark>0815</mark>", hit)
        self.assertIn("<mark>Halibut</mark> fillet", hit)
        self.add(self.paper, "<script>.txt", "<script>alert(1)</script> 红雪鱼".encode())
        hit = self.hits("archivist", self.paper, "雪鱼")
        self.assertIn("&lt;script&gt;alert(1)&lt;/script&gt; 红<mark>雪鱼</mark>", hit)
        self.assertNotIn("<script", hit)

    def test_the_hit_is_in_the_newest_version(self):
        self.add(self.paper, "new.txt", b"Halibut again")
        self.assertIn("new.txt", self.hits("archivist", self.paper, "halibut"))

    def test_the_cost_of_a_page_does_not_grow(self):
        """How frequent a word is, what the user may open, the papers, the excerpts, and what a list reads anyway."""
        domain, specification = [("full_text", "ilike", "合同")], {"name": {}, "hit": {}}

        def queries(login):
            Document = self.env(
                user=self.users[login], context={"archive_full_text": ["合同"]})["archive.document"]
            self.env.invalidate_all()
            self.env["archive.clearance"]._forget()
            before = self.cr.sql_log_count
            found = Document.web_search_read(domain, specification)["records"]
            return len(found), self.cr.sql_log_count - before

        def warm(login):
            queries(login)
            return queries(login)

        before = {login: warm(login) for login in self.COST}
        for number in range(10):
            self._make_document(self.dossier, f"合同 {number}")
        self.assertEqual(
            {login: warm(login) for login in self.COST},
            {login: (few + 10, cost) for login, (few, cost) in before.items()})
        self.assertEqual({login: cost for login, (_few, cost) in before.items()}, self.COST)


@tagged("post_install", "-at_install")
class TestSearchFrequent(FrequentMixin, TestSearch):
    """The same, and at the same cost, for words that are frequent."""
