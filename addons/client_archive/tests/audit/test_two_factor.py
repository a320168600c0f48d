import base64
from datetime import datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import ArchiveCommon, make_pdf


@tagged("-at_install", "post_install")
class TestTwoFactor(ArchiveCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._clear("archivist")
        cls.document._set_gated(secrecy_level="2")
        cls.version = cls.document.version_ids
        cls.plain = cls._make_document(cls.dossier, "报价单")

    def _turn_on(self, login):
        self.users[login].sudo().totp_secret = base64.b32encode(b"x" * 20).decode()
        self.env.flush_all()
        self.env.invalidate_all()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_classified_content_needs_two_factors_where_the_company_says_so(self):
        self.assertTrue(self.rpc("archivist", self.version, "read", ["content"])[0]["content"])
        self.company.archive_two_factor = True
        with self.assertRaises(AccessError):
            self.rpc("archivist", self.version, "read", ["content"])
        self.assertFalse(self.rpc("archivist", self.env["archive.version"], "search", [("id", "=", self.version.id)]))
        self.assertTrue(self.rpc("archivist", self.plain.version_ids, "read", ["content"])[0]["content"])
        self._turn_on("archivist")
        self.assertTrue(self.rpc("archivist", self.version, "read", ["content"])[0]["content"])

    def test_the_paper_says_why(self):
        self.company.archive_two_factor = True
        note = self.as_user("archivist", self.document).clearance_note
        self.assertIn("two factors", note)
        self.assertFalse(self.as_user("archivist", self.plain).clearance_note)
        self._turn_on("archivist")
        self.assertFalse(self.as_user("archivist", self.document).clearance_note)
        self.assertIn("clearance", self.as_user("archive_head", self.document).clearance_note)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_another_companys_rule_closes_nothing_here(self):
        other = self.env["res.company"].create({"name": "Other", "archive_two_factor": True})
        self.users["archivist"].company_ids = [Command.link(other.id)]
        self.assertTrue(self.rpc("archivist", self.version, "read", ["content"])[0]["content"])

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_employees_do_not_switch_it_off(self):
        self.company.archive_two_factor = True
        for login in ("archivist", "security", "gm", "manager"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, self.company, "write", {"archive_two_factor": False})

    def test_it_costs_the_same_for_any_number_of_papers(self):
        self.company.archive_two_factor = True
        self._turn_on("archivist")
        more = [self._make_document(self.dossier, f"合同 {number}") for number in range(4)]
        versions = self.version | self.plain.version_ids | self.env["archive.document"].concat(*more).version_ids
        counts = []
        for records in (versions[:1], versions):
            mine = self.as_user("archivist", records)
            mine.mapped("content_allowed")
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            mine.mapped("content_allowed")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@tagged("-at_install", "post_install")
class TestTwoFactorHttp(ArchiveCommon, HttpCase):
    def test_an_api_key_is_a_single_factor(self):
        self._clear("archivist")
        document = self._make_document(self.dossier, "密件", content=make_pdf("secret"))
        document._set_gated(secrecy_level="1")
        self.company.archive_two_factor = True
        archivist = self.users["archivist"]
        archivist.sudo().totp_secret = base64.b32encode(b"x" * 20).decode()
        key = self.env(user=archivist)["res.users.apikeys"]._generate(
            "rpc", "test", datetime.now() + timedelta(hours=1))
        self.env.flush_all()
        headers = {"Authorization": f"Bearer {key}"}
        response = self.url_open(
            "/json/2/archive.version/search", headers=headers,
            json={"domain": [["document_id", "=", document.id]]})
        self.assertEqual((response.status_code, response.json()), (200, []))
        self.company.archive_two_factor = False
        response = self.url_open(
            "/json/2/archive.version/search", headers=headers,
            json={"domain": [["document_id", "=", document.id]]})
        self.assertEqual(response.json(), document.version_ids.ids)
