from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ...tools import gate


class ArchiveInventoryLine(models.Model):
    """One paper that should be there, or one fault of a dossier, with what was found and the remedy."""

    _name = "archive.inventory.line"
    _inherit = ["archive.guard.mixin"]
    _description = "Line of an Inventory Check"
    _order = "inventory_id, place_id, id"
    _rec_name = "label"

    inventory_id = fields.Many2one(
        "archive.inventory", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="inventory_id.company_id", store=True)
    inventory_state = fields.Selection(related="inventory_id.state", string="State of the Check")
    document_id = fields.Many2one("archive.document", string="Paper", readonly=True, ondelete="restrict", index=True)
    dossier_id = fields.Many2one("archive.dossier", readonly=True, ondelete="restrict", index=True)
    label = fields.Char(compute="_compute_label")
    place_id = fields.Many2one("archive.place", string="Expected at", readonly=True, ondelete="restrict")
    result = fields.Selection(
        [
            ("pending", "To Count"),
            ("found", "Found"),
            ("missing", "Missing"),
            ("elsewhere", "Found Elsewhere"),
            ("damaged", "Damaged"),
            ("unsafe", "Belongs in a Safe"),
            ("expired", "No Longer Valid"),
            ("gap", "Numbers Not Continuous"),
            ("incomplete", "Obligatory Papers Missing"),
        ],
        required=True, default="pending", index=True)
    found_place_id = fields.Many2one("archive.place", string="Found at", ondelete="restrict")
    finding = fields.Char()
    remedy = fields.Char(help="What is done about it.")
    remedied_on = fields.Date()

    @api.depends("document_id.display_name", "dossier_id.display_name")
    def _compute_label(self):
        for line in self:
            line.label = line.document_id.display_name or line.dossier_id.display_name

    @api.constrains("result", "found_place_id")
    def _check_found_place(self):
        for line in self:
            if line.result == "elsewhere" and not line.found_place_id:
                raise ValidationError(self.env._("Say where “%s” was found.", line.label))

    @api.model_create_multi
    def create(self, vals_list):
        if not gate.is_open(self.env):
            raise AccessError(self.env._("A check is started with its button, which lists what should be there."))
        return super().create(vals_list)

    def write(self, vals):
        if not gate.is_open(self.env):
            if vals.keys() - {"result", "found_place_id", "finding", "remedy", "remedied_on"}:
                raise AccessError(self.env._("What is expected comes from the catalogue."))
            late = vals.keys() - {"remedied_on"}
            if any(line.inventory_state != "counting" for line in self) and late:
                raise UserError(self.env._("This check is not being counted (any more)."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_check_only(self):
        if not gate.is_open(self.env):
            raise UserError(self.env._("Lines of a check are counted, not deleted."))

    # ------------------------------------------------------------------
    # What the catalogue knows
    # ------------------------------------------------------------------
    @api.model
    def _expect(self, inventory, documents):
        """Enter the papers to count, and the faults that need no counting (R68)."""
        today = self._archive_day()
        vals_list = []
        for document in documents:
            vals = {"inventory_id": inventory.id, "document_id": document.id, "dossier_id": document.dossier_id.id,
                    "place_id": document.place_id.id}
            vals_list.append(vals)
            if document.needs_safe and not document.place_id.is_safe:
                vals_list.append({**vals, "result": "unsafe"})
            if document.valid_until and document.valid_until < today and not document.is_void:
                vals_list.append({**vals, "result": "expired"})
        # sudo: archivists count lines; a started check alone enters them
        lines = gate.opened(self.sudo()).create(vals_list).sudo(False)
        return lines | self._expect_of_dossiers(inventory, documents.dossier_id)

    @api.model
    def _expect_of_dossiers(self, inventory, dossiers):
        gaps = self._number_gaps(dossiers)
        vals_list = []
        for dossier in dossiers:
            vals = {"inventory_id": inventory.id, "dossier_id": dossier.id, "place_id": inventory.place_id.id}
            if dossier.id in gaps:
                vals_list.append({**vals, "result": "gap", "finding": gaps[dossier.id]})
            if dossier.missing_type_ids:
                vals_list.append({**vals, "result": "incomplete",
                                  "finding": ", ".join(dossier.missing_type_ids.mapped("name"))})
        return gate.opened(self.sudo()).create(vals_list).sudo(False)  # sudo: as in _expect

    @api.model
    def _number_gaps(self, dossiers):
        """Mapping of dossiers (ids) to the item numbers that no paper or stub bears."""
        if not dossiers:
            return {}
        self.env["archive.document"].flush_model()
        self.env.cr.execute(SQL(
            """
            SELECT d.dossier_id, string_agg(n::text, ', ' ORDER BY n)
              FROM (SELECT dossier_id, max(item_number) AS last FROM archive_document
                     WHERE dossier_id IN %s AND item_number > 0 GROUP BY dossier_id) d
              JOIN LATERAL generate_series(1, d.last) n ON NOT EXISTS (
                    SELECT 1 FROM archive_document p WHERE p.dossier_id = d.dossier_id AND p.item_number = n)
             GROUP BY d.dossier_id
            """, tuple(dossiers.ids)))
        return dict(self.env.cr.fetchall())
