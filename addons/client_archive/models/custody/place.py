from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What may stand in what: a room is the root.
_MAY_STAND_IN = {
    "room": {False},
    "shelf": {"room"},
    "safe": {"room"},
    "box": {"room", "shelf", "safe"},
}


class ArchivePlace(models.Model):
    """Where papers are: rooms, their shelves and safes, the boxes on them (R6, R52, R124)."""

    _name = "archive.place"
    _inherit = ["archive.journal.mixin"]
    _description = "Place in the Archive"
    _parent_store = True
    _order = "complete_name, id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "barcode"]

    name = fields.Char(required=True)
    complete_name = fields.Char(
        string="Place", compute="_compute_complete_name", store=True, recursive=True, index="trigram")
    kind = fields.Selection(
        [("room", "Room"), ("shelf", "Shelf"), ("safe", "Safe"), ("box", "Box")], required=True, default="box",
        index=True)
    barcode = fields.Char(required=True, copy=False, default=lambda self: self._next_barcode())
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    parent_id = fields.Many2one(
        "archive.place", string="Stands in", ondelete="restrict", index=True, check_company=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("archive.place", "parent_id", string="Holds")
    is_safe = fields.Boolean(
        string="Under Lock", compute="_compute_is_safe", store=True, recursive=True,
        help="A safe, or inside one: fit for titles and classified papers.")
    capacity = fields.Integer(string="Papers at Most", help="0: no limit.")
    active = fields.Boolean(default=True)
    note = fields.Text()
    dossier_ids = fields.One2many("archive.dossier", "box_id", string="Dossier", readonly=True)
    dossier_id = fields.Many2one("archive.dossier", compute="_compute_dossier_id", string="Dossier in the Box")
    document_ids = fields.One2many("archive.document", "place_id", string="Papers", readonly=True)
    document_count = fields.Integer(string="Papers Held", compute="_compute_document_count")
    care_log_ids = fields.One2many("archive.care.log", "place_id", string="Care")

    _barcode_uniq = models.UniqueIndex("(barcode, company_id)", "Another place has this barcode.")
    _capacity_positive = models.Constraint("CHECK (capacity >= 0)", "A place cannot hold less than nothing.")

    # ------------------------------------------------------------------
    # Defaults, computes, constraints
    # ------------------------------------------------------------------
    @api.model
    def _next_barcode(self):
        return self.env["ir.sequence"].sudo().next_by_code("archive.place")  # sudo: numbers are drawn, not read

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for place in self:
            parent = place.parent_id.complete_name
            place.complete_name = f"{parent} / {place.name}" if parent else place.name

    @api.depends("kind", "parent_id.is_safe")
    def _compute_is_safe(self):
        for place in self:
            place.is_safe = place.kind == "safe" or place.parent_id.is_safe

    @api.depends("dossier_ids")
    def _compute_dossier_id(self):
        for place in self:
            place.dossier_id = place.dossier_ids[:1]

    @api.depends("document_ids")
    def _compute_document_count(self):
        """Papers at the place and in whatever stands in it, from one query."""
        counts = dict.fromkeys(self.ids, 0)
        for place, count in self.env["archive.document"]._read_group(
                [("place_id", "child_of", self.ids)], ["place_id"], ["__count"]):
            for ancestor in place.parent_path.split("/"):
                if ancestor and int(ancestor) in counts:
                    counts[int(ancestor)] += count
        for place in self:
            place.document_count = counts.get(place._origin.id, 0)

    @api.constrains("kind", "parent_id")
    def _check_kind(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for place in self:
            if (place.parent_id.kind or False) not in _MAY_STAND_IN[place.kind]:
                raise ValidationError(self.env._(
                    "%(place)s: a %(kind)s cannot stand here. Shelves and safes stand in a room, boxes in a room, on "
                    "a shelf or in a safe.", place=place.name, kind=kinds[place.kind]))
            if self.env["archive.place"].search_count(
                    [("parent_id", "=", place.id), ("kind", "in", ["room"])], limit=1):
                raise ValidationError(self.env._("A room stands in nothing else."))

    @api.constrains("kind", "parent_id")
    def _check_contents_stay_safe(self):
        # sudo: what lies here decides, whether or not the user may read it
        for place in self.filtered(lambda rec: not rec.is_safe):
            exposed = self.env["archive.document"].sudo().search(
                [("place_id", "child_of", place.id), ("needs_safe", "=", True), ("place_id.is_safe", "=", False)],
                limit=1)
            if exposed:
                raise ValidationError(self.env._(
                    "“%s” is kept here and needs a safe: move it first.", exposed.display_name))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        places = super().create(vals_list)
        places._journal("created", after=lambda place: {"place": place.complete_name, "barcode": place.barcode})
        return places

    def write(self, vals):
        names = vals.keys() & {"name", "kind", "barcode", "parent_id", "company_id", "capacity", "active"}
        before = {place.id: {name: self._plain(place[name]) for name in names} for place in self}
        if vals.get("active") is False and any(place.document_count for place in self):
            raise UserError(self.env._("A place that holds papers is not given up: move them first."))
        result = super().write(vals)
        if names:
            self._journal("changed", before=lambda place: before[place.id], after={name: vals[name] for name in names})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._journal("deleted", before=lambda place: {"place": place.complete_name, "barcode": place.barcode})

    @staticmethod
    def _plain(value):
        return value.ids if isinstance(value, models.BaseModel) else value

    # ------------------------------------------------------------------
    # Business
    # ------------------------------------------------------------------
    @api.model
    def _of_barcode(self, barcode):
        """The place with ``barcode`` in the current company.

        :raises UserError: when there is none
        """
        place = self.search([("barcode", "=", (barcode or "").strip()), ("company_id", "=", self.env.company.id)])
        if not place:
            raise UserError(self.env._("No place has the barcode “%s”: scan the label of the box or shelf.", barcode))
        return place

    def _check_room_for(self, count):
        """Refuse more papers than the place takes.

        :raises UserError: naming how many it takes
        """
        self.ensure_one()
        if self.capacity and self.document_count + count > self.capacity:
            raise UserError(self.env._(
                "%(place)s takes %(capacity)s papers and holds %(held)s: choose another one.",
                place=self.complete_name, capacity=self.capacity, held=self.document_count))

    def action_view_documents(self):
        """Open the papers kept here."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_document_action")
        return {**action, "domain": [("place_id", "child_of", self.id)], "context": {}}
