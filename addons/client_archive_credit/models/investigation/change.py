from odoo import models


class ArchiveChange(models.Model):
    """A major change of a customer makes a new survey due at once (R89, R43)."""

    _inherit = "archive.change"

    def _major_change_reported(self):
        super()._major_change_reported()
        for change in self:
            # sudo: the event calls for it, whoever entered it
            reports = self.env["credit.investigation"].sudo().search([
                ("partner_id", "=", change.partner_id.id), ("company_id", "=", change.company_id.id),
                ("state", "=", "approved")])
            reports._call_after(change.name)
