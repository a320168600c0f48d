from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.client_archive.models.desk.desk import Card

from ..collection.collection import OPEN_STATES as COLLECTING
from ..warning.warning_rule import OPEN_STATES
from .position import BUCKETS

_VIEWERS = ("client_archive_credit.group_credit_officer", "client_archive.group_executive",
            "client_archive.group_auditor")
_TOP, _MONTHS = 10, 12
_STALE = timedelta(hours=2)
_ACTION = "client_archive_credit.%s"


class CreditDashboard(models.AbstractModel):
    """What one opens in the morning: what waits, and where the company stands with its customers.

    Everything is read as the user: what they may not read is neither counted nor summed. One call, a fixed number of
    queries. Every figure has a list behind it, which :meth:`open_part` opens.
    """

    _name = "credit.dashboard"
    _description = "Credit Dashboard"

    # ------------------------------------------------------------------
    # What waits
    # ------------------------------------------------------------------
    @api.model
    def _cards(self, mine):
        """Hook: the :class:`Card` objects of the current user, in order; what they may not read is left out.

        :param mine: function that takes a model and gives its records that wait for the user: a query, or ids
        """
        uid, today = self.env.uid, self._archive_day()
        company = ("company_id", "in", self.env.companies.ids)
        held, expiring = ("state", "=", "pending"), [today, today + timedelta(days=30)]
        cards = [
            Card("holds_mine", "credit.hold", [held, ("id", "in", mine("credit.hold"))], _ACTION % "credit_hold_action",
                 "fa-hand-paper-o", self.env._("Held Orders to Decide"), "danger",
                 hint=self.env._("Waiting for my decision")),
            Card("applications_mine", "credit.limit.application",
                 [("state", "=", "submitted"), ("id", "in", mine("credit.limit.application"))],
                 _ACTION % "credit_limit_application_action", "fa-gavel", self.env._("Applications to Decide"),
                 "warning", hint=self.env._("Waiting for my decision")),
            Card("reports_mine", "credit.investigation",
                 [("state", "=", "checked"), ("id", "in", mine("credit.investigation"))],
                 _ACTION % "credit_investigation_action", "fa-search", self.env._("Reports to Decide"), "warning",
                 hint=self.env._("Waiting for my decision")),
            Card("warnings_mine", "credit.warning", [("state", "in", OPEN_STATES), ("owner_id", "=", uid)],
                 _ACTION % "credit_warning_action", "fa-exclamation-triangle", self.env._("My Warnings"), "danger",
                 hint=self.env._("To plan or to carry out")),
            Card("warnings_late", "credit.warning", [("state", "in", OPEN_STATES), ("deadline", "<", today)],
                 _ACTION % "credit_warning_action", "fa-bell-o", self.env._("Late Warnings"), "danger",
                 hint=self.env._("Nothing done in time")),
            Card("promises", "credit.promise", [("state", "=", "pending"), ("date", "<=", today)],
                 _ACTION % "credit_promise_action", "fa-calendar-check-o", self.env._("Promises Due Today"), "warning",
                 hint=self.env._("Is the money there?")),
            Card("collections", "credit.collection", [("state", "in", COLLECTING), ("next_on", "<=", today)],
                 _ACTION % "credit_collection_action", "fa-phone", self.env._("Collections Due"), "warning",
                 hint=self.env._("Next step is due")),
            Card("holds", "credit.hold", [held], _ACTION % "credit_hold_action", "fa-pause-circle-o",
                 self.env._("Orders on Hold"), hint=self.env._("All that wait")),
            Card("warnings", "credit.warning", [("state", "in", OPEN_STATES)], _ACTION % "credit_warning_action",
                 "fa-flag-o", self.env._("Open Warnings"), hint=self.env._("Of all customers")),
            Card("limits_expiring", "credit.file",
                 [("state", "=", "open"), ("has_limit", "=", True), ("limit_until", ">=", expiring[0]),
                  ("limit_until", "<=", expiring[1])], _ACTION % "credit_file_action", "fa-hourglass-half",
                 self.env._("Limits Expiring"), "warning", hint=self.env._("Within 30 days")),
            Card("reports_expiring", "credit.investigation",
                 [("state", "=", "approved"), ("valid_until", ">=", expiring[0]), ("valid_until", "<=", expiring[1])],
                 _ACTION % "credit_investigation_action", "fa-file-text-o", self.env._("Reports Expiring"), "warning",
                 hint=self.env._("Within 30 days")),
            Card("evaluations_due", "credit.evaluation", [("is_current", "=", True), ("next_due_on", "<=", today)],
                 _ACTION % "credit_evaluation_action", "fa-star-half-o", self.env._("Evaluations Due"), "warning",
                 hint=self.env._("At least once a year")),
        ]
        return [card._replace(domain=[*card.domain, company], context={}) for card in cards
                if self.env[card.model].has_access("read")]

    @api.model
    def _my_steps(self, model):
        """Ids of the records of ``model`` whose pending approval step is the user's, as a query."""
        # sudo: a step names who decides; whether they read the record is the business of its rules
        return self.env["archive.approval.step"].sudo()._search([
            ("state", "=", "pending"), ("res_model", "=", model), "|", ("user_id", "=", self.env.uid),
            ("candidate_ids", "in", self.env.uid)]).subselect("res_id")

    @api.model
    def _my_step_ids(self, model):
        """As :meth:`_my_steps`, for a domain that goes to the client."""
        return [res_id for [res_id] in self.env.execute_query(self._my_steps(model))]

    # ------------------------------------------------------------------
    # For the screen
    # ------------------------------------------------------------------
    @api.model
    @api.readonly
    def read_dashboard(self):
        """What waits for the current user, and the figures of the companies they work in.

        :raises AccessError: for who is not of the credit staff, the executives or the auditors
        """
        self._check_user()
        cards = self._cards(self._my_steps)
        counts = self.env["archive.desk"]._counts(cards)
        currencies = self.env.companies.currency_id
        grades, refreshed = self._grades()
        return {
            "cards": [
                {"key": card.key, "title": card.title, "icon": card.icon, "tone": card.tone, "hint": card.hint,
                 "count": counts[card.key]} for card in cards],
            "currency": currencies.id if len(currencies) == 1 else False,
            "mixed": len(currencies) > 1,
            "totals": self._totals(grades),
            "aging": [
                {"key": name, "title": self._label(name), "amount": sum(row[name] for row in grades)}
                for name in BUCKETS],
            "grades": [
                {"key": row["key"], "title": row["title"], "count": row["count"], "used": row["used"],
                 "overdue": row["overdue"]} for row in grades],
            "top": self._top(),
            "months": self._trend(),
            "refreshed_on": fields.Datetime.to_string(refreshed) if refreshed else False,
            "stale": not refreshed or fields.Datetime.now() - refreshed > _STALE,
            "may_refresh": any(self.env.user.has_group(group) for group in _VIEWERS[:2]),
        }

    @api.model
    def _check_user(self):
        if not any(self.env.user.has_group(group) for group in _VIEWERS):
            raise AccessError(self.env._("The credit dashboard is for credit staff, executives and auditors."))

    @api.model
    def _domain(self):
        return [("company_id", "in", self.env.companies.ids)]

    @api.model
    def _label(self, name):
        return self.env["credit.position"]._fields[name]._description_string(self.env)

    @api.model
    def _grades(self):
        """Rows of the customers by grade, best first, and when the oldest of the figures was computed; one query."""
        names = ("used", "limit_amount", "available", "receivable", "overdue", *BUCKETS)
        groups = self.env["credit.position"]._read_group(
            self._domain(), ["grade_id"], ["__count", "refreshed_on:min", *(f"{name}:sum" for name in names)],
            order="grade_id")
        rows = [
            {"key": grade.id or 0, "title": grade.name or self.env._("Without grade"), "count": count,
             **dict(zip(names, values, strict=True))}
            for grade, count, _moment, *values in sorted(groups, key=lambda group: not group[0])]  # those without last
        return rows, min((moment for _grade, _count, moment, *_values in groups if moment), default=None)

    @api.model
    def _totals(self, grades):
        totals = {name: sum(row[name] for row in grades) for name in (
            "count", "used", "limit_amount", "receivable", "overdue")}
        watched = self.env["credit.position"].search_count([*self._domain(), ("is_watched", "=", True)])
        return {**totals, "watched": watched}

    @api.model
    def _top(self):
        rows = self.env["credit.position"].search_fetch(
            [*self._domain(), ("used", ">", 0)],
            ["partner_id", "used", "limit_amount", "overdue", "share", "share_up_to", "grade_id"],
            order="used desc, id", limit=_TOP)
        return [
            {"key": row.id, "title": row.partner_id.sudo().display_name,  # sudo: the name of a row that one may read
             "used": row.used, "overdue": row.overdue, "share": row.share, "up_to": row.share_up_to}
            for row in rows]

    @api.model
    def _trend(self):
        """DSO by month, oldest first; the average of several companies."""
        rows = self.env["credit.month"]._read_group(
            self._domain(), ["month:month"], ["dso:avg"], order="month:month desc", limit=_MONTHS)
        return [
            {"key": str(month), "title": f"{month:%Y-%m}", "dso": round(dso or 0.0, 1)}
            for month, dso in reversed(rows)]

    # ------------------------------------------------------------------
    # What is behind a figure
    # ------------------------------------------------------------------
    @api.model
    def open_part(self, part, key=False):
        """Action that opens the list behind a figure.

        :param str part: ``card``, ``aging``, ``grade``, ``top``, ``total`` or ``month``
        :param key: which one of them
        :raises AccessError: as :meth:`read_dashboard`
        :raises UserError: for a figure that is not on the user's dashboard
        """
        self._check_user()
        opened = {
            "card": self._open_card, "aging": self._open_aging, "grade": self._open_grade, "top": self._open_customer,
            "total": self._open_total, "month": self._open_months,
        }.get(part, lambda key: None)(key)
        if not opened:
            raise UserError(self.env._("This figure is not on your dashboard any more: refresh it."))
        return opened

    def _open_card(self, key):
        card = next((card for card in self._cards(self._my_step_ids) if card.key == key), None)
        return card and self._action(card.action, card.title, card.domain)

    def _open_aging(self, key):
        return key in BUCKETS and self._action(
            _ACTION % "credit_position_action_aging", self._label(key), [*self._domain(), (key, ">", 0)])

    def _open_grade(self, key):
        grade = self.env["credit.grade"].browse(key).exists() if isinstance(key, int) else self.env["credit.grade"]
        return self._action(
            _ACTION % "credit_position_action", grade.name or self.env._("Without grade"),
            [*self._domain(), ("grade_id", "=", grade.id)])

    def _open_customer(self, key):
        row = self.env["credit.position"].search([("id", "=", key)]) if isinstance(key, int) else None
        return row and row.action_open()

    def _open_total(self, key):
        domains = {"used": [], "limit_amount": [("limit_amount", ">", 0)], "overdue": [("overdue", ">", 0)],
                   "receivable": [("receivable", ">", 0)], "watched": [("is_watched", "=", True)]}
        return key in domains and self._action(
            _ACTION % ("credit_position_action_watch" if key == "watched" else "credit_position_action"),
            self.env._("Watch List") if key == "watched" else self._label(key), [*self._domain(), *domains[key]])

    def _open_months(self, _key):
        return self._action(_ACTION % "credit_month_action", self.env._("DSO and Trend"), self._domain())

    @api.model
    def _action(self, name, title, domain):
        action = self.env["ir.actions.actions"]._for_xml_id(name)
        return {**action, "name": title, "display_name": title, "domain": domain, "context": {"create": False}}
