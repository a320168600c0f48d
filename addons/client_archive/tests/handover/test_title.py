from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import HandoverCommon


@tagged("-at_install", "post_install")
class TestTitle(HandoverCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.title_type = cls.env.ref("client_archive.document_type_1003")
        cls.title = cls._make_document(
            cls.dossier, "不动产权证书", state="draft", type_id=cls.title_type.id, reference="渝(2026)0012345")

    def test_R123_titles_are_refused_on_an_ordinary_list(self):
        handover = self.make_handover()
        with self.assertRaisesRegex(UserError, "is a title: titles are handed over"), self.env.cr.savepoint():
            self.rpc("sales", handover, "write", {"line_ids": [(0, 0, {"document_id": self.title.id})]})
        with self.assertRaisesRegex(UserError, "is a title: titles are handed over"):
            self.rpc("sales", self.env["archive.handover.line"], "create", {
                "handover_id": handover.id, "document_id": self.title.id})

    def test_R123_other_papers_are_refused_on_a_title_list(self):
        with self.assertRaisesRegex(UserError, "does not belong on a title list"):
            self.make_handover(self.title | self.papers[0], rule=self.title_rule)

    def test_R123_a_list_does_not_change_its_kind_around_its_papers(self):
        handover = self.make_handover()
        with self.assertRaisesRegex(UserError, "does not belong on a title list"):
            self.rpc("sales", handover, "write", {"rule_id": self.title_rule.id})

    def test_R123_a_paper_that_became_a_title_is_not_signed_away(self):
        handover = self.make_handover()
        self.papers[0].type_id = self.title_type
        with self.assertRaisesRegex(UserError, "is a title: titles are handed over"):
            self.rpc("sales", handover, "action_sign")

    def test_R123_certificate_number_and_holder_are_required(self):
        handover = self.make_handover(self.title, rule=self.title_rule)
        line = handover.line_ids
        self.assertEqual((line.certificate_number, line.right_holder, line.quantity),
                         ("渝(2026)0012345", self.partner.name, 1))
        for name in ("certificate_number", "right_holder"):
            value = line[name]
            self.rpc("sales", line, "write", {name: False})
            with self.assertRaisesRegex(UserError, "certificate number"):
                self.rpc("sales", handover, "action_sign")
            self.rpc("sales", line, "write", {name: value})
        self.rpc("sales", handover, "action_sign")
        self.assertEqual(handover.state, "to_check")

    def test_R123_filling_a_title_list_takes_titles_alone(self):
        handover = self.make_handover(self.env["archive.document"], rule=self.title_rule)
        self.rpc("sales", handover, "action_fill")
        self.assertEqual(handover.line_ids.document_id, self.title)
        self.assertEqual(handover.deadline_b, fields.Date.context_today(handover))

    def test_R112_R122_the_ledger_of_titles(self):
        handover = self.make_handover(self.title, rule=self.title_rule, state="done")
        action = self.env["ir.actions.actions"]._for_xml_id("client_archive.archive_title_action")
        ledger = self.env["archive.document"].search([("type_id.is_title", "=", True)])
        self.assertIn(self.title, ledger)
        self.assertIn("is_title", action["domain"])
        self.assertEqual(self.title.handover_id, handover)
