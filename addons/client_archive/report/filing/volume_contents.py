from odoo import models

from ...tools import file_name
from ...tools.page_grid import Column, Grid


class VolumeContents(models.AbstractModel):
    """卷内文件目录, the list of contents of a volume (GB/T 9705: A4, 15 rows of 15 mm)."""

    _name = "report.client_archive.report_volume_contents"
    _inherit = ["archive.form"]
    _description = "List of Contents"

    _form_model = "archive.dossier"
    _form_grid = Grid(page_width=210, page_height=297, left=25, top=35, row_height=15, rows=15, head_height=15)

    def _form_title(self):
        return self.env._("List of Contents")

    def _form_columns(self):
        return (
            Column("number", self.env._("Seq."), 10, "center"),
            Column("reference", self.env._("Reference Number"), 20),
            Column("author", self.env._("Author"), 20),
            Column("name", self.env._("Title"), 70),
            Column("date", self.env._("Date"), 20, "center"),
            Column("page", self.env._("Page"), 10, "center"),
            Column("remarks", self.env._("Remarks"), 20),
        )

    def _form_head(self, records):
        code = ", ".join(records.mapped(lambda dossier: dossier._archival_code()))
        return [(self.env._("Archival Code"), code),
                (self.env._("Volume"), ", ".join(records.partner_id.mapped("name")))]

    def _form_rows(self, records):
        for dossier in records:
            # sudo: pages count through the volume, also over papers that the user does not see
            volume = dossier.sudo()._volume_as_bound()
            readable = volume.with_env(self.env)._filtered_access("read")
            page, before = 1, volume.browse()
            for paper in volume:
                last = page + max(paper.page_count - 1, 0)
                if paper in readable:
                    pages = f"{page}–{last}" if paper == volume[-1] and last > page else str(page)
                    apart = paper.main_id and paper.main_id != (before.main_id or before)
                    paper = paper.with_env(self.env)
                    rows = (paper.item_number or False, paper.reference, paper.author, paper.name, paper.date, pages)
                    yield (*rows, paper._list_remarks(with_main=apart))
                page += paper.page_count
                before = paper.sudo()

    def _form_notes(self, records):
        # sudo: only how many papers are left out is told
        volume = records.sudo().document_ids.filtered(
            lambda paper: paper.state in ("filed", "destroyed") and paper.is_visible)
        hidden = len(volume) - len(volume.with_env(self.env)._filtered_access("read"))
        if not hidden:
            return []
        return [self.env._("%s more papers of the volume are not listed: you may not see them.", hidden)]


class ArchiveDossier(models.Model):
    _inherit = "archive.dossier"

    def _export_contents(self, archive, folder):
        super()._export_contents(archive, folder)
        form = self.env["report.client_archive.report_volume_contents"]
        form = form.with_context(lang=self.env.context.get("lang") or self.env.user.lang)
        with form._xlsx(self) as workbook:
            archive.writestr(f"{folder}/{file_name.name('00', form._form_title(), extension='xlsx')}", workbook.read())


class ArchiveDocument(models.Model):
    _inherit = "archive.document"

    def _list_remarks(self, with_main=False):
        """Remarks of a list: void, where the original is (R87), and the catalogue's own.

        :param with_main: name the main paper of an annex that does not lie next to it
        """
        self.ensure_one()
        main = with_main and self.main_id._filtered_access("read").item_number
        return "; ".join(filter(None, [
            self.is_void and self.env._("Void"),
            main and self.env._("Belongs to no. %s", main),
            self.is_original == "copy" and self.original_location and self.env._(
                "Original at %s", self.original_location),
            self.remarks]))
