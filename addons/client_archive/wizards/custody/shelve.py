from odoo import api, fields, models
from odoo.exceptions import UserError


class ArchiveShelve(models.TransientModel):
    """Dialog to shelve papers: scan or choose a place, and a safe for what belongs in one."""

    _name = "archive.shelve"
    _description = "Shelve Papers"

    dossier_id = fields.Many2one("archive.dossier", readonly=True)
    document_ids = fields.Many2many("archive.document", string="Papers", domain="[('state', '=', 'filed')]")
    barcode = fields.Char(help="Scan the label of the box, shelf or safe.")
    place_id = fields.Many2one("archive.place", string="Place")
    safe_barcode = fields.Char()
    safe_id = fields.Many2one("archive.place", string="Safe", domain="[('is_safe', '=', True)]")
    safe_count = fields.Integer(string="Papers for the Safe", compute="_compute_safe_count")

    @api.depends("document_ids", "place_id")
    def _compute_safe_count(self):
        for wizard in self:
            wizard.safe_count = 0 if wizard.place_id.is_safe else len(wizard.document_ids.filtered("needs_safe"))

    @api.onchange("barcode")
    def _onchange_barcode(self):
        if self.barcode:
            self.place_id = self.env["archive.place"]._of_barcode(self.barcode)

    @api.onchange("safe_barcode")
    def _onchange_safe_barcode(self):
        if self.safe_barcode:
            self.safe_id = self.env["archive.place"]._of_barcode(self.safe_barcode)

    def action_shelve(self):
        """Shelve the papers; a dossier's first box becomes its own (R6, R52, R124).

        :raises UserError: without a place; see also ``archive.document._shelve``
        """
        self.ensure_one()
        place = self.place_id or self.env["archive.place"]._of_barcode(self.barcode)
        if self.dossier_id and place.kind == "box":
            self.dossier_id._assign_box(place)
        apart = self.document_ids.filtered("needs_safe") if not place.is_safe else self.document_ids.browse()
        if apart and not self.safe_id:
            raise UserError(self.env._(
                "%s of these papers are titles or classified: scan the safe they go to.", len(apart)))
        (self.document_ids - apart)._shelve(place)
        apart._shelve(self.safe_id)
        return {"type": "ir.actions.act_window_close"}
