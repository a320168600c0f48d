from odoo import models


class ArchiveDossier(models.Model):
    _inherit = "archive.dossier"

    def _retention_labels(self):
        """The longest term of each volume's papers: permanent, or the rule with the most years."""
        labels = super()._retention_labels()
        # sudo: as for the other totals of the volume
        rows = self.sudo().env["archive.document"]._read_group(
            [("dossier_id", "in", self.ids), ("state", "in", ("filed", "destroyed")), ("is_visible", "=", True)],
            ["dossier_id"], ["retention_rule_id:recordset"])
        by_dossier = {dossier.id: rules for dossier, rules in rows}
        for dossier in self:
            rules = by_dossier.get(dossier.id)
            if rules:
                longest = rules.sorted(lambda rule: (rule.is_permanent, rule.years), reverse=True)[:1]
                labels[dossier] = longest.name or labels[dossier]
        return labels

    def _volume_note_lines(self):
        """What was destroyed, when and by which register (R31, R36)."""
        lines = super()._volume_note_lines()
        gone = self.document_ids._filtered_access("read").filtered(lambda paper: paper.state == "destroyed")
        for (day, batch), papers in gone.grouped(
                lambda paper: (paper.destroyed_on, paper.sudo().destruction_batch_id)).items():
            lines["destroyed"].append(self.env._(
                "Nos. %(numbers)s on %(day)s, register %(register)s", numbers=papers._item_numbers(), day=day,
                register=batch.name or "-"))
        return lines


class ArchiveDocument(models.Model):
    _inherit = "archive.document"

    def _retention_label(self):
        return self.retention_rule_id.name or super()._retention_label()

    def _retention_stamp(self):
        rule = self.retention_rule_id
        return self.env._("%s years", rule.years) if rule and not rule.is_permanent else super()._retention_stamp()
