from odoo import models


class ArchiveDossier(models.Model):
    _inherit = "archive.dossier"

    def _retention_label(self):
        """The longest term of the volume's papers: permanent, or the rule with the most years."""
        # sudo: as for the other totals of the volume
        [[rules]] = self.sudo().env["archive.document"]._read_group(
            [("dossier_id", "in", self.ids), ("state", "in", ("filed", "destroyed"))], [],
            ["retention_rule_id:recordset"])
        rules = rules.sorted(lambda rule: (rule.is_permanent, rule.years), reverse=True)
        return rules[:1].name or super()._retention_label()
