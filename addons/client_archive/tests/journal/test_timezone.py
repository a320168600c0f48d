from odoo.tests import tagged

from ..common import ArchiveCommon


@tagged("-at_install", "post_install")
class TestTimezone(ArchiveCommon):
    def test_what_is_kept_follows_the_working_hours(self):
        """A company's time zone is kept in memory: a change of it, or of the working hours, counts at once."""
        hours = self.company.resource_calendar_id
        hours.tz = "Asia/Shanghai"
        self.assertEqual(self.company._archive_timezone(), "Asia/Shanghai")
        hours.tz = "Pacific/Honolulu"
        self.assertEqual(self.company._archive_timezone(), "Pacific/Honolulu")
        self.company.resource_calendar_id = hours.copy({"tz": "Europe/Paris"})
        self.assertEqual(self.company._archive_timezone(), "Europe/Paris")
