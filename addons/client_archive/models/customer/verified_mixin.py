from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools import gate
from . import key_data


class ArchiveCustomerVerifiedMixin(models.AbstractModel):
    """A piece of information with its source, which somebody other than its collector verifies (R82, R96).

    What was verified, or refuted, stands as it is.
    """

    _name = "archive.customer.verified.mixin"
    _inherit = ["archive.customer.line.mixin", "archive.state.mixin", "archive.paper.mixin"]
    _description = "Information to Verify"

    _state_transitions = {"recorded": {"verified", "refuted"}, "verified": set(), "refuted": set()}
    _gated_fields = frozenset({"verified_by_id", "verified_on"})

    name = fields.Char(string="What", required=True)
    collected_on = fields.Date(string="Learned on", required=True, default=lambda self: self._archive_day(), index=True)
    collector_id = fields.Many2one(
        "res.users", string="Collector", required=True, ondelete="restrict", default=lambda self: self.env.user,
        domain="[('share', '=', False)]")
    source = fields.Char(required=True, help="From whom, or where, it is known.")
    proof = fields.Selection(key_data.PROOFS, string="Proved by", required=True, default="none")
    document_id = fields.Many2one(
        "archive.document", string="Proving Paper", domain="[('dossier_id', '=', dossier_id)]", ondelete="restrict",
        help="The stamped copy or scan, a paper of the dossier.")
    state = fields.Selection(
        [("recorded", "To Verify"), ("verified", "Verified"), ("refuted", "Not Confirmed")],
        required=True, default="recorded", readonly=True, copy=False, index=True)
    verified_by_id = fields.Many2one(
        "res.users", string="Second Person", readonly=True, copy=False, ondelete="restrict")
    verified_on = fields.Date(string="Checked on", readonly=True, copy=False)
    can_verify = fields.Boolean(compute="_compute_can_verify")

    @api.depends("state", "collector_id", "write_uid")
    @api.depends_context("uid")
    def _compute_can_verify(self):
        second = self._is_second_person()
        for row in self:
            row.can_verify = second and row.state == "recorded" and self.env.user not in row._first_persons()

    @api.constrains("document_id", "dossier_id", "proof")
    def _check_proof(self):
        self._check_paper()
        for row in self:
            if row.proof == "stamped_copy" and not row.document_id:
                raise UserError(self.env._(
                    "“%s”: name the paper of the dossier that is the stamped copy.", row.display_name))

    def write(self, vals):
        if not gate.is_open(self.env):
            past = self.filtered(lambda row: row.state != "recorded")
            if any(row._changes(name, value) for row in past for name, value in vals.items() if name in self._fields):
                raise UserError(self.env._(
                    "“%s” was checked by a second person and stands as it is. Record anew what is different now.",
                    past[0].display_name))
        return super().write(vals)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_verify(self):
        """Confirm it, as another person than the one who collected it.

        :raises AccessError: for anybody but department heads and archivists, and for the collector
        """
        return self._check("verified", "fact_verified")

    def action_refute(self):
        """Say that it could not be confirmed; see :meth:`action_verify`."""
        return self._check("refuted", "fact_refuted")

    def _check(self, state, kind):
        self.check_access("read")
        self._lock()
        self.invalidate_recordset(["state"])
        for row in self:
            if not row._is_second_person():
                raise AccessError(self.env._("Department heads and archivists verify what others collected."))
            if self.env.user in row._first_persons():
                raise AccessError(self.env._(
                    "“%s”: you collected it yourself. Another person checks it.", row.display_name))
        # sudo: checked above; verifying is no right to change what is verified
        return self.sudo()._move(
            state, kind=kind, verified_by_id=self.env.uid, verified_on=self._archive_day())

    def _first_persons(self):
        """Who collected it, entered it, or put it into the words that are there now."""
        return self.collector_id | self.create_uid | self.write_uid

    @api.model
    def _is_second_person(self):
        user = self.env.user
        return user.has_group("client_archive.group_department_head") or user.has_group(
            "client_archive.group_archivist")
