from datetime import datetime, time, timedelta

from pytz import timezone

from odoo import fields, models

# Days of the calendar that are asked for at once.
_STRIDE = timedelta(days=90)


class ResCompany(models.Model):
    _inherit = "res.company"

    def _archive_working_days(self):
        """A callable that tells whether a date is a working day of this company (its calendar and public holidays).

        It remembers what it asked, so keep it for many dates. A company without a calendar works Monday to Friday.
        """
        self.ensure_one()
        calendar = self.sudo().resource_calendar_id  # sudo: whether a day is worked is no secret
        known = {}

        def is_working(day):
            if not calendar:
                return day.weekday() < 5
            if day not in known:
                zone = timezone(calendar.tz or "UTC")
                start, end = (zone.localize(datetime.combine(*moment)) for moment in (
                    (day, time.min), (day + _STRIDE, time.max)))
                known.update(
                    (fields.Date.to_date(text), not unusual)
                    for text, unusual in calendar._get_unusual_days(start, end, company_id=self).items())
            return known[day]

        return is_working
