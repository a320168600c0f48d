from odoo.tests import tagged
from odoo.tools import SQL

from ..common import make_pdf
from ..disposal.common import DisposalCommon
from .test_search import SearchCommon


@tagged("post_install", "-at_install")
class TestSearchUpkeep(SearchCommon):
    """The index follows what it is about, in the same transaction."""

    def test_a_changed_catalogue_line(self):
        self.assertEqual(self.find("employee", "采购合同"), ["采购合同"])
        self.document.with_user(self.users["archivist"]).write({"name": "销售协议", "author": "王工"})
        self.assertEqual(self.find("employee", "采购合同"), [])
        self.assertEqual(self.find("employee", "销售协议 王工"), ["销售协议"])

    def test_the_code_that_filing_gives(self):
        paper = self._make_document(self.dossier, "Draft", state="draft")
        paper.action_submit()
        self.assertFalse(paper.code)
        paper.with_user(self.users["archivist"]).action_file()
        self.assertTrue(paper.code)
        self.assertEqual(self.find("employee", paper.code), ["Draft"])

    def test_a_renamed_customer(self):
        self.partner.name = "四川岷江轴承有限公司"
        self.assertEqual(self.find("employee", "长江"), [])
        self.assertEqual(self.find("employee", "岷江"), ["采购合同"])

    def test_a_merged_customer(self):
        other = self.env["res.partner"].create({"name": "四川岷江"})
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            [self.partner.id, other.id], dst_partner=other, extra_checks=False)
        self.assertEqual(self.find("employee", "岷江"), ["采购合同"])
        self.assertEqual(self.find("employee", "长江"), [])

    def test_a_paper_moved_to_another_dossier(self):
        other = self._make_dossier(self.env["res.partner"].create({"name": "Person"}))
        self.document.with_user(self.users["archivist"]).dossier_id = other
        self.assertEqual(self.find("employee", "person"), ["采购合同"])
        self.assertEqual(self.find("employee", "长江"), [])

    def test_a_deleted_draft(self):
        paper = self.env["archive.document"].with_user(self.users["sales"]).create({
            "name": "临时", "dossier_id": self.dossier.id, "type_id": self.document.type_id.id})
        self.assertEqual(self.find("employee", "临时"), ["临时"])
        paper.unlink()
        self.assertEqual(self.find("employee", "临时"), [])

    def test_an_archive_older_than_its_index_is_filled(self):
        self.add(self.document, "x.txt", "红雪鱼".encode())
        self.env.cr.execute(SQL("DELETE FROM archive_search_entry"))
        self.assertEqual(self.find("archivist", "雪鱼"), [])
        with self.enter_registry_test_mode():
            self.env.ref("client_archive.ir_cron_fill_search").method_direct_trigger()
        self.assertEqual(self.find("archivist", "雪鱼 采购 长江"), ["采购合同"])
        Entry = self.env["archive.search.entry"]
        self.assertFalse([Entry._missing(kind) for kind in ("dossier", "document", "version")
                          if Entry._missing(kind)])


@tagged("post_install", "-at_install")
class TestSearchDestroyed(DisposalCommon, SearchCommon):
    def test_R37_no_word_of_destroyed_content_stays(self):
        paper = self.expired_document("旧账册", content=make_pdf("Halibut"))
        version = paper.version_ids
        self.assertEqual(self.find("archivist", "halibut"), ["旧账册"])
        self.make_batch(paper, state="done")
        self.assertEqual(paper.state, "destroyed")
        self.assertEqual(self.find("archivist", "halibut"), [])
        self.assertEqual(self.hits("archivist", paper, "halibut"), "")
        self.assertEqual(self.find("archivist", "账册"), ["旧账册"], "the catalogue line stays")
        self.env.cr.execute(SQL(
            "SELECT count(*) FROM archive_search_entry WHERE version_id = %s OR version_words @@ 'halibut'",
            version.id))
        self.assertEqual(self.env.cr.fetchone(), (0,))
        self.env.cr.execute(SQL(
            "SELECT count(*) FROM ir_attachment "
            "WHERE index_content ILIKE '%%halibut%%' AND res_model LIKE 'archive.%%'"))
        self.assertEqual(self.env.cr.fetchone(), (0,))
        self.assertNotIn(version.id, self.env["archive.search.entry"]._missing("version"), "nothing to index again")
