from odoo import api, models


class CreditNoticeMixin(models.AbstractModel):
    """Activities for many records at once, and jobs that go over many records in chunks."""

    _name = "credit.notice.mixin"
    _description = "Credit Notices"

    _chunk = 200

    def _tell(self, users_by_record, words):
        """Give each user of each record an activity that is due today, in their own language.

        :param users_by_record: mapping of records to users
        :param words: callable that takes the record (in the user's language) and returns the summary
        """
        model_id, type_id = self.env["ir.model"]._get_id(self._name), self.env.ref("mail.mail_activity_data_todo").id
        today = self._archive_day()
        vals_list = [
            {
                "activity_type_id": type_id, "res_model_id": model_id, "res_id": record.id, "user_id": user.id,
                "date_deadline": today, "automated": True,
                "summary": words(record.with_context(lang=user.lang)),
            }
            for record, users in users_by_record.items() for user in users.sudo().filtered("active")
        ]
        # sudo: the machine tells, also those who cannot write the record. No mail for each: it may be hundreds.
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(vals_list)

    @api.model
    def _in_chunks(self, domain, act):
        """Call ``act`` on chunks of what ``domain`` finds, until nothing is left or the job's time is up.

        ``act`` must take each record out of the domain, which is also what makes the job safe to repeat.
        Return whether it came to the end.
        """
        while records := self.search(domain, limit=self._chunk):
            act(records)
            self.env.flush_all()
            # One more than is left of this kind: the job says itself when it has nothing else to do.
            remaining = self.search_count(domain) if len(records) == self._chunk else 0
            if not self.env["ir.cron"]._commit_progress(len(records), remaining=remaining + 1):
                return False
        return True
