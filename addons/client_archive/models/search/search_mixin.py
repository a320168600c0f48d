from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query

from ...tools import fulltext


class ArchiveSearchMixin(models.AbstractModel):
    """Records that are found by the words of their catalogue line and of their content (R97)."""

    _name = "archive.search.mixin"
    _description = "Record Found by Its Words"

    full_text = fields.Char(
        string="Full Text", compute="_compute_full_text", search="_search_full_text", exportable=False,
        help="Finds the words of the catalogue, and of the content that the current user may open.")

    def _compute_full_text(self):
        self.full_text = False

    @api.model
    def _search_full_text(self, operator, value):
        if operator == "in":
            return Domain.OR(self._full_text_domain(query) for query in value)
        if operator != "ilike":
            return NotImplemented
        return self._full_text_domain(value)

    @api.model
    def _full_text_domain(self, query):
        """Records in which every term of ``query`` is found; none when it has no word."""
        wanted = fulltext.terms(str(query)) if query else []
        return Domain.AND(map(self._term_domain, wanted)) if wanted else Domain.FALSE

    @api.model
    def _term_domain(self, term):
        frequent = self.env["archive.search.entry"]._frequent(term)
        return Domain.custom(
            to_sql=lambda model, alias, query: model._term_condition(term, frequent, alias, query))

    @api.model
    def _term_condition(self, term: str, frequent: set, alias: str, query: Query) -> SQL:
        """The condition of ``query`` that ``term`` finds the record ``alias``.

        It asks the rules of the current user even where the search runs as superuser: what somebody may not open is
        not found, whichever way a domain came to be asked.

        :param frequent: the kinds of entries in which the term is frequent, see ``archive.search.entry._frequent``
        """
        raise NotImplementedError

    @api.model
    def _asked_terms(self):
        """Terms that the search view says were searched for. They only choose what is shown of a hit."""
        asked = self.env.context.get("archive_full_text") or ""
        return fulltext.terms(" ".join(map(str, asked)) if isinstance(asked, (list, tuple)) else str(asked))
