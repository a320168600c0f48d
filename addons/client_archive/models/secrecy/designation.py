from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# Destroying is delegated by itself: an archivist proposes and keeps, and does not destroy by being one.
_ARCHIVIST_COVERS = frozenset({"making", "sending", "copying", "keeping"})
_ASSESSED_EVERY = relativedelta(years=1)
_CHUNK = 100
_BEFORE_SERVING = {"user_id", "company_id", "duty", "exam_on", "exam_score", "exam_passed"}


class ArchiveDesignation(models.Model):
    """Somebody whom the general manager designates for a duty with secrets (R57, R58, R110, R113).

    Archivists are trained and pass an exam before they serve; how they serve is assessed.
    """

    _name = "archive.designation"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
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
    lacks = fields.Char(string="Missing", compute="_compute_lacks", help="What an archivist who serves lacks.")
    assessed_on = fields.Date(
        string="Last Assessed", compute="_compute_assessed_on", store=True, help="Archivists are assessed every year.")
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

    @api.depends("assessment_ids.date")
    def _compute_assessed_on(self):
        for designation in self:
            designation.assessed_on = max(designation.assessment_ids.mapped("date"), default=False)

    @api.depends("duty", "state", "exam_passed", "training_count", "user_id")
    def _compute_lacks(self):
        archivists = self.env.ref("client_archive.group_archivist")
        for designation in self:
            missing = []
            if designation.duty == "archivist" and designation.state != "ended":
                # sudo: whether somebody serves is part of their designation
                serves = archivists in designation.user_id.sudo().all_group_ids
                missing = [words for words, lacking in (
                    (self.env._("serves undesignated"), serves and designation.state == "candidate"),
                    (self.env._("no exam"), not designation.exam_passed),
                    (self.env._("no training"), not designation.training_count)) if lacking]
            designation.lacks = ", ".join(missing)

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
            designated_on=self._archive_day())

    def _check_general_manager(self):
        if self.env.user not in self.env["archive.officer"]._holders("general_manager", self.company_id):
            raise AccessError(self.env._("The general manager designates."))

    def _check_able(self):
        if not self.exam_passed or not self.exam_on:
            raise UserError(self.env._("%s has not passed the exam yet.", self.user_id.name))
        if not self.training_count:
            raise UserError(self.env._("%s has not been trained yet: record the training first.", self.user_id.name))

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
            "ended", kind="duty_ended", ended_by_id=self.env.uid, ended_on=self._archive_day())

    # ------------------------------------------------------------------
    # Who serves
    # ------------------------------------------------------------------
    @api.model
    def _serving(self, duty, company):
        """Designations under which somebody serves ``duty`` in ``company`` now."""
        duties = [duty, "archivist"] if duty in _ARCHIVIST_COVERS else [duty]
        return self.search(Domain("company_id", "=", company.id) & Domain("state", "=", "designated")
                           & Domain("duty", "in", duties) & Domain("user_id.active", "=", True))

    @api.model
    def _to_assess_domain(self):
        """Archivists who serve and were not assessed for a year (R113)."""
        since = fields.Date.today() - _ASSESSED_EVERY
        return (Domain("duty", "=", "archivist") & Domain("state", "=", "designated")
                & Domain("designated_on", "<", since)
                & (Domain("assessed_on", "=", False) | Domain("assessed_on", "<", since)))

    @api.model
    def _cron_assess(self):
        """Remind the head of the archive, or the general manager about the head, of the yearly assessments (R113)."""
        reminder = self.env.ref("client_archive.mail_activity_assess")
        domain = self._to_assess_domain() & Domain(
            "activity_ids", "not any", [("activity_type_id", "=", reminder.id)])
        last = 0
        # By id: whom nobody can assess is met once a day, not for ever.
        while designations := self.search(domain & Domain("id", ">", last), order="id", limit=_CHUNK):
            last = designations[-1].id
            for designation in designations:
                designation._call_assessor(reminder)
            if not self.env["ir.cron"]._commit_progress(len(designations)):
                return

    def _call_assessor(self, reminder):
        Officer = self.env["archive.officer"]
        assessors = Officer._holders("archive_head", self.company_id) | Officer._holders(
            "general_manager", self.company_id)
        for user in (assessors - self.user_id)[:1]:
            env = self.with_context(lang=user.lang).env
            self.activity_schedule(
                activity_type_id=reminder.id, user_id=user.id, date_deadline=self._archive_day(),
                summary=env._("Assess %s for the year", self.user_id.name))
