import base64
from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import USCC, make_pdf
from .common import ImportCommon, credit_code, make_workbook, make_zip


@tagged("-at_install", "post_install")
class TestImport(ImportCommon):
    """From the workbook to filed papers; every dossier whole or not at all, nothing twice."""

    def _rows(self):
        return {
            "dossiers": [
                self.dossier_row(1, note="老客户", phone="0574-1"),
                self.dossier_row(2, number="", state="北京市")],
            "papers": [
                self.paper_row(1, "补充协议", role="附件", main="HT-1", date="2019-05-01", place="Box 1"),
                self.paper_row(1, "购销合同", reference="HT-1", original="原件", pages="１２", received="2019年6月1日",
                               place=self.box.barcode, author="甲方"),
                self.paper_row(1, "营业执照", type="0201", code="OLD-0001-A7", date=date(2018, 1, 2)),
                {**self.paper_row(2, "往来函"), "dossier": credit_code(2)},
            ],
            "contacts": [self.contact_row(1), {**self.contact_row(2, name="李四"), "dossier": "宁波第2贸易有限公司"}],
        }

    def test_an_archive_comes_in(self):
        batch = self._imported(**self._rows())
        first, second = batch.unit_ids.dossier_id
        self.assertEqual((first.number, first.state, first.opened_on), ("OLD-0001", "open", date(2019, 3, 5)))
        self.assertEqual((first.user_id, first.department_id), (self.users["sales"], self.department))
        self.assertTrue(second.number)
        partner = first.partner_id
        self.assertEqual((partner.vat, partner.is_company, partner.child_ids.name), (credit_code(1), True, "张三"))
        self.assertEqual(second.partner_id.child_ids.mapped("name"), ["李四"])
        papers = first.document_ids.sorted("item_number")
        self.assertEqual(papers.mapped("name"), ["营业执照", "购销合同", "补充协议"])
        self.assertEqual(papers.mapped("code"), ["OLD-0001-A7", "OLD-0001-002", "OLD-0001-003"])
        self.assertEqual(set(papers.mapped("state")), {"filed"})
        licence, contract, annex = papers
        self.assertEqual(annex.main_id, contract)
        self.assertEqual((contract.page_count, contract.is_original, contract.author), (12, "original", "甲方"))
        self.assertEqual((contract.received_on, contract.place_id), (date(2019, 6, 1), self.box))
        self.assertEqual(first.box_id, self.box)
        self.assertEqual(licence.date, date(2018, 1, 2))
        self.assertEqual(papers.import_batch_id, batch)

    def test_what_comes_in_is_in_the_journal_as_imported_and_takes_no_seal(self):
        batch = self._imported(**self._rows())
        dossier = batch.unit_ids.dossier_id[0]
        for record in [dossier, *dossier.document_ids]:
            self.assertEqual(self.last_events(record), ["imported"])
        event = self.env["archive.event"].search([("kind", "=", "imported")], limit=1)
        self.assertEqual((event.user_id, event.note), (self.users["archivist"], batch.name))
        self.assertFalse(dossier.document_ids.seal_ids)

    def test_scans_come_in_through_the_check_of_every_upload(self):
        scans = make_zip({
            "扫描/OLD-0001-A7.pdf": make_pdf("licence", 3),
            "OLD-0001/HT-1_购销合同.pdf": make_pdf("contract", 2),
            "OLD-0001/补充协议.pdf": make_pdf("annex"),
            "readme.txt": b"unmatched",
        }, "gbk")
        batch = self._imported(scans=scans, **self._rows())
        self.assertEqual(self._faults(batch, "note"), [("scans", 0, "", "scan_unmatched")])
        papers = batch.unit_ids.dossier_id[0].document_ids.sorted("item_number")
        self.assertEqual(papers.mapped("version_count"), [1, 1, 1])
        self.assertEqual(papers[0].page_count, 3)
        self.assertEqual(papers[1].page_count, 12)
        version = papers[0].version_ids
        self.assertEqual(version.name, "OLD-0001-A7.pdf")
        self.assertEqual(self.last_events(version), ["content_added"])
        self.assertFalse(batch.sudo().file_ids)

    def test_importing_again_makes_nothing_twice(self):
        files = {"scans": make_zip({"OLD-0001/补充协议.pdf": make_pdf("annex")}), **self._rows()}
        first = self._imported(**files)
        papers, partners = (self.env[model].search_count([]) for model in ("archive.document", "res.partner"))
        first.unit_ids.dossier_id[0].document_ids[0].sudo().name = "改过题名"  # the archive renamed one of them
        again = self._imported(**files)
        self.assertEqual(again.unit_ids.dossier_id, first.unit_ids.dossier_id)
        self.assertFalse(again.record_ids)
        self.assertEqual(self.env["archive.document"].search_count([]), papers)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertIn("paper_exists", {fault[3] for fault in self._faults(again, "note")})

    def test_two_archivists_with_one_workbook_make_nothing_twice(self):
        """Both checked it before either imported it."""
        first, second = (self._batch(**self._rows()) for _archivist in range(2))
        for batch in (first, second):
            batch.action_check()
        first.action_import()
        papers, partners = (self.env[model].search_count([]) for model in ("archive.document", "res.partner"))
        second.action_import()
        self.assertEqual(second.state, "done")
        self.assertFalse(second.record_ids)
        self.assertEqual(self.env["archive.document"].search_count([]), papers)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertEqual(second.unit_ids.dossier_id, first.unit_ids.dossier_id)

    def test_papers_join_a_dossier_that_exists(self):
        before = self.dossier.document_ids
        batch = self._imported(papers=[
            {**self.paper_row(title="新补文件"), "dossier": self.dossier.number},
            {**self.paper_row(title="附件一", role="annex", main="采购合同"), "dossier": "重庆长江轴承有限公司"}])
        added = self.dossier.document_ids - before
        self.assertEqual(sorted(added.mapped("name")), ["新补文件", "附件一"])
        self.assertEqual(sorted(added.mapped("item_number")), [2, 3])
        self.assertEqual(added.main_id, before)
        self.assertEqual(batch.unit_ids.dossier_id, self.dossier)

    def test_customers_are_found_by_credit_code_then_by_name(self):
        named = self.env["res.partner"].create({
            "name": "宁波第3贸易有限公司", "is_company": True, "vat": credit_code(3)})
        batch = self._batch(dossiers=[
            self.dossier_row(3), {**self.dossier_row(4), "number": "", "uscc": USCC[0], "customer": "长江轴承"}])
        batch.action_check()
        self.assertEqual(self._faults(batch), [])
        self.assertEqual(
            self._faults(batch, "note"),
            [("dossiers", 3, "customer", "exists"), ("dossiers", 3, "customer", "name_differs")])
        batch.action_import()
        self.assertEqual(batch.unit_ids.dossier_id.partner_id, named | self.partner)
        self.assertEqual(self.partner.name, "重庆长江轴承有限公司")

    def test_dossiers_with_faults_stay_out_whole(self):
        rows = self._rows()
        rows["papers"][3]["type"] = "9999"
        batch = self._batch(**rows)
        batch.action_check()
        self.assertEqual(self._faults(batch), [("papers", 5, "type", "type")])
        self.assertEqual(batch.unit_ids.mapped("state"), ["ready", "blocked"])
        batch.action_import()
        self.assertEqual(batch.unit_ids.mapped("state"), ["imported", "blocked"])
        self.assertFalse(self.env["res.partner"].search([("vat", "=", credit_code(2))]))

    def test_what_the_archive_refuses_at_the_last_moment_leaves_nothing_behind(self):
        batch = self._batch(dossiers=[self.dossier_row(1), self.dossier_row(2)], papers=[
            self.paper_row(1, place="Box 1"), self.paper_row(2)])
        batch.action_check()
        self.dossier._assign_box(self.box)  # somebody else took the box in the meantime
        batch.action_import()
        self.assertEqual(batch.unit_ids.mapped("state"), ["failed", "imported"])
        self.assertIn("one customer, one volume, one box", batch.unit_ids[0].message)
        self.assertFalse(self.env["res.partner"].search([("vat", "=", credit_code(1))]))
        self.assertEqual(self._faults(batch), [("dossiers", 2, "", "refused")])
        self.assertTrue(batch.sudo().file_ids)  # it is to be corrected

    def test_the_dry_run_writes_nothing_of_the_archive(self):
        def counts():
            return [self.env[model].search_count([]) for model in (
                "res.partner", "archive.dossier", "archive.document", "archive.version")]
        before = counts()
        batch = self._batch(scans=make_zip({"OLD-0001/补充协议.pdf": make_pdf("annex")}), **self._rows())
        batch.action_check()
        self.assertEqual(batch.state, "checked")
        self.assertEqual(counts(), before)

    def test_numbers_given_are_never_drawn_again(self):
        """R85: the number rule passes over what came in with a number of its own."""
        rule = self.env["archive.number.rule"]
        newcomer = self.env["res.partner"].create({
            "name": "宁波新客户有限公司", "is_company": True, "vat": credit_code(8),
            "country_id": self.env.ref("base.cn").id})
        dossier = self._make_dossier(newcomer)
        following = dossier.number[:-1] + str(int(dossier.number[-1]) + 1)
        self._imported(dossiers=[self.dossier_row(7, number=following)])
        self.assertNotEqual(rule._next_number(dossier), following)

    # ------------------------------------------------------------------
    # Long work
    # ------------------------------------------------------------------
    def test_it_goes_on_where_it_stood(self):
        """A button works for some seconds; the cron goes on, and a step that died is done again."""
        batch = self._batch(dossiers=[self.dossier_row(serial) for serial in range(1, 6)])
        batch.action_check()
        patience = "odoo.addons.client_archive.models.intake.import_batch._PATIENCE"
        with patch(patience, -1), patch("odoo.addons.client_archive.models.intake.import_run._CHUNK", 2):
            batch.action_import()
            self.assertEqual((batch.state, batch.imported_count, batch.progress), ("importing", 2, 40.0))
            with patch.object(type(batch), "_record", side_effect=MemoryError), self.assertRaises(MemoryError), \
                    self.env.cr.savepoint():
                batch._step()  # the worker is killed in the middle of a step
            batch.invalidate_recordset()
            self.assertEqual(batch.imported_count, 2)
            self._run_cron()
        self.assertEqual((batch.state, batch.imported_count), ("done", 5))
        self.assertEqual(len(batch.unit_ids.dossier_id), 5)
        event = self.env["archive.event"].search([("kind", "=", "imported")], limit=1)
        self.assertEqual(event.user_id, self.users["archivist"])

    def test_an_import_that_fails_keeps_no_other_waiting(self):
        first, second = self._batch(**self._rows()), self._batch(**self._rows())
        for batch in (first, second):
            batch.action_check()
            batch._start("importing", "checked")
        Batch = self.env.registry["archive.import.batch"]
        step = Batch._step

        def fails(batch):
            if batch.id == first.id:
                raise ZeroDivisionError
            return step(batch)

        with patch.object(Batch, "_step", fails), mute_logger(
                "odoo.addons.client_archive.models.intake.import_batch"), patch.object(
                self.env.registry["ir.cron"], "_commit_progress", return_value=60.0), patch.object(
                self.env.cr, "rollback"):
            self.env["archive.import.batch"]._cron_work()
        self.assertEqual((first.state, second.state), ("stopped", "done"))

    def test_it_is_stopped_and_resumed(self):
        batch = self._batch(dossiers=[self.dossier_row(serial) for serial in range(1, 4)])
        batch.action_check()
        with patch("odoo.addons.client_archive.models.intake.import_batch._PATIENCE", -1), \
                patch("odoo.addons.client_archive.models.intake.import_run._CHUNK", 1):
            batch.action_import()
            batch.action_stop()
            self._run_cron()
        self.assertEqual((batch.state, batch.imported_count), ("stopped", 1))
        batch.action_resume()
        self.assertEqual((batch.state, batch.imported_count), ("done", 3))

    def test_who_is_no_archivist_any_more_imports_nothing_more(self):
        batch = self._batch(dossiers=[self.dossier_row(1), self.dossier_row(2)])
        batch.action_check()
        with patch("odoo.addons.client_archive.models.intake.import_batch._PATIENCE", -1), \
                patch("odoo.addons.client_archive.models.intake.import_run._CHUNK", 1):
            batch.action_import()
        self.users["archivist"].group_ids -= self.env.ref("client_archive.group_archivist")
        self._run_cron()
        self.assertEqual((batch.sudo().state, batch.sudo().imported_count), ("stopped", 1))

    def test_query_counts_do_not_grow_with_the_papers(self):
        """40 dossiers of 10 papers cost as many queries as 40 of 2, beyond what is written in blocks."""
        def queries(first, papers):
            serials = range(first, first + 40)
            batch = self._batch(dossiers=[self.dossier_row(serial) for serial in serials], papers=[
                self.paper_row(serial, f"文件{number}") for serial in serials for number in range(papers)])
            batch.action_check()
            batch.sudo()._move("importing", worker_id=self.users["archivist"].id)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            batch._step()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before
        queries(1, 2)  # what is cached once
        few, many = queries(101, 2), queries(201, 10)
        self.assertLess(many - few, 40)

    def test_undated_files_go_after_a_month(self):
        batch = self._batch(dossiers=[self.dossier_row(1)])
        batch.action_check()
        self.Batch._gc_files()
        self.assertTrue(batch.file_ids)
        self.env.cr.execute("UPDATE archive_import_batch SET write_date = now() - interval '31 days'")
        self.env.invalidate_all()
        self.env["archive.import.batch"]._gc_files()
        self.assertFalse(batch.file_ids)
        self.assertFalse(batch.unit_ids)
        self.assertEqual(batch.state, "draft")
        with self.assertRaisesRegex(UserError, "Upload the workbook first"):
            batch.action_check()

    def test_a_new_workbook_takes_the_place_of_the_old(self):
        batch = self._batch(dossiers=[self.dossier_row(1)])
        content = make_workbook(dossiers=[self.dossier_row(2)])
        batch.write({"workbook": base64.b64encode(content), "workbook_name": "新.xlsx"})
        self.assertEqual(batch.file_ids.mapped("name"), ["新.xlsx"])
        self.assertEqual(batch.file_ids.size, len(content))
