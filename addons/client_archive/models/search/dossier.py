from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class ArchiveDossier(models.Model):
    """A dossier is found by its number, its customer, and whatever its papers are found by."""

    _name = "archive.dossier"
    _inherit = ["archive.dossier", "archive.search.mixin"]

    @api.model
    def _full_text_hits(self, term):
        Document = self.env["archive.document"].sudo(False)
        papers = Document._search(Domain("id", "in", Document._full_text_hits(term)))
        return SQL(
            "(%s UNION ALL %s)", self.env["archive.search.entry"]._hits("dossier_id", term),
            papers.select(SQL.identifier(papers.table, "dossier_id")))

    # ------------------------------------------------------------------
    # Kept up to date
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        dossiers = super().create(vals_list)
        self.env["archive.search.entry"]._put_later(dossiers)
        return dossiers

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"number", "partner_id"}:
            self.env["archive.search.entry"]._put_later(self)
        return result
