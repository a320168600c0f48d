from itertools import count

from odoo import models

from ...tools import secrecy
from ...tools.page_grid import Column


class PickList(models.AbstractModel):
    """The papers to fetch for readers, in the order of the shelves: to walk along them with."""

    _name = "report.client_archive.report_pick_list"
    _inherit = ["archive.form"]
    _description = "Printed Pick List"

    _form_model = "archive.request.line"

    def _form_title(self):
        return self.env._("Pick List")

    def _form_columns(self):
        return (
            Column("number", self.env._("No."), 12, "center"),
            Column("place", self.env._("Place"), 58),
            Column("code", self.env._("Archival Code"), 38),
            Column("title", self.env._("Title"), 50),
            Column("pages", self.env._("Pages"), 12, "center"),
            Column("secrecy", self.env._("Secrecy"), 15, "center"),
            Column("request", self.env._("Request"), 28),
            Column("reader", self.env._("Reader"), 22),
            Column("until", self.env._("Held until"), 22, "center"),
        )

    def _form_rows(self, records):
        levels = dict(records._fields["document_secrecy"]._description_selection(self.env))
        levels[secrecy.NONE] = False
        numbers = count(1)
        for line in records.sorted(lambda line: (line.place_path or "~", line.code or "~", line.id)):
            yield (
                next(numbers), line.place_path, line.code, line.document_id.name, line.page_count,
                levels.get(line.document_secrecy), line.request_id.name, line.request_id._holder(), line._hold_day())


class LoanLedger(models.AbstractModel):
    """借阅台账, the ledger of what was handed out and how it came back (R108, R126)."""

    _name = "report.client_archive.report_loan_ledger"
    _inherit = ["archive.form"]
    _description = "Printed Loan Ledger"

    _form_model = "archive.request.line"

    def _form_title(self):
        return self.env._("Loan Ledger")

    def _form_columns(self):
        return (
            Column("number", self.env._("No."), 10, "center"),
            Column("request", self.env._("Request"), 26),
            Column("code", self.env._("Archival Code"), 34),
            Column("title", self.env._("Title"), 36),
            Column("reader", self.env._("Reader"), 22),
            Column("issued", self.env._("Handed Out on"), 19, "center"),
            Column("issued_by", self.env._("Handed Out by"), 16),
            Column("pages_out", self.env._("Pages Handed Out"), 12, "center"),
            Column("due", self.env._("Due Back"), 19, "center"),
            Column("returned", self.env._("Returned on"), 19, "center"),
            Column("returned_by", self.env._("Taken Back by"), 16),
            Column("pages_back", self.env._("Pages Returned"), 12, "center"),
            Column("condition", self.env._("Condition"), 16),
        )

    def _form_head(self, records):
        return [(self.env._("Company"), ", ".join(records.company_id.mapped("name")))]

    def _form_rows(self, records):
        conditions = dict(records._fields["condition"]._description_selection(self.env))
        numbers = count(1)
        for lines in self._chunks(records.search([("id", "in", records.ids)], order="issued_on, id")):
            for line in lines:
                back = line.stage == "back"
                yield (
                    next(numbers), line.request_id.name, line.code, line.document_id.name, line.request_id._holder(),
                    self._day(line, line.issued_on), line.issued_by_id.name, line.pages_out, line.due_on,
                    self._day(line, line.returned_on), line.returned_by_id.name, line.pages_back if back else False,
                    self._condition(line, conditions))

    def _condition(self, line, conditions):
        if line.lost_on:
            return self.env._("Missing")
        return "; ".join(filter(None, [conditions.get(line.condition), line.note]))

    @staticmethod
    def _day(line, moment):
        return moment and line._archive_day(moment)
