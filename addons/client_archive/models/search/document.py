from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import fulltext

_CATALOGUE = ("name", "code", "reference", "author")
# Whoever may open fewer papers has few hits, however frequent the word is.
_MANY = 20_000


class ArchiveDocument(models.Model):
    """A paper is found by its catalogue line, by its customer, and by the content that the reader may open."""

    _name = "archive.document"
    _inherit = ["archive.document", "archive.search.mixin"]

    hit = fields.Html(
        string="Hit", compute="_compute_hit", sanitize=False, exportable=False,
        help="Where the words searched for stand.")

    # ------------------------------------------------------------------
    # The hit
    # ------------------------------------------------------------------
    @api.depends_context("archive_full_text", "uid", "allowed_company_ids", "lang")
    def _compute_hit(self):
        wanted = self._asked_terms()
        if not wanted:
            self.hit = False
            return
        contents = self._content_hits(wanted)
        for document in self:
            lines = [self._as_line(Markup('<i class="fa fa-file-text-o me-1"></i>%s') % name, pieces)
                     for name, pieces in contents.get(document._origin.id, ())]
            lines += [self._as_line(*hit) for hit in document._catalogue_hits(wanted, bool(lines))]
            document.hit = Markup("").join(lines)

    @api.model
    def _as_line(self, label, pieces):
        words = Markup("").join(Markup("<mark>%s</mark>") % piece if hit else piece for piece, hit in pieces)
        return Markup('<div class="text-wrap"><span class="text-muted">%s</span> %s</div>') % (label, words)

    def _catalogue_hits(self, wanted, brief):
        """What of the catalogue line has one of the terms ``wanted``, as ``[(label, marked pieces), …]``.

        :param bool brief: leave out what the list shows anyway, title and code
        """
        document = self.sudo()  # sudo: the catalogue line shows customer and dossier by name
        values = {name: document[name] for name in _CATALOGUE if not (brief and name in ("name", "code"))}
        values["dossier_id"] = document.dossier_id.display_name
        marked = ((name, fulltext.marked(value, wanted)) for name, value in values.items() if value)
        return [(self._fields[name]._description_string(self.env), pieces) for name, pieces in marked if pieces]

    def _content_hits(self, wanted):
        """For each paper whose content has one of the terms ``wanted``: ``[(file name, marked pieces)]``.

        The newest version that the current user may open, in the part of its text that has most of the terms.
        """
        Version = self.env["archive.version"].sudo(False)
        readable = Version._search(Domain("document_id", "in", self._origin.ids))
        queries = [SQL("%s::tsquery", fulltext.tsquery(term)) for term in wanted]
        rows = self.env.execute_query(SQL(
            """
            SELECT DISTINCT ON (version.document_id) version.document_id, version.name,
                   substr(file.index_content, entry."start" + 1, entry.size)
              FROM archive_version version
              JOIN archive_search_entry entry ON entry.version_id = version.id
         LEFT JOIN ir_attachment file ON file.res_model = 'archive.version' AND file.res_field = 'content'
                                     AND file.res_id = version.id
             WHERE version.id IN %(readable)s AND (%(any)s)
          ORDER BY version.document_id, %(count)s DESC, version.number DESC, entry."start"
            """,
            readable=readable.subselect(),
            any=SQL(" OR ").join(SQL("entry.version_words @@ %s", query) for query in queries),
            count=SQL(" + ").join(SQL("(entry.version_words @@ %s)::int", query) for query in queries)))
        found = {}
        for document_id, name, text in rows:
            file_name = fulltext.marked(name, wanted)
            pieces = fulltext.excerpt(text or "", wanted)
            if pieces or file_name:
                found[document_id] = [(name, pieces)] if pieces else [("", file_name)]
        return found

    # ------------------------------------------------------------------
    # The search
    # ------------------------------------------------------------------
    @api.model
    def _term_condition(self, term, frequent, alias, query):
        Entry, Version = self.env["archive.search.entry"], self.env["archive.version"]
        paper = SQL.identifier(alias, "id")
        dossier = SQL.identifier(alias, "dossier_id", to_flush=self._fields["dossier_id"])
        lines, dossiers = Entry._hits("document", term), Entry._hits("dossier", term)
        contents = Version._readable_hits(term)
        if not frequent:
            return SQL(
                "%s IN (%s UNION ALL SELECT of.id FROM archive_document of WHERE %s IN (%s) UNION ALL %s)",
                paper, lines, SQL.identifier("of", "dossier_id", to_flush=self._fields["dossier_id"]), dossiers,
                contents)
        known = Version._known_papers()
        if "version" in frequent and self._are_many(known):
            # The paper's own columns come first: most papers of others are not looked into.
            content = SQL(
                "(%s AND %s)", known.optimize_full(self)._to_sql(self, alias, query),
                Version._is_readable_hit(paper, term))
        else:
            content = SQL("%s IN (%s)", paper, contents)
        return SQL(
            "(%s OR %s IN (%s) OR %s)",
            Entry._is_hit("document", paper, term) if "document" in frequent else SQL("%s IN (%s)", paper, lines),
            dossier, dossiers, content)

    @api.model
    def _are_many(self, known):
        """Whether so many papers meet the domain ``known`` that hits are found sooner paper by paper.

        One query in a transaction, for each user.
        """
        if known.is_true():
            return True
        asked = self.env.cr.cache.setdefault("archive_many_papers", {})
        if self.env.uid not in asked:
            # sudo: it chooses a plan
            asked[self.env.uid] = self.sudo().search_count(known, limit=_MANY) == _MANY
        return asked[self.env.uid]

    # ------------------------------------------------------------------
    # Kept up to date
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        self.env["archive.search.entry"]._put_later(documents)
        return documents

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & set(_CATALOGUE):
            self.env["archive.search.entry"]._put_later(self)
        return result
