from odoo import api, fields, models
from odoo.tools import SQL


class ArchiveNumberCounter(models.Model):
    """Last serial used per company and prefix."""

    _name = "archive.number.counter"
    _description = "Number Counter"
    _log_access = False
    _rec_name = "prefix"

    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    prefix = fields.Char(required=True, readonly=True)
    last = fields.Integer(required=True, readonly=True, default=0)

    _prefix_uniq = models.UniqueIndex("(company_id, prefix)")

    @api.model
    def _next(self, company, prefix):
        """Next serial of ``prefix``. A simultaneous caller fails to serialise, and Odoo runs it again."""
        self.env.cr.execute(SQL(
            """
            INSERT INTO archive_number_counter AS counter (company_id, prefix, last) VALUES (%s, %s, 1)
            ON CONFLICT (company_id, prefix) DO UPDATE SET last = counter.last + 1
            RETURNING last
            """, company.id, prefix))
        return self.env.cr.fetchone()[0]
