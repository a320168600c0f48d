from odoo import api, fields, models
from odoo.exceptions import AccessError


class ArchiveAssessment(models.Model):
    """How somebody served in a period, with reward or penalty (R110, R113)."""

    _name = "archive.assessment"
    _inherit = ["archive.journal.mixin"]
    _description = "Assessment"
    _order = "date desc, id desc"
    _rec_name = "period"

    designation_id = fields.Many2one(
        "archive.designation", required=True, ondelete="restrict", index=True, check_company=True)
    user_id = fields.Many2one(related="designation_id.user_id", store=True, index=True)
    company_id = fields.Many2one(related="designation_id.company_id", store=True, index=True)
    period = fields.Char(required=True, help="Such as 2026 or 2026 Q1.")
    date = fields.Date(string="Assessed on", required=True, default=fields.Date.context_today)
    result = fields.Selection(
        [("excellent", "Excellent"), ("good", "Good"), ("sufficient", "Sufficient"), ("insufficient", "Insufficient")],
        required=True, default="good", index=True)
    consequence = fields.Selection(
        [("none", "None"), ("reward", "Reward"), ("penalty", "Penalty")], required=True, default="none")
    details = fields.Text(string="Grounds")
    assessor_id = fields.Many2one(
        "res.users", string="Assessed by", required=True, readonly=True, default=lambda self: self.env.user,
        ondelete="restrict")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["assessor_id"] = self.env.uid
        assessments = super().create(vals_list)
        assessments._check_not_own()
        assessments._journal("assessment_recorded", after=lambda row: {
            "period": row.period, "result": row.result, "consequence": row.consequence})
        return assessments

    def write(self, vals):
        self._check_not_own()
        if vals.get("assessor_id", self.env.uid) != self.env.uid:
            raise AccessError(self.env._("Whoever assesses signs with their own name."))
        result = super().write(vals)
        self._check_not_own()
        self._journal("changed", after=vals)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._check_not_own()
        self._journal("deleted", before=lambda row: {"period": row.period, "result": row.result})

    def _check_not_own(self):
        if self.env.user in self.user_id:
            raise AccessError(self.env._("Nobody assesses themselves."))
