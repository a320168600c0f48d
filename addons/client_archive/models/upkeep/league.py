from odoo import fields, models
from odoo.tools import SQL


class ArchiveUpkeepLeague(models.Model):
    """League table of owners: who has changes to enter, who is late and by how much, whose reviews are overdue.

    One row for each account manager in each department. What was entered late counts for a year (R88, R90).
    """

    _name = "archive.upkeep.league"
    _description = "League Table of Owners"
    _auto = False
    _order = "late_change_count desc, overdue_review_count desc, late_days desc, id"
    _rec_name = "user_id"
    _depends = {
        "archive.dossier": ["company_id", "department_id", "user_id", "state"],
        "archive.change": ["dossier_id", "state", "deadline", "late_days", "done_on"],
        "archive.review": ["dossier_id", "state", "due_on"],
    }

    user_id = fields.Many2one("res.users", string="Owner", readonly=True)
    department_id = fields.Many2one("hr.department", string="Department", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    dossier_count = fields.Integer(string="Open Dossiers", readonly=True)
    open_change_count = fields.Integer(string="Changes to Enter", readonly=True)
    late_change_count = fields.Integer(string="Late Now", readonly=True)
    entered_count = fields.Integer(string="Entered", readonly=True, help="In the last year.")
    entered_late_count = fields.Integer(string="Entered Late", readonly=True, help="In the last year.")
    late_days = fields.Integer(
        string="Days Late", readonly=True, help="Of what is late now, and of what was entered late in the last year.")
    average_late_days = fields.Float(
        string="Average Days Late", readonly=True, aggregator="avg", digits=(16, 1),
        help="Days late for each late change; groups show the average of their owners.")
    open_review_count = fields.Integer(string="Reviews to Carry out", readonly=True)
    overdue_review_count = fields.Integer(string="Reviews Overdue", readonly=True)

    @property
    def _table_query(self):
        today = self.env.company._archive_today()  # a row's company is read from this very query
        # A dossier has one owner, so the least of an owner's dossiers names the row.
        return SQL(
            """
            WITH change AS (
                SELECT dossier_id,
                       COUNT(*) FILTER (WHERE state = 'reported') AS open,
                       COUNT(*) FILTER (WHERE state = 'reported' AND deadline < %(today)s) AS late,
                       COUNT(*) FILTER (WHERE state = 'done') AS entered,
                       COUNT(*) FILTER (WHERE state = 'done' AND late_days > 0) AS entered_late,
                       COALESCE(SUM(CASE WHEN state = 'done' THEN late_days ELSE GREATEST(%(today)s - deadline, 0) END),
                                0) AS days
                  FROM archive_change
                 WHERE state = 'reported' OR (state = 'done' AND done_on > %(today)s - 365)
              GROUP BY dossier_id
            ), review AS (
                SELECT dossier_id, COUNT(*) AS open, COUNT(*) FILTER (WHERE due_on < %(today)s) AS overdue
                  FROM archive_review
                 WHERE state = 'planned'
              GROUP BY dossier_id
            )
            SELECT MIN(dossier.id) AS id, dossier.company_id, dossier.department_id, dossier.user_id,
                   COUNT(*) FILTER (WHERE dossier.state = 'open') AS dossier_count,
                   COALESCE(SUM(change.open), 0)::int AS open_change_count,
                   COALESCE(SUM(change.late), 0)::int AS late_change_count,
                   COALESCE(SUM(change.entered), 0)::int AS entered_count,
                   COALESCE(SUM(change.entered_late), 0)::int AS entered_late_count,
                   COALESCE(SUM(change.days), 0)::int AS late_days,
                   COALESCE(SUM(change.days)::float / NULLIF(SUM(change.late + change.entered_late), 0), 0)
                       AS average_late_days,
                   COALESCE(SUM(review.open), 0)::int AS open_review_count,
                   COALESCE(SUM(review.overdue), 0)::int AS overdue_review_count
              FROM archive_dossier dossier
         LEFT JOIN change ON change.dossier_id = dossier.id
         LEFT JOIN review ON review.dossier_id = dossier.id
             WHERE dossier.state = 'open' OR change.dossier_id IS NOT NULL
          GROUP BY dossier.company_id, dossier.department_id, dossier.user_id
            """, today=today)

    def action_view_changes(self):
        """Open the changes that this owner has to enter."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_change_action")
        return {**action, "context": {}, "domain": [
            ("user_id", "=", self.user_id.id), ("department_id", "=", self.department_id.id),
            ("company_id", "=", self.company_id.id), ("state", "=", "reported")]}

    def action_view_reviews(self):
        """Open the reviews that this owner has to carry out."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_review_action")
        return {**action, "context": {}, "domain": [
            ("user_id", "=", self.user_id.id), ("department_id", "=", self.department_id.id),
            ("company_id", "=", self.company_id.id), ("state", "=", "planned")]}
