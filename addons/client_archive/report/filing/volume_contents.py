from odoo import models

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
        rows = []
        for dossier in records:
            # sudo: pages count through the volume, also over papers that the user does not see
            volume = dossier.sudo()._volume()
            readable = volume.with_env(self.env)._filtered_access("read")
            page = 1
            for paper in volume:
                last = page + max(paper.page_count - 1, 0)
                if paper in readable:
                    pages = f"{page}–{last}" if paper == volume[-1] and last > page else str(page)
                    paper = paper.with_env(self.env)
                    rows.append((
                        paper.item_number or False, paper.reference, paper.author, paper.name, paper.date, pages,
                        paper._list_remarks()))
                page += paper.page_count
        return rows

    def _form_notes(self, records):
        # sudo: only how many papers are left out is told
        volume = records.sudo().document_ids.filtered(lambda paper: paper.state in ("filed", "destroyed"))
        hidden = len(volume) - len(volume.with_env(self.env)._filtered_access("read"))
        if not hidden:
            return []
        return [self.env._("%s more papers of the volume are not listed: you may not see them.", hidden)]


class ArchiveDocument(models.Model):
    _inherit = "archive.document"

    def _list_remarks(self):
        """Remarks of a list: void, where the original is (R87), and the catalogue's own."""
        self.ensure_one()
        return "; ".join(filter(None, [
            self.is_void and self.env._("Void"),
            self.is_original == "copy" and self.original_location and self.env._(
                "Original at %s", self.original_location),
            self.remarks]))
