from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ArchiveSecretHandout(models.Model):
    """Copies of a paper handed out at a meeting on secrets: counted, and back or kept by named people (R55)."""

    _name = "archive.secret.handout"
    _inherit = ["archive.journal.mixin", "archive.paper.mixin"]
    _description = "Paper Handed Out at a Meeting"
    _order = "meeting_id, id"
    _rec_name = "document_id"

    meeting_id = fields.Many2one("archive.secret.meeting", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="meeting_id.company_id", store=True, index=True)
    document_id = fields.Many2one(
        "archive.document", string="Paper", required=True, ondelete="restrict", index=True, check_company=True)
    copies = fields.Integer(string="Copies Handed Out", required=True, default=1)
    returned = fields.Integer(string="Came Back")
    keeper_ids = fields.Many2many(
        "res.users", "archive_secret_handout_keeper_rel", string="Kept by", domain="[('share', '=', False)]",
        help="Each keeps one copy; they attended, or are of the circle.")
    is_accounted = fields.Boolean(string="Accounted for", compute="_compute_is_accounted")

    _once = models.UniqueIndex("(meeting_id, document_id)", "This paper is listed already.")
    _counts = models.Constraint(
        "CHECK (copies > 0 AND returned >= 0 AND returned <= copies)", "No more copies come back than were handed out.")

    @api.depends("copies", "returned", "keeper_ids")
    def _compute_is_accounted(self):
        for handout in self:
            handout.is_accounted = handout.copies == handout.returned + len(handout.keeper_ids)

    @api.constrains("document_id", "meeting_id", "keeper_ids", "copies", "returned")
    def _check_handout(self):
        for handout in self:
            meeting = handout.meeting_id
            if handout.document_id not in meeting.document_ids:
                raise ValidationError(self.env._(
                    "“%s” is not among the papers of the meeting.", handout.document_id.display_name))
            strangers = handout.keeper_ids - meeting.attendee_ids.user_id - meeting.circle_ids
            if strangers:
                raise ValidationError(self.env._(
                    "%s neither attends nor is of the circle, and keeps no copy.", strangers[0].name))
            if handout.returned + len(handout.keeper_ids) > handout.copies:
                raise ValidationError(self.env._("More copies are back or kept than were handed out."))

    @api.model_create_multi
    def create(self, vals_list):
        handouts = super().create(vals_list)
        handouts._check_open()
        # Every copy of a classified paper is one that somebody designated made.
        handouts.document_id._check_designated("copying")
        handouts._journal("copies_handed_out", after=lambda row: row._counts_now())
        return handouts

    def write(self, vals):
        self._check_open()
        more = "copies" in vals and any(vals["copies"] > handout.copies for handout in self)
        if more or "document_id" in vals:
            self.document_id._check_designated("copying")
        result = super().write(vals)
        self._journal("copies_accounted", after=lambda row: row._counts_now())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_planned(self):
        if any(meeting.state != "planned" for meeting in self.meeting_id):
            raise UserError(self.env._("What was handed out is counted, not forgotten."))
        self._journal("deleted", before=lambda row: row._counts_now())

    def _counts_now(self):
        return {
            "paper": self.sudo().document_id.code, "copies": self.copies, "returned": self.returned,
            "kept_by": self.keeper_ids.mapped("login")}

    def _check_open(self):
        if any(meeting.state not in ("planned", "held") for meeting in self.meeting_id):
            raise UserError(self.env._("The meeting is closed: nothing about it changes any more."))

    def _check_accounted(self):
        for handout in self:
            if not handout.is_accounted:
                raise UserError(self.env._(
                    "“%(paper)s”: %(copies)s copies were handed out, %(back)s came back, %(kept)s are kept. Find the "
                    "rest, or report an incident.", paper=handout.document_id.display_name,
                    copies=handout.copies, back=handout.returned, kept=len(handout.keeper_ids)))
