from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools import deadline
from .category import REVIEW_INTERVALS

# Days before a review is due in which its owner is called.
_REVIEW_NOTICE = 14
_SUCCESSION = "client_archive.mail_activity_succession"


class ArchiveDossier(models.Model):
    """When a dossier is reviewed next (R90), what changed (R88), and who follows its account manager (R42)."""

    _name = "archive.dossier"
    _inherit = ["archive.dossier", "archive.call.mixin"]

    _gated_fields = frozenset({"last_review_on", "next_review_on"})

    review_months = fields.Selection(
        REVIEW_INTERVALS, string="Review Interval", tracking=True, help="Empty: that of the category.")
    last_review_on = fields.Date(string="Last Review", readonly=True, copy=False)
    next_review_on = fields.Date(
        string="Next Review", compute="_compute_next_review_on", store=True, index="btree_not_null")
    review_ids = fields.One2many("archive.review", "dossier_id", string="Reviews", readonly=True)
    change_ids = fields.One2many("archive.change", "dossier_id", string="Changes", readonly=True)
    open_change_count = fields.Integer(string="Open Changes", compute="_compute_open_change_count")
    contact_log_count = fields.Integer(string="Contacts", compute="_compute_contact_log_count")

    @api.depends("opened_on", "last_review_on", "state", "review_months", "category_id.review_months")
    def _compute_next_review_on(self):
        for dossier in self:
            since = dossier.last_review_on or dossier.opened_on
            months = int(dossier.review_months or dossier.category_id.review_months or 6)
            dossier.next_review_on = (
                deadline.add_months(since, months) if since and dossier.state == "open" else False)

    @api.depends("change_ids.state")
    def _compute_open_change_count(self):
        counts = dict(self.env["archive.change"]._read_group(
            [("dossier_id", "in", self.ids), ("state", "=", "reported")], ["dossier_id"], ["__count"]))
        for dossier in self:
            dossier.open_change_count = counts.get(dossier._origin, 0)

    def _compute_contact_log_count(self):
        counts = dict(self.env["archive.contact.log"]._read_group(
            [("dossier_id", "in", self.ids)], ["dossier_id"], ["__count"]))
        for dossier in self:
            dossier.contact_log_count = counts.get(dossier._origin, 0)

    def write(self, vals):
        if "review_months" in vals:
            self.check_access("write")
            self._check_review_months(vals["review_months"])
        return super().write(vals)

    def _check_review_months(self, months):
        """Once a dossier is verified, its account manager has it reviewed more often, and not more rarely (R90).

        :raises AccessError: for anybody but archivists
        """
        if self.env.su or self.env.user.has_group("client_archive.group_archivist"):
            return
        for dossier in self.filtered(lambda dossier: dossier.state != "preliminary"):
            before = dossier.review_months or dossier.category_id.review_months
            if int(months or dossier.category_id.review_months) > int(before):
                raise AccessError(self.env._(
                    "%s: the archive alone has a dossier reviewed more rarely.", dossier.display_name))

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_report_change(self):
        """Open the form that reports a change of this customer (R88, R89)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Report a Change"), "res_model": "archive.change",
            "views": [(False, "form")], "context": {"default_dossier_id": self.id},
        }

    def action_view_changes(self):
        """Open what changed with this customer."""
        return self._action_of("client_archive.archive_change_action")

    def action_view_reviews(self):
        """Open the reviews of this dossier."""
        return self._action_of("client_archive.archive_review_action")

    def action_view_contacts(self):
        """Open the meetings, calls and complaints of this customer (R83)."""
        return self._action_of("client_archive.archive_contact_log_action")

    def action_view_sales(self):
        """Open the customer's sales by year: the figures for trends (R45)."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("sale.action_order_report_all")
        return {**action, "domain": [
            ("partner_id", "child_of", self.partner_id.id), ("company_id", "=", self.company_id.id),
            ("state", "not in", ("draft", "sent", "cancel"))],
            "context": {"group_by": ["date:year"]}}

    def _action_of(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
        return {**action, "domain": [("dossier_id", "=", self.id)], "context": {"default_dossier_id": self.id}}

    # ------------------------------------------------------------------
    # Reviews
    # ------------------------------------------------------------------
    @api.model
    def _review_due_domain(self):
        """Open dossiers whose review is due soon, and has not been planned."""
        horizon = fields.Date.add(self._archive_day(), days=_REVIEW_NOTICE)
        return (Domain("state", "=", "open") & Domain("next_review_on", "<=", horizon)
                & Domain("review_ids", "not any", [("state", "!=", "done")]))

    # ------------------------------------------------------------------
    # Successors (R42)
    # ------------------------------------------------------------------
    @api.model
    def _managers_left(self, users):
        """Call those who name a successor: their account managers, ``users``, leave."""
        # sudo: whoever archives a user need not know the archive
        dossiers = self.sudo().search([("user_id", "in", users.ids), ("state", "!=", "closed")])
        called = dossiers.activity_search([_SUCCESSION]).mapped(lambda activity: activity.res_id)
        by_user = dossiers.grouped(lambda dossier: (dossier.user_id, dossier.company_id, dossier.department_id))
        for (user, company, _department), group in by_user.items():
            head = group[0]._supervisor() or self.env["archive.officer"]._holders("archive_head", company)[:1]
            if head and not set(group.ids) & set(called):
                count = len(group)
                group[0]._call(head, _SUCCESSION, lambda rec, who=user, count=count: rec.env._(
                    "%(user)s leaves: name a successor for %(count)s dossiers", user=who.name, count=count))

    @api.model
    def _cron_orphans(self):
        """Call again for dossiers whose account managers have left: none stays with nobody (R42)."""
        rows = self._read_group(
            [("user_id.active", "=", False), ("state", "!=", "closed")], ["user_id"], order="user_id")
        users = self.env["res.users"].union(*(user for user, in rows))
        for number, user in enumerate(users, start=1):
            self._managers_left(user)
            if not self.env["ir.cron"]._commit_progress(1, remaining=len(users) - number):
                return

    def _succeed(self, successor, reason):
        """Hand these dossiers to ``successor``: with their customers and what is to be done about them.

        The caller has checked that it may.
        """
        partners = self.partner_id
        moved = {dossier.id: dossier.user_id for dossier in self}
        self.activity_unlink([_SUCCESSION])  # what called for this step is done by it
        self._open_activities(partners).user_id = successor
        self._unsigned_lists(successor).manager_a_id = successor
        for user, dossiers in self.grouped("user_id").items():
            dossiers.partner_id.filtered(lambda partner, old=user: partner.user_id == old).user_id = successor
        self.write({"user_id": successor.id})
        self._journal(
            "dossier_succession", before=lambda dossier: {"user": moved[dossier.id].login},
            after={"user": successor.login}, note=reason)
        steps = self._approval_steps().filtered(lambda step: step.state == "pending")
        steps._project()

    def _unsigned_lists(self, successor):
        """Handover lists on these dossiers that their account managers have not signed, and the successor can."""
        lists = self.env["archive.handover"].search([
            ("dossier_ids", "in", self.ids), ("manager_a_id", "in", self.user_id.ids), ("state", "=", "draft")])
        return lists.filtered(lambda handover: successor not in handover.manager_b_id | handover.archivist_id)

    def _open_activities(self, partners):
        """Activities of the account managers on these dossiers, their papers, changes, reviews and customers."""
        Activity = self.env["mail.activity"]
        users = self.user_id
        on = {
            "archive.dossier": self.ids, "res.partner": partners.ids, "archive.document": self.document_ids.ids,
            "archive.change": self.change_ids.ids, "archive.review": self.review_ids.ids,
        }
        where = Domain.OR(Domain("res_model", "=", model) & Domain("res_id", "in", ids) for model, ids in on.items())
        # What stands for an approval stays with the one who decides.
        return Activity.search(where & Domain("user_id", "in", users.ids) & Domain("archive_step_id", "=", False))
