from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.client_archive.tools import gate


class CreditEvaluationBatch(models.Model):
    """Ordinary customers evaluated together, from the books alone (R46).

    A job takes them in chunks; it can be stopped, and goes on where it stood. Customers of high value that turn up
    are left as drafts for their experts (R95).
    """

    _name = "credit.evaluation.batch"
    _inherit = ["mail.thread", "archive.state.mixin", "credit.notice.mixin"]
    _description = "Batch of Evaluations"
    _order = "id desc"
    _check_company_auto = True

    _state_transitions = {
        "draft": {"running"}, "running": {"done", "stopped"}, "stopped": {"running"}, "done": set()}
    _gated_fields = frozenset({"total", "started_by_id", "started_on", "finished_on"})
    _chunk = 200

    name = fields.Char(required=True, default=lambda self: self.env._(
        "Ordinary customers, %s", self._archive_day()))
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    scorecard_id = fields.Many2one(
        "credit.scorecard", required=True, ondelete="restrict", check_company=True,
        domain="[('state', '=', 'active'), ('audience', '=', 'ordinary')]",
        default=lambda self: self.env["credit.scorecard"]._active_for(self.env.company, "ordinary"))
    score_group = fields.Selection(
        [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")], string="Group",
        help="Ordinary customers are scored in groups by turnover, from A, the quarter with the highest. Empty: all.")
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("stopped", "Stopped"), ("done", "Done")], required=True,
        default="draft", readonly=True, copy=False, tracking=True)
    total = fields.Integer(string="Customers", readonly=True, copy=False, help="Due when the batch was started.")
    due_count = fields.Integer(string="Still Due", compute="_compute_counts")
    done_count = fields.Integer(string="Evaluated", compute="_compute_counts")
    expert_count = fields.Integer(
        string="For Experts", compute="_compute_counts",
        help="Of high value: drafts that wait for their experts.")
    progress = fields.Float(compute="_compute_counts", help="Percent of the customers.")
    started_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    started_on = fields.Datetime(readonly=True, copy=False)
    finished_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("state", "score_group", "company_id")
    def _compute_counts(self):
        counts = {
            (batch.id, state): count for batch, state, count in self.env["credit.evaluation"]._read_group(
                [("batch_id", "in", self.ids)], ["batch_id", "state"], ["__count"])}
        for batch in self:
            batch.done_count = counts.get((batch._origin.id, "confirmed"), 0)
            batch.expert_count = counts.get((batch._origin.id, "draft"), 0)
            batch.due_count = 0 if batch.state == "done" else batch._count_due()
            seen = batch.done_count + batch.expert_count
            batch.progress = 100.0 if batch.state == "done" else 100.0 * seen / max(seen + batch.due_count, 1)

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_start(self):
        """Hand the batch to the job; also one that was stopped.

        :raises AccessError: for anybody but credit officers
        :raises UserError: when another one is running, or nobody is due
        """
        self._check_officer()
        for batch in self:
            batch._lock()
            if self.search_count([("state", "=", "running"), ("company_id", "=", batch.company_id.id)], limit=1):
                raise UserError(self.env._("Another batch is running: wait for it, or stop it."))
            if batch.scorecard_id.state != "active" or batch.scorecard_id.audience != "ordinary":
                raise UserError(self.env._("Choose the scorecard in force for ordinary customers."))
            due = batch._count_due()
            if not due:
                raise UserError(self.env._("No ordinary customer is due: all of them have a valid evaluation."))
            batch._move("running", total=batch.total or due, started_by_id=self.env.uid,
                        started_on=batch.started_on or fields.Datetime.now())
        # sudo: who may start a batch may call its job
        self.env.ref("client_archive_credit.ir_cron_evaluation_batch").sudo()._trigger()
        return True

    def action_stop(self):
        """Have the job leave the batch alone after the chunk that it is at."""
        self._check_officer()
        return self._move("stopped")

    def action_view_evaluations(self):
        """Open the evaluations of the batch."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive_credit.credit_evaluation_action")
        return {**action, "domain": [("batch_id", "=", self.id)], "context": {}}

    def _check_officer(self):
        if not self.env.user.has_group("client_archive_credit.group_credit_officer"):
            raise AccessError(self.env._("Only credit officers do this."))
        self.check_access("write")

    # ------------------------------------------------------------------
    # The job
    # ------------------------------------------------------------------
    @api.model
    def _cron_run(self):
        """Evaluate the customers of running batches, chunk by chunk, as those who started them."""
        for batch in self.search([("state", "=", "running")], order="id"):
            if not batch._run():
                return
        self.env["ir.cron"]._commit_progress(remaining=0)

    def _run(self):
        """Work on this batch until it is done or the job's time is up; return whether there is time for more."""
        while partners := self._next_partners():
            self._evaluate(partners)
            self.env.flush_all()
            if not self.env["ir.cron"]._commit_progress(len(partners), remaining=self._count_due() + 1):
                return False
            self.invalidate_recordset(["state"])
            if self.state != "running":
                return True
        self._finish()
        return True

    def _finish(self):
        """Close the batch and tell who started it."""
        self._move("done", finished_on=fields.Datetime.now())
        self.message_post(
            body=self.env._(
                "The batch is done: %(done)s customers evaluated, %(experts)s wait for experts.", done=self.done_count,
                experts=self.expert_count),
            partner_ids=self.started_by_id.partner_id.ids)

    def _evaluate(self, partners):
        """Evaluate ``partners`` and confirm those that need no experts, as who started the batch."""
        Evaluation = self.env["credit.evaluation"].with_user(self.started_by_id).with_context(
            allowed_company_ids=self.company_id.ids, tracking_disable=True)
        evaluations = gate.closed(gate.opened(Evaluation).create([
            {"partner_id": partner.id, "company_id": self.company_id.id, "scorecard_id": self.scorecard_id.id,
             "batch_id": self.id}
            for partner in partners]))
        evaluations.filtered(lambda evaluation: not evaluation.is_high_value)._confirm()

    def _next_partners(self):
        rows = self.env.execute_query(SQL(
            "SELECT d.partner_id FROM %s ORDER BY d.partner_id LIMIT %s", self._due(), self._chunk))
        return self.env["res.partner"].browse([partner_id for [partner_id] in rows])

    def _count_due(self):
        [[count]] = self.env.execute_query(SQL("SELECT COUNT(*) FROM %s", self._due()))
        return count

    def _due(self):
        """Ordinary customers of the company without a valid evaluation, and without one that is being made."""
        self.ensure_one()
        for name in ("archive.dossier", "archive.segment", "credit.evaluation"):
            self.env[name].flush_model()
        return SQL(
            """
            archive_dossier d LEFT JOIN archive_segment s ON s.dossier_id = d.id
             WHERE d.company_id = %(company)s AND d.segment_rank = 'ordinary' AND d.state = 'open'
               AND (%(group)s IS NULL OR s.score_group = %(group)s)
               AND NOT EXISTS (
                   SELECT FROM credit_evaluation e
                    WHERE e.partner_id = d.partner_id AND e.company_id = d.company_id
                      AND (e.state = 'draft' OR e.is_current AND e.next_due_on > %(today)s))
            """, company=self.company_id.id, group=self.score_group or None, today=self._archive_day())
