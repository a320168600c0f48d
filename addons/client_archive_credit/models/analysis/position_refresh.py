from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..warning.warning_rule import OPEN_STATES
from .position import BUCKETS, WATCH_DAYS

_READERS = ("client_archive_credit.group_credit_officer", "client_archive.group_executive")
_COMPONENTS = ("receivable", "overdue", "drafts", "to_invoice", "credits", "total", "since")
# As _INSERT selects them
_COLUMNS = (
    "partner_id", "company_id", "file_id", "group_id", "user_id", "grade_id", "score", "status", "limit_amount",
    "limit_until", "receivable", *BUCKETS, "overdue", "overdue_since", "drafts", "to_invoice", "credits", "used",
    "available", "used_percent", "over_limit", "share", "position", "share_up_to", "warning_count", "severity",
    "broken_count", "collection_state", "is_watched", "refreshed_on")
_FLUSHED = (
    "account.account", "account.move", "account.move.line", "credit.collection", "credit.evaluation", "credit.file",
    "credit.group", "credit.promise", "credit.warning", "credit.position", "res.partner")


class CreditPosition(models.Model):
    """Makes the positions of a company anew: the exposure in batch, everything else in one statement."""

    _inherit = "credit.position"

    @api.model
    def action_refresh(self):
        """Make the figures of the current companies anew.

        :raises AccessError: for anybody but credit officers and executives
        """
        if not any(self.env.user.has_group(group) for group in _READERS):
            raise AccessError(self.env._("Only credit officers and executives do this."))
        for company in self.env.companies:
            self._refresh(company)
        return True

    @api.model
    def _cron_refresh(self):
        """Every company that has credit files; each is committed."""
        companies = [company for [company] in self.env["credit.file"]._read_group([], ["company_id"])]
        for number, company in enumerate(companies, start=1):
            self._refresh(company)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - number):
                return

    @api.model
    def _refresh(self, company):
        """Replace the positions of ``company``, and what the current month says about it."""
        # sudo: a copy of all customers' figures; who may read which row is the business of the rules
        self = self.sudo()
        for name in _FLUSHED:
            self.env[name].flush_model()
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(hashtext('credit_position'), %s)", company.id))
        partners = self.env["res.partner"].browse(
            row[0] for row in self.env.execute_query(SQL(_PARTNERS, company=company.id)))
        exposures = self.env["credit.exposure"]._of(company, partners)
        self.env.cr.execute(SQL(
            "DELETE FROM credit_position WHERE company_id = %s AND NOT partner_id = ANY(%s::int[])",
            company.id, list(exposures)))
        if exposures:
            self.env.cr.execute(self._insert(exposures, company, company._archive_today()))
        self.invalidate_model(flush=False)  # written by SQL alone
        self.env["credit.month"]._refresh(company)

    @api.model
    def _insert(self, exposures, company, today):
        figures = {name: [getattr(exposure, name) for exposure in exposures.values()] for name in _COMPONENTS}
        terms = self._terms_today(company)
        figures["limits"], figures["ends"] = (
            [terms.get(partner, (None, None))[place] for partner in exposures] for place in (0, 1))
        return SQL(
            _INSERT, columns=SQL(", ").join(map(SQL.identifier, _COLUMNS)),
            excluded=SQL(", ").join(SQL.identifier("excluded", name) for name in _COLUMNS),
            partners=list(exposures), company=company.id, today=today, now=fields.Datetime.now(),
            open_warnings=OPEN_STATES, watch_since=today - timedelta(days=WATCH_DAYS),
            year=today - relativedelta(years=1), **figures)


    @api.model
    def _terms_today(self, company):
        """Mapping of partner ids to amount and last day of the limit that counts today; see ``_limit_in_force``."""
        files = self.env["credit.file"].search([("company_id", "=", company.id), ("state", "=", "open")])
        return {file.partner_id.id: file._payer()._limit_in_force() for file in files}


# Customers under control, and those who owe something.
_PARTNERS = """
    SELECT partner_id FROM credit_file WHERE company_id = %(company)s AND state = 'open'
     UNION
    SELECT payer.commercial_partner_id
      FROM account_account account
      JOIN account_move_line line ON line.account_id = account.id AND line.reconciled IS NOT TRUE
      JOIN res_partner payer ON payer.id = line.partner_id
     WHERE account.account_type = 'asset_receivable' AND line.company_id = %(company)s AND line.parent_state = 'posted'
       AND payer.commercial_partner_id IS NOT NULL
"""

