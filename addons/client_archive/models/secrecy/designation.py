from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_BEFORE_SERVING = {"user_id", "company_id", "duty", "exam_on", "exam_score", "exam_passed"}


class ArchiveDesignation(models.Model):
    """Somebody whom the general manager designates for a duty with secrets (R57, R58, R110, R113).

    Archivists are trained and pass an exam before they serve; how they serve is assessed.
    """

    _name = "archive.designation"
    _inherit = ["mail.thread", "archive.state.mixin"]
    _description = "Designation"
    _order = "state, id desc"
    _rec_name = "user_id"

    _state_transitions = {"candidate": {"designated"}, "designated": {"ended"}, "ended": set()}
    _gated_fields = frozenset({"designated_by_id", "designated_on", "ended_by_id", "ended_on"})

    user_id = fields.Many2one(
        "res.users", string="Person", required=True, index=True, ondelete="restrict", tracking=True,
        domain="[('share', '=', False)]")
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    duty = fields.Selection(
        [
            ("archivist", "Archivist"),
            ("making", "Making Classified Papers"),
            ("sending", "Sending, Receiving and Carrying"),
            ("copying", "Copying and Excerpts"),
            ("keeping", "Keeping"),
            ("destroying", "Destroying"),
        ],
        required=True, default="archivist", tracking=True)
    exam_on = fields.Date(string="Exam on")
    exam_score = fields.Float(string="Score")
    exam_passed = fields.Boolean(string="Passed", tracking=True)
    training_count = fields.Integer(string="Trainings", compute="_compute_training_count")
    state = fields.Selection(
        [("candidate", "Candidate"), ("designated", "Designated"), ("ended", "Ended")],
        required=True, default="candidate", readonly=True, copy=False, index=True, tracking=True)
    designated_by_id = fields.Many2one("res.users", string="Designated by", readonly=True, copy=False,
                                       ondelete="restrict")
    designated_on = fields.Date(readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", string="Ended by", readonly=True, copy=False, ondelete="restrict")
    ended_on = fields.Date(readonly=True, copy=False)
    assessment_ids = fields.One2many("archive.assessment", "designation_id", string="Assessments")
    note = fields.Text()

    _once = models.UniqueIndex(
        "(user_id, duty, company_id) WHERE state <> 'ended'", "This person is already named for this duty.")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("user_id", "company_id")
    def _compute_training_count(self):
        # sudo: that somebody was trained is part of their designation
        counts = {
            (user, company): count for user, company, count in self.env["archive.training"].sudo()._read_group(
                [("user_ids", "in", self.user_id.ids), ("company_id", "in", self.company_id.ids)],
                ["user_ids", "company_id"], ["__count"])}
        for designation in self:
            designation.training_count = counts.get((designation.user_id, designation.company_id), 0)

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        designations = super().create(vals_list)
        designations._check_not_own()
        designations._journal("created", after=lambda rec: {"person": rec.user_id.login, "duty": rec.duty})
        return designations

    def write(self, vals):
        facts = vals.keys() & _BEFORE_SERVING
        if facts:
            self._check_not_own()
            if any(record.state != "candidate" for record in self):
                raise UserError(self.env._("What a designation rests on is not changed afterwards."))
        result = super().write(vals)
        if facts:
            self._check_not_own()
            self._journal("changed", after={name: vals[name] for name in facts})
        return result

    def _check_not_own(self):
        if self.env.user in self.user_id:
            raise AccessError(self.env._("Nobody proposes, examines or designates themselves."))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_designate(self):
        """Designate as the general manager.

        :raises AccessError: for anybody else, and for oneself
        :raises UserError: for an archivist without exam or training (R110)
        """
        self.check_access("read")
        self._check_not_own()
        for record in self:
            record._check_general_manager()
            if record.duty == "archivist":
                record._check_able()
        # sudo: the general manager decides, and keeps none of the records
        return self.sudo()._move(
            "designated", kind="duty_designated", designated_by_id=self.env.uid,
            designated_on=fields.Date.context_today(self))

    def _check_general_manager(self):
        if self.env.user not in self.env["archive.officer"]._holders("general_manager", self.company_id):
            raise AccessError(self.env._("The general manager designates (R58, R110)."))

    def _check_able(self):
        if not self.exam_passed or not self.exam_on:
            raise UserError(self.env._("%s has not passed the exam yet (R110).", self.user_id.name))
        if not self.training_count:
            raise UserError(self.env._("%s has not been trained yet: record the training first (R110).",
                                       self.user_id.name))

    def action_end(self):
        """End designations: the person does not serve any more.

        :raises AccessError: for anybody but security officers and the general manager
        """
        self.check_access("read")
        for record in self:
            if not self.env.user.has_group("client_archive.group_security_officer"):
                record._check_general_manager()
        # sudo: as in action_designate
        return self.sudo()._move(
            "ended", kind="duty_ended", ended_by_id=self.env.uid, ended_on=fields.Date.context_today(self))
