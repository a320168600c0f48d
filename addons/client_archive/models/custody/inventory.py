from odoo import api, fields, models
from odoo.exceptions import UserError

_CHUNK = 1000


class ArchiveInventory(models.Model):
    """Yearly check of quantity and custody, place by place; each finding has its remedy (R33, R68)."""

    _name = "archive.inventory"
    _inherit = ["mail.thread", "mail.activity.mixin", "archive.state.mixin"]
    _description = "Inventory Check"
    _order = "date desc, id desc"

    _state_transitions = {
        "draft": {"counting", "cancelled"},
        "counting": {"done", "cancelled"},
        "done": set(),
        "cancelled": set(),
    }
    _gated_fields = frozenset({"name", "done_on", "done_by_id"})

    name = fields.Char(readonly=True, copy=False)
    place_id = fields.Many2one(
        "archive.place", string="Place", required=True, ondelete="restrict", index=True, check_company=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True)
    date = fields.Date(required=True, default=lambda self: self._archive_day())
    user_id = fields.Many2one(
        "res.users", string="Counts", required=True, default=lambda self: self.env.user, ondelete="restrict")
    state = fields.Selection(
        [("draft", "Planned"), ("counting", "Counting"), ("done", "Completed"), ("cancelled", "Cancelled")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    line_ids = fields.One2many("archive.inventory.line", "inventory_id", string="Papers")
    line_count = fields.Integer(string="Expected", compute="_compute_counts")
    pending_count = fields.Integer(string="To Count", compute="_compute_counts")
    finding_count = fields.Integer(string="Findings", compute="_compute_counts")
    conclusion = fields.Text()
    done_on = fields.Date(readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")

    @api.depends("line_ids.result")
    def _compute_counts(self):
        counts = {
            (inventory, result): count for inventory, result, count in self.env["archive.inventory.line"]._read_group(
                [("inventory_id", "in", self.ids)], ["inventory_id", "result"], ["__count"])}
        for inventory in self:
            mine = {result: count for (rec, result), count in counts.items() if rec == inventory._origin}
            inventory.line_count = sum(mine.values())
            inventory.pending_count = mine.get("pending", 0)
            inventory.finding_count = inventory.line_count - mine.get("pending", 0) - mine.get("found", 0)

    @api.model_create_multi
    def create(self, vals_list):
        inventories = super().create(vals_list)
        for inventory in inventories:
            inventory._set_gated(
                kind="created",
                name=self.env["ir.sequence"].sudo().next_by_code("archive.inventory"))  # sudo: numbers are drawn
        return inventories

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_start(self):
        """List what should be there, with what the catalogue alone shows to be wrong (R68)."""
        for inventory in self:
            inventory._check_archivist()
            inventory._move("counting", kind="inventory_started")
            documents = self.env["archive.document"].search(
                [("place_id", "child_of", inventory.place_id.id)], order="place_id, code, id")
            self.env["archive.inventory.line"]._expect(inventory, documents)

    def action_all_found(self):
        """Note as found whatever is not counted yet."""
        self._check_archivist()
        self.line_ids.filtered(lambda line: line.result == "pending").write({"result": "found"})

    def action_done(self):
        """Complete the check.

        :raises UserError: while papers are not counted, or findings have no remedy (R33)
        """
        for inventory in self:
            inventory._check_archivist()
            if inventory.pending_count:
                raise UserError(self.env._("%s papers are not counted yet.", inventory.pending_count))
            open_findings = inventory.line_ids.filtered(
                lambda line: line.result != "found" and not (line.remedy or "").strip())
            if open_findings:
                raise UserError(self.env._(
                    "Each finding needs a remedy: %s.", ", ".join(open_findings.mapped("label")[:10])))
            inventory._report_missing(inventory.line_ids.filtered(lambda line: line.result == "missing").document_id)
            inventory._move("done", kind="inventory_done", done_on=self._archive_day(),
                            done_by_id=self.env.uid)

    def _report_missing(self, documents):
        """Hook: the check found ``documents`` missing."""

    def action_cancel(self):
        """Give the check up."""
        self._check_archivist()
        self._move("cancelled")

    def _check_archivist(self):
        if not self.env.su and not self.env.user.has_group("client_archive.group_archivist"):
            raise UserError(self.env._("Only archivists do this. Ask the archive."))
        self.check_access("write")

    # ------------------------------------------------------------------
    # Once a year (R33)
    # ------------------------------------------------------------------
    @api.model
    def _cron_plan(self):
        """Plan a check of each room that had none this year, and call the head of the archive."""
        today = self._archive_day()
        rooms = self.env["archive.place"].search([("kind", "=", "room")])
        checked = self.search([
            ("place_id", "in", rooms.ids), ("date", ">=", today.replace(month=1, day=1)),
            ("state", "!=", "cancelled")]).place_id
        for room in rooms - checked:
            head = self.env["archive.officer"]._holders("archive_head", room.company_id)[:1] or self.env.user
            inventory = self.create({
                "place_id": room.id, "company_id": room.company_id.id, "user_id": head.id, "date": today})
            inventory.activity_schedule(
                "mail.mail_activity_data_todo", user_id=head.id, summary=self.env._("Yearly inventory check"))
