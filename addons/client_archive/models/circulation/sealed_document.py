from odoo import api, fields, models
from odoo.exceptions import UserError

from .seal import COLOURS, ISSUED, RECEIVED, VOID


class ArchiveDocument(models.Model):
    """The seals of a paper: received when it is filed, issued, void (R25–R27)."""

    _inherit = "archive.document"

    seal_ids = fields.One2many("archive.seal", "document_id", string="Seals", readonly=True)
    is_stamped_received = fields.Boolean(string="Seal “Received”", compute="_compute_seals")
    is_stamped_issued = fields.Boolean(string="Seal “Issued”", compute="_compute_seals")
    is_stamped_void = fields.Boolean(string="Seal “Void”", compute="_compute_seals")
    seal_marks = fields.Json(
        string="Seal Marks", compute="_compute_seals", help="Which of the three seals the paper bears, for its lists.")
    takes_seals = fields.Boolean(compute="_compute_takes_seals", help="Licences take no seals.")
    receipt_due = fields.Boolean(
        string="To Seal", compute="_compute_receipt_due", store=True, compute_sudo=True,
        help="It is filed and bears no seal of receipt yet, as papers of an archive that was taken over.")

    _receipt_due_idx = models.Index("(company_id) WHERE receipt_due IS TRUE")

    @api.depends("seal_ids.kind", "is_void")
    @api.depends_context("lang")
    def _compute_seals(self):
        kinds = {}
        for document, kind in self.env["archive.seal"]._read_group(
                [("document_id", "in", self.ids), ("version_number", "=", 0)], ["document_id", "kind"]):
            kinds.setdefault(document.id, set()).add(kind)
        words = dict(self.env["archive.seal"]._fields["kind"]._description_selection(self.env))
        for document in self:
            mine = kinds.get(document._origin.id, set())
            # A void licence bears no seal, and shows that it is void nevertheless.
            shown = mine | {VOID} if document.is_void else mine
            document.seal_marks = [
                {"kind": kind, "word": words[kind], "colour": colour} for kind, colour in COLOURS.items()
                if kind in shown]
            document.is_stamped_received = RECEIVED in mine
            document.is_stamped_issued = ISSUED in mine
            document.is_stamped_void = VOID in mine

    @api.depends("type_id.is_licence")
    def _compute_takes_seals(self):
        for document in self:
            document.takes_seals = not document.type_id.is_licence

    @api.depends("state", "type_id.is_licence", "seal_ids.kind")
    def _compute_receipt_due(self):
        filed = self.filtered(lambda document: document.state == "filed" and not document.type_id.is_licence)
        stamped = {document.id for document, in self.env["archive.seal"]._read_group(
            [("document_id", "in", filed.ids), ("kind", "=", RECEIVED)], ["document_id"])} if filed else ()
        for document in self:
            document.receipt_due = document in filed and document._origin.id not in stamped

    @api.depends("is_void")
    @api.depends_context("lang")
    def _compute_display_name(self):
        super()._compute_display_name()
        for document in self.filtered("is_void"):
            document.display_name = self.env._("%s (void)", document.display_name)

    # ------------------------------------------------------------------
    # Stamping
    # ------------------------------------------------------------------
    def _filed(self):
        """Every paper received is stamped (R25), licences excepted (R24)."""
        super()._filed()
        documents = self.filtered("takes_seals")
        if documents:
            self.env["archive.seal"]._stamp(
                RECEIVED, documents, self.env._("Received from the account manager and filed"))

    def action_seal_receipt(self):
        """Stamp the receipt of filed papers that bear none yet (R25).

        :raises UserError: for users who are not archivists, and when none of the papers lacks it
        """
        self.dossier_id._check_archivist()
        self._lock()
        due = self.filtered("receipt_due")
        if not due:
            raise UserError(self.env._("These papers bear the seal of receipt already, or take none."))
        self.env["archive.seal"]._stamp(RECEIVED, due, self.env._("Taken over with the existing archive"))
        return True

    def action_issue(self):
        """Open the dialog that stamps papers as issued (R26)."""
        return self._stamp_dialog(ISSUED, self.env._("Issue"))

    def action_void(self):
        """Open the dialog that voids expired or invalid papers (R27)."""
        return self._stamp_dialog(VOID, self.env._("Void"))

    def _stamp_dialog(self, kind, name):
        self.dossier_id._check_archivist()
        return {
            "type": "ir.actions.act_window", "name": name, "res_model": "archive.seal.stamp", "view_mode": "form",
            "target": "new", "context": {"default_kind": kind, "default_document_ids": self.ids},
        }

    def _issue(self, note, place=None):
        """Stamp as issued (R26).

        :raises UserError: for users who are not archivists, papers that are not filed or void, and licences
        """
        self._check_stampable()
        self._check_designated("sending")
        self.env["archive.seal"]._stamp(ISSUED, self, note, place)

    def _void(self, note, place=None):
        """Void expired or invalid papers; those that take seals are stamped (R24, R27).

        :raises UserError: for users who are not archivists, papers that are not filed or void already, no reason
        """
        self._check_stampable()
        if not (note or "").strip():
            raise UserError(self.env._("Say why it is void."))
        sealed = self.filtered("takes_seals")
        if sealed:
            self.env["archive.seal"]._stamp(VOID, sealed, note, place)
        self._set_gated(kind="document_voided", note=note, is_void=True)

    def _voided(self, note):
        """An expired paper bears the seal as any void one does (R24, R27)."""
        super()._voided(note)
        documents = self.filtered("takes_seals")
        if documents:
            self.env["archive.seal"]._stamp(VOID, documents, note)

    def _check_stampable(self):
        self.dossier_id._check_archivist()
        self._lock()
        for document in self:
            if document.state != "filed":
                raise UserError(self.env._("“%s” is not in the archive.", document.display_name))
            if document.is_void:
                raise UserError(self.env._("“%s” is void already.", document.display_name))
