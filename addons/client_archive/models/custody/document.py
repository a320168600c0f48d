from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import secrecy


class ArchiveDocument(models.Model):
    """Where a paper is. Its moves are in the journal."""

    _inherit = "archive.document"

    _gated_fields = frozenset({"place_id", "shelved_on", "shelved_by_id"})

    place_id = fields.Many2one(
        "archive.place", string="Place", readonly=True, copy=False, index=True, ondelete="restrict",
        check_company=True)
    shelved_on = fields.Datetime(readonly=True, copy=False)
    shelved_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    needs_safe = fields.Boolean(
        string="Belongs in a Safe", compute="_compute_needs_safe", store=True,
        help="Titles and classified papers are kept in a safe.")
    title_kind = fields.Selection(related="type_id.title_kind", store=True)

    @api.depends("type_id.is_title", "secrecy_level")
    def _compute_needs_safe(self):
        for document in self:
            document.needs_safe = document.type_id.is_title or (document.secrecy_level or secrecy.NONE) > secrecy.NONE

    # ------------------------------------------------------------------
    # Shelving
    # ------------------------------------------------------------------
    def action_shelve(self):
        """Open the dialog that shelves the selected papers."""
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_shelve_action")
        return {**action, "context": {"default_document_ids": self.ids}}

    def _shelve(self, place):
        """Put filed papers at ``place``.

        :raises UserError: for users who are not archivists, papers that are not filed, a full place, and for
            titles and classified papers outside a safe (R52, R124)
        """
        self.dossier_id._check_archivist()
        moving = self.filtered(lambda document: document.place_id != place)
        if not moving:
            return
        moving._check_designated("keeping")
        for document in moving:
            if document.state != "filed":
                raise UserError(self.env._("“%s” is not filed yet: receive and code it first.", document.display_name))
            if document.needs_safe and not place.is_safe:
                raise UserError(self.env._(
                    "“%(paper)s” is a title or classified and is kept in a safe; %(place)s is none.",
                    paper=document.display_name, place=place.complete_name))
        if place.kind == "box":
            moving._check_box(place)
        place._check_room_for(len(moving))
        now = fields.Datetime.now()
        for old_place, documents in moving.grouped("place_id").items():
            documents._move_to(old_place, place, now)

    def _check_box(self, box):
        """One customer, one volume, one box (R6); one in a safe holds the titles of many, unless it has an owner."""
        owner = box.sudo().dossier_ids  # sudo: see ArchiveDossier._assign_box
        dossiers = self.dossier_id | owner
        if not owner and box.is_safe:
            return
        if len(dossiers) > 1:
            raise UserError(self.env._(
                "%(box)s belongs to %(dossier)s: one customer, one volume, one box.", box=box.complete_name,
                dossier=(owner or dossiers)[:1].display_name))
        if not dossiers.box_id:
            dossiers._assign_box(box)

    def _move_to(self, old_place, place, now):
        self._set_gated(
            kind="document_shelved", place_id=place.id, shelved_on=now, shelved_by_id=self.env.uid,
            note=f"{old_place.complete_name or '-'} → {place.complete_name}")

    def _destroyed(self):
        """Empty the shelves of what is destroyed, and free boxes that are empty now (R36)."""
        super()._destroyed()
        for document in self.filtered("place_id"):
            document.sudo()._set_gated(  # sudo: part of the destruction
                kind="document_shelved", place_id=False, note=f"{document.place_id.complete_name} → -")
        for dossier in self.dossier_id.filtered("box_id"):
            if not dossier.box_id.document_count and not dossier.document_ids.filtered(
                    lambda doc: doc.state != "destroyed"):
                dossier.sudo()._set_gated(kind="box_assigned", box_id=False)  # sudo: as above
