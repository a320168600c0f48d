from odoo import api, fields, models
from odoo.exceptions import UserError


class ArchiveDossier(models.Model):
    """One customer, one volume, one box (R6)."""

    _inherit = "archive.dossier"

    _gated_fields = frozenset({"box_id"})

    box_id = fields.Many2one(
        "archive.place", string="Box", readonly=True, copy=False, ondelete="restrict", check_company=True,
        tracking=True)

    to_shelve_count = fields.Integer(string="Papers to Shelve", compute="_compute_to_shelve_count")

    _box_uniq = models.UniqueIndex("(box_id) WHERE box_id IS NOT NULL", "This box belongs to another customer.")

    @api.depends("document_ids.state", "document_ids.place_id")
    def _compute_to_shelve_count(self):
        counts = dict(self.env["archive.document"]._read_group(
            [("dossier_id", "in", self.ids), ("state", "=", "filed"), ("place_id", "=", False)], ["dossier_id"],
            ["__count"]))
        for dossier in self:
            dossier.to_shelve_count = counts.get(dossier._origin, 0)

    def _assign_box(self, box):
        """Give the dossier its box.

        :raises UserError: for a place that is no box, or another customer's box
        """
        self.ensure_one()
        self._check_archivist()
        if box.kind != "box":
            raise UserError(self.env._("%s is no box: a dossier has one box of its own.", box.complete_name))
        other = box.sudo().dossier_ids - self  # sudo: an occupied box is occupied, whoever may read the dossier
        if other:
            raise UserError(self.env._(
                "%(box)s belongs to %(dossier)s: one customer, one volume, one box.", box=box.complete_name,
                dossier=other.display_name))
        if self.box_id != box:
            self._set_gated(kind="box_assigned", box_id=box.id)

    def action_shelve(self):
        """Open the dialog that shelves the dossier's papers."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_shelve_action")
        return {**action, "context": {
            "default_dossier_id": self.id, "default_place_id": self.box_id.id,
            "default_document_ids": self.document_ids.filtered(lambda doc: doc.state == "filed").ids}}
