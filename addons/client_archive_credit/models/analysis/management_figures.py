from odoo import api, models
from odoo.tools import SQL

from .position import BUCKETS

_TOP = 10
_MONTHS = 12


class CreditManagementFigures(models.AbstractModel):
    """What an analysis of credit management tells: computed as plain values, and shown from these values alone.

    Reads past the record rules: callers check first, and never ask for another company's.
    """

    _name = "credit.management.figures"
    _description = "Figures of a Credit Analysis"

    @api.model
    def _of(self, company, date_from, date_to):
        """The figures of ``company``: where it stands now, what happened in the period; a fixed number of queries."""
        self.env["credit.position"]._refresh(company)
        # sudo: an analysis is about all customers of the company; who may make one was checked
        self = self.sudo()
        rows = self._grades(company)
        return {
            "totals": {name: sum(row[name] for row in rows) for name in (
                "customers", "used", "limit_amount", "available", "receivable", "overdue", "credits")},
            "grades": rows,
            "top": self._top(company),
            "watched": self._watched(company),
            "months": self._months(company, date_to),
            "happened": self._happened(company, date_from, date_to),
        }

    @api.model
    def _grades(self, company):
        names = ("used", "limit_amount", "available", "receivable", "overdue", "credits", *BUCKETS)
        rows = self.env["credit.position"]._read_group(
            [("company_id", "=", company.id)], ["grade_id"], ["__count", *(f"{name}:sum" for name in names)],
            order="grade_id")
        return [
            {"grade": grade.name or "", "customers": count, **dict(zip(names, values, strict=True))}
            for grade, count, *values in sorted(rows, key=lambda row: not row[0])]  # those without a grade last

    @api.model
    def _top(self, company):
        rows = self.env["credit.position"].search(
            [("company_id", "=", company.id), ("used", ">", 0)], order="used desc, id", limit=_TOP)
        return [
            {"customer": row.partner_id.name, "grade": row.grade_id.name or "", "used": row.used,
             "limit_amount": row.limit_amount, "overdue": row.overdue, "share": row.share, "up_to": row.share_up_to}
            for row in rows]

    @api.model
    def _watched(self, company):
        rows = self.env["credit.position"].search(
            [("company_id", "=", company.id), ("is_watched", "=", True)], order="overdue desc, used desc, id", limit=50)
        return [
            {"customer": row.partner_id.name, "grade": row.grade_id.name or "", "used": row.used,
             "overdue": row.overdue, "status": row.status or "", "warnings": row.warning_count,
             "broken": row.broken_count, "collection": row.collection_state or ""}
            for row in rows]

    @api.model
    def _months(self, company, date_to):
        rows = self.env["credit.month"].search(
            [("company_id", "=", company.id), ("month", "<=", date_to)], order="month desc", limit=_MONTHS)
        return [
            {"month": str(row.month), "dso": row.dso, "sales": row.sales, "receivable": row.receivable}
            for row in reversed(rows)]

    @api.model
    def _happened(self, company, date_from, date_to):
        for name in ("credit.hold", "credit.warning", "credit.promise", "credit.collection", "credit.limit",
                     "credit.limit.application", "archive.approval.step"):
            self.env[name].flush_model()
        [row] = self.env.execute_query_dict(SQL(_HAPPENED, company=company.id, since=date_from, until=date_to))
        return {name: float(value) if hasattr(value, "as_tuple") else value for name, value in row.items()}

    # ------------------------------------------------------------------
    # For screen and paper
    # ------------------------------------------------------------------
    @api.model
    def _shown(self, figures, currency):
        """The values as texts: amounts in ``currency``, labels in the user's language; bars as percentages."""
        if not figures:
            return {}
        money = {"used", "limit_amount", "available", "receivable", "overdue", "credits", "sales", *BUCKETS,
                 "held_amount", "promised"}

        def text(name, value):
            if name in money:
                return currency.format(value)
            return f"{value:,.1f}" if isinstance(value, float) else value

        statuses = dict(self.env["credit.position"]._fields["status"]._description_selection(self.env))
        states = dict(self.env["credit.collection"]._fields["state"]._description_selection(self.env))
        longest = max((row["dso"] for row in figures["months"]), default=0) or 1
        most = max((row["used"] for row in figures["top"]), default=0) or 1
        shown = {
            part: [{name: text(name, value) for name, value in row.items()} for row in figures[part]]
            for part in ("grades", "top", "watched", "months")}
        for part, name, whole in (("months", "dso", longest), ("top", "used", most)):
            for row, values in zip(shown[part], figures[part], strict=True):
                row["bar"] = round(100 * max(values[name], 0) / whole)
        for row in shown["watched"]:
            row["status"], row["collection"] = statuses.get(row["status"], ""), states.get(row["collection"], "")
        for row in shown["grades"]:
            row["grade"] = row["grade"] or self.env._("Without grade")
        for part in ("totals", "happened"):
            shown[part] = {name: text(name, value) for name, value in figures[part].items()}
        shown["buckets"] = BUCKETS
        return shown


