from odoo import api, fields, models
from odoo.fields import Domain


class ArchiveSecrecyTile(models.Model):
    """Unusual access, among what the security officer has to look at."""

    _inherit = "archive.secrecy.tile"

    code = fields.Selection(
        selection_add=[("alerts", "Unusual Access to Review")], ondelete={"alerts": "cascade"})

    @api.model
    def _questions(self):
        here = Domain("company_id", "in", self.env.companies.ids)
        return {**super()._questions(), "alerts": ("archive.access.alert", here & Domain("state", "=", "new"))}

    @api.model
    def _urgent(self):
        return super()._urgent() | {"alerts"}
