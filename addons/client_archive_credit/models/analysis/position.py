from odoo import api, fields, models

from ..warning.warning_rule import SEVERITIES

BUCKETS = ("not_due", "overdue_30", "overdue_60", "overdue_90", "overdue_more")
WATCH_DAYS = 90  # how long a customer is watched after a warning was handled by watching


class CreditPosition(models.Model):
    """Where each customer stands: exposure, limit, aging, grade, warnings; one row per customer and company.

    A copy for lists, pivots and the dashboard, made anew by a job and on demand (see ``position_refresh``), so that
    looking costs the same with a million invoices. Decisions read the exposure itself, never this.
    """

    _name = "credit.position"
    _description = "Credit Position"
    _order = "used desc, id"
    _rec_name = "partner_id"
    _rec_names_search = ["partner_id.name"]
    _log_access = False

    partner_id = fields.Many2one("res.partner", string="Customer", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade", index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    file_id = fields.Many2one("credit.file", string="Credit File", readonly=True, ondelete="set null")
    group_id = fields.Many2one("credit.group", string="Credit Group", readonly=True, ondelete="set null")
    user_id = fields.Many2one(
        "res.users", string="Account Manager", readonly=True, ondelete="set null", index="btree_not_null")
    grade_id = fields.Many2one("credit.grade", string="Grade", readonly=True, ondelete="set null")
    score = fields.Float(readonly=True, digits=(5, 2), aggregator="avg")
    status = fields.Selection(
        selection=lambda self: self.env["credit.file"]._fields["status"]._description_selection(self.env),
        string="Credit", readonly=True, help="Empty: the customer is not under credit control.")
    limit_amount = fields.Monetary(
        string="Limit", readonly=True,
        help="In force or expired. A limit that a group shares is counted once, with the member that owes most.")
    limit_until = fields.Date(string="Valid until", readonly=True)
    receivable = fields.Monetary(string="Open Invoices", readonly=True)
    not_due = fields.Monetary(string="Not Due", readonly=True)
    overdue_30 = fields.Monetary(string="1–30 Days", readonly=True)
    overdue_60 = fields.Monetary(string="31–60 Days", readonly=True)
    overdue_90 = fields.Monetary(string="61–90 Days", readonly=True)
    overdue_more = fields.Monetary(string="Over 90 Days", readonly=True)
    overdue = fields.Monetary(readonly=True)
    overdue_since = fields.Date(readonly=True)
    drafts = fields.Monetary(string="Draft Invoices", readonly=True)
    to_invoice = fields.Monetary(string="Orders to Invoice", readonly=True)
    credits = fields.Monetary(string="Prepayments", readonly=True)
    used = fields.Monetary(string="Exposure", readonly=True)
    available = fields.Monetary(readonly=True, help="Limit in force less exposure; of a group for all its members.")
    used_percent = fields.Float(
        string="Used", readonly=True, aggregator="avg", help="Exposure in percent of the limit; of a group together.")
    over_limit = fields.Boolean(readonly=True)
    share = fields.Float(
        string="Share (%)", readonly=True, digits=(5, 2), help="Of the exposure of all customers of the company.")
    position = fields.Integer(readonly=True, aggregator=None, help="Place in the order of exposure; 1 owes most.")
    share_up_to = fields.Float(
        string="Share up to Here (%)", readonly=True, digits=(5, 2), aggregator=None,
        help="Of this customer and all that owe more.")
    warning_count = fields.Integer(string="Open Warnings", readonly=True)
    severity = fields.Selection(SEVERITIES, string="Worst Warning", readonly=True)
    broken_count = fields.Integer(string="Broken Promises", readonly=True, help="Within a year.")
    collection_state = fields.Selection(
        selection=lambda self: self.env["credit.collection"]._fields["state"]._description_selection(self.env),
        string="Collection", readonly=True)
    is_watched = fields.Boolean(string="On the Watch List", readonly=True, index=True)
    watch_reasons = fields.Char(string="Watched because", compute="_compute_watch_reasons")
    refreshed_on = fields.Datetime(string="Figures of", readonly=True)

    _customer_uniq = models.UniqueIndex("(partner_id, company_id)")
    _used_idx = models.Index("(company_id, used DESC)")

    @api.depends("status", "warning_count", "broken_count", "collection_state", "over_limit")
    @api.depends_context("lang")
    def _compute_watch_reasons(self):
        states = dict(self._fields["collection_state"]._description_selection(self.env))
        for row in self:
            row.watch_reasons = ", ".join(filter(None, [
                row.status == "stop" and self.env._("On stop"),
                row.status == "expired" and self.env._("Limit expired"),
                row.over_limit and self.env._("Over the limit"),
                row.warning_count and self.env._("Open Warnings: %s", row.warning_count),
                row.broken_count and self.env._("Broken Promises: %s", row.broken_count),
                states.get(row.collection_state)])) or (row.is_watched and self.env._("Watched")) or False

    # ------------------------------------------------------------------
    # Every row leads to its documents
    # ------------------------------------------------------------------
    def action_open(self):
        """Open the credit file, or the customer where there is none."""
        self.ensure_one()
        self.check_access("read")
        target = self.file_id or self.partner_id
        return {"type": "ir.actions.act_window", "res_model": target._name, "res_id": target.id,
                "views": [(False, "form")]}

    def action_view_items(self):
        """Open the open items of the customer."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window", "res_model": "account.move.line", "name": self.env._("Open Items"),
            "views": [(False, "list"), (False, "form")], "context": {"create": False},
            "domain": [
                ("partner_id.commercial_partner_id", "=", self.partner_id.id), ("parent_state", "=", "posted"),
                ("account_id.account_type", "=", "asset_receivable"), ("reconciled", "=", False),
                ("company_id", "=", self.company_id.id)]}

    def _print_subjects(self):
        """Printing them is journaled with the companies whose figures they are."""
        return [self]

    def _journal(self, kind, before=None, after=None, note=None):
        for company in self.company_id:
            self.env["archive.event"].with_company(company)._log(kind, company, before=before, after=after, note=note)
