from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import fulltext, gate


class ArchiveVersion(models.Model):
    """The words of content enter the index with it, and leave it with it."""

    _inherit = "archive.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        self.env["archive.search.entry"]._put_versions(versions)
        return versions

    def write(self, vals):
        result = super().write(vals)
        if "content" in vals:
            # Only destruction writes it; a word left behind would be a byte left behind (R37).
            self.env["archive.search.entry"]._drop_versions(self)
        return result

    def _full_texts(self):
        """Mapping of ids to the text that Odoo found in the content, for those that have one.

        Odoo reads PDF and Office. Of plain text it keeps what is English, so that is read again here.
        """
        # sudo: what is indexed does not depend on who adds it
        files = self.env["ir.attachment"].sudo().search_fetch([
            ("res_model", "=", "archive.version"), ("res_field", "=", "content"), ("res_id", "in", self.ids),
        ], ["res_id", "mimetype", "index_content"])
        for file in files:
            if (file.mimetype or "").startswith("text/") and not (raw := file.raw or b"").isascii():
                gate.opened(file).index_content = fulltext.decoded(raw).replace("\0", "")
        return {file.res_id: file.index_content for file in files if file.index_content}

    @api.model
    def _known_papers(self):
        """The papers of whose content the current user needs to know, or more. It chooses a plan, it decides no access.

        All papers, where it is told otherwise than by columns of the paper.
        """
        if self.sudo(False).env.su:
            return Domain.TRUE
        needed, told_by = self._need_to_know_domain(), "document_id"
        paths = [condition.field_expr for condition in needed.iter_conditions()]
        if not all(f"{path}.".startswith(f"{told_by}.") for path in paths):
            return Domain.TRUE
        return needed.map_conditions(lambda condition: Domain(
            condition.field_expr.removeprefix(told_by).lstrip(".") or "id", condition.operator, condition.value))

    @api.model
    def _readable_hits(self, term):
        """Papers in whose content ``term`` is found, of the content that the current user may open, as a query."""
        hits = self.env["archive.search.entry"]._hits("version", term)
        query = self.sudo(False)._search(Domain("id", "in", SQL("(%s)", hits)))
        return query.select(SQL.identifier(query.table, "document_id"))

    @api.model
    def _is_readable_hit(self, document_id, term):
        """The condition that ``term`` is in content, open to the current user, of the paper of that column."""
        query = self.sudo(False)._search(Domain.TRUE)
        version = SQL.identifier(query.table, "id")
        query.add_where(SQL("%s = %s", SQL.identifier(query.table, "document_id"), document_id))
        query.add_where(self.env["archive.search.entry"]._is_hit("version", version, term))
        query.limit = 1
        return SQL("COALESCE((%s), FALSE)", query.select("TRUE"))
