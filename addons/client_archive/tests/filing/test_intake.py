from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import USCC, ArchiveCommon, make_pdf


@tagged("post_install", "-at_install")
class TestIntake(ArchiveCommon):
    """Several files dropped on a dossier at once."""

    def _loose(self, login, *files, **values):
        return self.as_user(login, self.env["ir.attachment"]).create([
            {"name": name, "raw": content, "res_model": "archive.upload", "res_id": 0, **values}
            for name, content in files])

    def _drop(self, login, *files, dossier=None):
        return self.rpc(login, dossier or self.dossier, "action_take_in", self._loose(login, *files).ids)

    def test_each_file_becomes_a_paper(self):
        result = self._drop("sales", ("Business Licence 2024-03-05.pdf", make_pdf("a", pages=2)),
                            ("scan.pdf", make_pdf("b")))
        self.assertFalse(result["refused"])
        licence, unsorted = self.env["archive.document"].browse(result["papers"])
        self.assertEqual(licence.type_id, self.env.ref("client_archive.document_type_0201"))
        self.assertEqual((licence.date, licence.page_count), (fields.Date.to_date("2024-03-05"), 2))
        self.assertEqual((licence.name, licence.state), ("Business Licence 2024-03-05", "draft"))
        self.assertTrue(unsorted.type_id.is_provisional)
        self.assertEqual(unsorted.create_uid, self.users["sales"])

    def test_unsorted_papers_are_not_handed_over(self):
        paper = self.env["archive.document"].browse(self._drop("sales", ("x.pdf", make_pdf("x")))["papers"])
        with self.assertRaisesRegex(UserError, "choose its type"):
            self.rpc("sales", paper, "action_submit")
        self.rpc("sales", paper, "write", {"type_id": self.env.ref("client_archive.document_type_0101").id})
        self.rpc("sales", paper, "action_submit")

    def test_bad_files_are_named_and_keep_no_good_one_out(self):
        again = self.document.version_ids.content
        self.assertTrue(again)
        result = self._drop(
            "sales", ("one.pdf", make_pdf("one")), ("empty.pdf", b""), ("virus.pdf", b"MZ"),
            ("twice.pdf", make_pdf("采购合同".encode().hex())), ("two.pdf", make_pdf("two")))
        self.assertEqual(self.env["archive.document"].browse(result["papers"]).mapped("name"), ["one", "two"])
        reasons = {refusal["file"]: refusal["reason"] for refusal in result["refused"]}
        self.assertIn("is empty", reasons["empty.pdf"])
        self.assertIn("is a program", reasons["virus.pdf"])
        self.assertIn(self.document.code, reasons["twice.pdf"])
        self.assertFalse(self.env["archive.document"].search([("name", "in", ["empty", "virus", "twice"])]))

    def test_uploads_are_forgotten(self):
        loose = self._loose("sales", ("x.pdf", make_pdf("x")), ("bad.pdf", b"MZ"))
        self.rpc("sales", self.dossier, "action_take_in", loose.ids)
        self.assertFalse(loose.sudo().exists())

    def test_only_who_may_change_the_dossier(self):
        for login in ("employee", "other_sales", "gm", "auditor"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self._drop(login, ("x.pdf", make_pdf("x")))
        self._drop("archivist", ("x.pdf", make_pdf("x")))

    def test_only_own_and_loose_files(self):
        theirs = self._loose("archivist", ("x.pdf", make_pdf("x")))
        bound = self.as_user("sales", self.env["ir.attachment"]).create({
            "name": "y.pdf", "raw": make_pdf("y"), "res_model": "res.partner", "res_id": self.partner.id})
        content = self.env["ir.attachment"].sudo().search([
            ("res_model", "=", "archive.version"), ("res_field", "=", "content")], limit=1)
        for file in (theirs, bound, content):
            with self.subTest(file=file.name), self.assertRaisesRegex(AccessError, "just uploaded"):
                self.rpc("sales", self.dossier, "action_take_in", file.ids)
            self.assertTrue(file.sudo().exists())

    def test_size_limit_of_the_company(self):
        self.company.archive_file_limit = 1
        big = make_pdf("big") + b"\n%" + b"x" * (1 << 20)
        reason = self._drop("sales", ("big.pdf", big))["refused"][0]["reason"]
        self.assertIn("larger than 1 MB", reason)
        self.company.archive_file_limit = 0
        self.assertTrue(self._drop("sales", ("big.pdf", big))["papers"])

    def test_same_scan_in_another_dossier_is_flagged_to_those_who_see_it(self):
        other = self._make_dossier(self.partner.copy({"vat": USCC[1]}))
        scan = make_pdf("twin")
        first = self._make_document(self.dossier, "原件扫描", content=scan)
        second = self._make_document(other, "另一份", content=scan)
        self.assertEqual(self.as_user("sales", second).twin_ids.ids, first.ids)
        self.assertEqual(self.as_user("archivist", first).twin_ids.ids, second.ids)
        # Who may open neither learns nothing of what is in it.
        self.assertFalse(self.as_user("employee", first).twin_ids)
        company = self.env["res.company"].create({"name": "Other"})
        self.env["archive.version"].flush_model()
        self.env.cr.execute(
            "UPDATE archive_version SET company_id = %s WHERE document_id = %s", [company.id, second.id])
        self.env.invalidate_all()
        self.assertFalse(self.as_user("archivist", first).twin_ids)
