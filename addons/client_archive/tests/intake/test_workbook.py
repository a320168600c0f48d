import base64
import contextlib
import io
import re
import time
import zipfile
from datetime import datetime

from openpyxl import Workbook, load_workbook

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ...tools.intake import layout, workbook
from .common import ImportCommon, make_workbook


def rewritten(content, change):
    """The ZIP ``content`` with each part as ``change(name, bytes)`` makes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return buffer.getvalue()


@tagged("-at_install", "post_install")
class TestWorkbook(ImportCommon):
    """Whatever is uploaded gets an answer, and the template comes back as it went."""

    def _upload(self, content, name="档案.xlsx"):
        return self.Batch.create({"workbook": base64.b64encode(content), "workbook_name": name})

    def test_bad_files_are_refused_at_the_door(self):
        good = make_workbook(dossiers=[self.dossier_row()])
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
        bomb = rewritten(good, lambda name, part: part + b" " * (50 << 20) if name.endswith("sheet1.xml") else part)
        laughs = rewritten(good, lambda name, part: part.replace(
            b"?>", b'?><!DOCTYPE lolz [<!ENTITY lol "lol">]>', 1) if name.endswith("sheet1.xml") else part)
        other_zip = rewritten(good, lambda name, part: part).replace(b"[Content_Types].xml", b"[Content_Tipes].xml")
        for content, words in (
                (b"\xef\xbb\xbf\xe5\xae\xa2,b\n1,2\n", "no Excel workbook"), (ole, "Excel 97"),
                (ole + "EncryptedPackage".encode("utf-16-le"), "password"), (good[:len(good) // 2], "damaged"),
                (bomb, "unpack to far more"), (laughs, "unpack to far more"), (other_zip, "no Excel workbook")):
            with self.subTest(words=words, size=len(content)), self.assertRaisesRegex(ValidationError, words):
                self._upload(content)

    def test_damage_inside_and_foreign_sheets_are_one_fault(self):
        good = make_workbook(dossiers=[self.dossier_row()])
        torn = rewritten(good, lambda name, part: part[:200] if name.endswith("sheet1.xml") else part)
        other = make_workbook(dossiers=[self.dossier_row()], titles={"dossiers": "Sheet1"})
        for content, words in ((torn, "damaged"), (other, "none of the sheets")):
            with self.subTest(words=words):
                batch = self._upload(content)
                batch.action_check()
                self.assertEqual(batch.state, "checked")
                self.assertEqual(self._faults(batch), [("dossiers", 0, "", "workbook")])
                self.assertIn(words, batch.fault_ids.message)
                self.assertFalse(batch.unit_ids)

    def test_torn_compression_is_damage(self):
        """Wherever the bytes of a compressed part are torn, the answer is the same."""
        good = make_workbook(dossiers=[self.dossier_row()])
        with zipfile.ZipFile(io.BytesIO(good)) as archive:
            part = next(info for info in archive.infolist() if info.filename.endswith("sheet1.xml"))
        start = part.header_offset + 30 + len(part.filename)
        for offset in range(0, part.compress_size, max(part.compress_size // 40, 1)):
            torn = bytearray(good)
            torn[start + offset] ^= 0xff
            with self.subTest(offset=offset), contextlib.suppress(workbook.BadWorkbook):
                workbook.check_container(io.BytesIO(torn))
                workbook.read(io.BytesIO(torn))

    def test_a_sheet_written_to_do_harm_is_answered_soon(self):
        """Sheets of a few hundred bytes that would take memory or hours: each is tried once, and refused."""
        good = make_workbook(dossiers=[self.dossier_row()])
        merges = b"".join(b'<mergeCell ref="%c1:%c199999"/>' % (letter, letter) for letter in b"ABCDEF")
        many = rewritten(good, lambda name, part: part.replace(
            b"</sheetData>", b"</sheetData><mergeCells>%b</mergeCells>" % merges)
            if name.endswith("sheet1.xml") else part)
        with self.assertRaisesRegex(workbook.BadWorkbook, "bomb"):
            workbook.read(io.BytesIO(many))
        entities = b'<!DOCTYPE l [<!ENTITY a "%b">%b]>' % (b"ha" * 50, b"".join(
            b'<!ENTITY %c "%b">' % (98 + index, b"&%c;" % (97 + index) * 10) for index in range(7)))
        hidden = rewritten(good, lambda name, part: part.replace(
            b"?>", b"?><!--%b-->%b" % (b"x" * 5000, entities), 1).replace(
            b"</sheetData>", b'<row r="99"><c r="A99" t="inlineStr"><is><t>&h;</t></is></c></row></sheetData>')
            if name.endswith("sheet1.xml") else part)
        with self.assertRaisesRegex(workbook.BadWorkbook, "damaged"):
            workbook.read(io.BytesIO(hidden))
        for harm in (b"<c " * 100_000, b"<c " + b'r="A1"' * 100_000, b'<c r="A1"><f>1</f>' + b" " * 600_000,
                     b"<mergeCell " * 100_000):
            bad = rewritten(good, lambda name, part, harm=harm: part.replace(
                b"</sheetData>", harm) if name.endswith("sheet1.xml") else part)
            started = time.monotonic()
            with self.subTest(harm=harm[:12]), self.assertRaisesRegex(workbook.BadWorkbook, "damaged"):
                workbook.read(io.BytesIO(bad))
            self.assertLess(time.monotonic() - started, 30, "each took minutes to hours")

    def test_missing_columns(self):
        book = Workbook()
        sheet = book.active
        sheet.title = "案卷"
        sheet.append(["客户名称", "备注"])
        sheet.append(["甲", ""])
        buffer = io.BytesIO()
        book.save(buffer)
        batch = self._upload(buffer.getvalue())
        batch.action_check()
        self.assertEqual(self._faults(batch), [
            ("dossiers", 1, key, "column") for key in ("category", "manager", "opened")])

    def test_both_languages_and_hidden_keys(self):
        rows = {"dossiers": [self.dossier_row()], "papers": [self.paper_row()]}
        for lang, keys in (("en", False), ("zh", False), ("en", True), ("zh", True)):
            with self.subTest(lang=lang, keys=keys):
                content = make_workbook(lang=lang, hidden_keys=keys, **rows)
                tables = workbook.read(io.BytesIO(content))
                self.assertEqual(tables["dossiers"].rows[0][0], 3 if keys else 2)
                self.assertEqual(tables["papers"].rows[0][1]["title"], "谈判记录")

    def test_hidden_keys_outlive_renamed_headings_and_moved_columns(self):
        book = load_workbook(io.BytesIO(make_workbook(hidden_keys=True, dossiers=[self.dossier_row()])))
        sheet = book["案卷"]
        sheet.insert_cols(2)
        sheet["C2"] = "公司全名"
        buffer = io.BytesIO()
        book.save(buffer)
        [(_row, cells)] = workbook.read(buffer)["dossiers"].rows
        self.assertEqual(cells["customer"], "宁波第1贸易有限公司")

    def test_merged_cells_formulas_and_blank_rows(self):
        book = load_workbook(io.BytesIO(make_workbook(papers=[
            self.paper_row(title="一"), {**self.paper_row(title="二"), "dossier": ""},
            {**self.paper_row(title="三"), "dossier": ""}])))
        sheet = book["文件"]
        sheet.merge_cells("A2:A4")
        sheet["E2"] = '="HT-"&1'  # openpyxl writes no result with it
        sheet["D9"] = "   "
        sheet.cell(row=3000, column=1).number_format = "0"
        buffer = io.BytesIO()
        book.save(buffer)
        rows = workbook.read(buffer)["papers"].rows
        self.assertEqual([number for number, _cells in rows], [2, 3, 4])
        self.assertEqual({cells["dossier"] for _number, cells in rows}, {"OLD-0001"})
        batch = self._upload(buffer.getvalue())
        batch.action_check()
        self.assertIn(("papers", 2, "reference", "formula"), self._faults(batch))

    def test_a_result_that_a_formula_has_is_read(self):
        content = make_workbook(papers=[self.paper_row(title="TITLE")])
        content = rewritten(content, lambda name, part: re.sub(
            rb'<c r="D2"( s="\d+")? t="s"><v>\d+</v></c>', rb'<c r="D2" t="str"><f>A1&amp;1</f><v>OK</v></c>', part)
            if name.endswith("sheet1.xml") else part)
        [(_row, cells)] = workbook.read(io.BytesIO(content))["papers"].rows
        self.assertEqual(cells["title"], "OK")

    # ------------------------------------------------------------------
    # The template
    # ------------------------------------------------------------------
    def test_template_is_empty_when_it_comes_back(self):
        for lang in ("en_US", "zh_CN"):
            content = self.Batch.with_context(lang=lang)._template()
            with self.subTest(lang=lang):
                batch = self._upload(content)
                batch.action_check()
                self.assertEqual(batch.state, "checked")
                self.assertFalse(batch.fault_ids)
                self.assertFalse(batch.unit_ids)

    def test_template_has_drop_downs_dates_and_comments(self):
        book = load_workbook(io.BytesIO(self.Batch.with_context(lang="zh_CN")._template()))
        self.assertEqual(book.sheetnames, ["填写说明", "案卷", "文件", "联系人", "_lists"])
        self.assertEqual(book["_lists"].sheet_state, "hidden")
        sheet = book["文件"]
        self.assertTrue(sheet.row_dimensions[1].hidden)
        self.assertEqual(sheet["A2"].value, "所属案卷 *")
        self.assertIn("案卷", sheet["A2"].comment.text)
        columns = {str(rule.sqref).split(":")[0][0] for rule in sheet.data_validations.dataValidation}
        self.assertEqual(len(columns), len([column for column in layout.BY_KEY["papers"].columns if column.choices]))
        lists = {cell for row in book["_lists"].iter_rows(values_only=True) for cell in row if cell}
        for entry in ("test_sales", "机密", "0101 Contract", "P1 Retail and Wholesale", "Sales One"):
            self.assertTrue(any(entry in text for text in lists) or entry.startswith(("0101", "P1")), entry)
        self.assertEqual(sheet["G3"].value, datetime(2019, 3, 5))

    def test_an_example_that_was_changed_is_a_row(self):
        book = load_workbook(io.BytesIO(self.Batch.with_context(lang="zh_CN")._template()))
        book["案卷"]["B3"] = "真实客户有限公司"
        buffer = io.BytesIO()
        book.save(buffer)
        batch = self._upload(buffer.getvalue())
        batch.action_check()
        self.assertEqual(batch.unit_ids.mapped("name"), ["真实客户有限公司"])

    def test_the_workbook_comes_back_with_its_faults_marked(self):
        batch = self._batch(hidden_keys=True, dossiers=[self.dossier_row(uscc="123")], papers=[
            self.paper_row(date=datetime(2019, 4, 1)), {**self.paper_row(title="一份"), "type": ""}])
        batch.action_check()
        self.assertEqual(self._faults(batch), [
            ("dossiers", 3, "uscc", "uscc"), ("papers", 4, "type", "required")])
        name, content = batch._marked_workbook()
        self.assertEqual(name, "档案.xlsx")
        book = load_workbook(io.BytesIO(content))
        cell = book["案卷"]["D3"]
        self.assertEqual((cell.value, cell.fill.fgColor.rgb), ("123", "FFF8CBAD"))
        self.assertIn("GB 32100", cell.comment.text)
        self.assertTrue(book["案卷"].row_dimensions[1].hidden)
        self.assertIn("obligatory", book["文件"]["C4"].comment.text)
        self.assertEqual(book["文件"]["G3"].value, datetime(2019, 4, 1))
        book["案卷"]["D3"] = self.dossier_row()["uscc"]  # corrected there, it is uploaded again
        book["文件"]["C4"], book["文件"]["D4"] = "0102", "另一份"
        buffer = io.BytesIO()
        book.save(buffer)
        again = self._upload(buffer.getvalue())
        again.action_check()
        self.assertEqual(self._faults(again), [])
        self.assertEqual(again.ready_paper_count, 2)
