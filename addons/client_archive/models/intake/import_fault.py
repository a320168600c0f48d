from odoo import api, fields, models

from ...tools import secrecy
from ...tools.intake import layout
from ...tools.intake.check import NOTES

# A workbook with more is wrong in general; the list says so.
MAX_FAULTS = 20_000


class ArchiveImportFault(models.Model):
    """What the dry run found: where it is, what is wrong, and what to do. Nobody writes it by hand."""

    _name = "archive.import.fault"
    _description = "Fault of an Import"
    _order = "sheet, row, id"
    _rec_name = "message"

    batch_id = fields.Many2one(
        "archive.import.batch", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True, index=True)
    unit_id = fields.Many2one("archive.import.unit", string="Dossier", readonly=True, ondelete="cascade")
    severity = fields.Selection(
        [("error", "Fault"), ("note", "Hint")], required=True, readonly=True,
        help="A fault keeps its dossier out; a hint does not.")
    sheet = fields.Selection(
        [("dossiers", "Dossiers"), ("papers", "Papers"), ("contacts", "Contact Persons"), ("scans", "Scans (ZIP)")],
        required=True, readonly=True)
    row = fields.Integer(readonly=True)
    column_key = fields.Char(string="Column Key", readonly=True)
    column = fields.Char(compute="_compute_column")
    code = fields.Char(string="Kind of Fault", readonly=True, index=True)
    value = fields.Char(string="What Is There", readonly=True)
    message = fields.Char(string="What to Do", readonly=True)

    @api.depends("sheet", "column_key")
    @api.depends_context("lang")
    def _compute_column(self):
        lang = layout.language(self.env.lang)
        for fault in self:
            sheet = layout.BY_KEY.get(fault.sheet)
            fault.column = next((
                getattr(column, lang) for column in sheet.columns if column.key == fault.column_key),
                False) if sheet else False

    @api.model
    def _add(self, batch, faults, units):
        """Enter :class:`check.Fault` objects.

        :param units: mapping of unit keys to their records
        """
        words = self._words()
        # sudo: faults are written here alone
        self.sudo().create([
            {
                "batch_id": batch.id,
                "unit_id": units[fault.unit].id if fault.unit in units else False,
                "severity": "note" if fault.code in NOTES else "error",
                "sheet": fault.sheet, "row": fault.row, "column_key": fault.key, "code": fault.code,
                "value": fault.value,
                "message": words[fault.code] % {"value": fault.value, "detail": self._detail(fault)},
            }
            for fault in faults[:MAX_FAULTS]])

    @api.model
    def _detail(self, fault):
        if fault.code == "secrecy":
            labels = dict(self.env["archive.document"]._fields["secrecy_level"]._description_selection(self.env))
            return labels.get(fault.detail or secrecy.NONE, "")
        return fault.detail

    @api.model
    def _words(self):
        """Mapping of codes to what the user is told; ``%(value)s`` is the cell, ``%(detail)s`` what goes with it."""
        return {
            **self._words_of_cells(), **self._words_of_dossiers(), **self._words_of_papers(), **self._words_of_scans()}

    @api.model
    def _words_of_cells(self):
        return {
            "sheet": self.env._("The sheets Dossiers and Papers are missing: start from the template."),
            "column": self.env._(
                "This obligatory column is missing: start from the template, or name the column as there."),
            "required": self.env._("This obligatory cell is empty: fill it in."),
            "formula": self.env._(
                "This cell holds a formula without a result: open the workbook in Excel, save it, and upload it "
                "again, or enter the value."),
            "long": self.env._("This is longer than %(detail)s characters: shorten it."),
            "date": self.env._("“%(value)s” is no date: write it as 2024-03-05, 2024/3/5 or 2024年3月5日."),
            "future": self.env._("“%(value)s” lies in the future: correct it."),
            "integer": self.env._("“%(value)s” is no whole number: correct it."),
            "pages": self.env._("A paper cannot have %(value)s pages: correct it."),
            "choice": self.env._("“%(value)s” is none of the choices. Choose one of: %(detail)s."),
            "dossier": self.env._(
                "There is no dossier “%(value)s” on the sheet Dossiers or in the archive: compare its number, name or "
                "credit code."),
            "dossier_ambiguous": self.env._("“%(value)s” means several dossiers: write the dossier's number."),
            "dossier_closed": self.env._("The dossier of “%(value)s” is not open: have it opened first."),
            "refused": self.env._("The archive refused it: %(detail)s"),
        }

    @api.model
    def _words_of_dossiers(self):
        return {
            "uscc": self.env._(
                "“%(value)s” is no valid unified social credit code (18 characters, GB 32100): compare it with the "
                "business licence."),
            "uscc_missing": self.env._(
                "A company needs its unified social credit code: it is on the business licence."),
            "category": self.env._("There is no category “%(value)s”: choose one from the list."),
            "category_ambiguous": self.env._("“%(value)s” means several categories: write the code."),
            "category_parent": self.env._("“%(value)s” is a category of the first level: choose one below it."),
            "manager": self.env._(
                "There is no user “%(value)s” in this company: write the name or the login of an employee."),
            "manager_ambiguous": self.env._("Several users are called “%(value)s”: write the login."),
            "department": self.env._("There is no department “%(value)s”: choose one from the list."),
            "department_ambiguous": self.env._(
                "Several departments are called “%(value)s”: leave the cell empty, or rename one."),
            "country": self.env._("There is no country “%(value)s”: write its name or its two-letter code."),
            "country_ambiguous": self.env._("“%(value)s” means several countries: write the two-letter code."),
            "state": self.env._("There is no province “%(value)s”: choose one from the list."),
            "state_ambiguous": self.env._("“%(value)s” means several provinces: write the code."),
            "customer_ambiguous": self.env._(
                "Several customers are “%(value)s”: merge them in Contacts, or write the credit code of the right "
                "one."),
            "customer_conflict": self.env._(
                "A customer of this name exists with the credit code %(detail)s: compare both with the business "
                "licence."),
            "customer_codeless": self.env._(
                "“%(value)s” exists without a valid credit code: enter it with the customer in Contacts first."),
            "name_differs": self.env._(
                "The customer with this credit code is called “%(detail)s” here; that name stays."),
            "dossier_twice": self.env._(
                "Row %(detail)s is a dossier of the same customer or number: one customer, one volume. Delete "
                "one of the rows."),
            "number_taken": self.env._("Another dossier has the number %(value)s: correct it, or leave it empty."),
            "dossier_exists": self.env._(
                "This customer has a dossier already, %(detail)s: write that number, or leave it empty."),
            "exists": self.env._(
                "The customer's dossier exists already, %(detail)s: it stays as it is, new papers and contacts are "
                "added."),
            "contact_twice": self.env._("Row %(detail)s is the same contact: delete one of the rows."),
            "contact_exists": self.env._("This contact exists already and is not made again."),
        }

    @api.model
    def _words_of_papers(self):
        return {
            "type": self.env._("There is no document type “%(value)s”: choose one from the list."),
            "type_ambiguous": self.env._("“%(value)s” means several document types: write the code."),
            "place": self.env._(
                "There is no place “%(value)s”: write the barcode or the name of a box, shelf or safe, or create it "
                "first."),
            "place_ambiguous": self.env._("“%(value)s” means several places: write the barcode."),
            "place_unsafe": self.env._("Titles and classified papers are kept in a safe; “%(value)s” is none."),
            "place_full": self.env._("“%(value)s” does not take so many papers: choose another place."),
            "place_box": self.env._("“%(value)s” is the box of another dossier: one customer, one volume, one box."),
            "secrecy": self.env._(
                "This paper is %(detail)s, and you are not cleared for it: have it imported by somebody who is."),
            "code_taken": self.env._("Another paper has the archival code %(value)s: correct it, or leave it empty."),
            "code_twice": self.env._("Row %(detail)s has the same archival code: correct one of them."),
            "paper_twice": self.env._(
                "Row %(detail)s is the same paper (title, reference number and date): delete one of the rows."),
            "paper_exists": self.env._("This paper is in the dossier already and is not made again."),
            "main_missing": self.env._(
                "An annex or print needs its main paper: write its code, reference number or title."),
            "main_unknown": self.env._(
                "There is no main paper “%(value)s” in this dossier: compare its code, reference number or title."),
            "main_ambiguous": self.env._(
                "Several papers of this dossier are “%(value)s”: write the archival code of the main one."),
            "main_is_annex": self.env._("“%(value)s” is itself an annex or print: write the main paper."),
            "main_of_main": self.env._(
                "A main paper hangs on no other: empty this cell, or choose Annex or Print as its role."),
        }

    @api.model
    def _words_of_scans(self):
        return {
            "scan_path": self.env._("“%(value)s” leads out of the ZIP and is not read: pack the scans again."),
            "scan_link": self.env._("“%(value)s” is a link and no file: pack the file itself."),
            "scan_locked": self.env._("“%(value)s” is protected by a password: pack the scans again without one."),
            "scan_large": self.env._("“%(value)s” is larger than 100 MB: scan it at a lower resolution."),
            "scan_bomb": self.env._("“%(value)s” would unpack to far more than a scan holds and is not read."),
            "scan_unreadable": self.env._("“%(value)s” is damaged in the ZIP: pack the scans again."),
            "scan_unmatched": self.env._(
                "“%(value)s” belongs to no paper of the workbook: name it after the archival code, or in the column "
                "Scan File. Without that it is not imported."),
            "scan_shared": self.env._("“%(value)s” fits several papers: write its name in the column Scan File."),
            "scan_twice": self.env._(
                "“%(value)s” is one of several files for one paper: combine them into one PDF, or remove those that "
                "are too many."),
            "scan_missing": self.env._("“%(value)s” is not in the ZIP: compare the name, or add the file."),
            "scan_same": self.env._("“%(value)s” is the same file as that of row %(detail)s: exchange one of them."),
            "scan_empty": self.env._("“%(value)s” is empty: scan it again."),
            "scan_executable": self.env._(
                "“%(value)s” is a program, whatever its name says: programs do not enter the archive."),
            "scan_mismatch": self.env._("“%(value)s” is not what its ending says: save it in its own format."),
            "scan_encrypted": self.env._("“%(value)s” is protected by a password: remove the password first."),
            "scan_damaged": self.env._("“%(value)s” is damaged and cannot be opened: scan it again."),
            "scan_refused": self.env._("“%(value)s” does not pass the check of uploads: scan or export it again."),
        }
