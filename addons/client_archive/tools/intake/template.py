"""Writing workbooks: the template, and the user's own with its faults marked."""

import io
import warnings
from datetime import date, datetime

import xlsxwriter
from openpyxl import load_workbook

from . import layout
from .values import to_date

# What Excel refuses in a cell as a formula is text here.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_LAST_ROW = 65_000
_NAVY, _SAND, _GREY, _RED = "#1F3864", "#FFF2CC", "#7F7F7F", "#F8CBAD"


def write_template(lists, lang):
    """The template as bytes.

    :param lists: mapping of list names to the texts of their drop-down
    :param lang: ``en`` or ``zh``
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        formats = _formats(book)
        ranges = {}
        _instructions(book, formats, lang)
        sheets = [(known, book.add_worksheet(getattr(known, lang))) for known in layout.SHEETS]
        _lists(book, {**_fixed_lists(lang), **lists}, ranges)
        for known, sheet in sheets:
            _sheet(sheet, known, formats, ranges, lang)
        sheets[0][1].activate()
    return buffer.getvalue()


def _formats(book):
    base = {"font_name": "SimSun", "font_size": 11, "valign": "vcenter"}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 16, "font_color": _NAVY}),
        "text": book.add_format({**base, "text_wrap": True}),
        "head": book.add_format({
            **base, "bold": True, "bg_color": _NAVY, "font_color": "#FFFFFF", "border": 1, "text_wrap": True}),
        "must": book.add_format({**base, "bold": True, "bg_color": _SAND, "border": 1, "text_wrap": True}),
        "example": book.add_format({**base, "italic": True, "font_color": _GREY}),
        "example_date": book.add_format(
            {**base, "italic": True, "font_color": _GREY, "num_format": "yyyy-mm-dd", "align": "left"}),
        "cell": book.add_format({**base, "num_format": "@"}),
        "date": book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"}),
        "integer": book.add_format({**base, "num_format": "0"}),
        "fault": book.add_format({**base, "bg_color": _RED, "border": 1}),
        "fault_date": book.add_format({**base, "bg_color": _RED, "border": 1, "num_format": "yyyy-mm-dd"}),
        "words": book.add_format({**base, "font_color": "#C00000", "text_wrap": True}),
    }


def _instructions(book, formats, lang):
    title, *lines = layout.INSTRUCTIONS[lang]
    sheet = book.add_worksheet({"en": "Instructions", "zh": "填写说明"}[lang])
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, title, formats["title"])
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line, formats["text"])


def _fixed_lists(lang):
    return {name: [{"en": en, "zh": zh}[lang] for _value, en, zh in entries]
            for name, entries in layout.CHOICES.items()}


def _lists(book, lists, ranges):
    """A hidden sheet with the texts of the drop-downs, one list a column."""
    sheet = book.add_worksheet("_lists")
    sheet.hide()
    for column, (name, texts) in enumerate(sorted(lists.items())):
        for row, line in enumerate(texts):
            sheet.write_string(row, column, line)
        if texts:
            letter = xlsxwriter.utility.xl_col_to_name(column)
            ranges[name] = f"=_lists!${letter}$1:${letter}${len(texts)}"


def _sheet(sheet, known, formats, ranges, lang):
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(1, 32)
    sheet.freeze_panes(2, 1)
    for index, column in enumerate(known.columns):
        kind = {"date": "date", "integer": "integer"}.get(column.kind, "cell")
        sheet.set_column(index, index, column.width, formats[kind])
        sheet.write_string(0, index, f"{layout.KEY_MARK}{known.key}.{column.key}")
        sheet.write_string(1, index, layout.heading(column, lang), formats["must" if column.required else "head"])
        words = {"en": column.help_en, "zh": column.help_zh}[lang]
        if words:
            sheet.write_comment(1, index, words, {"x_scale": 1.6})
        _validate(sheet, index, column, ranges)
    for row, values in enumerate(known.examples, start=2):
        for index, column in enumerate(known.columns):
            value = layout.example(values, lang).get(column.key)
            if value and column.kind == "date":
                sheet.write_datetime(row, index, datetime.combine(to_date(value), datetime.min.time()),
                                     formats["example_date"])
            elif value:
                sheet.write_string(row, index, value, formats["example"])


def _validate(sheet, index, column, ranges):
    source = ranges.get(column.choices)
    if source:
        # A warning only where the list is a help: names and codes that are not in it are read as well.
        sheet.data_validation(2, index, _LAST_ROW, index, {
            "validate": "list", "source": source, "error_type": "stop" if column.kind == "choice" else "warning"})


# ----------------------------------------------------------------------
# The user's own workbook, marked
# ----------------------------------------------------------------------
def write_marked(stream, tables, faults, heading):
    """The workbook of ``stream``, every cell where it was, faults coloured, commented and told at the row's end.

    :param tables: what :func:`workbook.read` made of it
    :param faults: ``{sheet key: {row: [(column key, words)]}}``
    :param heading: of the column that tells the faults; it is not read when the workbook comes back
    """
    buffer = io.BytesIO()
    by_title = {table.title: (key, table) for key, table in tables.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        source = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
            formats = _formats(book)
            for sheet in source.worksheets:
                sheet.reset_dimensions()
                target = book.add_worksheet(sheet.title)
                if sheet.sheet_state != "visible":
                    target.hide()
                key, table = by_title.get(sheet.title, (None, None))
                _copy(sheet, target, table, faults.get(key, {}), formats, heading)
    return buffer.getvalue()


def _copy(source, target, table, faults, formats, heading):
    columns = table.columns if table else {}
    last = table.width if table else 0
    target.set_column(0, last, 18)
    if faults:
        target.set_column(last, last, 60)
        target.write_string(table.head_row - 1, last, heading, formats["head"])
    for number, row in enumerate(source.iter_rows(values_only=True), start=1):
        wrong = {columns.get(key): words for key, words in faults.get(number, ())}
        for index, value in enumerate(row):
            _write(target, number - 1, index, value, formats, index in wrong)
        if number == 1 and str(row[0] if row else "").startswith(layout.KEY_MARK):
            target.set_row(0, None, None, {"hidden": True})
        for index, words in wrong.items():
            if index is not None:
                if index >= len(row) or row[index] is None:
                    target.write_blank(number - 1, index, None, formats["fault"])
                target.write_comment(number - 1, index, words, {"x_scale": 2, "y_scale": 1.5})
        if faults.get(number):
            target.write_string(
                number - 1, last, "\n".join(words for _key, words in faults[number]), formats["words"])


def _write(target, row, column, value, formats, wrong):
    if value is None:
        return
    if isinstance(value, (datetime, date)):
        if not isinstance(value, datetime):
            value = datetime.combine(value, datetime.min.time())
        target.write_datetime(row, column, value.replace(tzinfo=None), formats["fault_date" if wrong else "date"])
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        target.write_number(row, column, value, formats["fault"] if wrong else None)
    else:
        target.write_string(row, column, str(value), formats["fault"] if wrong else None)
