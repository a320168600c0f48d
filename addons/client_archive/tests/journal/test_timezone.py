from datetime import date

from freezegun import freeze_time

from odoo.service.model import call_kw
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

    @freeze_time("2026-03-02 17:00:00")
    def test_acts_are_dated_by_the_companys_day(self):
        """One in the night in Shanghai: the caller's time zone dates nothing a day earlier, the server's neither."""
        self.company.resource_calendar_id.tz = "Asia/Shanghai"
        for zone in ("Etc/GMT+12", "Asia/Shanghai", False):
            with self.subTest(zone=zone):
                dossiers = self.env(user=self.users["archivist"])["archive.dossier"]
                call_kw(dossiers, "action_close", [self.dossier.ids], {"context": {"tz": zone}})
                self.assertEqual(self.dossier.closed_on, date(2026, 3, 3))
                asked = call_kw(self.env(user=self.users["archivist"])["archive.document"], "default_get", [["date"]],
                                {"context": {"tz": zone}})
                self.assertEqual(str(asked["date"]), "2026-03-03")
                self.dossier.with_user(self.users["archivist"]).action_reopen()
        self.assertEqual(self.env["archive.dossier"]._archive_day(), date(2026, 3, 3))
        self.company.resource_calendar_id.tz = "Pacific/Honolulu"
        self.assertEqual(self.dossier._archive_day(), date(2026, 3, 2))
