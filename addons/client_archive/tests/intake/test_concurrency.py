from contextlib import closing

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...models.intake import import_run
from ...tools import gate
from ..race import RaceCase
from .common import credit_code


@tagged("post_install", "-at_install")
class TestConcurrency(RaceCase):
    """Two workers on one import, over two real connections: no dossier twice, none lost (invariant 9)."""

    def setUp(self):
        super().setUp()
        self.startPatch(import_run, "_CHUNK", 2)
        self.codes = [credit_code(serial) for serial in range(990001, 990005)]
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.category = env["archive.category"].create({"name": "Race", "code": "RACE"}).id
            batch = env["archive.import.batch"].create({})
            gate.opened(batch).write({"state": "checking"})
            gate.opened(batch).write({"state": "checked"})
            gate.opened(batch).write({"state": "importing", "worker_id": SUPERUSER_ID, "user_id": SUPERUSER_ID})
            self.batch = batch.id
            env["archive.import.unit"].create([
                {"batch_id": batch.id, "key": code, "name": code, "payload": {
                    "papers": [], "contacts": [], "dossier": self._row(env, code)}} for code in self.codes])
        self.addCleanup(self._remove)

    def startPatch(self, module, name, value):
        old = getattr(module, name)
        setattr(module, name, value)
        self.addCleanup(setattr, module, name, old)

    def _row(self, env, code):
        return {
            "row": 2, "number": "", "name": f"Race {code}", "is_company": True, "vat": code,
            "country_id": env.ref("base.cn").id, "state_id": None, "category_id": self.category,
            "user_id": SUPERUSER_ID, "department_id": None, "secrecy_level": "0", "opened_on": "2020-01-01",
            "city": "", "street": "", "phone": "", "email": "", "note": ""}

    def _remove(self):
        """Take what was committed away again, the journal's entries included."""
        with self.registry.cursor() as cr:
            cr.execute("SELECT id FROM res_partner WHERE vat IN %s", [tuple(self.codes)])
            partners = tuple(row[0] for row in cr.fetchall()) or (0,)
            cr.execute("SELECT id FROM archive_dossier WHERE category_id = %s", [self.category])
            dossiers = tuple(row[0] for row in cr.fetchall()) or (0,)
            for model, ids in (("archive.dossier", dossiers), ("res.partner", partners),
                               ("archive.import.batch", (self.batch,))):
                cr.execute("DELETE FROM mail_message WHERE model = %s AND res_id IN %s", [model, ids])
                cr.execute("DELETE FROM mail_followers WHERE res_model = %s AND res_id IN %s", [model, ids])
            for table, column, ids in (
                    ("archive_import_record", "batch_id", (self.batch,)),
                    ("archive_import_fault", "batch_id", (self.batch,)),
                    ("archive_import_unit", "batch_id", (self.batch,)), ("archive_dossier", "id", dossiers),
                    ("archive_import_batch", "id", (self.batch,)), ("archive_category", "id", (self.category,)),
                    ("res_partner", "id", partners)):
                cr.execute(SQL(
                    "DELETE FROM %s WHERE %s IN %s", SQL.identifier(table), SQL.identifier(column), ids))
            cr.execute("DELETE FROM archive_number_counter WHERE prefix LIKE 'RACE%'")
            self._forget_events(cr)

    def _batch_on(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})["archive.import.batch"].browse(self.batch)

    def test_two_workers_share_the_dossiers(self):
        with closing(self.registry.cursor()) as first, closing(self.registry.cursor()) as second:
            units = [self._batch_on(cr).unit_ids._take(self._batch_on(cr), "ready", 2) for cr in (first, second)]
            self.assertEqual(len(units[0]), 2)
            self.assertEqual(len(units[1]), 2)
            self.assertFalse(set(units[0].ids) & set(units[1].ids))
            with closing(self.registry.cursor()) as third:
                self.assertFalse(self._batch_on(third)._import_next())  # nothing for a third, nor the end
                self.assertEqual(self._batch_on(third).state, "importing")
            self._batch_on(first)._import_or_refuse(units[0])
            first.commit()
            with mute_logger("odoo.sql_db"), self.assertRaises(OperationalError):
                self._batch_on(second)._import_or_refuse(units[1])  # both draw numbers: it is run again, not refused
            second.rollback()
            self.assertTrue(self._batch_on(second)._step())
            second.commit()
            self.assertFalse(self._batch_on(second)._step())
            second.commit()
        with self.registry.cursor() as cr:
            batch = self._batch_on(cr)
            self.assertEqual(batch.state, "done")
            self.assertEqual(set(batch.unit_ids.mapped("state")), {"imported"})
            self.assertEqual(len(batch.unit_ids.dossier_id), 4)
            self.assertEqual(len(set(batch.unit_ids.dossier_id.mapped("number"))), 4)
            self.assertEqual(batch.env["res.partner"].search_count([("vat", "in", self.codes)]), 4)
