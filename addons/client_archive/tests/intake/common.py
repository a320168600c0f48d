"""Workbooks and ZIPs as people make them."""

import base64
import io
import zipfile

import xlsxwriter

from ...tools.intake import layout
from ..common import ArchiveCommon

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(serial):
    """A valid unified social credit code (GB 32100), different for each ``serial``."""
    stem = f"91110000{serial:09d}"
    check = sum(_USCC_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(stem))
    return stem + _USCC_ALPHABET[(31 - check % 31) % 31]


def make_workbook(lang="zh", hidden_keys=False, titles=None, **rows):
    """A workbook whose sheets hold ``rows`` (sheet key → list of dicts by column key).

    The first of them is in row 2, or in row 3 under hidden keys.

    :param titles: names of sheets other than ours
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        date_format = book.add_format({"num_format": "yyyy-mm-dd"})
        for sheet in layout.SHEETS:
            if sheet.key not in rows:
                continue
            target = book.add_worksheet((titles or {}).get(sheet.key, getattr(sheet, lang)))
            head = int(hidden_keys)
            for index, column in enumerate(sheet.columns):
                if hidden_keys:
                    target.write_string(0, index, f"{layout.KEY_MARK}{sheet.key}.{column.key}")
                target.write_string(head, index, layout.heading(column, lang))
            for row, values in enumerate(rows[sheet.key], start=head + 1):
                for index, column in enumerate(sheet.columns):
                    value = values.get(column.key)
                    if hasattr(value, "strftime"):
                        target.write_datetime(row, index, value, date_format)
                    elif isinstance(value, (int, float)):
                        target.write_number(row, index, value)
                    elif value:
                        target.write_string(row, index, value)
    return buffer.getvalue()


def make_zip(files, encoding="utf-8"):
    """A ZIP of ``{name: bytes}``; ``gbk`` writes names as Chinese Windows does, without saying so."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if encoding == "utf-8":
                archive.writestr(name, content)
            else:
                archive.writestr(_PlainInfo(name, encoding), content)
    return buffer.getvalue()


class _PlainInfo(zipfile.ZipInfo):
    """A member whose name is written in ``encoding`` without the flag of UTF-8."""

    def __init__(self, name, encoding):
        super().__init__(name)
        self.encoding = encoding
        self.compress_type = zipfile.ZIP_DEFLATED

    def _encodeFilenameFlags(self):
        return self.filename.encode(self.encoding), self.flag_bits


class ImportCommon(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._clear("archivist")
        cls.Batch = cls.env["archive.import.batch"].with_user(cls.users["archivist"])
        cls.room = cls.env["archive.place"].create({"name": "Room", "kind": "room"})
        cls.safe = cls.env["archive.place"].create({"name": "Safe", "kind": "safe", "parent_id": cls.room.id})
        cls.box = cls.env["archive.place"].create({"name": "Box 1", "kind": "box", "parent_id": cls.room.id})

    @classmethod
    def dossier_row(cls, serial=1, **values):
        return {
            "number": f"OLD-{serial:04}", "customer": f"宁波第{serial}贸易有限公司", "uscc": credit_code(serial),
            "category": "P1", "manager": "test_sales", "opened": "2019-03-05", **values}

    @classmethod
    def paper_row(cls, serial=1, title="谈判记录", **values):
        return {"dossier": f"OLD-{serial:04}", "type": "0102", "title": title, "date": "2019-04-01", **values}

    @classmethod
    def contact_row(cls, serial=1, **values):
        return {"dossier": f"OLD-{serial:04}", "name": "张三", "phone": "13800000000", **values}

    @classmethod
    def _batch(cls, workbook=None, scans=None, login="archivist", **rows):
        """A batch with its files uploaded by ``login``, as the form does it."""
        content = workbook or make_workbook(**rows)
        return cls.Batch.with_user(cls.users[login]).create({
            "workbook": base64.b64encode(content), "workbook_name": "档案.xlsx",
            **({"scans": base64.b64encode(scans), "scans_name": "扫描件.zip"} if scans else {})})

    def _run_cron(self):
        """Run the job as the scheduler does, commits and all."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("client_archive.ir_cron_import").method_direct_trigger()
        self.env.invalidate_all()

    def _faults(self, batch, severity="error"):
        """``[(sheet, row, column, code)]`` of what the check found."""
        return sorted(
            (fault.sheet, fault.row, fault.column_key or "", fault.code)
            for fault in batch.fault_ids if fault.severity == severity)

    def _imported(self, **files):
        batch = self._batch(**files)
        batch.action_check()
        self.assertEqual(self._faults(batch), [])
        batch.action_import()
        self.assertEqual(batch.state, "done")
        return batch
