from odoo import models

from ...tools.page_grid import Column, Grid

_A4 = Grid(page_width=210, page_height=297, left=25, top=35, row_height=10, rows=23, head_height=10)


class VolumeCatalogue(models.AbstractModel):
    """案卷目录, the catalogue of volumes, with its cover."""

    _name = "report.client_archive.report_volume_catalogue"
    _inherit = ["archive.form"]
    _description = "Volume Catalogue"

    _form_model = "archive.dossier"
    _form_grid = _A4

    def _form_title(self):
        return self.env._("Volume Catalogue")

    def _form_columns(self):
        return (
            Column("number", self.env._("Volume No."), 28),
            Column("name", self.env._("Title"), 54),
            Column("dates", self.env._("First and Last Date"), 24, "center"),
            Column("pages", self.env._("Pages"), 14, "center"),
            Column("retention", self.env._("Retention"), 32, "center"),
            Column("remarks", self.env._("Remarks"), 18),
        )

    def _form_head(self, records):
        return [(self.env._("Fonds"), ", ".join(
            " ".join(filter(None, company._fonds())) for company in records.company_id))]

    def _volumes(self, records):
        """The chosen volumes that have a number, by catalogue and number."""
        return records.search([("id", "in", records.ids)], order="category_id, number, id")

    def _form_rows(self, records):
        for dossiers in self._chunks(self._volumes(records)):
            facts = dossiers._facts_of_volumes()
            for dossier in dossiers:
                yield (
                    dossier.number, dossier.partner_id.name, facts[dossier]["dates"], facts[dossier]["pages"],
                    facts[dossier]["retention"], self._remarks(dossier))

    def _remarks(self, dossier):
        return dossier.state == "closed" and self.env._("Closed on %s", self._as_text(dossier.closed_on))

    def _get_report_values(self, docids, data=None):
        values = super()._get_report_values(docids, data=data)
        return {**values, "cover": self._cover(values["docs"])}

    def _cover(self, records):
        """Pairs of label and value on the cover."""
        companies, classes = records.company_id, records.category_id
        # sudo: totals only
        [[first, last]] = self.env["archive.document"].sudo()._read_group(
            [("dossier_id", "in", records.ids), ("state", "in", ("filed", "destroyed")), ("is_visible", "=", True)], [],
            ["date:min", "date:max"])
        fonds = [company._fonds() for company in companies]
        return [
            (self.env._("Fonds Name"), ", ".join(name for _number, name in fonds)),
            (self.env._("Fonds No."), ", ".join(number for number, _name in fonds if number)),
            (self.env._("Class"), ", ".join(classes.mapped("complete_name"))),
            (self.env._("Catalogue No."), ", ".join(classes.mapped("code"))),
            (self.env._("First and Last Date"), records._dates_label(first, last)),
            (self.env._("Number of Volumes"), str(len(records))),
        ]


class ClassificationTable(models.AbstractModel):
    """档案分类编号表, the classification and numbering table (R9)."""

    _name = "report.client_archive.report_classification_table"
    _inherit = ["report.client_archive.report_volume_catalogue"]
    _description = "Classification and Numbering Table"

    def _form_title(self):
        return self.env._("Classification and Numbering Table")

    def _form_columns(self):
        return (
            Column("category", self.env._("Classification"), 42),
            Column("number", self.env._("Number"), 32),
            Column("name", self.env._("Name"), 58),
            Column("volume", self.env._("Volume Sequence"), 14, "center"),
            Column("dates", self.env._("First and Last Date"), 24, "center"),
        )

    def _form_rows(self, records):
        for dossiers in self._chunks(self._volumes(records)):
            facts = dossiers._facts_of_volumes()
            for dossier in dossiers:
                yield (
                    f"{dossier.category_id.code} {dossier.category_id.complete_name}", dossier.number,
                    dossier.partner_id.name, dossier._volume_ordinal(), facts[dossier]["dates"])
