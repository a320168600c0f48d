from datetime import timedelta

from odoo import fields

from ..collection.common import CollectionCommon


class WarningCommon(CollectionCommon):
    """A customer who passed a line, with a limit and without."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Warning = cls.env["credit.warning"]
        cls.Rule = cls.env["credit.warning.rule"]
        cls.Rule.search([]).active = False

    @classmethod
    def rule(cls, indicator="overdue_days", threshold=31, **values):
        return cls.Rule.create({
            "name": f"{indicator} {threshold}", "indicator": indicator, "threshold": threshold,
            "company_id": cls.company.id, **values})

    def found(self, indicator, threshold):
        return self.rule(indicator, threshold)._passed(self.company)

    def look(self):
        """Run the nightly job; return what it raised."""
        known = self.Warning.search([])
        self.run_round(self.Warning, "_cron_raise")
        self.env.invalidate_all()
        return self.Warning.search([]) - known

    def warning(self, **values):
        """An open warning of an overdue customer."""
        self.invoice(1000, days=100)
        self.rule(**values)
        return self.look()

    def dialog(self, login, warnings, outcome, **values):
        wizard = self.env["credit.warning.close"].with_user(self.users[login]).create({
            "warning_ids": warnings.ids, "outcome": outcome, "note": "As agreed", **values})
        return self.rpc(login, wizard, "action_close")

    def handle(self, login, warnings, measure, **values):
        self.dialog(login, warnings, "handled", measure=measure, **values)
        self.env.invalidate_all()

    def let_time_pass(self, warning, days):
        """As if ``warning`` had been raised ``days`` earlier."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE credit_warning SET deadline = deadline - %s WHERE id IN %s", (days, tuple(warning.ids)))
        self.env.invalidate_all()

    def in_days(self, days):
        return fields.Date.to_string(self.today + timedelta(days=days))
