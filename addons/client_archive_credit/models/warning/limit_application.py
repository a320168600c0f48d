from odoo import models


class CreditLimitApplication(models.Model):
    """A warning whose measure waited for an approval ends with it, or comes back to its owner."""

    _inherit = "credit.limit.application"

    def _approval_granted(self):
        super()._approval_granted()
        for warning in self._waiting_warnings():
            warning._end("handled", warning.plan or self.name, warning.action)

    def _approval_refused(self, step):
        super()._approval_refused(step)
        warnings = self._waiting_warnings()
        warnings._move("open", note=step.opinion)
        warnings._tell(
            {warning: warning.owner_id for warning in warnings}, lambda warning: warning.env._(
                "The measure was refused, another one is needed: %s", warning.display_name))

    def _waiting_warnings(self):
        # sudo: who decides on the limit decides on the measure
        return self.env["credit.warning"].sudo().search([
            ("application_id", "in", self.ids), ("state", "=", "planned")])
