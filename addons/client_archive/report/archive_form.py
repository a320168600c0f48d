import tempfile
from datetime import date

import xlsxwriter

from odoo import models
from odoo.exceptions import UserError

from ..tools import page_grid

_CHUNK = 1000  # records whose values are in memory at a time
_EXCEL_CELL = 32767  # characters; xlsxwriter leaves a longer cell empty in silence
_A4_LANDSCAPE = page_grid.Grid(
    page_width=297, page_height=210, left=20, top=35, row_height=10, rows=14, head_height=10)


class ArchiveForm(models.AbstractModel):
    """A printed list: PDF and XLSX are two shapes of the same columns and rows.

    A form is the model ``report.<report name>`` with :attr:`_form_model`, :attr:`_form_grid`, ``_form_title``,
    ``_form_columns``, ``_form_rows`` and, where there is one, ``_form_head``. Its template gets ``pages``,
    laid out to fill the grid. Rows are read as the user who prints.
    """

    _name = "archive.form"
    _description = "Printed List"

    _form_model = None
    _form_grid = _A4_LANDSCAPE

    # ------------------------------------------------------------------
    # What a form says
    # ------------------------------------------------------------------
    def _form_title(self):
        """Hook: the title of the list."""
        raise NotImplementedError

    def _form_columns(self):
        """Hook: the list's :class:`Column` objects, in order."""
        raise NotImplementedError

    def _form_rows(self, records):
        """Hook: rows of values (text, number, date or ``False``), in the order of the columns."""
        raise NotImplementedError

    def _form_head(self, records):
        """Hook: pairs of label and value above the table."""
        return []

    def _form_notes(self, records):
        """Hook: sentences below the table on every page."""
        return []

    def _form_sign_rows(self, records):
        """Hook: who signs below the table of every page: triples of role, name and day; the grid leaves room for it."""
        return []

    def _form_copies(self, records):
        """Hook: for whom each copy is; an empty text for the only one."""
        return [""]

    def _chunks(self, records):
        """Portions of ``records``; the values of each are forgotten before the next, so that memory does not grow."""
        ids = records.ids
        for start in range(0, len(ids), _CHUNK):
            yield records.browse(ids[start:start + _CHUNK])
            if len(ids) > _CHUNK:
                self.env.invalidate_all()

    # ------------------------------------------------------------------
    # PDF
    # ------------------------------------------------------------------
    def _get_report_values(self, docids, data=None):
        records = self.env[self._form_model].browse(docids)
        columns = self._form_columns()
        rows = [[self._as_text(value) for value in row] for row in self._form_rows(records)]
        return {
            "doc_ids": docids,
            "doc_model": self._form_model,
            "docs": records,
            "form": self,
            "title": self._form_title(),
            "head": self._form_head(records),
            "notes": self._form_notes(records),
            "sign_rows": self._form_sign_rows(records),
            "copies": self._form_copies(records),
            "columns": columns,
            "page_label": lambda page, pages: self.env._("Page %(page)s of %(pages)s", page=page, pages=pages),
            "grid": self._form_grid,
            "head_size": lambda column: page_grid.heading_size(
                column.label, column.width, self._form_grid.head_height),
            "pages": page_grid.lay_out(columns, self._form_grid, rows),
        }

    @staticmethod
    def _as_text(value):
        """Dates as YYYYMMDD (GB/T 9705), amounts with two decimals; zero is a number, nothing is nothing."""
        if isinstance(value, date):
            return value.strftime("%Y%m%d")
        if isinstance(value, float):
            return f"{value:,.2f}"
        return "" if value is False or value is None else str(value)

    # ------------------------------------------------------------------
    # XLSX
    # ------------------------------------------------------------------
    def _xlsx(self, records):
        """The list as a workbook: a temporary file, open at its beginning, gone when it is closed.

        Rows are written as they come, so a list is as long as it likes. Text is written as text: a title that starts
        with "=" stays a title.
        """
        file = tempfile.TemporaryFile()  # noqa: SIM115 whoever asked for it closes it
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as workbook:
            sheet = workbook.add_worksheet()
            bold = workbook.add_format({"bold": True, "text_wrap": True, "bottom": 1})
            styles = {"date": workbook.add_format({"num_format": "yyyy-mm-dd"}),
                      "amount": workbook.add_format({"num_format": "#,##0.00"}),
                      "text": workbook.add_format({"text_wrap": True, "valign": "top"})}
            columns = self._form_columns()
            for index, column in enumerate(columns):
                sheet.set_column(index, index, max(column.width / 2, 6))
            sheet.write_string(0, 0, self._form_title(), workbook.add_format({"bold": True, "font_size": 14}))
            head = [f"{label}: {value}" for label, value in self._form_head(records) if value]
            sheet.write_string(1, 0, "   ".join(head))
            for index, column in enumerate(columns):
                sheet.write_string(2, index, column.label, bold)
            for number, row in enumerate(self._form_rows(records), start=3):
                for index, value in enumerate(row):
                    self._write_cell(sheet, number, index, value, styles)
            for offset, note in enumerate(self._form_notes(records), start=1):
                sheet.write_string(sheet.dim_rowmax + offset, 0, note)
            sheet.freeze_panes(3, 0)
        file.seek(0)
        return file

    @staticmethod
    def _write_cell(sheet, row, column, value, styles):
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, styles["date"])
        elif isinstance(value, float):
            sheet.write_number(row, column, value, styles["amount"])
        elif isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(row, column, value)
        elif value:
            sheet.write_string(row, column, str(value)[:_EXCEL_CELL], styles["text"])

    def _xlsx_of(self, report, res_ids):
        """Workbook of the records (an open file) and its name, checked and journaled as printing is.

        :raises AccessError: as for printing
        :raises UserError: when nothing is chosen
        """
        Report = self.env["ir.actions.report"]
        Report._check_form_access(report, res_ids)
        form = self.with_context(lang=self.env.context.get("lang") or self.env.user.lang)
        content = form._xlsx(form.env[self._form_model].browse(res_ids))
        Report._journal_form(report, res_ids)
        return content, f"{form._form_title()}.xlsx"

    def _xlsx_action(self, records):
        """Client action that downloads the workbook of ``records``; an address would be too short for all their ids.

        :raises UserError: when nothing is chosen
        """
        if not records:
            raise UserError(self.env._("Choose what to print first."))
        return {
            "type": "ir.actions.client",
            "tag": "client_archive_xlsx",
            "params": {
                "form": self._name.removeprefix("report.").removeprefix("client_archive."), "docids": records.ids},
        }
