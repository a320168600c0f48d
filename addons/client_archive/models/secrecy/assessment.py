from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

_CRITERIA = ("score_filing", "score_timeliness", "score_secrecy", "score_custody", "score_service")


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
    date = fields.Date(string="Assessed on", required=True, default=lambda self: self._archive_day())
    result = fields.Selection(
        [("excellent", "Excellent"), ("good", "Good"), ("sufficient", "Sufficient"), ("insufficient", "Insufficient")],
        required=True, default="good", index=True)
    # Out of a hundred each; none stands for "not looked at".
    score_filing = fields.Integer(string="Filing and Numbering")
    score_timeliness = fields.Integer(string="Timeliness")
    score_secrecy = fields.Integer(string="Secrecy Kept")
    score_custody = fields.Integer(string="Custody and Order")
    score_service = fields.Integer(string="Service to Readers")
    score = fields.Float(
        string="Average", compute="_compute_score", store=True, digits=(5, 1), aggregator="avg",
        help="Of the criteria that were looked at.")
    consequence = fields.Selection(
        [("none", "None"), ("reward", "Reward"), ("penalty", "Penalty")], required=True, default="none")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="Amount", help="Bonus, or what is deducted.")
    details = fields.Text(string="Grounds")
    assessor_id = fields.Many2one(
        "res.users", string="Assessed by", required=True, readonly=True, default=lambda self: self.env.user,
        ondelete="restrict")

    _scores = models.Constraint(
        "CHECK (LEAST(score_filing, score_timeliness, score_secrecy, score_custody, score_service) >= 0 AND "
        "GREATEST(score_filing, score_timeliness, score_secrecy, score_custody, score_service) <= 100)",
        "Criteria are scored from 1 to 100; 0 is not looked at.")

    @api.depends(*_CRITERIA)
    def _compute_score(self):
        for assessment in self:
            scores = [assessment[name] for name in _CRITERIA if assessment[name]]
            assessment.score = sum(scores) / len(scores) if scores else 0

    @api.constrains("consequence", "details", "amount")
    def _check_consequence(self):
        for assessment in self:
            if assessment.consequence != "none" and not (assessment.details or "").strip():
                raise ValidationError(self.env._("A reward or a penalty has its grounds: write them down."))
            if assessment.amount and (assessment.consequence == "none" or assessment.amount < 0):
                raise ValidationError(self.env._("An amount goes with a reward or a penalty."))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["assessor_id"] = self.env.uid
        assessments = super().create(vals_list)
        assessments._check_not_own()
        # sudo: the reminder may be another's
        assessments.designation_id.sudo().activity_unlink(["client_archive.mail_activity_assess"])
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
