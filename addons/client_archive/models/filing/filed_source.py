from odoo import fields, models
from odoo.exceptions import UserError

from ...tools import gate


class ArchiveDocument(models.Model):
    """The business document of Odoo that a paper was printed from."""

    _inherit = "archive.document"

    _gated_fields = frozenset({"origin_model", "origin_id"})

    origin_model = fields.Char(readonly=True, copy=False)
    origin_id = fields.Many2oneReference(
        string="Printed from", model_field="origin_model", readonly=True, copy=False)

    _origin_idx = models.Index("(origin_model, origin_id) WHERE origin_id IS NOT NULL")


class ArchiveFiledSource(models.AbstractModel):
    """A business document whose print is filed in its customer's dossier, once for each state of it.

    A model says in :meth:`_archive_paper` what paper it becomes, and in :meth:`_archive_pdf` how it is printed.
    """

    _name = "archive.filed.source"
    _description = "Business Document That Is Filed"

    def action_file_in_archive(self):
        """File the print of this document as a paper, and open it. Filed already and unchanged, the paper opens.

        :raises UserError: for a customer without a dossier
        :raises AccessError: for those who may not add papers to it
        """
        self.ensure_one()
        self.check_access("read")
        dossier = self._archive_dossier()
        dossier.check_access("write")
        dossier._lock()
        paper = self.env["archive.document"].search([
            ("origin_model", "=", self._name), ("origin_id", "=", self.id), ("dossier_id", "=", dossier.id),
            ("state", "!=", "destroyed")], order="id desc", limit=1)
        if paper and self._archive_filed_as_is(paper):
            return self._archive_notice(paper)
        if not paper:
            paper = self.env["archive.document"].create({**self._archive_paper(), "dossier_id": dossier.id})
            gate.opened(paper).write({"origin_model": self._name, "origin_id": self.id, "source": "erp"})
        self.env["archive.version"]._add(paper, f"{paper.name.replace('/', '-')}.pdf", self._archive_pdf())
        return self._archive_open(paper)

    def _archive_dossier(self):
        partner = self.with_company(self.company_id).partner_id.commercial_partner_id
        if not partner.dossier_id:
            raise UserError(self.env._(
                "%s has no dossier yet: open one first, from the Archive tab of the customer.",
                partner.display_name))
        return partner.dossier_id

    def _archive_filed_as_is(self, paper):
        # sudo: when it was printed is no content
        printed = paper.sudo().version_ids.mapped("create_date")
        return bool(printed) and max(printed) >= self.write_date

    def _archive_notice(self, paper):
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": self.env._("It is filed already, as “%s”, and has not changed since.", paper.display_name),
                "next": self._archive_open(paper),
            },
        }

    def _archive_open(self, paper):
        return {
            "type": "ir.actions.act_window", "res_model": "archive.document", "res_id": paper.id,
            "views": [(False, "form")],
        }

    def _archive_type(self, xmlid):
        """The document type of the data, or the provisional one where somebody deleted it."""
        Type = self.env["archive.document.type"]
        return (self.env.ref(f"client_archive.{xmlid}", raise_if_not_found=False) or Type._guess([""])[""]).id

    def _archive_paper(self):
        """Values of the paper that this document becomes."""
        raise NotImplementedError

    def _archive_pdf(self):
        """The document as a PDF (bytes)."""
        raise NotImplementedError
