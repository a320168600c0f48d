from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import gate
from ..journal.event import append_only

RECEIVED, ISSUED, VOID = "received", "issued", "void"
COLOURS = {RECEIVED: "red", ISSUED: "blue", VOID: "blue"}


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
    place = fields.Char(string="Stamped at", readonly=True, help="Where on the paper it is.")
    version_number = fields.Integer(
        string="Version", readonly=True,
        help="Set where the seal is on one version of the content only, as on one that a newer version replaced.")
    request_id = fields.Many2one(
        "archive.request", string="Request", readonly=True, ondelete="restrict", index="btree_not_null",
        help="The request with which the paper was issued.")

    def init(self):
        append_only(self.env.cr, self._table)

    @api.depends("kind")
    def _compute_colour(self):
        for seal in self:
            seal.colour = COLOURS.get(seal.kind)

    def _sealed_words(self):
        return self.env._("Seals are stamped by the archive, with the buttons of the paper.")

    def _kept_words(self):
        return self.env._("A seal does not come off.")

    @api.model
    def _default_place(self):
        return self.env._("Back of the last page")

    @api.model
    def _stamp(self, kind, documents, note, place=None, **values):
        """Stamp ``documents`` as the current user, in one batch; return the seals.

        :param str note: the note that goes with each stamping (R28)
        :param str place: where on the paper; by default on the back of its last page (R24)
        :param values: further values of the seals: ``version_number``, ``request_id``
        :raises UserError: for licences (R24), or without a note
        """
        licences = documents.filtered("type_id.is_licence")
        if licences:
            raise UserError(self.env._("Licences take no seal: %s", ", ".join(licences.mapped("display_name"))))
        if not (note or "").strip():
            raise UserError(self.env._("Each stamping carries a note: say what it is about."))
        now = fields.Datetime.now()
        place = (place or "").strip() or self._default_place()
        # sudo: nobody has the right to create seals; the callers check who stamps
        seals = gate.opened(self.sudo()).create([
            {"kind": kind, "document_id": document.id, "company_id": document.company_id.id, "date": now,
             "user_id": self.env.uid, "note": note.strip(), "place": place, **values}
            for document in documents])
        self.env["archive.event"]._log("seal_stamped", documents, after={"seal": kind}, note=note)
        return self.browse(seals.ids)
