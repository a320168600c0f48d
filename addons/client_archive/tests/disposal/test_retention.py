from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DisposalCommon


@tagged("-at_install", "post_install")
class TestRetention(DisposalCommon):
    def test_R69_three_years_from_the_last_settlement(self):
        self.dossier.last_settlement_on = date(2020, 5, 7)
        self.assertEqual(self.document.retention_until, date(2023, 5, 7))
        self.assertIn(self.document, self.document.search(self.document._due_domain()))

    def test_R69_permanent_while_the_customer_deals(self):
        self.as_user("archivist", self.dossier).action_reopen()
        self.assertFalse(self.document.retention_until)
        self.assertNotIn(self.document, self.document.search(self.document._due_domain()))
        self.assertIn("its customer still deals with us", " ".join(self.document._destruction_obstacles()))

    def test_R69_closing_finds_the_last_settlement(self):
        archivist = self.as_user("archivist", self.dossier)
        archivist.action_reopen()
        archivist.action_close()
        self.assertEqual(self.dossier.last_settlement_on, date.today(), "no entry in the books: the day of closing")

    def test_R69_the_day_of_settlement_is_the_archivists(self):
        with self.assertRaises(AccessError):
            self.rpc("sales", self.dossier, "write", {"last_settlement_on": "2001-01-01"})
        self.assertIn("changed", self.last_events(self.dossier, 5))

    def test_retention_by_type_of_paper(self):
        doc_type = self.document.type_id
        doc_type.retention_rule_id = self.env.ref("client_archive.retention_rule_permanent")
        self.assertFalse(self.document.retention_until)
        doc_type.retention_rule_id = self.env.ref("client_archive.retention_rule_30")
        self.assertEqual(self.document.retention_until, self.document.date + relativedelta(years=30))
        doc_type.retention_rule_id = False
        doc_type.parent_id.retention_rule_id = self.env.ref("client_archive.retention_rule_10")
        self.assertEqual(self.document.retention_until, self.dossier.last_settlement_on + relativedelta(years=10))

    def test_changing_the_default_rule_moves_its_papers(self):
        rule = self.env.ref("client_archive.retention_rule_customer")
        rule.years = 7
        self.assertEqual(self.document.retention_until, self.dossier.last_settlement_on + relativedelta(years=7))
        rule.is_default = False
        self.env.ref("client_archive.retention_rule_10").is_default = True
        self.assertEqual(self.document.retention_until, self.dossier.last_settlement_on + relativedelta(years=10))

    def test_rules_are_configuration(self):
        rule = self.env.ref("client_archive.retention_rule_customer")
        for login in ("employee", "sales", "archive_head"):
            with self.assertRaises(AccessError):
                self.rpc(login, rule, "write", {"years": 1})
        self.rpc("manager", rule, "write", {"years": 4})

    def test_R30_yearly_proposal(self):
        open_paper = self._make_document(self.other_dossier(), "Still dealing")
        known = self.Batch.search([])
        cron = self.env.ref("client_archive.ir_cron_propose_destruction")
        cron.method_direct_trigger()
        batch = self.Batch.search([]) - known
        self.assertEqual(len(batch), 1)
        self.assertEqual(batch.line_ids.document_id, self.document)
        self.assertNotIn(open_paper, batch.line_ids.document_id)
        self.assertEqual(batch.activity_ids.user_id, self.users["archive_head"])
        cron.method_direct_trigger()
        self.assertEqual(self.Batch.search([]) - known, batch, "a paper is on one open register only")

    def test_R30_by_hand(self):
        batch = self.Batch.with_user(self.users["archivist"]).create({})
        self.rpc("archivist", batch, "action_fill")
        self.assertEqual(batch.line_ids.document_id, self.document)
        with self.assertRaises(UserError):
            self.rpc("archivist", batch, "action_fill")
        with self.assertRaises(AccessError):
            self.rpc("sales", batch, "action_fill")

    def test_query_count_of_a_proposal_does_not_grow(self):
        def count(papers):
            for number in range(papers):
                self.expired_document(f"Paper {papers} {number}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.Batch._expired(self.company)
            return self.env.cr.sql_log_count - before, len(found)
        few, found_few = count(2)
        many, found_many = count(6)
        self.assertEqual((found_few, found_many), (3, 9))
        self.assertLessEqual(many, few)