_HAPPENED = """
    SELECT (SELECT COUNT(*) FROM credit_hold WHERE company_id = %(company)s
               AND create_date::date BETWEEN %(since)s AND %(until)s) AS held,
           (SELECT COALESCE(SUM(order_amount), 0) FROM credit_hold WHERE company_id = %(company)s
               AND create_date::date BETWEEN %(since)s AND %(until)s) AS held_amount,
           (SELECT COUNT(*) FROM credit_hold_time WHERE company_id = %(company)s AND state = 'released'
               AND decided_on::date BETWEEN %(since)s AND %(until)s) AS released,
           (SELECT COUNT(*) FROM credit_hold_time WHERE company_id = %(company)s AND state = 'refused'
               AND decided_on::date BETWEEN %(since)s AND %(until)s) AS refused,
           (SELECT COALESCE(AVG(days), 0)::numeric FROM credit_hold_time WHERE company_id = %(company)s
               AND decided_on::date BETWEEN %(since)s AND %(until)s) AS days_held,
           (SELECT COUNT(*) FROM credit_warning WHERE company_id = %(company)s
               AND date BETWEEN %(since)s AND %(until)s) AS warnings,
           (SELECT COUNT(*) FROM credit_warning WHERE company_id = %(company)s AND state = 'handled'
               AND closed_on::date BETWEEN %(since)s AND %(until)s) AS handled,
           (SELECT COUNT(*) FROM credit_warning WHERE company_id = %(company)s AND state = 'dismissed'
               AND closed_on::date BETWEEN %(since)s AND %(until)s) AS dismissed,
           (SELECT COUNT(*) FROM credit_warning WHERE company_id = %(company)s AND escalated_on IS NOT NULL
               AND date BETWEEN %(since)s AND %(until)s) AS late,
           (SELECT COUNT(*) FROM credit_limit WHERE company_id = %(company)s
               AND valid_from BETWEEN %(since)s AND %(until)s) AS granted,
           (SELECT COUNT(*) FROM credit_collection WHERE company_id = %(company)s
               AND opened_on BETWEEN %(since)s AND %(until)s) AS opened,
           (SELECT COUNT(*) FROM credit_collection WHERE company_id = %(company)s AND state = 'settled'
               AND closed_on BETWEEN %(since)s AND %(until)s) AS settled,
           (SELECT COUNT(*) FROM credit_collection WHERE company_id = %(company)s
               AND legal_on BETWEEN %(since)s AND %(until)s) AS legal,
           (SELECT COALESCE(SUM(amount), 0) FROM credit_promise WHERE company_id = %(company)s AND state != 'withdrawn'
               AND date BETWEEN %(since)s AND %(until)s) AS promised,
           (SELECT COUNT(*) FROM credit_promise WHERE company_id = %(company)s AND state = 'kept'
               AND date BETWEEN %(since)s AND %(until)s) AS kept,
           (SELECT COUNT(*) FROM credit_promise WHERE company_id = %(company)s AND state = 'broken'
               AND date BETWEEN %(since)s AND %(until)s) AS broken
"""
