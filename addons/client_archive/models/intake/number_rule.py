from odoo import api, models


class ArchiveNumberRule(models.Model):
    _inherit = "archive.number.rule"

    @api.model
    def _next_number(self, dossier):
        """The next number that no dossier has: those of an imported archive were never drawn from the counter."""
        number = super()._next_number(dossier)
        # sudo: a number is taken, whoever may read the dossier that has it
        Dossier = self.env["archive.dossier"].sudo()
        while Dossier.search_count([("number", "=", number), ("company_id", "=", dossier.company_id.id)], limit=1):
            number = super()._next_number(dossier)
        return number