_INSERT = """
    INSERT INTO credit_position (%(columns)s)
    WITH exposure AS (
        SELECT * FROM unnest(
            %(partners)s::int[], %(receivable)s::numeric[], %(overdue)s::numeric[], %(drafts)s::numeric[],
            %(to_invoice)s::numeric[], %(credits)s::numeric[], %(total)s::numeric[], %(since)s::date[],
            %(limits)s::numeric[], %(ends)s::date[])
            AS t(partner_id, receivable, overdue, drafts, to_invoice, credits, used, overdue_since, limit_now,
                 limit_end)),
    aging AS (
        SELECT partner_id,
               SUM(residual) FILTER (WHERE late BETWEEN 1 AND 30) AS b30,
               SUM(residual) FILTER (WHERE late BETWEEN 31 AND 60) AS b60,
               SUM(residual) FILTER (WHERE late BETWEEN 61 AND 90) AS b90,
               SUM(residual) FILTER (WHERE late > 90) AS more
          FROM (SELECT payer.commercial_partner_id AS partner_id, line.amount_residual AS residual,
                       %(today)s::date - COALESCE(line.date_maturity, line.date) AS late
                  FROM account_account account
                  JOIN account_move_line line ON line.account_id = account.id AND line.reconciled IS NOT TRUE
                  JOIN account_move move ON move.id = line.move_id
                  JOIN res_partner payer ON payer.id = line.partner_id
                 WHERE account.account_type = 'asset_receivable' AND line.company_id = %(company)s
                   AND line.parent_state = 'posted' AND line.amount_residual > 0
                   AND COALESCE(move.payment_state, '') NOT IN ('paid', 'in_payment')) items
         GROUP BY partner_id),
    warned AS (
        SELECT partner_id, COUNT(*) FILTER (WHERE state IN %(open_warnings)s) AS number,
               MAX(severity_rank) FILTER (WHERE state IN %(open_warnings)s) AS rank,
               BOOL_OR(measure = 'watch' AND closed_on >= %(watch_since)s) AS watched
          FROM credit_warning WHERE company_id = %(company)s GROUP BY partner_id),
    broken AS (
        SELECT partner_id, COUNT(*) AS number FROM credit_promise
         WHERE company_id = %(company)s AND state = 'broken' AND date > %(year)s GROUP BY partner_id),
    owing AS (
        SELECT exposure.*, file.id AS file_id, groups.id AS group_id,
               COALESCE(file.user_id, partner.user_id) AS user_id,
               CASE WHEN file.id IS NULL THEN NULL
                    WHEN file.on_stop OR groups.on_stop THEN 'stop'
                    WHEN exposure.limit_now IS NULL THEN 'none'
                    WHEN exposure.limit_end < %(today)s THEN 'expired'
                    WHEN exposure.limit_now = 0 THEN 'zero'
                    ELSE 'valid' END AS status,
               exposure.limit_now IS NOT NULL AS has_limit, COALESCE(exposure.limit_now, 0) AS payer_limit,
               exposure.limit_end AS limit_until,
               SUM(exposure.used) OVER payer AS payer_used,
               ROW_NUMBER() OVER (payer ORDER BY exposure.used DESC, exposure.partner_id) AS member
          FROM exposure
          JOIN res_partner partner ON partner.id = exposure.partner_id
          LEFT JOIN credit_file file
            ON file.partner_id = exposure.partner_id AND file.company_id = %(company)s AND file.state = 'open'
          LEFT JOIN credit_group groups ON groups.id = file.group_id
        WINDOW payer AS (PARTITION BY COALESCE('g' || groups.id, 'p' || exposure.partner_id)))
    SELECT owing.partner_id, %(company)s, owing.file_id, owing.group_id, owing.user_id, evaluation.grade_id,
           evaluation.score, owing.status,
           CASE WHEN owing.has_limit AND owing.member = 1 THEN owing.payer_limit ELSE 0 END, owing.limit_until,
           owing.receivable,
           owing.receivable - COALESCE(aging.b30, 0) - COALESCE(aging.b60, 0) - COALESCE(aging.b90, 0)
           - COALESCE(aging.more, 0),
           COALESCE(aging.b30, 0), COALESCE(aging.b60, 0), COALESCE(aging.b90, 0), COALESCE(aging.more, 0),
           owing.overdue, owing.overdue_since, owing.drafts, owing.to_invoice, owing.credits, owing.used,
           CASE WHEN owing.status IN ('valid', 'zero') AND owing.member = 1
                THEN owing.payer_limit - owing.payer_used ELSE 0 END,
           CASE WHEN owing.has_limit AND owing.payer_limit > 0
                THEN 100.0 * owing.payer_used / owing.payer_limit ELSE 0 END,
           owing.has_limit AND owing.payer_used > owing.payer_limit,
           COALESCE(100.0 * GREATEST(owing.used, 0) / NULLIF(SUM(GREATEST(owing.used, 0)) OVER (), 0), 0),
           ROW_NUMBER() OVER by_used,
           COALESCE(100.0 * SUM(GREATEST(owing.used, 0)) OVER by_used
                    / NULLIF(SUM(GREATEST(owing.used, 0)) OVER (), 0), 0),
           COALESCE(warned.number, 0),
           CASE warned.rank WHEN 0 THEN 'low' WHEN 1 THEN 'medium' WHEN 2 THEN 'high' END,
           COALESCE(broken.number, 0), matter.state,
           COALESCE(owing.status IN ('stop', 'expired'), FALSE) OR COALESCE(warned.number, 0) > 0
           OR COALESCE(warned.watched, FALSE) OR COALESCE(broken.number, 0) > 0 OR matter.id IS NOT NULL
           OR owing.has_limit AND owing.payer_used > owing.payer_limit,
           %(now)s
      FROM owing
      LEFT JOIN aging ON aging.partner_id = owing.partner_id
      LEFT JOIN warned ON warned.partner_id = owing.partner_id
      LEFT JOIN broken ON broken.partner_id = owing.partner_id
      LEFT JOIN credit_collection matter ON matter.partner_id = owing.partner_id AND matter.company_id = %(company)s
       AND matter.state IN ('open', 'promised', 'disputed', 'legal')
      LEFT JOIN credit_evaluation evaluation ON evaluation.partner_id = owing.partner_id
       AND evaluation.company_id = %(company)s AND evaluation.is_current
    WINDOW by_used AS (ORDER BY owing.used DESC, owing.partner_id)
    ON CONFLICT (partner_id, company_id) DO UPDATE SET (%(columns)s) = ROW (%(excluded)s)
"""
