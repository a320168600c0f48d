from itertools import count

from odoo import models

from ...tools import secrecy
from ...tools.page_grid import Column


class ItemCatalogue(models.AbstractModel):
    """归档文件目录, the item catalogue (DA/T 22: A4 landscape) of chosen papers."""

    _name = "report.client_archive.report_item_catalogue"
    _inherit = ["archive.form"]
    _description = "Item Catalogue"

    _form_model = "archive.document"

    def _form_title(self):
        return self.env._("Item Catalogue")

    def _form_columns(self):
        return (
            Column("number", self.env._("No."), 12, "center"),
            Column("code", self.env._("Archival Code"), 40),
            Column("reference", self.env._("Reference Number"), 28),
            Column("author", self.env._("Author"), 30),
            Column("name", self.env._("Title"), 70),
            Column("date", self.env._("Date"), 20, "center"),
            Column("secrecy", self.env._("Secrecy"), 17, "center"),
            Column("pages", self.env._("Pages"), 12, "center"),
            Column("remarks", self.env._("Remarks"), 28),
        )

    def _form_head(self, records):
        companies = records.company_id
        return [(self.env._("Fonds"), ", ".join(" ".join(filter(None, company._fonds())) for company in companies))]

    def _papers(self, records):
        """Papers of the list: those chosen, in the order of their codes."""
        return records.search([("id", "in", records.ids)], order="code, date, id")

    def _form_rows(self, records):
        levels = dict(self.env["archive.document"]._fields["secrecy_level"]._description_selection(self.env))
        levels[secrecy.NONE] = False
        numbers = count(1)
        for papers in self._chunks(self._papers(records)):
            for paper in papers:
                yield (
                    next(numbers), paper.code, paper.reference, paper.author, paper.name, paper.date,
                    levels[paper.secrecy_level], paper.page_count, paper._list_remarks(with_seals=True))


class DossierCatalogue(models.AbstractModel):
    """The item catalogue of whole volumes."""

    _name = "report.client_archive.report_dossier_catalogue"
    _inherit = ["report.client_archive.report_item_catalogue"]
    _description = "Item Catalogue of Volumes"

    _form_model = "archive.dossier"

    def _papers(self, records):
        return self.env["archive.document"].search(
            [("dossier_id", "in", records.ids), ("state", "in", ("filed", "destroyed"))], order="code, date, id")
