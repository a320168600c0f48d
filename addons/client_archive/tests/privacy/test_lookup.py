from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import PrivacyCommon


@tagged("-at_install", "post_install")
class TestLookup(PrivacyCommon):
    """Odoo's own privacy lookup, as far as it meets the archive."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["admin"] = new_test_user(cls.env, "test_admin", groups="base.group_system")
        cls.individual, cls.own = cls._individual()

    def _lines(self):
        wizard = self.env["privacy.lookup.wizard"].with_user(self.users["admin"]).create({
            "name": "林晚秋", "email": "lin@example.com"})
        wizard.action_lookup()
        return wizard.line_ids

    def test_it_does_not_delete_what_the_archive_keeps(self):
        lines = self._lines()
        kept = lines.filtered("archive_reason")
        self.assertIn("archive.dossier", kept.mapped("res_model"))
        namesake = self.env["res.partner"].create({"name": "林晚秋"})
        lines |= self._lines().filtered(lambda line: line.res_id == namesake.id)
        self.assertIn(("res.partner", self.individual.id), [(line.res_model, line.res_id) for line in kept])
        for line in kept:
            with self.subTest(model=line.res_model), self.assertRaisesRegex(UserError, "kept by the archive"):
                line.action_unlink()
        lines.action_unlink_all()
        self.assertTrue(self.own.exists() and self.individual.exists())
        self.assertFalse(namesake.exists())
        lines.filtered("archive_reason").action_archive_all()
        self.assertTrue(self.individual.active)

    def test_it_names_no_record_that_its_user_may_not_read(self):
        names = {line.res_model: line.res_name for line in self._lines()}
        self.assertIn(f"#{self.own.id}", names["archive.dossier"])
        self.assertNotIn(self.own.display_name, names.values())

    def test_the_journal_is_no_place_to_look(self):
        self.assertFalse({"archive.event", "archive.event.seal"} & set(self._lines().mapped("res_model")))
