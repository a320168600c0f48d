from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    credit_grade_id = fields.Many2one(
        "credit.grade", string="Credit Grade", compute="_compute_credit_evaluation",
        groups="client_archive.group_user", help="By the current evaluation in this company.")
    credit_evaluation_count = fields.Integer(
        string="Credit Evaluations", compute="_compute_credit_evaluation", groups="client_archive.group_user")

    @api.depends_context("company", "uid")
    def _compute_credit_evaluation(self):
        Evaluation = self.env["credit.evaluation"]
        domain = [("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id)]
        counts = dict(Evaluation._read_group(domain, ["partner_id"], ["__count"]))
        current = Evaluation.search_fetch([*domain, ("is_current", "=", True)], ["partner_id", "grade_id"])
        grades = {evaluation.partner_id: evaluation.grade_id for evaluation in current}
        for partner in self:
            partner.credit_grade_id = grades.get(partner.commercial_partner_id)
            partner.credit_evaluation_count = counts.get(partner.commercial_partner_id, 0)

    def action_view_credit_evaluations(self):
        """Open the history of the customer's evaluations."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive_credit.credit_evaluation_action_history")
        return {
            **action, "domain": [("partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.commercial_partner_id.id}}
