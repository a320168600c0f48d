from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate


class ArchiveHandoverSupplement(models.Model):
    """One gap on the supplement list: what is missing, who supplies it, until when (R116)."""

    _name = "archive.handover.supplement"
    _inherit = ["archive.state.mixin"]
    _description = "Entry of a Supplement List"
    _order = "handover_id desc, due_on, id"

    _state_transitions = {
        "open": {"supplied"},
        "supplied": {"accepted", "open"},
        "accepted": set(),
    }
    _gated_fields = frozenset({"company_id", "asked_by_id", "supplied_on", "accepted_on", "accepted_by_id"})

    handover_id = fields.Many2one("archive.handover", string="List", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="handover_id.company_id", store=True, index=True)
    line_id = fields.Many2one(
        "archive.handover.line", string="Item", ondelete="set null", domain="[('handover_id', '=', handover_id)]",
        index="btree_not_null")
    name = fields.Char(string="Missing", required=True, help="The paper or the signature that is missing.")
    kind = fields.Selection(
        [("paper", "Paper"), ("signature", "Signature"), ("pages", "Pages or Their Numbers"), ("other", "Other")],
        string="Kind of Gap", required=True, default="paper")
    user_id = fields.Many2one(
        "res.users", string="Supplied by", required=True, ondelete="restrict", domain="[('share', '=', False)]",
        compute="_compute_user_id", store=True, readonly=False, precompute=True, index=True)
    due_on = fields.Date(string="Until", required=True)
    state = fields.Selection(
        [("open", "Missing"), ("supplied", "Supplied"), ("accepted", "Accepted")],
        required=True, default="open", readonly=True, copy=False, index=True)
    asked_by_id = fields.Many2one("res.users", string="Found by", readonly=True, copy=False, ondelete="restrict")
    supplied_on = fields.Date(readonly=True, copy=False)
    accepted_on = fields.Date(readonly=True, copy=False)
    accepted_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")

    @api.depends("handover_id")
    def _compute_user_id(self):
        for row in self:
            row.user_id = row.handover_id.manager_a_id

    # ------------------------------------------------------------------
    # CRUD: whoever checks the list enters the gaps
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_finder()
        rows._set_gated(kind="supplement_asked", asked_by_id=self.env.uid)
        return rows

    def write(self, vals):
        if vals.keys() & {"handover_id", "line_id", "name", "kind", "user_id", "due_on"} and not gate.is_open(self.env):
            self._check_finder()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_by_finder(self):
        if not gate.is_open(self.env):
            self._check_finder()

    def _check_finder(self):
        for handover in self.handover_id:
            handover._check_turn()
            if handover.state not in ("to_check", "to_receive"):
                raise AccessError(self.env._("Whoever checks the list enters what is missing: B, or the archivist."))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_supplied(self):
        """Say that the gap is filled, as the one who was to fill it or as manager A.

        :raises AccessError: for anybody else
        """
        for row in self:
            if self.env.user not in row.user_id | row.handover_id.manager_a_id:
                raise AccessError(self.env._("%s or manager A supplies this.", row.user_id.name))
            # sudo: whoever supplies may come from anywhere in the company; checked above
            row.sudo()._move("supplied", kind="supplement_supplied", supplied_on=self._archive_day())

    def action_accept(self):
        """Accept what was supplied, in the turn of the one who checks."""
        self._check_finder()
        # sudo: that it is the user's turn was just checked
        self.sudo()._move("accepted", kind="supplement_accepted", accepted_on=self._archive_day(),
                          accepted_by_id=self.env.uid)

    def action_reject(self):
        """It is still missing: back to the list."""
        self._check_finder()
        if any(row.state != "supplied" for row in self):
            raise UserError(self.env._("Only what was supplied can be rejected."))
        self.sudo()._move("open", supplied_on=False)  # sudo: as in action_accept
