from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

SOON_DAYS = 30
_ACTIVITY = "client_archive.mail_activity_renewal"


class ArchiveExpiryMixin(models.AbstractModel):
    """What classified papers open by, and what ends: security officers and the person hear of it ahead (R98, R101).

    Whether it holds is never the warning's question: access closes on its day, warned or not.
    """

    _name = "archive.expiry.mixin"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Record That Ends and Warns Ahead"

    # ------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------
    @api.model
    def _expiring(self, company, today, soon):
        """Hook: records of ``company`` that end between the days ``today`` and ``soon`` and are not renewed yet."""
        raise NotImplementedError

    def _ends_on(self):
        """Hook: the last day."""
        raise NotImplementedError

    def _people_concerned(self):
        """Hook: whose access ends."""
        raise NotImplementedError

    def _renewal_words(self):
        """Hook: what is to be renewed, in the language of the environment."""
        raise NotImplementedError

    # ------------------------------------------------------------------
    # Warning
    # ------------------------------------------------------------------
    @api.model
    def _cron_warn_ahead(self):
        """Call the officers for what ends soon, tell the people, and take back what was renewed or has ended."""
        Cron = self.env["ir.cron"]
        for company in self.env["res.company"].search([("active", "=", True)]):
            today = company._archive_today()
            for name in ("archive.agreement", "archive.clearance", "archive.training"):
                Model = self.env[name]
                expiring = Model._expiring(company, today, today + timedelta(days=SOON_DAYS))
                called = Model.search([
                    ("company_id", "=", company.id),
                    ("activity_type_id", "=", self.env.ref(_ACTIVITY).id)])
                (called - expiring).activity_unlink([_ACTIVITY])
                for record in expiring - called:
                    record._warn_ahead()
            Cron._commit_progress(1)

    def _warn_ahead(self):
        people = self._people_concerned()
        for officer in self._renewers(people):
            record = self.with_context(lang=officer.lang)
            record.activity_schedule(
                _ACTIVITY, user_id=officer.id, date_deadline=self._ends_on(), summary=record._renewal_words())
        for person in people:
            record = self.with_context(lang=person.lang)
            record.message_notify(
                partner_ids=person.partner_id.ids, subject=record._renewal_words(), body=record.env._(
                    "From %s on you open no classified papers by it. The security officer renews it.",
                    format_date(record.env, self._ends_on() + timedelta(days=1))))

    def _renewers(self, people):
        """Security officers of the company but the people concerned, unless there is no other."""
        officers = self.env.ref("client_archive.group_security_officer").all_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids)
        return officers - people or officers

    def _expiry_date_label(self):
        return format_date(self.env, fields.Date.to_date(self._ends_on()))
