from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _archive_today(self):
        """Today where the company works: what a term opens or closes must not hang on the client's time zone."""
        return fields.Date.context_today(self.with_context(tz=self.sudo().resource_calendar_id.tz or "UTC"))
