from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import secrecy


class ArchivePaperMixin(models.AbstractModel):
    """A row about a paper: whoever must not know that the paper exists does not find the row either.

    A model names in :attr:`_paper_title` where it keeps the paper's title as it was; while the title is secret, others
    do not find rows that still tell it. Its record rule asks for ``paper_visible``.
    """

    _name = "archive.paper.mixin"
    _description = "Row about a Paper"

    _paper_title = None

    paper_visible = fields.Boolean(
        compute="_compute_paper_visible", search="_search_paper_visible", compute_sudo=True,
        help="Whether the current user may know of the paper that this is about.")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_known([vals.get("document_id") for vals in vals_list])
        return super().create(vals_list)

    def write(self, vals):
        self._check_known([vals.get("document_id")])
        return super().write(vals)

    def _update_cache(self, values, validate=True):
        # What a form has not saved is computed with all rights: a forged id would answer with title and dossier.
        paper = values.get("document_id")
        paper = paper[0] if isinstance(paper, (list, tuple)) and paper else paper
        if isinstance(paper, int):
            self._check_known([paper])
        return super()._update_cache(values, validate)

    @api.model
    def _check_known(self, paper_ids):
        """Papers that are entered by their ids exist for who enters them: errors must not tell more of others."""
        asked = set(filter(None, paper_ids))
        if asked and not self.env.su and len(self.env["archive.document"].search([("id", "in", list(asked))])) < len(
                asked):
            raise AccessError(self.env._("There is no such paper, or you may not see it."))

    @api.depends("document_id.visibility")
    @api.depends_context("uid")
    def _compute_paper_visible(self):
        guarded = self.document_id.filtered(lambda paper: paper.visibility != secrecy.CATALOGUE)
        covered = guarded._covered()
        for row in self:
            paper = row.document_id
            row.paper_visible = (
                paper not in guarded or paper in covered
                or (paper.visibility == secrecy.TITLE and not row._tells_title()))

    @api.model
    def _search_paper_visible(self, operator, value):
        if operator != "in":
            return NotImplemented
        visible = self._without(self._papers_out_of_sight([secrecy.EXISTENCE]))
        if self._paper_title:
            covers = self.env["archive.document"]._cover_names()
            visible &= self._without(self._papers_out_of_sight([secrecy.TITLE])) | Domain(
                self._paper_title, "in", covers)
        return Domain.OR(visible if wanted else ~visible for wanted in value)

    @api.model
    def _without(self, papers):
        return Domain("document_id", "=", False) | Domain("document_id", "not in", SQL("(%s)", papers.select()))

    @api.model
    def _papers_out_of_sight(self, visibilities):
        """Papers of ``visibilities`` that no clearance of the current user covers, as a query: they are few."""
        # sudo: asked by the rule itself
        Document = self.env["archive.document"].sudo()
        return Document._search(
            Domain("visibility", "in", visibilities)
            & ~self.env["archive.clearance"]._covered_domain(self.env.user))

    def _tells_title(self):
        return bool(self._paper_title) and self[self._paper_title] not in self.document_id._cover_names()
