from datetime import timedelta

from odoo import Command, api, models

from .warning_rule import OPEN_STATES

_CHUNK = 20
_SHOWN = 15  # rows of each part; the rest is counted
_SOON = 7  # days ahead


class CreditWarning(models.Model):
    """The weekly mail: what is open, in one mail for each person, in their language, of what they may read."""

    _inherit = "credit.warning"

    @api.model
    def _cron_digest(self):
        """Mail the digest to those who did not get it this week; go on where it stood when time is up."""
        today = self._archive_day()
        monday = today - timedelta(days=today.weekday())
        users = self._digest_users().filtered(
            lambda user: not user.credit_digest_on or user.credit_digest_on < monday)
        for start in range(0, len(users), _CHUNK):
            chunk = users[start:start + _CHUNK]
            for user in chunk:
                self._mail_digest(user)
            chunk.credit_digest_on = today
            if not self.env["ir.cron"]._commit_progress(len(chunk), remaining=len(users) - start - len(chunk)):
                return

    @api.model
    def _digest_users(self):
        """Credit staff, and whoever has open warnings to act on or of their customers."""
        named = self.search_fetch([("state", "in", OPEN_STATES)], ["user_id", "owner_id"])
        officers = self.env.ref("client_archive_credit.group_credit_officer").all_user_ids
        return (named.user_id | named.owner_id | officers).filtered(lambda user: user.active and not user.share)

    @api.model
    def _mail_digest(self, user):
        """One mail of what ``user`` may read; none when nothing waits."""
        mine = self.with_user(user).with_context(
            lang=user.lang, tz=user.tz, allowed_company_ids=user.company_ids.ids)
        parts = mine._digest_parts()
        if not parts:
            return
        body = mine.env["ir.qweb"]._render("client_archive_credit.warning_digest", {
            "greeting": mine.env._("Good day, %s.", user.name), "parts": parts, "url": mine.get_base_url(),
            "today": mine._archive_day()}, lang=user.lang)
        # sudo: the machine mails; what is in it was read as the user
        self.env["mail.mail"].sudo().create({
            "subject": mine.env._("Credit: what is open this week"), "body_html": body, "auto_delete": True,
            "recipient_ids": [Command.link(user.partner_id.id)],
            "email_from": user.company_id.email_formatted or self.env.user.email_formatted})

    @api.model
    def _digest_parts(self):
        """Parts of the mail: title, number of all, rows of (what, detail, day), how many more; none empty."""
        today = self._archive_day()
        soon = today + timedelta(days=_SOON)
        warnings = self.search([("state", "in", OPEN_STATES)], order="severity_rank desc, deadline, id")
        parts = [(self.env._("Open Warnings"), len(warnings), [
            (warning.partner_id.name, warning.rule_id.name, warning.deadline) for warning in warnings[:_SHOWN]])]
        if self.env["credit.promise"].has_access("read"):
            promises = self.env["credit.promise"].search([("state", "=", "pending"), ("date", "<=", soon)])
            parts.append((self.env._("Promises Due This Week"), len(promises), [
                (promise.partner_id.name, promise.currency_id.format(promise.amount), promise.date)
                for promise in promises[:_SHOWN]]))
        if self.env["credit.file"].has_access("read"):
            files = self.env["credit.file"].search([
                ("state", "=", "open"), ("has_limit", "=", True), ("limit_until", ">=", today),
                ("limit_until", "<=", today + timedelta(days=30))], order="limit_until")
            parts.append((self.env._("Limits That Expire within 30 Days"), len(files), [
                (file.partner_id.name, file.currency_id.format(file.limit_now), file.limit_until)
                for file in files[:_SHOWN]]))
        return [
            (*part, self.env._("%s more", part[1] - _SHOWN) if part[1] > _SHOWN else "") for part in parts if part[1]]
