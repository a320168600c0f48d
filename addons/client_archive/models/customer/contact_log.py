from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ArchiveContactLog(models.Model):
    """What was brought to, or back from, a visit is a paper of the dossier (R76)."""

    _inherit = "archive.contact.log"

    document_ids = fields.Many2many(
        "archive.document", string="Visit Material", domain="[('dossier_id', '=', dossier_id)]")

    @api.constrains("document_ids", "dossier_id")
    def _check_documents(self):
        for row in self:
            # sudo: whose papers they are, is no secret
            foreign = row.sudo().document_ids.filtered(lambda paper, dossier=row.dossier_id: (
                paper.dossier_id != dossier))
            if foreign:
                raise ValidationError(self.env._(
                    "%(paper)s is not a paper of %(dossier)s.", paper=foreign[0].display_name,
                    dossier=row.dossier_id.display_name))
