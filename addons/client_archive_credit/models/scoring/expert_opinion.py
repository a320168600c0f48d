from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.client_archive.tools import gate

_DERIVED = frozenset({"company_id", "partner_id", "grade_id"})


class CreditExpertOpinion(models.Model):
    """What one expert says about the evaluation of a high-value customer (R95). It is theirs alone to write."""

    _name = "credit.expert.opinion"
    _inherit = ["archive.journal.mixin"]
    _description = "Expert's Opinion"
    _order = "id"
    _rec_name = "expert_id"

    evaluation_id = fields.Many2one("credit.evaluation", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="evaluation_id.company_id", store=True)
    partner_id = fields.Many2one(related="evaluation_id.partner_id", store=True)
    expert_id = fields.Many2one(
        "res.users", string="Expert", required=True, default=lambda self: self.env.user, ondelete="restrict",
        index=True, readonly=True)
    recommendation = fields.Selection(
        [("agree", "Agrees with the grade"), ("lower", "Would grade lower"), ("higher", "Would grade higher")],
        required=True)
    opinion = fields.Text(required=True)
    grade_id = fields.Many2one(
        "credit.grade", string="Grade Reviewed", compute="_compute_grade_id", store=True, ondelete="restrict",
        help="What the evaluation said when the opinion was given. It does not count for another grade.")

    _expert_uniq = models.UniqueIndex("(evaluation_id, expert_id)", "Each expert gives one opinion.")

    @api.depends("evaluation_id", "recommendation", "opinion")
    def _compute_grade_id(self):
        """The grade of the moment of these words: not what the evaluation says later."""
        for row in self:
            row.grade_id = row.evaluation_id.grade_id

    @api.model_create_multi
    def create(self, vals_list):
        # What follows from the evaluation is not entered: an opinion of another company would be hidden from this one.
        opinions = super().create([
            {name: vals[name] for name in vals if name not in _DERIVED} for vals in vals_list])
        opinions._check_expert()
        opinions._journal("expert_opinion", after=lambda row: {
            "evaluation": row.evaluation_id.name, "recommendation": row.recommendation, "opinion": row.opinion,
            "grade": row.sudo().grade_id.name})
        # sudo: the activity that asked for the opinion is done with it
        opinions.sudo().evaluation_id.activity_ids.filtered(
            lambda activity: activity.user_id == self.env.user)._action_done()
        return opinions

    def write(self, vals):
        self._check_expert()
        if vals.keys() & {"evaluation_id", "expert_id", *_DERIVED}:
            raise AccessError(self.env._("Of an opinion, only its words are changed."))
        result = super().write(vals)
        self._journal("changed", after=lambda row: {**vals, "grade": row.sudo().grade_id.name})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not gate.is_open(self.env):
            raise UserError(self.env._("An opinion that was given stays."))

    def _check_expert(self):
        """An opinion is the current user's own, was asked for, and comes before the evaluation is confirmed.

        :raises AccessError: for anybody else
        :raises UserError: after it was confirmed
        """
        for row in self:
            evaluation = row.evaluation_id.sudo()  # sudo: who was asked decides, not what else the expert may read
            if row.expert_id != self.env.user or self.env.user not in evaluation.expert_ids:
                raise AccessError(self.env._("Opinions are given by the experts who were asked, each their own."))
            if self.env.user == evaluation.create_uid:
                raise AccessError(self.env._("You made this evaluation yourself: others review it."))
            evaluation._lock()  # whoever confirms it at this moment has had the last word
            evaluation._refuse_confirmed()
