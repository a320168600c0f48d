from odoo import api, fields, models
from odoo.tools import SQL


class ArchiveFigure(models.Model):
    """The credit score joins the customer's monthly figures (R45, R93)."""

    _inherit = "archive.figure"

    score = fields.Float(
        string="Credit Score", readonly=True, digits=(5, 2), aggregator="avg",
        help="Of the evaluation in force at the end of the month.")

    @api.model
    def _write_more(self, dossiers, this_month, since):
        super()._write_more(dossiers, this_month, since)
        self.env["credit.evaluation"].flush_model()
        self.env.cr.execute(SQL(
            """
            INSERT INTO archive_figure AS figure (dossier_id, company_id, month, score)
            SELECT d.id, d.company_id, month::date, last.score
              FROM archive_dossier d
              CROSS JOIN generate_series(%(since)s::date, %(this_month)s::date, interval '1 month') AS month
              CROSS JOIN LATERAL (
                SELECT e.score FROM credit_evaluation e
                 WHERE e.partner_id = d.partner_id AND e.company_id = d.company_id AND e.state = 'confirmed'
                   AND e.date < month + interval '1 month'
                 ORDER BY e.date DESC, e.id DESC LIMIT 1) AS last
             WHERE d.id IN %(ids)s
            ON CONFLICT (dossier_id, month) DO UPDATE SET score = EXCLUDED.score
             WHERE figure.score IS DISTINCT FROM EXCLUDED.score
            """, ids=tuple(dossiers.ids), since=since, this_month=this_month))
