from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate


class ArchiveCopy(models.Model):
    """One numbered copy of a paper that left the archive (R23, R26, R53, R56): to whom, when, by whom, and its end.

    The act that issues copies enters it (see ``copy_issue``); it comes back or is destroyed, and both are noted.
    """

    _name = "archive.copy"
    _inherit = ["archive.sealed.mixin", "archive.state.mixin", "archive.paper.mixin"]
    _description = "Copy of a Paper"
    _order = "id desc"

    _state_transitions = {"issued": {"returned", "destroyed"}, "returned": {"destroyed"}, "destroyed": set()}

    line_id = fields.Many2one(
        "archive.request.line", string="Asked for as", required=True, readonly=True, ondelete="restrict", index=True)
    request_id = fields.Many2one(
        "archive.request", string="Request", required=True, readonly=True, ondelete="restrict", index=True)
    document_id = fields.Many2one(
        "archive.document", string="Paper", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict", index=True)
    number = fields.Integer(string="Copy No.", required=True, readonly=True)
    total = fields.Integer(string="Of", required=True, readonly=True, help="How many copies were approved.")
    pages = fields.Char(string="Excerpt of Pages", readonly=True, help="Empty for the whole paper.")
    recipient = fields.Char(string="Given to", required=True, readonly=True)
    issued_on = fields.Datetime(required=True, readonly=True)
    issued_by_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="restrict")
    sha256 = fields.Char(
        string="SHA-256", size=64, required=True, readonly=True, help="Of the PDF of this copy, as it was issued.")
    state = fields.Selection(
        [("issued", "Issued"), ("returned", "Returned"), ("destroyed", "Destroyed")],
        required=True, default="issued", readonly=True, index=True, group_expand="_group_expand_states")
    closed_on = fields.Datetime(string="Returned or Destroyed on", readonly=True)
    closed_by_id = fields.Many2one("res.users", string="Noted by", readonly=True, ondelete="restrict")
    note = fields.Char(readonly=True)

    # A misprint is destroyed, and its number issued again.
    _number_uniq = models.UniqueIndex(
        "(line_id, number) WHERE state <> 'destroyed'", "This copy was issued already.")

    @api.depends("number", "total", "document_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for copy in self:
            copy.display_name = self.env._(
                "%(paper)s, %(copy)s", paper=copy.document_id.display_name, copy=copy._label())

    def _label(self):
        return self.env._("copy %(number)s of %(total)s", number=self.number, total=self.total)

    def _sealed_words(self):
        return self.env._("Copies are entered by issuing them, with the button of their request.")

    def _kept_words(self):
        return self.env._("A copy that was issued stays on record.")

    # ------------------------------------------------------------------
    # Its end
    # ------------------------------------------------------------------
    def action_close(self):
        """Open the dialog that notes that copies came back, or were destroyed (archivists)."""
        self._check_archivist()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Copies Returned or Destroyed"),
            "res_model": "archive.copy.close", "view_mode": "form", "target": "new",
            "context": {"default_copy_ids": self.ids}}

    def _check_archivist(self):
        if not self.env.user.has_group("client_archive.group_archivist"):
            raise AccessError(self.env._("Copies are recalled and destroyed by the archive."))

    def _close(self, outcome, note):
        """Note what became of the copies.

        :param outcome: ``returned`` or ``destroyed``
        :raises AccessError: for anybody but archivists; destroying secrets is for the designated (R58)
        :raises UserError: without a note, for copies whose end was noted already
        """
        self._check_archivist()
        self.check_access("read")
        if outcome not in ("returned", "destroyed"):
            raise UserError(self.env._("Say whether they came back or were destroyed."))
        if not (note or "").strip():
            raise UserError(self.env._("Note how they came back, or how and before whom they were destroyed."))
        if outcome == "destroyed":
            self.document_id._check_designated("destroying")
        note = note.strip()
        before = {copy.id: copy.state for copy in self}
        # sudo: nobody has the right to write copies; who may was checked above
        copies = self.sudo()
        copies._lock()
        copies._check_move(outcome)
        gate.opened(copies).write({
            "state": outcome, "note": note, "closed_on": fields.Datetime.now(), "closed_by_id": self.env.uid})
        copies.flush_recordset(["state"])  # the index lets its number be issued again
        self._journal(f"copy_{outcome}", note=note, before=lambda copy: {"state": before[copy.id]},
                      after=lambda copy: {"state": outcome, "paper": copy.document_id.display_name})
