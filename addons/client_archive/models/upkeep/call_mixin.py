from odoo import models


class ArchiveCallMixin(models.AbstractModel):
    """Calls people to a record in their own language, whoever or whatever calls them: a cron speaks OdooBot's."""

    _name = "archive.call.mixin"
    _description = "Record That Calls People"

    def _call(self, user, activity_type, words, deadline=None, note=None):
        """Give ``user`` an activity on this record.

        :param activity_type: external id of the activity type
        :param words: callable that takes the record in the user's language and returns the summary
        :param deadline: day on which it is due; today when it is not given
        """
        self.ensure_one()
        record = self.with_context(lang=user.lang)
        return record.activity_schedule(
            activity_type, user_id=user.id, date_deadline=deadline, summary=words(record), note=note or "")
