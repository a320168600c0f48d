from odoo import api, fields, models


class CreditLimitApplication(models.Model):
    """What the file says of the customer, where its limit is decided (R72)."""

    _inherit = "credit.limit.application"

    evaluation_id = fields.Many2one(
        "credit.evaluation", string="Evaluation", compute="_compute_standing", compute_sudo=True,
        help="The customer's current evaluation.")
    evaluation_score = fields.Float(string="Credit Score", compute="_compute_standing", compute_sudo=True)
    evaluation_grade_id = fields.Many2one(
        "credit.grade", string="Credit Grade", compute="_compute_standing", compute_sudo=True)
    evaluation_limit = fields.Monetary(string="Limit by Formula", compute="_compute_standing", compute_sudo=True)
    investigation_until = fields.Date(
        string="Report Valid until", compute="_compute_standing", compute_sudo=True,
        help="Of the customer's approved investigation report; empty: there is none that is valid.")

    @api.depends("partner_id", "company_id")
    def _compute_standing(self):
        domain = [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)]
        evaluations = {(row.partner_id, row.company_id): row for row in self.env["credit.evaluation"].search(
            [*domain, ("is_current", "=", True)])}
        reports = {(row.partner_id, row.company_id): row for row in self.env["credit.investigation"].search(
            [*domain, ("state", "=", "approved")])}
        for application in self:
            key = (application.partner_id, application.company_id)
            evaluation = evaluations.get(key, self.env["credit.evaluation"])
            application.update({
                "evaluation_id": evaluation, "evaluation_score": evaluation.score,
                "evaluation_grade_id": evaluation.grade_id, "evaluation_limit": evaluation.proposed_limit,
                "investigation_until": reports[key].valid_until if key in reports else False})
