from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import secrecy

_PAPER = "archive.document"


class ArchiveToldMixin(models.AbstractModel):
    """Odoo's own rows that hang on any record (``res_model``, ``res_id``): of a paper they tell that it is, or more.

    Odoo shows them to whoever may write the record, or to everybody. Their record rule asks for ``archive_told``.
    """

    _name = "archive.told.mixin"
    _description = "Row that May Hang on a Paper"

    # Besides papers that the user does not read at all: of those with these visibilities the row says too much to
    # whoever is not cleared for them
    _told_of = (secrecy.EXISTENCE,)

    archive_told = fields.Boolean(
        string="Shown by the Archive", compute="_compute_archive_told", search="_search_archive_told",
        compute_sudo=True, exportable=False)

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_archive_told(self):
        about = self.filtered(lambda row: row.res_model == _PAPER and not row._told_anyway())
        told = set()
        about |= self.filtered(lambda row: row.res_model in self._told_with_record())
        for name, rows in about.grouped("res_model").items():
            readable = self.env[name].browse(rows.mapped("res_id")).exists().sudo(False)._filtered_access("read").sudo()
            if name == _PAPER:
                guarded = readable.filtered(lambda paper: paper.visibility in self._told_of)
                readable = readable - guarded + guarded._covered()
            told |= {(name, res_id) for res_id in readable.ids}
        for row in self:
            row.archive_told = row not in about or (row.res_model, row.res_id) in told

    @api.model
    def _search_archive_told(self, operator, value):
        if operator != "in":
            return NotImplemented
        others = self._told_with_record()
        told = Domain("res_model", "not in", [_PAPER, *others]) | self._told_anyway_domain()
        # Who reads no papers anyway is not asked what they are cleared for: Odoo's own screens cost what they did.
        if self.env.user.has_group("client_archive.group_user"):
            papers = self.env[_PAPER].sudo(False)._search(Domain.TRUE)
            hidden = self.env["archive.paper.mixin"]._papers_out_of_sight(self._told_of)
            told |= Domain("res_model", "=", _PAPER) & Domain("res_id", "in", SQL("(%s)", papers.select())) & Domain(
                "res_id", "not in", SQL("(%s)", hidden.select()))
        for name in others:
            Model = self.env[name].sudo(False)
            if Model.has_access("read"):
                records = Model._search(Domain.TRUE)
                told |= Domain("res_model", "=", name) & Domain("res_id", "in", SQL("(%s)", records.select()))
        return Domain.OR(told if wanted else ~told for wanted in value)

    @api.model
    def _told_with_record(self):
        """Hook: names of the models, besides papers, whose rows are for those alone who read the record."""
        return ()

    def _told_anyway(self):
        """Hook: whether the current user has it, whatever it hangs on."""
        return False

    @api.model
    def _told_anyway_domain(self):
        return Domain.FALSE
