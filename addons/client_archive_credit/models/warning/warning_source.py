from odoo import models

_NEGATIVE = ("deterioration", "dispute")


class ArchiveChange(models.Model):
    """Negative news that is entered warns at once (R89, R99)."""

    _inherit = "archive.change"

    def _major_change_reported(self):
        super()._major_change_reported()
        for change in self.filtered(lambda change: change.kind in _NEGATIVE):
            self.env["credit.warning"]._raise_now(
                "negative_news", change.partner_id, change.company_id, words=change.name)


class CreditPromise(models.Model):
    """A promise that was broken warns at once (R99, R107)."""

    _inherit = "credit.promise"

    def _promise_broken(self):
        super()._promise_broken()
        for company, promises in self.grouped("company_id").items():
            self.env["credit.warning"]._raise_now(
                "broken_promises", promises.partner_id, company, words=self.env._("Another promise was broken."))
