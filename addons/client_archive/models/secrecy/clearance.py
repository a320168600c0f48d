from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import secrecy

_COVERAGES = "archive.coverage"


class ArchiveClearance(models.Model):
    """Up to which level and in which compartments a person may open content, from when to when (R51, R98).

    How it works: :meth:`_coverage` is asked each time somebody opens content, so that what ends today opens
    nothing tomorrow. No group stands in for a clearance, the administrator's least of all. A clearance covers papers
    up to its level outside any compartment, and in the compartments that it names.
    """

    _name = "archive.clearance"
    _inherit = ["archive.term.mixin", "archive.state.mixin"]
    _description = "Clearance"
    _order = "state, date_from desc, id desc"
    _rec_name = "user_id"

    _state_transitions = {"granted": {"revoked"}, "revoked": set()}
    _gated_fields = frozenset({"granted_by_id", "revoked_by_id", "revoked_on"})
    _term_fixed = frozenset({"user_id", "company_id", "date_from", "level", "all_compartments", "compartment_ids"})

    level = fields.Selection(
        secrecy.CLASSIFIED_LEVELS, string="Cleared up to", required=True, default=secrecy.SECRET, index=True)
    compartment_ids = fields.Many2many(
        "archive.compartment", "archive_clearance_compartment_rel", "clearance_id", "compartment_id",
        string="Compartments", check_company=True, domain="[('company_id', '=', company_id)]",
        help="Papers of these are covered as well as those outside any compartment.")
    all_compartments = fields.Boolean(
        help="Papers of every compartment are covered, of those to come as well.")
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
    has_training = fields.Boolean(
        string="Training", compute="_compute_has_training",
        help="Whether the person attended a training that is still valid, or the company asks for none. Without it the "
             "clearance opens nothing.")

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

    @api.depends("user_id", "company_id")
    def _compute_has_training(self):
        Training = self.env["archive.training"]
        for company, clearances in self.grouped("company_id").items():
            trained = Training._trained(company, clearances.user_id)
            for clearance in clearances:
                clearance.has_training = clearance.user_id in trained

    @api.depends("date_from", "date_to", "company_id", "state")
    def _compute_term(self):
        return super()._compute_term()

    def _is_over(self):
        return self.state == "revoked"

    @api.model
    def _over_domain(self):
        return Domain("state", "=", "revoked")

    @api.constrains("all_compartments", "compartment_ids")
    def _check_compartments(self):
        for clearance in self:
            if clearance.all_compartments and clearance.compartment_ids:
                raise ValidationError(self.env._("All compartments, or those that you name: choose one of the two."))

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        clearances = super().create(vals_list)
        clearances._journal("clearance_granted", after=lambda clearance: {
            "person": clearance.user_id.login, "level": clearance.level, "from": clearance.date_from,
            "until": clearance.date_to,
            "compartments": "all" if clearance.all_compartments else clearance.compartment_ids.mapped("code")})
        return clearances

    def _renewal_words(self):
        return self.env._("Clearance of %(person)s ends on %(day)s", person=self.user_id.name,
                          day=self._expiry_date_label())

    def _renews(self, ending):
        return super()._renews(ending) and self.level >= ending.level and (
            self.all_compartments or not ending.all_compartments and ending.compartment_ids <= self.compartment_ids)

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
        """Mapping of company ids to the level up to which ``user`` may open content outside any compartment today."""
        return self._coverage(user).outside

    @api.model
    def _coverage(self, user):
        """What the valid clearances of ``user`` cover now, as :class:`tools.secrecy.Coverage`.

        A company is missing where the clearance, the agreement (R98) or the training (R101) is. One query in a
        transaction, and one after every change of what it hangs on; whether terms hold is looked at every minute.
        """
        return self._coverages(user)[user.id]

    @api.model
    def _coverages(self, users):
        """Mapping of the ids of ``users`` to what their valid clearances cover; see :meth:`_coverage`."""
        known = self.env.cr.precommit.data.setdefault(_COVERAGES, {})
        asked = [user_id for user_id in users.ids if user_id not in known]
        if asked:
            known.update({user_id: ([], {}) for user_id in asked})
            for user_id, *row in self._coverage_rows(asked):
                known[user_id][0].append(row)
        minute = fields.Datetime.now().replace(second=0)
        return {user_id: self._coverage_at(minute, *known[user_id]) for user_id in users.ids}

    @api.model
    def _coverage_at(self, minute, rows, judged):
        """What ``rows`` of one user cover at ``minute``; kept in ``judged``.

        A transaction that goes on past the end of a term reads the same rows, of the moment in which it began.
        """
        if minute not in judged:
            judged[minute] = secrecy.Coverage()
            for company_id, level, everywhere, compartments, *when in rows:
                if self._holds_today(*when):
                    judged[minute].add(company_id, level, everywhere, compartments or ())
        return judged[minute]

    @api.model
    def _coverage_rows(self, user_ids):
        self.flush_model()
        self.env["archive.agreement"].flush_model()
        self.env["archive.training"].flush_model()
        self.env["res.company"].flush_model(["archive_training_rule"])
        self.env.cr.execute(SQL(
            """
            SELECT c.user_id, c.company_id, c.level, c.all_compartments,
                   (SELECT array_agg(r.compartment_id) FROM archive_clearance_compartment_rel r
                     WHERE r.clearance_id = c.id),
                   k.tz, GREATEST(c.date_from, a.date_from), LEAST(c.date_to, a.date_to), %(trainings)s
              FROM archive_clearance c
              JOIN archive_agreement a ON a.user_id = c.user_id AND a.company_id = c.company_id
              JOIN res_company o ON o.id = c.company_id
         LEFT JOIN resource_calendar k ON k.id = o.resource_calendar_id
             WHERE c.user_id IN %(users)s AND c.state = 'granted'
            """, users=tuple(user_ids), trainings=self.env["archive.training"]._terms_sql(SQL("o"), SQL("c.user_id"))))
        return self.env.cr.fetchall()

    @api.model
    def _holds_today(self, timezone, first, last, trainings):
        today = self._today_in(timezone)
        trained = trainings is None or any(begin <= str(today) <= end for begin, end in trainings)
        return trained and first <= today and (not last or today <= last)

    @api.model
    def _forget(self):
        """Whatever clearances hang on has changed."""
        self.env.cr.precommit.data.pop(_COVERAGES, None)

    @api.model
    def _covered_domain(self, user):
        """Papers (``archive.document``) that the valid clearances of ``user`` cover."""
        coverage = self._coverage(user)
        domains = [
            Domain("compartment_id", "=", False) & Domain("company_id", "=", company_id) & self._up_to(level)
            for company_id, level in coverage.outside.items()]
        domains += [
            Domain("compartment_id", "!=", False) & Domain("company_id", "=", company_id) & self._up_to(level)
            for company_id, level in coverage.everywhere.items()]
        by_level = {}
        for compartment_id, level in coverage.within.items():
            by_level.setdefault(level, []).append(compartment_id)
        domains += [
            Domain("compartment_id", "in", ids) & self._up_to(level) for level, ids in sorted(by_level.items())]
        return Domain.OR(domains)

    @staticmethod
    def _up_to(level):
        return Domain("secrecy_level", "in", secrecy.up_to(level))
