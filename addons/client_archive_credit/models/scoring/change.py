from odoo import models


class ArchiveChange(models.Model):
    """A major change of a customer makes a new evaluation due at once (R89, R94)."""

    _inherit = "archive.change"

    def _major_change_reported(self):
        super()._major_change_reported()
        for change in self:
            # The words stay in the company whose file they are from (invariant 8).
            self.env["credit.evaluation"]._due_after_major_change(
                change.partner_id, change.name, change.company_id)
