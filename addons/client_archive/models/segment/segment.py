from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import gate, segment

_CHUNK = 500


class ArchiveSegment(models.Model):
    """What the books say of one customer, and the segments that follow from it (R38–R41, R46).

    One row per dossier, written by the nightly job. The dossier itself carries the segments in force: these, or what
    a person set by hand.
    """

    _name = "archive.segment"
    _inherit = ["archive.sealed.mixin"]
    _description = "Segment by the Figures"
    _rec_name = "dossier_id"

    dossier_id = fields.Many2one("archive.dossier", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    computed_on = fields.Date(string="Worked out on", readonly=True, index=True)
    source = fields.Selection(
        [("invoices", "Posted Invoices"), ("orders", "Confirmed Orders"), ("none", "No Dealings")],
        readonly=True, help="Where the turnover comes from.")
    turnover = fields.Monetary(string="Turnover of 12 Months", readonly=True)
    share = fields.Float(string="Share of Turnover (%)", readonly=True, digits=(6, 2), aggregator="sum")
    dealing_count = fields.Integer(string="Dealings in 12 Months", readonly=True)
    average_turnover = fields.Monetary(string="Average Yearly Turnover", readonly=True)
    first_on = fields.Date(string="First Dealing", readonly=True)
    last_on = fields.Date(string="Last Dealing", readonly=True)
    quotation_count = fields.Integer(string="Open Quotations", readonly=True)
    nature_basis = fields.Selection(
        [("person", "Is a person"), ("public", "Registered as a public body"), ("supplier", "Sells to us, too"),
         ("registrar", "Registered elsewhere than companies are"), ("default", "Is a company")], readonly=True)
    time = fields.Selection(segment.TIME, readonly=True)
    dealing = fields.Selection(segment.DEALING, readonly=True)
    nature = fields.Selection(segment.NATURE, readonly=True)
    volume = fields.Selection(segment.VOLUME, string="By Volume", readonly=True)
    rank = fields.Selection(segment.RANK, readonly=True, default="ordinary")
    position = fields.Integer(
        readonly=True, aggregator=None,
        help="Place among the customers that may be core, by average yearly turnover; 0: not among them.")
    score_group = fields.Selection(
        [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")], readonly=True,
        help="Ordinary customers are scored in groups, from A, the quarter with the highest turnover, to D.")

    _dossier_uniq = models.UniqueIndex("(dossier_id)", "A dossier has one set of figures.")

    def _sealed_words(self):
        return self.env._(
            "Segments follow from the figures. An archivist or department head may set one by hand on the dossier, "
            "with a reason.")

    # ------------------------------------------------------------------
    # The nightly job
    # ------------------------------------------------------------------
    @api.model
    def _cron_update(self):
        """Work out the figures and segments of all dossiers in chunks, then who is core.

        It can be killed at any time: the next run goes on with the dossiers that today has not seen.
        """
        today = self._archive_day()
        Dossier, IrCron = self.env["archive.dossier"], self.env["ir.cron"]
        totals = self._company_turnovers(today)
        while dossiers := Dossier.search(self._due_domain(today), order="id", limit=_CHUNK):
            self._update(dossiers, today, totals)
            remaining = Dossier.search_count(self._due_domain(today)) + 1  # the ranking comes last
            if not IrCron._commit_progress(len(dossiers), remaining=remaining):
                return
        for company in self.env["res.company"].search([("id", "in", list(totals))]):
            self._rank(company, today)
        IrCron._commit_progress(1, remaining=0)

    @api.model
    def _due_domain(self, today):
        return Domain("segment_ids", "not any", [("computed_on", "=", today)])

    @api.model
    def _outdate(self, companies):
        """The settings of ``companies`` changed: their segments are due again, and the job is called."""
        # sudo: whoever may change the settings need not read the figures
        rows = gate.opened(self.sudo().search([("company_id", "in", companies.ids), ("computed_on", "!=", False)]))
        if rows:
            rows.computed_on = False
            self.env.ref("client_archive.ir_cron_segment").sudo()._trigger()

    @api.model
    def _update(self, dossiers, today, totals):
        """Write the figures, segments and monthly history of ``dossiers``, a fixed number of queries for any chunk."""
        facts = self._facts(dossiers, today)
        rows = {row.dossier_id.id: row for row in self.search([("dossier_id", "in", dossiers.ids)])}
        missing = []
        for dossier in dossiers:
            values = self._values_of(dossier, facts[dossier.id], today, totals)
            if row := rows.get(dossier.id):
                gate.opened(row).write({
                    name: value for name, value in values.items() if self._plain(row[name]) != value})
            else:
                missing.append({"dossier_id": dossier.id, "company_id": dossier.company_id.id, **values})
        gate.opened(self).create(missing)
        dossiers._apply_segments()
        self.env["archive.figure"]._write_months(dossiers, today)

    @staticmethod
    def _plain(value):
        return value.id if isinstance(value, models.BaseModel) else value

    @api.model
    def _values_of(self, dossier, fact, today, totals):
        partner, limits = dossier.partner_id, dossier.company_id._archive_thresholds()
        currency, closed = dossier.company_id.currency_id, dossier.state == "closed"
        share = round(segment.percent(fact["turnover"], totals.get(dossier.company_id.id, 0.0)), 2)
        nature, basis = segment.by_nature(partner.is_company, partner.vat, partner.supplier_rank > 0)
        return {
            "computed_on": today, "source": fact["source"], "turnover": currency.round(fact["turnover"]),
            "share": share, "dealing_count": fact["dealings"],
            "average_turnover": currency.round(segment.average_turnover(fact["turnover_years"], fact["first"], today)),
            "first_on": fact["first"] or False, "last_on": fact["last"] or False,
            "quotation_count": fact["quotations"],
            "time": segment.by_time(fact["first"], today, limits, closed),
            "dealing": segment.by_dealing(fact["last"], today, limits, closed),
            "nature": nature, "nature_basis": basis,
            "volume": segment.by_volume(share, fact["dealings"], limits),
        }

    # ------------------------------------------------------------------
    # What the books say
    # ------------------------------------------------------------------
    @api.model
    def _flush_books(self):
        for model in ("account.move", "account.move.line", "account.partial.reconcile", "sale.order", "res.partner",
                      "archive.dossier", "archive.segment", "archive.segment.ruling"):
            self.env[model].flush_model()

    @api.model
    def _facts(self, dossiers, today):
        """Mapping of each dossier's id to its figures: amounts without tax in the currency of its company.

        Turnover is what was invoiced, less credit notes; of customers without a posted invoice, what was ordered.
        """
        self._flush_books()
        rows = self.env.execute_query_dict(SQL(
            """
            WITH chunk AS (SELECT id, company_id, partner_id FROM archive_dossier WHERE id IN %(ids)s),
            invoiced AS (
                SELECT c.id, MIN(m.invoice_date) AS first, MAX(m.invoice_date) AS last,
                       SUM(m.amount_untaxed_signed) FILTER (WHERE m.invoice_date > %(year)s) AS turnover,
                       SUM(m.amount_untaxed_signed) FILTER (WHERE m.invoice_date > %(years)s) AS turnover_years,
                       COUNT(*) FILTER (WHERE m.invoice_date > %(year)s AND m.move_type <> 'out_refund') AS dealings
                  FROM chunk c JOIN account_move m
                    ON m.commercial_partner_id = c.partner_id AND m.company_id = c.company_id
                 WHERE m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                   AND m.invoice_date <= %(today)s
                 GROUP BY c.id),
            ordered AS (
                SELECT c.id, MIN(s.date_order::date) FILTER (WHERE s.state = 'sale') AS first,
                       MAX(s.date_order::date) FILTER (WHERE s.state = 'sale') AS last,
                       SUM(s.amount_untaxed / s.currency_rate) FILTER (
                           WHERE s.state = 'sale' AND s.date_order > %(year)s) AS turnover,
                       SUM(s.amount_untaxed / s.currency_rate) FILTER (
                           WHERE s.state = 'sale' AND s.date_order > %(years)s) AS turnover_years,
                       COUNT(*) FILTER (WHERE s.state = 'sale' AND s.date_order > %(year)s) AS dealings,
                       COUNT(*) FILTER (WHERE s.state IN ('draft', 'sent')) AS quotations
                  FROM chunk c JOIN res_partner p ON p.commercial_partner_id = c.partner_id
                  JOIN sale_order s ON s.partner_id = p.id AND s.company_id = c.company_id
                 WHERE s.currency_rate > 0
                 GROUP BY c.id)
            SELECT c.id, LEAST(i.first, o.first) AS first, GREATEST(i.last, o.last) AS last,
                   CASE WHEN i.id IS NOT NULL THEN 'invoices' WHEN o.first IS NOT NULL THEN 'orders'
                        ELSE 'none' END AS source,
                   COALESCE(CASE WHEN i.id IS NOT NULL THEN i.turnover ELSE o.turnover END, 0)::float AS turnover,
                   COALESCE(CASE WHEN i.id IS NOT NULL THEN i.turnover_years ELSE o.turnover_years END, 0)::float
                       AS turnover_years,
                   GREATEST(i.dealings, o.dealings, 0) AS dealings, COALESCE(o.quotations, 0) AS quotations
              FROM chunk c LEFT JOIN invoiced i ON i.id = c.id LEFT JOIN ordered o ON o.id = c.id
            """, ids=tuple(dossiers.ids), today=today, year=today - relativedelta(years=1),
            years=today - relativedelta(years=segment.AVERAGED_YEARS)))
        return {row.pop("id"): row for row in rows}

    @api.model
    def _company_turnovers(self, today):
        """Mapping of the id of each company that has dossiers to its turnover of twelve months, by the same rule."""
        self._flush_books()
        return dict(self.env.execute_query(SQL(
            """
            SELECT c.id, (
                SELECT COALESCE(SUM(m.amount_untaxed_signed), 0) FROM account_move m
                 WHERE m.company_id = c.id AND m.state = 'posted'
                   AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                   AND m.invoice_date > %(year)s AND m.invoice_date <= %(today)s)::float
              + (SELECT COALESCE(SUM(s.amount_untaxed / s.currency_rate), 0) FROM sale_order s
                   JOIN res_partner p ON p.id = s.partner_id
                  WHERE s.company_id = c.id AND s.state = 'sale' AND s.date_order > %(year)s AND s.currency_rate > 0
                    AND NOT EXISTS (
                        SELECT 1 FROM account_move m
                         WHERE m.commercial_partner_id = p.commercial_partner_id AND m.company_id = c.id
                           AND m.state = 'posted' AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')))
                ::float
              FROM res_company c WHERE EXISTS (SELECT 1 FROM archive_dossier d WHERE d.company_id = c.id)
            """, year=today - relativedelta(years=1), today=today)))

    # ------------------------------------------------------------------
    # Core and ordinary (R46)
    # ------------------------------------------------------------------
    @api.model
    def _rank(self, company, today):
        """Say who is core in ``company``: the first by average yearly turnover, as many as there are places.

        Who was set to core by hand takes a place. The others are put into groups for scoring.
        """
        self._flush_books()
        first = today - relativedelta(days=round(company.archive_core_years * 365.25))
        changed = self.env.execute_query(SQL(
            """
            WITH rows AS (
                SELECT s.id, s.average_turnover AS average, r.value AS ruled,
                       s.dealing = 'current' AND s.average_turnover > 0 AND s.average_turnover >= %(least)s
                       AND s.first_on <= %(first)s AS may_be
                  FROM archive_segment s LEFT JOIN archive_segment_ruling r
                    ON r.dossier_id = s.dossier_id AND r.axis = 'rank' AND r.active
                 WHERE s.company_id = %(company)s),
            places AS (SELECT %(limit)s AS all_places, %(limit)s - COUNT(*) FILTER (WHERE ruled = 'core') AS free
                         FROM rows),
            places_of AS (
                SELECT id, average, ruled, may_be,
                       ROW_NUMBER() OVER (PARTITION BY may_be ORDER BY average DESC, id) AS position,
                       ROW_NUMBER() OVER (PARTITION BY may_be, ruled IS NULL ORDER BY average DESC, id) AS among_free
                  FROM rows),
            ranked AS (
                SELECT id, average, CASE WHEN may_be THEN position ELSE 0 END AS position,
                       may_be AND CASE WHEN ruled IS NULL THEN among_free <= free ELSE position <= all_places END
                           AS is_core
                  FROM places_of, places),
            grouped AS (
                SELECT id, position, CASE WHEN is_core THEN 'core' ELSE 'ordinary' END AS rank,
                       CASE WHEN is_core THEN NULL WHEN average <= 0 THEN 'D'
                            ELSE SUBSTR('ABCD', NTILE(4) OVER (
                                PARTITION BY is_core, average > 0 ORDER BY average DESC, id), 1) END AS score_group
                  FROM ranked)
            UPDATE archive_segment s SET rank = g.rank, position = g.position, score_group = g.score_group
              FROM grouped g
             WHERE g.id = s.id AND (s.rank, s.position, s.score_group) IS DISTINCT FROM
                                   (g.rank, g.position::integer, g.score_group)
            RETURNING s.dossier_id
            """, company=company.id, limit=company.archive_core_limit, first=first,
            least=company.archive_core_turnover))
        self.invalidate_model(["rank", "position", "score_group"])
        self.env["archive.dossier"].browse([row[0] for row in changed])._apply_segments()
