from odoo import models


class Base(models.AbstractModel):
    _inherit = "base"

    def _archive_day(self, moment=None):
        """The day that it is, or was at ``moment`` (UTC), where the company of these records works; else the user's.

        What is dated, late or due does not hang on the time zone that a client sends, nor on that of the server.
        """
        company = self.env.company
        if self._ids and "company_id" in self._fields:
            # sudo: where a company works is no secret
            company = self[:1].sudo().company_id.with_env(self.env) or company
        return company._archive_today(moment)
