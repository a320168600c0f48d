from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import secrecy


class ArchiveClearance(models.Model):
    """Up to which level a person may open content, from when to when, and who cleared them (R51, R98).

    How it works: :meth:`_levels` is asked each time somebody opens content, so that what ends today opens
    nothing tomorrow. No group stands in for a clearance, the administrator's least of all.
    """

    _name = "archive.clearance"
    _inherit = ["archive.term.mixin", "archive.state.mixin"]
    _description = "Clearance"
    _order = "state, date_from desc, id desc"
    _rec_name = "user_id"

    _state_transitions = {"granted": {"revoked"}, "revoked": set()}
    _gated_fields = frozenset({"granted_by_id", "revoked_by_id", "revoked_on"})
    _term_fixed = frozenset({"user_id", "company_id", "date_from", "level"})

    level = fields.Selection(
        secrecy.CLASSIFIED_LEVELS, string="Cleared up to", required=True, default=secrecy.SECRET, index=True)
    granted_by_id = fields.Many2one(
        "res.users", string="Granted by", readonly=True, copy=False, ondelete="restrict",
        default=lambda self: self.env.user)
    reason = fields.Char(string="Need to Know", help="The task that asks for it.")
    state = fields.Selection(
        [("granted", "Granted"), ("revoked", "Revoked")], required=True, default="granted", readonly=True, copy=False,
        index=True)
    revoked_by_id = fields.Many2one("res.users", string="Revoked by", readonly=True, copy=False, ondelete="restrict")
    revoked_on = fields.Datetime(readonly=True, copy=False)
    has_agreement = fields.Boolean(
        string="Agreement", compute="_compute_has_agreement",
        help="Whether a valid confidentiality agreement stands behind it. Without one it opens nothing.")

    _user_idx = models.Index("(user_id) WHERE state = 'granted'")

    # ------------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------------
    @api.depends("user_id", "company_id")
    def _compute_has_agreement(self):
        # sudo: whether there is one is shown to those who see the clearance, the agreement itself is not
        agreements = self.env["archive.agreement"].sudo().search([
            ("user_id", "in", self.user_id.ids), ("company_id", "in", self.company_id.ids),
            ("term", "in", ["valid", "soon"])])
        held = {(agreement.user_id, agreement.company_id) for agreement in agreements}
        for clearance in self:
            clearance.has_agreement = (clearance.user_id, clearance.company_id) in held

    @api.depends("date_from", "date_to", "company_id", "state")
    def _compute_term(self):
        return super()._compute_term()

    def _is_over(self):
        return self.state == "revoked"

    @api.model
    def _over_domain(self):
        return Domain("state", "=", "revoked")

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        clearances = super().create(vals_list)
        clearances._journal("clearance_granted", after=lambda clearance: {
            "person": clearance.user_id.login, "level": clearance.level, "from": clearance.date_from,
            "until": clearance.date_to})
        return clearances

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_revoke(self):
        """End clearances at once.

        :raises AccessError: for anybody but security officers, and on one's own
        """
        self.check_access("write")
        self._check_not_own()
        if "revoked" in self.mapped("state"):
            raise UserError(self.env._("This clearance is revoked already."))
        return self._move(
            "revoked", kind="clearance_revoked", revoked_by_id=self.env.uid, revoked_on=fields.Datetime.now())

    # ------------------------------------------------------------------
    # What it opens
    # ------------------------------------------------------------------
    @api.model
    def _levels(self, user):
        """Mapping of company ids to the level up to which ``user`` may open content there today.

        A company is missing where the clearance or the agreement is (R98). One query, never cached.
        """
        self.flush_model()
        self.env["archive.agreement"].flush_model()
        self.env.cr.execute(SQL(
            """
            SELECT c.company_id, c.level, k.tz, GREATEST(c.date_from, a.date_from), LEAST(c.date_to, a.date_to)
              FROM archive_clearance c
              JOIN archive_agreement a ON a.user_id = c.user_id AND a.company_id = c.company_id
              JOIN res_company o ON o.id = c.company_id
         LEFT JOIN resource_calendar k ON k.id = o.resource_calendar_id
             WHERE c.user_id = %s AND c.state = 'granted'
            """, user.id))
        levels = {}
        for company_id, level, timezone, first, last in self.env.cr.fetchall():
            if first <= self._today_in(timezone) <= last:
                levels[company_id] = max(level, levels.get(company_id, secrecy.NONE))
        return levels
