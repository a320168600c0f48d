from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class ArchiveDossier(models.Model):
    """A dossier is found by its number, its customer, and whatever its papers are found by."""

    _name = "archive.dossier"
    _inherit = ["archive.dossier", "archive.search.mixin"]

    @api.model
    def _term_condition(self, term, frequent, alias, query):
        own = self.env["archive.search.entry"]._hits("dossier", term)
        dossier, Document = SQL.identifier(alias, "id"), self.env["archive.document"].sudo(False)
        papers = Document._search(Domain.custom(
            to_sql=lambda model, paper, query: model._term_condition(term, frequent, paper, query)))
        in_dossier = SQL.identifier(papers.table, "dossier_id", to_flush=Document._fields["dossier_id"])
        if not frequent:
            return SQL("%s IN (%s UNION ALL %s)", dossier, own, papers.select(in_dossier))
        papers.add_where(SQL("%s = %s", in_dossier, dossier))
        papers.limit = 1
        return SQL("(%s IN (%s) OR COALESCE((%s), FALSE))", dossier, own, papers.select("TRUE"))

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
