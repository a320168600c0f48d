from odoo import api, fields, models

from ...models.warning.warning_rule import MEASURES


class CreditWarningClose(models.TransientModel):
    """Dialog that plans a measure, takes it, or asks why none is needed."""

    _name = "credit.warning.close"
    _description = "Close Credit Warnings"

    warning_ids = fields.Many2many("credit.warning", string="Warnings", required=True)
    outcome = fields.Selection(
        [("planned", "In Hand"), ("handled", "Handled"), ("dismissed", "Dismissed")], required=True)
    measure = fields.Selection(MEASURES, string="Measure Taken")
    note = fields.Text(string="Measure or Reason", required=True)
    owner_id = fields.Many2one("res.users", string="Owner", domain="[('share', '=', False)]")
    deadline = fields.Date(string="Act until")
    currency_id = fields.Many2one("res.currency", compute="_compute_payer")
    limit_before = fields.Monetary(string="Limit Today", compute="_compute_payer")
    payment_term_id = fields.Many2one("account.payment.term", string="New Payment Terms")
    lower_limit = fields.Boolean(string="Lower the Limit", help="An application is submitted and approved first.")
    limit_amount = fields.Monetary(string="New Limit", help="Zero: cash only.")

    @api.depends("warning_ids")
    def _compute_payer(self):
        for dialog in self:
            warning = dialog.warning_ids[:1]
            file = warning.partner_id.with_company(warning.company_id).credit_file_id
            dialog.currency_id = warning.company_id.currency_id
            dialog.limit_before = file.limit_amount

    def action_close(self):
        """Plan or close the warnings; see ``credit.warning._plan`` and ``_close``."""
        self.ensure_one()
        if self.outcome == "planned":
            self.warning_ids._plan(self.measure, self.note, self.owner_id, self.deadline)
        else:
            self.warning_ids._close(
                self.outcome, self.note, self.measure, owner=self.owner_id, payment_term=self.payment_term_id,
                limit=self.limit_amount if self.lower_limit else None)
        return {"type": "ir.actions.act_window_close"}
