from odoo import models
from odoo.fields import Domain

# Where a salesperson has something to do about customers. An archivist's or an officer's tasks are not a successor's.
_WORK = (
    "archive.change", "archive.document", "archive.dossier", "archive.handover", "archive.request", "archive.review",
    "res.partner", "sale.order")


class ResUsers(models.Model):
    """Who leaves, leaves dossiers behind (R42)."""

    _inherit = "res.users"

    def write(self, vals):
        leaving = self.filtered("active") if vals.get("active") is False else self.browse()
        result = super().write(vals)
        if leaving:
            self.env["archive.dossier"]._managers_left(leaving)
        return result

    # ------------------------------------------------------------------
    # What is not in a dossier, and goes to the successor all the same (R42). The caller has checked that it may.
    # ------------------------------------------------------------------
    def _hand_over_work(self, successor, company, reason):
        """Hand everything of this user in ``company`` that is not a dossier to ``successor``.

        :return: mapping of what it was to how many
        """
        self.ensure_one()
        # sudo: as ArchiveSuccession.action_apply
        leaver = self.sudo()
        moved = {
            "lists": leaver._hand_over_lists(successor, company),
            "lists_waiting": leaver._call_for_signed_lists(successor, company),
            "requests": leaver._end_requests(company, reason),
            "loans": leaver._call_for_loans(successor, company),
            "activities": leaver._hand_over_activities(successor, company),
            "customers": leaver._hand_over_customers(successor, company),
        }
        return {key: count for key, count in moved.items() if count}

    def _customers(self, company):
        return self.env["res.partner"].with_context(active_test=False).search(
            [("user_id", "=", self.id), ("company_id", "in", [False, company.id])])

    def _hand_over_customers(self, successor, company):
        partners = self._customers(company)
        partners.user_id = successor
        return len(partners)

    def _hand_over_activities(self, successor, company):
        domain = (Domain("user_id", "=", self.id) & Domain("res_model", "in", _WORK)
                  & Domain("archive_step_id", "=", False))
        # What stands for a decision stays with the one who decides; another company's is not ours to move.
        activities = self.env["mail.activity"].search(domain)
        mine = activities.browse()
        for model, group in activities.grouped("res_model").items():
            records = self.env[model].browse(group.mapped("res_id")).exists()
            ours = set(records.filtered(lambda record: (record.company_id or company) == company).ids)
            mine |= group.filtered(lambda activity, ids=ours: activity.res_id in ids)
        mine.user_id = successor
        return len(mine)

    def _hand_over_lists(self, successor, company):
        """Handover lists that nobody has signed yet pass on, unless the successor has another part on them."""
        lists = self.env["archive.handover"].search(
            Domain("company_id", "=", company.id) & Domain("state", "=", "draft")
            & (Domain("manager_a_id", "=", self.id) | Domain("manager_b_id", "=", self.id)))
        lists = lists.filtered(
            lambda row: successor not in row.manager_a_id | row.manager_b_id | row.archivist_id)
        lists.filtered(lambda row: row.manager_a_id == self).manager_a_id = successor
        lists.filtered(lambda row: row.manager_b_id == self).manager_b_id = successor
        return len(lists)

    def _call_for_signed_lists(self, successor, company):
        """A list that was signed keeps its people: the successor is told which ones wait for a signature."""
        lists = self.env["archive.handover"].search(
            Domain("company_id", "=", company.id)
            & (Domain("state", "=", "supplement") & Domain("manager_a_id", "=", self.id)
               | Domain("state", "=", "to_check") & Domain("manager_b_id", "=", self.id)))
        for row in lists.with_context(lang=successor.lang):
            row.activity_schedule("mail.mail_activity_data_todo", user_id=successor.id, summary=row.env._(
                "%(list)s waits for the signature of %(user)s, who left: have it listed anew", list=row.name,
                user=self.name))
        return len(lists)

    def _end_requests(self, company, reason):
        """Permissions are personal: what was asked for and not collected is cancelled, access ends (R51)."""
        requests = self.env["archive.request"].search([
            ("applicant_id", "=", self.id), ("company_id", "=", company.id),
            ("state", "in", ("draft", "submitted", "approved", "issued"))])
        ended = requests.filtered(lambda request: request.state != "issued")
        ended._approval_cancel_rest()
        ended._move("cancelled", kind="request_cancelled", note=reason)
        requests.grant_ids._end()
        return len(ended)

    def _call_for_loans(self, successor, company):
        """Papers that the user has in hand: the successor brings them back (R126)."""
        requests = self.env["archive.request"].search([
            ("applicant_id", "=", self.id), ("company_id", "=", company.id), ("state", "=", "issued")])
        for request in requests.with_context(lang=successor.lang):
            request.activity_schedule(
                "mail.mail_activity_data_todo", user_id=successor.id, date_deadline=request.due_on,
                summary=request.env._("Bring back what %(user)s has borrowed: %(request)s", user=self.name,
                                      request=request.name))
        return len(requests)
