import io
import json
import zipfile

import openpyxl

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon
from ..forms import FormsMixin

CONTENTS = "client_archive.report_volume_contents"


@tagged("post_install", "-at_install")
class TestFormsOverHttp(FormsMixin, ArchiveCommon, HttpCase):
    def get(self, login, url):
        self.authenticate(f"test_{login}", f"test_{login}")
        return self.url_open(url)

    def test_pdf_by_its_address(self):
        response = self.get("archivist", f"/report/pdf/{CONTENTS}/{self.dossier.id}")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(self.sizes(response.content), [(210.0, 297.0)])
        self.assertEqual(self.last_events(self.dossier), ["printed"])

    def test_pdf_as_the_print_menu_downloads_it(self):
        self.authenticate("test_archivist", "test_archivist")
        response = self.url_open("/report/download", data={
            "data": json.dumps([f"/report/pdf/{CONTENTS}/{self.dossier.id}", "qweb-pdf"]),
            "context": "{}", "csrf_token": http.Request.csrf_token(self)})
        self.assertEqual(response.status_code, 200)
        self.assertIn(".pdf", response.headers["Content-Disposition"])
        self.assertTrue(response.content.startswith(b"%PDF"))

    def test_workbook(self):
        response = self.get("archivist", f"/archive/xlsx/report_volume_contents/{self.dossier.id}")
        self.assertEqual(response.status_code, 200)
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(sheet["A1"].value, "List of Contents")

    def test_workbook_of_more_than_an_address_holds(self):
        self.authenticate("test_archivist", "test_archivist")
        papers = self.make_papers(self.dossier, 2)
        ids = [*papers.ids, self.document.id] * 5000
        response = self.url_open("/archive/xlsx/report_item_catalogue", data={
            "docids": ",".join(map(str, ids)), "csrf_token": http.Request.csrf_token(self)})
        self.assertEqual(response.status_code, 200)
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(sheet.max_row, 3 + 3)
        self.assertEqual(int(response.headers["Content-Length"]), len(response.content))

    def test_R86_export(self):
        def post(login):
            self.authenticate(f"test_{login}", f"test_{login}")
            return self.url_open(f"/archive/export/{self.dossier.id}", data={
                "csrf_token": http.Request.csrf_token(self)})
        with mute_logger("odoo.http"):
            for login in ("outsider", "employee", "other_sales", "auditor"):
                response = post(login)
                self.assertNotEqual(response.status_code, 200, login)
                self.assertFalse(response.content.startswith(b"PK"))
        response = post("sales")
        self.assertEqual(response.status_code, 200)
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            self.assertTrue(archive.testzip() is None and len(archive.namelist()) == 2)

    def test_refused_to_outsiders(self):
        for url in (f"/report/pdf/{CONTENTS}/{self.dossier.id}", f"/report/html/{CONTENTS}/{self.dossier.id}",
                    f"/archive/xlsx/report_volume_contents/{self.dossier.id}"):
            with self.subTest(url=url), mute_logger("odoo.http"):
                response = self.get("outsider", url)
                self.assertEqual(response.status_code, 403)
                self.assertNotIn("采购合同".encode(), response.content)

    def test_no_list_of_anything_else(self):
        for name in ("report_volume_cover", "no_such_form", "archive.dossier"):
            with self.subTest(name=name):
                response = self.get("archivist", f"/archive/xlsx/{name}/{self.dossier.id}")
                self.assertEqual(response.status_code, 404)
