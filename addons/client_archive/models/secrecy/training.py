from odoo import api, fields, models

from ...tools import deadline


class ArchiveTraining(models.Model):
    """A training that was held, and who attended: law and rule updates at intervals, archive work (R101, R110)."""

    _name = "archive.training"
    _inherit = ["archive.journal.mixin"]
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
    date = fields.Date(string="Held on", required=True, default=fields.Date.context_today, index=True)
    hours = fields.Float()
    trainer = fields.Char()
    user_ids = fields.Many2many(
        "res.users", "archive_training_user_rel", string="Attended", domain="[('share', '=', False)]")
    user_count = fields.Integer(string="Attendees", compute="_compute_user_count")
    interval_months = fields.Integer(string="Again After (Months)", default=12, help="0: not repeated (R101).")
    next_on = fields.Date(string="Due Again", compute="_compute_next_on", store=True, index=True)
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

    @api.model_create_multi
    def create(self, vals_list):
        trainings = super().create(vals_list)
        trainings._journal("training_recorded", after=lambda training: {
            "subject": training.name, "attended": training.user_ids.mapped("login")})
        return trainings

    def write(self, vals):
        before = {training.id: training.user_ids.mapped("login") for training in self}
        result = super().write(vals)
        self._journal("changed", before=lambda training: {"attended": before[training.id]}, after=lambda training: {
            "subject": training.name, "attended": training.user_ids.mapped("login")})
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_journaled(self):
        self._journal("deleted", before=lambda training: {
            "subject": training.name, "attended": training.user_ids.mapped("login")})
