import io
import zipfile

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import make_pdf
from .test_forms import FormsCommon


@tagged("post_install", "-at_install")
class TestExport(FormsCommon):
    def export(self, login):
        file, name = self.as_user(login, self.dossier)._export()
        with file:
            return zipfile.ZipFile(io.BytesIO(file.read())), name

    def test_R86_folders_and_names_follow_one_rule(self):
        twin = self._make_document(self.dossier, "采购合同", content=make_pdf("other"), date="2025-01-02")
        self.document.name = "采购/销售合同"
        archive, name = self.export("archivist")
        folder = f"{self.dossier.number}_重庆长江轴承有限公司_{self.dossier.opened_on:%Y%m%d}"
        self.assertEqual(name, f"{folder}.zip")
        parent = self.document.type_id.parent_id
        kind = f"{parent.code}_{parent.name}".replace("/", "／")
        names = archive.namelist()
        self.assertIn(
            f"{folder}/{kind}/{self.document.code}_采购／销售合同_{self.document.date:%Y%m%d}.pdf", names)
        self.assertIn(f"{folder}/{kind}/{twin.code}_采购合同_20250102.pdf", names)
        for paper in self.document | twin:
            path = next(entry for entry in names if f"/{paper.code}_" in entry)
            self.assertEqual(archive.read(path), self.raw(paper))
        sheet = openpyxl.load_workbook(io.BytesIO(archive.read(f"{folder}/00_List of Contents.xlsx"))).active
        self.assertEqual(sheet["A1"].value, "List of Contents")

    def raw(self, paper):
        # sudo: the truth to compare with
        return self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "archive.version"), ("res_id", "=", paper.version_ids[:1].id),
            ("res_field", "=", "content")]).raw

    def test_R86_every_download_has_its_name(self):
        version = self.document.version_ids
        self.assertEqual(
            version.file_name, f"{self.document.code}_采购合同_{self.document.date:%Y%m%d}.pdf")

    def test_the_last_version_goes(self):
        self.env["archive.version"].with_user(self.users["archivist"])._add(
            self.document, "new.pdf", make_pdf("second"))
        archive, _name = self.export("archivist")
        content = archive.read(next(entry for entry in archive.namelist() if entry.endswith(".pdf")))
        self.assertEqual(content, make_pdf("second"))

    def test_R53_only_who_may_open_and_nothing_classified(self):
        for login in ("employee", "other_sales", "head", "gm", "auditor", "outsider"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.dossier, "action_export")
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.export(login)
        action = self.rpc("sales", self.dossier, "action_export")
        self.assertEqual(action["params"], {"dossier_id": self.dossier.id})
        secret = self._make_document(self.dossier, "底价", content=make_pdf("secret"), secrecy_level="1")
        self._clear("archivist")
        archive, _name = self.export("archivist")
        self.assertFalse([entry for entry in archive.namelist() if secret.code in entry])
        self.assertEqual(len(archive.namelist()), 2)

    def test_nothing_to_export(self):
        empty = self._make_dossier(self.partner.copy({"name": "空卷", "is_company": False}))
        with self.assertRaisesRegex(UserError, "no content"):
            self.rpc("archivist", empty, "action_export")

    def test_R78_it_is_journaled(self):
        self.export("sales")
        self.assertEqual(self.last_events(self.dossier), ["dossier_exported"])
        self.assertEqual(self.last_events(self.document.version_ids), ["content_opened"])
        event = self.env["archive.event"].search(
            [("res_model", "=", "archive.dossier"), ("res_id", "=", self.dossier.id)], limit=1)
        self.assertEqual(event.user_id, self.users["sales"])
        self.assertIn(self.document.code, event.after)

    def test_the_menu(self):
        action = self.env.ref("client_archive.archive_dossier_action_export").with_user(self.users["archivist"])
        result = action.with_context(
            active_model="archive.dossier", active_ids=self.dossier.ids, active_id=self.dossier.id).run()
        self.assertEqual(result["tag"], "client_archive_export")
