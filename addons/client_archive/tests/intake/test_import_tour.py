from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ImportCommon, make_workbook


@tagged("post_install", "-at_install")
class TestImportTour(ImportCommon, HttpCase):
    def test_an_archivist_brings_the_archive_in(self):
        """Template, a workbook with faults, the faults, the right workbook, the import."""
        papers = [self.paper_row(1), self.paper_row(2)]
        for name, dossier in (("tour_faulty", self.dossier_row(2, uscc="123")), ("tour_right", self.dossier_row(2))):
            attachment = self.env["ir.attachment"].with_user(self.users["archivist"]).create({
                "name": f"{name}.xlsx",
                "raw": make_workbook(dossiers=[self.dossier_row(1), dossier], papers=papers)})
            self.env["ir.model.data"].create({
                "module": "client_archive", "name": name, "model": "ir.attachment", "res_id": attachment.id})
        self.start_tour(
            "/odoo/archive-import/new", "client_archive_import", login=self.users["archivist"].login)
        batch = self.env["archive.import.batch"].search([("note", "=", "二号库房存量档案")])
        self.assertEqual((batch.state, batch.user_id), ("done", self.users["archivist"]))
        self.assertEqual(batch.unit_ids.dossier_id.mapped("number"), ["OLD-0001", "OLD-0002"])

    def test_downloads_are_for_those_who_may(self):
        batch = self._batch(dossiers=[self.dossier_row(uscc="123")])
        batch.action_check()
        for login, template, faults in (("archivist", 200, 200), ("archive_head", 200, 404), ("sales", 403, 404)):
            self.authenticate(self.users[login].login, self.users[login].login)
            with self.subTest(login), mute_logger("odoo.http"):
                self.assertEqual(self.url_open("/archive/import/template").status_code, template)
                self.assertEqual(self.url_open(f"/archive/import/{batch.id}/faults").status_code, faults)
        self.assertEqual(self.url_open("/archive/import/0/faults").status_code, 404)
