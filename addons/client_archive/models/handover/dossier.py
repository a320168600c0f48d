from odoo import api, fields, models


class ArchiveDossier(models.Model):
    """What of a dossier was handed over, and who answers for its account manager."""

    _inherit = "archive.dossier"

    handover_count = fields.Integer(string="Handovers", compute="_compute_handover_count")

    @api.depends("document_ids.handover_line_ids")
    def _compute_handover_count(self):
        counts = dict(self.env["archive.handover.line"]._read_group(
            [("dossier_id", "in", self.ids)], ["dossier_id"], ["handover_id:count_distinct"]))
        for dossier in self:
            dossier.handover_count = counts.get(dossier._origin, 0)

    def action_view_handovers(self):
        """Open the handover lists of this dossier, or a new one for it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_handover_action")
        return {**action, "domain": [("dossier_ids", "in", self.ids)],
                "context": {"default_dossier_ids": self.ids, "default_company_id": self.company_id.id}}

    def _supervisor(self):
        """The head who answers for the account manager: the first upwards who is not the manager, or the leader."""
        self.ensure_one()
        heads = self.env["mail.activity.plan.template"]._heads_upwards(self.department_id)
        for users in [*heads, self.env["archive.officer"]._holders("general_manager", self.company_id)]:
            users = users.filtered("active") - self.user_id
            if users:
                return users[0]
        return self.env["res.users"]
