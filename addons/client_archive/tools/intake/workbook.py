"""Reading the workbook: checked before it is opened, then read row by row."""

import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError

from lxml.etree import XMLSyntaxError
from openpyxl import load_workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from . import layout
from .values import UNCACHED, fold, text

MAX_ROWS = 200_000
_MAX_UNPACKED = 1 << 30
_MAX_RATIO = 300
_SMALL = 4 << 20  # ratios of small parts mean nothing
_HEAD_ROWS = 10  # the headings are among these
_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0"
_MAX_MERGED = 1_000_000  # rows of all merged cells together: each is looked up by its row
# Every repetition ends within one tag, and has its measure: a sheet written to do harm is not tried for hours.
_MERGE = re.compile(rb'<(?:\w{1,20}:)?mergeCell [^<>]{0,200}?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_EMPTY_FORMULA = re.compile(
    rb'<(?:\w{1,20}:)?c [^<>]{0,200}?r="([A-Z]{1,3}\d{1,7})"[^<>]{0,200}>\s{0,200}'
    rb'<(?:\w{1,20}:)?f\b(?:[^<>]{0,200}/>|[^<>]{0,200}>[^<]*</(?:\w{1,20}:)?f>)\s{0,200}'
    rb'(?:<(?:\w{1,20}:)?v\s{0,200}/>|<(?:\w{1,20}:)?v>\s{0,200}</(?:\w{1,20}:)?v>)?\s{0,200}</(?:\w{1,20}:)?c>')


class BadWorkbook(Exception):
    """The file cannot be read; ``code`` says why.

    It is ``empty``, ``legacy``, ``encrypted``, ``foreign``, ``damaged``, ``bomb``, ``rows`` or ``sheets``.
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


@dataclass
class Table:
    """A sheet as read: where its columns are, and its rows as ``(row number, {key: cell})``."""

    title: str
    head_row: int
    columns: dict
    missing: list
    width: int = 0
    rows: list = field(default_factory=list)


def check_container(stream):
    """Refuse what is no XLSX before anything is unpacked.

    :param stream: binary file, seekable
    :raises BadWorkbook: saying what it is instead
    """
    head = stream.read(8)
    if not head:
        raise BadWorkbook("empty")
    if head.startswith(_OLE):
        raise BadWorkbook("encrypted" if "EncryptedPackage".encode("utf-16-le") in stream.read() else "legacy")
    if not head.startswith(b"PK"):
        raise BadWorkbook("foreign")
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, RuntimeError, ValueError) as error:
        raise BadWorkbook("damaged") from error
    stream.seek(0)


def _check_parts(archive):
    parts = archive.infolist()
    if "[Content_Types].xml" not in archive.namelist() or not any(part.filename.startswith("xl/") for part in parts):
        raise BadWorkbook("foreign")
    if any(part.flag_bits & 1 for part in parts):
        raise BadWorkbook("encrypted")
    if sum(part.file_size for part in parts) > _MAX_UNPACKED or any(
            part.file_size > _SMALL and part.file_size > _MAX_RATIO * max(part.compress_size, 1) for part in parts):
        raise BadWorkbook("bomb")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as content:
                if b"<!DOCTYPE" in content.read(4096):  # no office program writes one; entities multiply
                    raise BadWorkbook("bomb")


def read(stream):
    """The sheets of a workbook that :func:`check_container` let pass, as ``{sheet key: Table}``.

    :raises BadWorkbook: for damage, too many rows, or a workbook without any of our sheets
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # drop-downs and styles that openpyxl does not know are nothing to us
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            tables = {}
            for sheet in book.worksheets:
                key = _key_of(sheet.title)
                if key and key not in tables:
                    tables[key] = _read_sheet(stream, sheet, layout.BY_KEY[key])
    except (InvalidFileException, zipfile.BadZipFile, zlib.error, XMLSyntaxError, ParseError, KeyError, ValueError,
            TypeError, OSError, EOFError, AttributeError, IndexError) as error:
        raise BadWorkbook("damaged") from error
    if not tables:
        raise BadWorkbook("sheets")
    return tables


def _key_of(title):
    return next((
        sheet.key for sheet in layout.SHEETS if fold(title) in (fold(sheet.en), fold(sheet.zh), sheet.key)), None)


def _read_sheet(stream, sheet, known):
    sheet.reset_dimensions()  # some programs write a dimension that is too small
    merged, formulas = _oddities(stream, sheet)
    table, head = None, []
    above = {}
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if table is None:
            head.append(row)
            table = _find_head(known, sheet.title, head)
            if table is None and number >= _HEAD_ROWS:
                break
            continue
        values = {key: row[index] for key, index in table.columns.items() if index < len(row)}
        _fill(values, table.columns, number, merged, formulas, above)
        if any(value is UNCACHED or text(value) for value in values.values()):
            table.rows.append((number, values))
            if len(table.rows) > MAX_ROWS:
                raise BadWorkbook("rows")
    return table or Table(sheet.title, 1, {}, [column.key for column in known.columns if column.required])


def _find_head(known, title, head):
    """The table whose headings are in the last row of ``head``, by the hidden keys or by the words, or ``None``."""
    by_word = layout.headings(known)
    prefix = f"{layout.KEY_MARK}{known.key}."
    keys = {str(cell).removeprefix(prefix): index for row in head[:-1] for index, cell in enumerate(row)
            if isinstance(cell, str) and cell.startswith(prefix)}
    columns = {}
    for index, cell in enumerate(head[-1]):
        key = by_word.get(fold(cell))
        if key:
            columns.setdefault(key, index)
    if not keys and len(columns) < 2:
        return None
    columns = {column.key: keys.get(column.key, columns.get(column.key)) for column in known.columns}
    columns = {key: index for key, index in columns.items() if index is not None}
    missing = [column.key for column in known.columns if column.required and column.key not in columns]
    return Table(title, len(head), columns, missing, len(head[-1]))


def _fill(values, columns, number, merged, formulas, above):
    """Cells merged downwards carry their value on; formulas without a result are marked."""
    for key, index in columns.items():
        first = merged.get((number, index))
        if first == number:
            above[index] = values.get(key)
        elif first is not None:
            values[key] = above.get(index)
        if values.get(key) is None and (number, index) in formulas:
            values[key] = UNCACHED


def _oddities(stream, sheet):
    """Cells merged downwards as ``{(row, column): first row}``, and formulas without a result as ``{(row, column)}``.

    openpyxl's streaming reader knows neither.

    :raises BadWorkbook: for merged cells beyond all measure
    """
    merged, formulas, measure = {}, set(), 0
    with zipfile.ZipFile(stream) as archive, archive.open(sheet._worksheet_path) as content:
        rest = b""
        while chunk := content.read(_CHUNK):
            rest += chunk
            formulas.update(_cell(match[1]) for match in _EMPTY_FORMULA.finditer(rest))
            for match in _MERGE.finditer(rest):
                left, top, right, bottom = range_boundaries(match[1].decode())
                if left == right and bottom - top < MAX_ROWS:
                    measure += bottom - top + 1
                    if measure > _MAX_MERGED:
                        raise BadWorkbook("bomb")
                    merged.update(((row, left - 1), top) for row in range(top, bottom + 1))
            rest = rest[-2048:]
    return merged, formulas


def _cell(reference):
    letters, row = coordinate_from_string(reference.decode())
    return row, column_index_from_string(letters) - 1
