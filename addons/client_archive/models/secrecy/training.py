from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import deadline

# What readers of classified papers are trained in; archive work and credit are trained for other reasons.
_COUNTED = ("law", "rules", "secrecy")


class ArchiveTraining(models.Model):
    """A training that was held, and who attended: law and rule updates at intervals, archive work (R101, R110)."""

    _name = "archive.training"
    _inherit = ["archive.expiry.mixin", "archive.journal.mixin"]
    _description = "Training"
    _order = "date desc, id desc"

    name = fields.Char(string="Subject", required=True)
    kind = fields.Selection(
        [
            ("law", "Laws and Regulations"),
            ("rules", "Rule Updates"),
            ("secrecy", "Keeping Secrets"),
            ("archive", "Archive Work"),
            ("credit", "Credit Management"),
        ],
        required=True, default="law", index=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    date = fields.Date(string="Held on", required=True, default=lambda self: self._archive_day(), index=True)
    hours = fields.Float()
    trainer = fields.Char()
    user_ids = fields.Many2many(
        "res.users", "archive_training_user_rel", string="Attended", domain="[('share', '=', False)]")
    user_count = fields.Integer(string="Attendees", compute="_compute_user_count")
    interval_months = fields.Integer(string="Again After (Months)", default=12, help="0: not repeated.")
    next_on = fields.Date(
        string="Due Again", compute="_compute_next_on", store=True, index=True,
        help="Last day on which having attended counts. Empty: it counts for good.")
    note = fields.Text(string="Content")

    _interval_positive = models.Constraint("CHECK (interval_months >= 0)", "An interval is not negative.")

    @api.depends("user_ids")
    def _compute_user_count(self):
        for training in self:
            training.user_count = len(training.user_ids)

    @api.depends("date", "interval_months")
    def _compute_next_on(self):
        for training in self:
            training.next_on = training.interval_months and training.date and deadline.add_months(
                training.date, training.interval_months)

    # ------------------------------------------------------------------
    # Who is trained (R101)
    # ------------------------------------------------------------------
    @api.model
    def _terms_sql(self, company, user):
        """SQL value: when trainings of ``user`` in ``company`` (an alias of its table) count, as JSON pairs of days.

        NULL where the company asks for none: by its rule, or because it keeps no trainings.
        """
        return SQL(
            """
            CASE WHEN %(company)s.archive_training_rule = 'never' OR (
                    COALESCE(%(company)s.archive_training_rule, 'kept') = 'kept' AND NOT EXISTS (
                        SELECT 1 FROM archive_training t WHERE t.company_id = %(company)s.id AND t.kind IN %(kinds)s))
                 THEN NULL
                 ELSE COALESCE((
                    SELECT json_agg(json_build_array(t.date, COALESCE(t.next_on, '9999-12-31')))
                      FROM archive_training t
                      JOIN archive_training_user_rel r ON r.archive_training_id = t.id AND r.res_users_id = %(user)s
                     WHERE t.company_id = %(company)s.id AND t.kind IN %(kinds)s), '[]')
            END
            """, company=company, user=user, kinds=_COUNTED)

    @api.model
    def _trained(self, company, users):
        """Those of ``users`` of whom ``company`` asks for no other training today."""
        self.flush_model()
        company.flush_recordset(["archive_training_rule"])
        rows = self.env.execute_query(SQL(
            "SELECT u.id, %(terms)s FROM res_users u, res_company o WHERE u.id IN %(users)s AND o.id = %(company)s",
            terms=self._terms_sql(SQL("o"), SQL("u.id")), users=tuple(users.ids) or (0,), company=company.id))
        today = str(company._archive_today())
        return users.browse(user_id for user_id, terms in rows if terms is None or any(
            begin <= today <= end for begin, end in terms))

    # ------------------------------------------------------------------
    # Warning ahead
    # ------------------------------------------------------------------
    @api.model
    def _expiring(self, company, today, soon):
        if company.archive_training_rule == "never":
            return self.browse()
        ending = self.search([
            ("company_id", "=", company.id), ("kind", "in", _COUNTED), ("next_on", ">=", today),
            ("next_on", "<=", soon)])
        return ending.filtered(lambda training: training._people_concerned())

    def _ends_on(self):
        return self.next_on

    def _people_concerned(self):
        """Who attended, is cleared, and attended nothing that counts for longer."""
        later = self.search([
            ("company_id", "=", self.company_id.id), ("kind", "in", _COUNTED),
            "|", ("next_on", "=", False), ("next_on", ">", self.next_on)])
        cleared = self.env["archive.clearance"].search([
            ("company_id", "=", self.company_id.id), ("user_id", "in", (self.user_ids - later.user_ids).ids),
            ("state", "=", "granted"), "|", ("date_to", "=", False), ("date_to", ">=", self.next_on)])
        return cleared.user_id.filtered("active")

    def _renewal_words(self):
        return self.env._("Training “%(training)s” counts until %(day)s", training=self.name,
                          day=self._expiry_date_label())

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        trainings = super().create(vals_list)
        self.env["archive.clearance"]._forget()
        trainings._journal("training_recorded", after=lambda training: {
            "subject": training.name, "attended": training.user_ids.mapped("login")})
        return trainings

    def write(self, vals):
        before = {training.id: training.user_ids.mapped("login") for training in self}
        result = super().write(vals)
        self.env["archive.clearance"]._forget()
        self._journal("changed", before=lambda training: {"attended": before[training.id]}, after=lambda training: {
            "subject": training.name, "attended": training.user_ids.mapped("login")})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self.env["archive.clearance"]._forget()
        self._journal("deleted", before=lambda training: {
            "subject": training.name, "attended": training.user_ids.mapped("login")})
