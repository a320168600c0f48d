from odoo.tests import HttpCase, tagged

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestIntakeTour(ArchiveCommon, HttpCase):
    def test_files_dropped_on_a_dossier(self):
        known = self.dossier.document_ids
        self.start_tour(f"/odoo/archive.dossier/{self.dossier.id}", "client_archive_drop_papers",
                        login=self.users["sales"].login)
        self.dossier.invalidate_recordset()
        papers = self.dossier.document_ids - known
        self.assertEqual(set(papers.mapped("name")), {"Business Licence 2024-03-05", "scan0001"})
        self.assertEqual(set(papers.mapped("create_uid")), {self.users["sales"]})
