from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from .case import LOUD, MatrixCase
from .channels import CHANNELS
from .channels_rpc import JOURNAL
from .expected import EXPECTED, SECRETS
from .people import PEOPLE
from .secrets import SHAPES


@tagged("post_install", "-at_install")
class TestMatrix(MatrixCase):
    """Nobody gets more than the table says, on any way out (invariant 4)."""

    def test_the_table_is_complete(self):
        self.assertEqual(set(EXPECTED), set(PEOPLE))
        self.assertEqual(set(SHAPES), set(SECRETS))
        self.assertEqual(set(self.watch.papers), set(SECRETS))

    # ------------------------------------------------------------------
    # A hidden paper changes nothing for those who must not know of it
    # ------------------------------------------------------------------
    def test_existence_makes_no_difference(self):
        """Whatever one of them reads is the same before and after another hidden paper comes in: counts as well."""
        people = ("outsider", "employee", "sales", "archivist", "system")
        before = {login: self._all_that_is_read(login) for login in people}
        self._plant_one("hidden_inside", "another")
        self.env.flush_all()
        self.cr.precommit.run()
        for login in people:
            after = self._all_that_is_read(login)
            with self.subTest(login=login):
                self.assertEqual(list(_differences(before[login], after)), [])

    def _all_that_is_read(self, login):
        self.become(login)
        with mute_logger(*LOUD):
            return {
                model: rows for model in self.swept if model not in JOURNAL
                for rows in [self.call(login, self.env[model], "search_read", self.around(model),
                                       self.readable(login, model), limit=5000, order="id desc")]}

    # ------------------------------------------------------------------
    # The matrix itself
    # ------------------------------------------------------------------
    def test_a_hole_is_found_and_named(self):
        """Content that opens to everybody; a method that answers with more rights than its caller has."""
        self.assertEqual(self.walk("straight", ["employee"]), [])
        with patch.object(self.registry["archive.version"], "_clearance_domain", lambda self: Domain.TRUE):
            self.assertIn("sales × top × straight: expected title, got content",
                          str(self.walk("straight", ["sales"])))
        with patch.object(self.registry["archive.dossier"], "action_view_documents", lambda dossier: {
                "files": dossier.sudo().document_ids.version_ids.mapped("name")}):
            self.assertIn("employee × top × methods: expected title, got content",
                          str(self.walk("methods", ["employee"])))

    def test_a_name_of_a_hidden_paper_is_found_and_named(self):
        with patch.object(self.registry["archive.document"], "_search_is_visible", lambda *args: Domain.TRUE):
            self.assertIn("archivist × hidden × lists: expected nothing, got existence",
                          str(self.walk("lists", ["archivist"])))


def _differences(before, after):
    for model, rows in before.items():
        if isinstance(rows, str) or isinstance(after[model], str):
            if rows != after[model]:
                yield model, rows, after[model]
            continue
        then, now = ({row["id"]: row for row in some} for some in (rows, after[model]))
        yield from ((model, "came or went", res_id) for res_id in then.keys() ^ now.keys())
        for res_id in then.keys() & now.keys():
            yield from (
                (model, res_id, name, value, now[res_id][name]) for name, value in then[res_id].items()
                if value != now[res_id][name])


def _test_of(name):
    def test(self):
        self.assertEqual(self.walk(name), [])
    return test


# One test for each way out, so that what fails is named.
for _name, _channel in CHANNELS.items():
    if not _channel.http:
        setattr(TestMatrix, f"test_no_leak_by_{_name}", _test_of(_name))
