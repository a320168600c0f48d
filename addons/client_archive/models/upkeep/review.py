from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

_CHUNK = 100
_ACTIVITY = "client_archive.mail_activity_review"
_CHECKLIST = {"basics_checked", "contacts_checked", "papers_checked", "credit_checked"}


class ArchiveReview(models.Model):
    """Review of a whole dossier, every quarter or half-year (R90): the owner reviews, a second person signs (R96)."""

    _name = "archive.review"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.call.mixin", "archive.state.mixin"]
    _description = "Review of a Dossier"
    _order = "due_on desc, id desc"
    _rec_name = "dossier_id"

    _state_transitions = {
        "planned": {"to_sign"},
        "to_sign": {"done", "planned"},
        "done": set(),
    }
    _gated_fields = frozenset({
        "company_id", "user_id", "department_id", "reviewed_by_id", "reviewed_on", "signed_by_id", "signed_on",
        "missing", "escalated_on"})

    dossier_id = fields.Many2one(
        "archive.dossier", required=True, ondelete="restrict", index=True, domain="[('state', '=', 'open')]")
    company_id = fields.Many2one(related="dossier_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="dossier_id.user_id", string="Owner", store=True, index=True)
    department_id = fields.Many2one(related="dossier_id.department_id", store=True)
    due_on = fields.Date(required=True, index=True, tracking=True, default=lambda self: self._archive_day())
    state = fields.Selection(
        [("planned", "To Review"), ("to_sign", "To Sign"), ("done", "Completed")],
        required=True, default="planned", readonly=True, copy=False, index=True, tracking=True)
    basics_checked = fields.Boolean(string="Basics Are True", help="Name, code, addresses, representatives.")
    contacts_checked = fields.Boolean(string="Contacts Are Current")
    papers_checked = fields.Boolean(string="Papers Are Complete and Valid")
    credit_checked = fields.Boolean(string="Standing and Risks Are Current")
    result = fields.Selection(
        [("in_order", "In Order"), ("corrected", "Corrected"), ("open_points", "Open Points")], tracking=True)
    findings = fields.Text(help="What was found, and what was corrected.")
    missing = fields.Text(string="Obligatory Papers Missing", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    reviewed_on = fields.Date(readonly=True, copy=False)
    signed_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    signed_on = fields.Date(readonly=True, copy=False)
    escalated_on = fields.Date(string="Lateness Reported on", readonly=True, copy=False)
    is_overdue = fields.Boolean(string="Overdue", compute="_compute_is_overdue")

    _open_uniq = models.UniqueIndex(
        "(dossier_id) WHERE state != 'done'", "This dossier is under review already.")

    @api.depends("state", "due_on")
    def _compute_is_overdue(self):
        today = self._archive_day()
        for review in self:
            review.is_overdue = review.state == "planned" and bool(review.due_on) and review.due_on < today

    @api.constrains("dossier_id")
    def _check_dossier(self):
        for review in self:
            if review.dossier_id.state != "open":
                raise ValidationError(self.env._("%s is not open.", review.dossier_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        reviews._check_due()
        reviews._journal("review_planned", after=lambda review: {"due": review.due_on})
        return reviews

    def write(self, vals):
        if vals.keys() & (_CHECKLIST | {"dossier_id", "due_on", "result", "findings"}) and any(
                review.state != "planned" for review in self):
            raise UserError(self.env._("A review that was carried out is not changed: let it be returned first."))
        result = super().write(vals)
        if "due_on" in vals:
            self._check_due()
        return result

    def _check_due(self):
        """Owners bring a review forward; they do not put it off (R90).

        :raises AccessError: for a day after that on which the dossier is due
        """
        user = self.env.user
        if self.env.su or user.has_group("client_archive.group_department_head") or user.has_group(
                "client_archive.group_archive_head"):
            return
        for review in self:
            latest = max(review.dossier_id.next_review_on or review.due_on, self._archive_day())
            if review.due_on > latest:
                raise AccessError(self.env._(
                    "%(dossier)s is to be reviewed by %(date)s: the department head alone puts it off.",
                    dossier=review.dossier_id.display_name, date=latest))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_submit(self):
        """Say that the whole dossier was reviewed; a second person signs it off (R96).

        :raises AccessError: for anybody but the owner or a department head
        :raises UserError: for a review that is not complete
        """
        for review in self:
            review.check_access("write")
            if self.env.user != review.user_id and not self.env.user.has_group("client_archive.group_department_head"):
                raise AccessError(self.env._("%s reviews this dossier.", review.user_id.name))
            if not all(review[name] for name in _CHECKLIST) or not review.result:
                raise UserError(self.env._("Go through every point of the review and enter its result."))
            if review.result != "in_order" and not (review.findings or "").strip():
                raise UserError(self.env._("Enter what was found, and what was corrected."))
            review._move(
                "to_sign", kind="review_submitted", reviewed_by_id=self.env.uid,
                reviewed_on=self._archive_day(),
                missing="\n".join(review.dossier_id.missing_type_ids.mapped("complete_name")) or False)
            review.sudo()._call_second()  # sudo: activities of others

    def action_sign(self):
        """Sign the review off: a second person from the heads or the archive (R96).

        :raises AccessError: for the reviewer, or anybody else
        """
        for review in self:
            review._check_second()
            today = self._archive_day()
            mine = review.sudo()  # sudo: whoever signs changes nothing else; checked above
            mine._move("done", kind="review_signed", signed_by_id=self.env.uid, signed_on=today)
            mine.dossier_id._set_gated(last_review_on=today)
            mine.activity_unlink([_ACTIVITY])

    def action_return(self):
        """Return the review to its owner."""
        for review in self:
            review._check_second()
            mine = review.sudo()  # sudo: as in action_sign
            mine._move("planned", kind="review_returned")
            mine.activity_unlink([_ACTIVITY])
            mine._call_owner()

    def _check_second(self):
        self.ensure_one()
        self.check_access("read")
        self._lock()
        user = self.env.user
        if self.state != "to_sign":
            raise UserError(self.env._("This review is not ready to be signed."))
        if user in self.reviewed_by_id | self.user_id:
            raise AccessError(self.env._("A second person signs the review off: two people check."))
        if not (user.has_group("client_archive.group_department_head")
                or user.has_group("client_archive.group_archivist")):
            raise AccessError(self.env._("A department head or an archivist signs the review off."))

    def _call_owner(self):
        for review in self:
            review._call(review.user_id, _ACTIVITY, lambda rec: rec.env._("Review the whole dossier"), review.due_on)

    def _call_second(self):
        for review in self:
            review.activity_unlink([_ACTIVITY])
            head = review.dossier_id._supervisor()
            if head and head != review.reviewed_by_id:
                review._call(head, _ACTIVITY, lambda rec: rec.env._("Sign the review off"))

    # ------------------------------------------------------------------
    # Every quarter or half-year (R90)
    # ------------------------------------------------------------------
    @api.model
    def _cron_plan(self):
        """Plan the reviews that are due soon, and call the owners, in chunks."""
        Dossier = self.env["archive.dossier"]
        while dossiers := Dossier.search(Dossier._review_due_domain(), order="next_review_on, id", limit=_CHUNK):
            self.create([
                {"dossier_id": dossier.id, "due_on": dossier.next_review_on} for dossier in dossiers])._call_owner()
            remaining = Dossier.search_count(Dossier._review_due_domain())
            if not self.env["ir.cron"]._commit_progress(len(dossiers), remaining=remaining):
                return

    @api.model
    def _cron_escalate(self):
        """Report each review that was not carried out in time once to the department head, in chunks."""
        today = self._archive_day()
        late = [("state", "=", "planned"), ("due_on", "<", today), ("escalated_on", "=", False)]
        while reviews := self.search(late, order="due_on, id", limit=_CHUNK):
            for review in reviews:
                review._escalate()
            if not self.env["ir.cron"]._commit_progress(len(reviews), remaining=self.search_count(late)):
                return

    def _escalate(self):
        today = self._archive_day()
        days = (today - self.due_on).days
        self._set_gated(kind="review_escalated", escalated_on=today)
        head = self.dossier_id._supervisor()
        if head:
            self._call(head, "mail.mail_activity_data_warning", lambda rec: rec.env._(
                "Review overdue for %(days)s days: %(owner)s", days=days, owner=rec.user_id.name))
