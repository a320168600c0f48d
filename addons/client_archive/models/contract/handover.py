from odoo import fields, models


class ArchiveHandover(models.Model):
    """A handover list of the papers of one contract (R104)."""

    _inherit = "archive.handover"

    contract_id = fields.Many2one(
        "archive.contract", string="Contract", ondelete="restrict", index="btree_not_null", check_company=True)
