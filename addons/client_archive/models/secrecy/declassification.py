from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate, secrecy

_ASKED = {
    "document_id", "new_level", "new_declassify_on", "new_visibility", "new_circle", "new_compartment_id", "reason"}
# What is compared between the asking and the deciding
_STANDING = ("secrecy_level", "declassify_on", "visibility", "compartment_id")


class ArchiveDeclassification(models.Model):
    """Request to lower a paper's level of secrecy, to shorten its term, or to show it to more people.

    The head of the owning department, then the general manager decide. Only then the paper changes.
    """

    _name = "archive.declassification"
    _inherit = [
        "mail.thread", "mail.activity.mixin", "archive.approval.mixin", "archive.state.mixin", "archive.paper.mixin"]
    _description = "Declassification Request"
    _order = "id desc"
    _rec_name = "document_id"

    _state_transitions = {
        "draft": {"submitted", "cancelled"},
        "submitted": {"approved", "refused", "draft"},
        "approved": set(),
        "refused": set(),
        "cancelled": set(),
    }
    _approval_depends = ("document_id", "new_level")
    _gated_fields = frozenset({
        "applicant_id", "old_level", "old_declassify_on", "old_visibility", "old_compartment_id", "submitted_on",
        "decided_on"})

    document_id = fields.Many2one(
        "archive.document", string="Paper", required=True, index=True, ondelete="restrict",
        domain="['|', ('secrecy_level', '!=', '0'), ('compartment_id', '!=', False), ('state', '!=', 'destroyed')]")
    company_id = fields.Many2one(related="document_id.company_id", store=True, index=True)
    department_id = fields.Many2one(related="document_id.department_id", string="Owning Department")
    level = fields.Selection(related="document_id.secrecy_level", string="Level Now")
    declassify_on = fields.Date(related="document_id.declassify_on", string="Term Now")
    old_level = fields.Selection(secrecy.LEVELS, string="Level When Asked", readonly=True, copy=False)
    old_declassify_on = fields.Date(string="Term When Asked", readonly=True, copy=False)
    new_level = fields.Selection(secrecy.LEVELS, required=True, default=secrecy.NONE, tracking=True)
    new_declassify_on = fields.Date(string="New Term", tracking=True, help="When it declassifies by itself.")
    visibility = fields.Selection(related="document_id.visibility", string="Others See Now")
    compartment_id = fields.Many2one(related="document_id.compartment_id", string="Compartment Now")
    old_visibility = fields.Selection(
        secrecy.VISIBILITIES, string="Others Saw When Asked", readonly=True, copy=False)
    old_compartment_id = fields.Many2one(
        "archive.compartment", string="Compartment When Asked", readonly=True, copy=False, ondelete="restrict")
    new_visibility = fields.Selection(
        secrecy.VISIBILITIES, string="Others Shall See", help="Empty: as now. What is declassified is seen by all.")
    new_circle = fields.Selection(
        [("stays", "Stays in Its Compartment"), ("leaves", "Leaves Its Compartment"), ("moves", "Moves to Another")],
        string="Circle", required=True, default="stays")
    new_compartment_id = fields.Many2one(
        "archive.compartment", ondelete="restrict", check_company=True, domain="[('company_id', '=', company_id)]")
    reason = fields.Text(required=True)
    applicant_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict", default=lambda self: self.env.user, index=True)
    submitted_on = fields.Datetime(readonly=True, copy=False)
    decided_on = fields.Datetime(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "To Approve"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)

    _one_open = models.UniqueIndex(
        "(document_id) WHERE state = 'submitted'", "The declassification of this paper is already being decided.")

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        requests = super().create(vals_list)
        requests._journal("created", after=lambda request: {
            "paper": request.document_id.display_name, "level": request.new_level,
            "until": request.new_declassify_on, **request._changes_asked()})
        return requests

    def write(self, vals):
        if vals.keys() & _ASKED and not gate.is_open(self.env) and any(rec.state != "draft" for rec in self):
            raise UserError(self.env._("What is being decided is not changed any more: take it back first."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_submit(self):
        """Hand the request to those who decide.

        :raises AccessError: for anybody but the applicant
        :raises UserError: when it would lower nothing
        """
        self.check_access("write")
        for request in self:
            request._check_applicant()
            document = request.document_id
            request._check_lowers(document)
            request._move(
                "submitted", kind="declassification_asked", old_level=document.secrecy_level,
                old_declassify_on=document.declassify_on, old_visibility=document.visibility,
                # sudo: where the paper is, is noted whoever may read what it is called
                old_compartment_id=document.sudo().compartment_id.id, submitted_on=fields.Datetime.now())
            request._approval_start()

    def action_take_back(self):
        """Take the request back to change it; only the applicant may."""
        self._approval_withdraw()
        self._move("draft")

    def action_cancel(self):
        """Give the request up."""
        self.check_access("write")
        for request in self:
            request._check_applicant()
        self._move("cancelled")

    def _check_applicant(self):
        if not self.env.su and self.env.user != self.applicant_id:
            raise AccessError(self.env._("Only the applicant does this."))

    def _check_lowers(self, document):
        if document.state == "destroyed":
            raise UserError(self.env._("“%s” is destroyed.", document.display_name))
        before, after = document.declassify_on, self.new_declassify_on
        if after and after <= fields.Date.today():
            raise UserError(self.env._("A new term ends in the future. To declassify now, choose the lower level."))
        if self.new_level > document.secrecy_level:
            raise UserError(self.env._("“%s”: a higher level is set on the paper at once.", document.display_name))
        shorter = self.new_level == document.secrecy_level and after and (not before or after < before)
        if not (self.new_level < document.secrecy_level or shorter or self._shows_more(document)):
            raise UserError(self.env._(
                "“%s”: ask for a lower level, a shorter term, or for more people to see it. A higher level is set on "
                "the paper at once.", document.display_name))

    def _shows_more(self, document):
        compartment = document.sudo().compartment_id  # sudo: as when it is submitted
        if self.new_circle == "moves" and not self.new_compartment_id:
            raise UserError(self.env._("Say to which compartment “%s” moves.", document.display_name))
        leaves = self.new_circle != "stays" and compartment and self.new_compartment_id != compartment
        return bool(leaves) or bool(self.new_visibility and secrecy.is_wider(self.new_visibility, document.visibility))

    def _changes_asked(self):
        """Values of the paper that are asked for beside level and term."""
        changes = {"visibility": self.new_visibility} if self.new_visibility else {}
        if self.new_circle != "stays":
            changes["compartment_id"] = self.new_circle == "moves" and self.new_compartment_id.id
        return changes

    # ------------------------------------------------------------------
    # Approval
    # ------------------------------------------------------------------
    def _approval_applicant(self):
        return self.applicant_id

    def _approval_owner_department(self):
        return self.document_id.department_id

    def _approval_granted(self):
        for request in self.sudo():  # sudo: the general manager decides on the level and changes nothing else
            document = request.document_id
            document._lock()
            document.invalidate_recordset(_STANDING)
            if tuple(document[name] for name in _STANDING) != (
                    request.old_level, request.old_declassify_on, request.old_visibility, request.old_compartment_id):
                raise UserError(self.env._(
                    "The secrecy of “%s” has changed since this was asked for: refuse it, so that it is "
                    "asked for again.", document.display_name))
            document._declassify(
                request.new_level, request.new_declassify_on or request.old_declassify_on, note=request.reason,
                **request._changes_asked())
            request._move("approved", decided_on=fields.Datetime.now())

    def _approval_refused(self, step):
        self.sudo()._move("refused", note=step.opinion, decided_on=fields.Datetime.now())  # sudo: as above
