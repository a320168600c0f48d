from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import gate
from ..journal.event import append_only

RECEIVED, ISSUED, VOID = "received", "issued", "void"


class ArchiveSeal(models.Model):
    """One stamping of one of the three archive seals on the back of a paper (R24–R28).

    Append-only: the archive stamps, a trigger refuses every change, and licences take no seal.
    """

    _name = "archive.seal"
    _inherit = ["archive.sealed.mixin", "archive.paper.mixin"]
    _description = "Seal"
    _order = "id desc"
    _rec_name = "kind"

    kind = fields.Selection(
        [(RECEIVED, "Receipt"), (ISSUED, "Issued"), (VOID, "Void")], string="Seal", required=True, readonly=True,
        index=True)
    # In words as well: the seal is recognised by its colour.
    colour = fields.Selection([("red", "Red"), ("blue", "Blue")], compute="_compute_colour")
    document_id = fields.Many2one(
        "archive.document", string="Paper", required=True, readonly=True, ondelete="restrict", index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="restrict", index=True)
    date = fields.Datetime(string="Stamped on", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Stamped by", required=True, readonly=True, ondelete="restrict")
    note = fields.Char(required=True, readonly=True)

    def init(self):
        append_only(self.env.cr, self._table)

    @api.depends("kind")
    def _compute_colour(self):
        for seal in self:
            seal.colour = "red" if seal.kind == RECEIVED else "blue"

    def _sealed_words(self):
        return self.env._("Seals are stamped by the archive, with the buttons of the paper.")

    def _kept_words(self):
        return self.env._("A seal does not come off.")

    @api.model
    def _stamp(self, kind, documents, note):
        """Stamp ``documents`` as the current user, in one batch; return the seals.

        :param str note: the note that goes with each stamping (R28)
        :raises UserError: for licences (R24), or without a note
        """
        licences = documents.filtered("type_id.is_licence")
        if licences:
            raise UserError(self.env._(
                "Licences take no seal (R24): %s", ", ".join(licences.mapped("display_name"))))
        if not (note or "").strip():
            raise UserError(self.env._("Each stamping carries a note: say what it is about (R28)."))
        now = fields.Datetime.now()
        # sudo: nobody has the right to create seals; the callers check who stamps
        seals = gate.opened(self.sudo()).create([
            {"kind": kind, "document_id": document.id, "company_id": document.company_id.id, "date": now,
             "user_id": self.env.uid, "note": note.strip()}
            for document in documents])
        self.env["archive.event"]._log("seal_stamped", documents, after={"seal": kind}, note=note)
        return self.browse(seals.ids)
