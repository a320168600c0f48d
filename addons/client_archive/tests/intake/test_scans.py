import base64
import io
import stat
import zipfile

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ...tools.intake import scans
from ..common import make_pdf
from .common import ImportCommon, make_zip


def members_of(content):
    with scans.open_archive(io.BytesIO(content)) as archive:
        return scans.listing(archive)


@tagged("-at_install", "post_install")
class TestListing(BaseCase):
    """What is in a ZIP, by whoever made it."""

    def test_chinese_names_of_every_packer(self):
        for encoding in ("utf-8", "gbk", "gb18030"):
            members, faults = members_of(make_zip({"卷一/采购合同.pdf": b"x"}, encoding))
            with self.subTest(encoding=encoding):
                self.assertEqual([member.name for member in members], ["卷一/采购合同.pdf"])
                self.assertFalse(faults)

    def test_backslashes_are_folders(self):
        members, _faults = members_of(make_zip({"OLD-0001\\a.pdf": b"x"}, "gbk"))
        self.assertEqual((members[0].folder, members[0].stem), ("OLD-0001", "a"))

    def test_what_must_not_come_in(self):
        link = zipfile.ZipInfo("link.pdf")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("../../etc/passwd", b"x")
            archive.writestr("/root.pdf", b"x")
            archive.writestr("C:\\windows.pdf", b"x")
            archive.writestr(link, b"/etc/passwd")
            archive.writestr("bomb.pdf", bytes(40 << 20))
            archive.writestr("__MACOSX/x.pdf", b"x")
            archive.writestr("folder/", b"")
            archive.writestr("locked.pdf", b"x")
        content = bytearray(buffer.getvalue())
        position = content.rindex(b"PK\x01\x02")
        content[position + 8] |= 1  # the central directory says that it is encrypted
        members, faults = members_of(bytes(content))
        self.assertEqual(sorted(code for _name, code in faults), [
            "scan_bomb", "scan_link", "scan_locked", "scan_path", "scan_path", "scan_path"])
        self.assertFalse(members)

    def test_a_member_that_lies_about_itself_is_not_read(self):
        content = bytearray(make_zip({"a.pdf": b"x" * 5000}))
        with scans.open_archive(io.BytesIO(bytes(content))) as archive:
            self.assertEqual(scans.content(archive, 0), b"x" * 5000)
        content[40] ^= 0xFF  # in the compressed bytes
        with scans.open_archive(io.BytesIO(bytes(content))) as archive:
            self.assertIsNone(scans.content(archive, 0))

    def test_matching(self):
        def paper(ref, code="", reference="", title="", scan=""):
            return scans.Wanted((ref,), ("OLD-0001", "甲公司"), code, reference, title, scan)
        papers = [
            paper(1, code="OLD-0001-001", title="甲"), paper(2, reference="HT/2019/1", title="乙"),
            paper(3, title="丙"), paper(4, title="丁", scan="扫描 4.pdf"),
            paper(5, title="戊", scan="lost.pdf"), paper(6, title="同"),
            paper(7, title="同")]
        names = ["x/OLD-0001-001.pdf", "OLD-0001/ht_2019_1_乙.pdf", "甲公司/丙.jpg", "y/扫描 4.pdf", "OLD-0001/同.pdf",
                 "stray.pdf", "OLD-0001/丙.pdf"]
        matched, faults = scans.match([scans.Member(index, name) for index, name in enumerate(names)], papers)
        self.assertEqual({ref[0]: member.index for ref, member in matched.items()}, {1: 0, 2: 1, 4: 3})
        self.assertEqual(sorted((name, code) for name, code, _refs in faults), [
            ("OLD-0001/丙.pdf", "scan_twice"), ("OLD-0001/同.pdf", "scan_shared"), ("lost.pdf", "scan_missing"),
            ("stray.pdf", "scan_unmatched"), ("甲公司/丙.jpg", "scan_twice")])


@tagged("-at_install", "post_install")
class TestScans(ImportCommon):
    """Each file goes through the check of every upload, already in the dry run."""

    def test_bad_archives_are_refused_at_the_door(self):
        good = make_zip({"a.pdf": b"x"})
        for content, words in ((b"Rar!\x1a\x07", "no ZIP"), (good[:40], "damaged")):
            with self.subTest(words=words), self.assertRaisesRegex(ValidationError, words):
                self.Batch.create({"scans": base64.b64encode(content), "scans_name": "扫描.zip"})

    def test_each_bad_scan_is_a_fault_of_its_paper(self):
        files = {
            "empty": b"", "executable": b"MZ" + bytes(100), "mismatch": b"hello", "damaged": b"%PDF-1.4 nothing",
            "sound": make_pdf("sound"), "same": make_pdf("sound"),
        }
        batch = self._batch(
            dossiers=[self.dossier_row()], papers=[self.paper_row(title=name) for name in files],
            scans=make_zip({f"OLD-0001/{name}.pdf": content for name, content in files.items()}))
        batch.action_check()
        self.assertEqual(self._faults(batch), [
            ("papers", 2, "scan", "scan_empty"), ("papers", 3, "scan", "scan_executable"),
            ("papers", 4, "scan", "scan_mismatch"), ("papers", 5, "scan", "scan_damaged"),
            ("papers", 7, "scan", "scan_same")])
        self.assertEqual(batch.unit_ids.state, "blocked")

    def test_several_archives_are_one(self):
        batch = self._batch(dossiers=[self.dossier_row()], papers=[
            self.paper_row(title="一"), self.paper_row(title="二")], scans=make_zip({"OLD-0001/一.pdf": make_pdf("1")}))
        batch.write({"scans": base64.b64encode(make_zip({"OLD-0001/二.pdf": make_pdf("2")})), "scans_name": "b.zip"})
        batch.action_check()
        self.assertEqual(batch.unit_ids.scan_count, 2)
        batch.action_import()
        self.assertEqual(batch.unit_ids.dossier_id.document_ids.mapped("version_count"), [1, 1])

    def test_missing_and_doubly_matched_files_keep_the_dossier_out(self):
        batch = self._batch(dossiers=[self.dossier_row()], papers=[
            self.paper_row(title="一", scan="没有.pdf"), self.paper_row(title="二")],
            scans=make_zip({"OLD-0001/二.pdf": make_pdf("1"), "OLD-0001/二.png": b"\x89PNG\r\n\x1a\n"}))
        batch.action_check()
        self.assertEqual(self._faults(batch), [
            ("papers", 2, "scan", "scan_missing"), ("papers", 3, "scan", "scan_twice"),
            ("papers", 3, "scan", "scan_twice")])
        self.assertFalse(batch.ready_count)
