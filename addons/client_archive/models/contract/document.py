from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ArchiveDocument(models.Model):
    """Which contract a paper belongs to."""

    _inherit = "archive.document"

    contract_id = fields.Many2one(
        "archive.contract", string="Contract", ondelete="restrict", index="btree_not_null", tracking=True,
        groups="client_archive.group_contract_reader",
        domain="[('dossier_id', '=', dossier_id)]")

    @api.constrains("contract_id", "dossier_id")
    def _check_contract(self):
        for document in self:
            if document.contract_id and document.contract_id.dossier_id != document.dossier_id:
                raise ValidationError(self.env._(
                    "“%(paper)s” and its contract stay in one dossier: choose a contract of %(dossier)s.",
                    paper=document.name, dossier=document.dossier_id.display_name))
