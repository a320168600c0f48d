from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import gate

# What of a paper's catalogue line tells what it is about
TELLING = ("name", "reference", "author", "remarks")


class ArchiveGuardedTitle(models.Model):
    """The true catalogue line of a paper whose title is secret, for those alone who are cleared for the paper.

    The paper itself has a cover name meanwhile: what is not there is not found, sorted by, grouped, exported, mailed.
    """

    _name = "archive.guarded.title"
    _inherit = ["archive.sealed.mixin"]
    _description = "Secret Title"
    _order = "id desc"

    document_id = fields.Many2one(
        "archive.document", string="Paper", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True)
    code = fields.Char(related="document_id.code", related_sudo=False)
    dossier_id = fields.Many2one(related="document_id.dossier_id", related_sudo=False)
    secrecy_level = fields.Selection(related="document_id.secrecy_level", related_sudo=False)
    compartment_id = fields.Many2one(related="document_id.compartment_id", related_sudo=False)
    date = fields.Date(related="document_id.date", related_sudo=False)
    name = fields.Char(string="Title", required=True, readonly=True)
    reference = fields.Char(string="Reference Number", readonly=True)
    author = fields.Char(readonly=True)
    remarks = fields.Char(readonly=True)
    title_allowed = fields.Boolean(
        compute="_compute_title_allowed", search="_search_title_allowed", compute_sudo=True,
        help="Whether the current user may read this title.")

    _document_uniq = models.UniqueIndex("(document_id)", "This paper has a secret title already.")

    @api.depends("document_id.secrecy_level", "document_id.compartment_id")
    @api.depends_context("uid")
    def _compute_title_allowed(self):
        covered = self.document_id._covered()
        for title in self:
            title.title_allowed = title.document_id in covered

    @api.model
    def _search_title_allowed(self, operator, value):
        if operator != "in":
            return NotImplemented
        allowed = Domain("document_id", "any!", self.env["archive.clearance"]._covered_domain(self.env.user))
        return Domain.OR(allowed if wanted else ~allowed for wanted in value)

    def _sealed_words(self):
        return self.env._("A secret title is entered and changed on its paper.")

    def _kept_words(self):
        return self.env._("A secret title stays until its paper is declassified.")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not gate.is_open(self.env):
            super()._unlink_never()

    def action_open_paper(self):
        """Open the paper."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "archive.document", "res_id": self.document_id.id,
                "views": [(False, "form")]}
