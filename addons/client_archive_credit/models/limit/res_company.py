from odoo import fields, models

from ...tools import limit as limits


class ResCompany(models.Model):
    _inherit = "res.company"

    credit_tolerance_days = fields.Integer(
        string="Overdue Tolerance (Days)", default=7,
        help="An invoice that is overdue for longer puts the customer's next order on hold.")
    credit_tolerance_amount = fields.Monetary(
        string="Overdue Tolerance (Amount)", help="Overdue amounts up to this one are overlooked.")
    credit_expiry_policy = fields.Selection(
        [
            (limits.HOLD, "Orders go on hold"),
            (limits.ZERO, "Cash only"),
            (limits.KEEP, "The limit is kept until it is renewed"),
        ],
        string="When a Limit Has Ended", required=True, default=limits.HOLD,
        help="What counts from the day after the last day of a limit that was not renewed.")
    credit_warn_days = fields.Integer(
        string="Notice before a Limit Ends (Days)", default=30,
        help="How long before the end of a limit or a security its account manager is told.")

    _credit_warn_days_positive = models.Constraint(
        "CHECK(credit_warn_days >= 0)", "The notice cannot be negative.")
    _credit_tolerance_positive = models.Constraint(
        "CHECK(credit_tolerance_days >= 0 AND credit_tolerance_amount >= 0)",
        "The tolerance of overdue invoices cannot be negative.")

    def write(self, vals):
        changed = self.filtered(lambda company: (
            company.credit_expiry_policy != vals.get("credit_expiry_policy", company.credit_expiry_policy)))
        result = super().write(vals)
        if changed:
            # sudo: what was granted counts by the new policy, whoever sets it
            for model in ("credit.file", "credit.group"):
                self.env[model].sudo().search([
                    ("company_id", "in", changed.ids), ("state", "=", "open"), ("has_limit", "=", True),
                    ("limit_until", "<", changed[0]._archive_today())])._write_odoo_limit()
        return result
