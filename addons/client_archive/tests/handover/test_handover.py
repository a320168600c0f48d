from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import HandoverCommon


@tagged("-at_install", "post_install")
class TestHandover(HandoverCommon):
    def signers(self, handover):
        return handover.signature_ids.filtered(lambda row: not row.is_void).mapped(
            lambda row: (row.role, row.user_id.login))

    def test_R64_R114_R115_R116_R120_whole_path(self):
        handover = self.make_handover()
        self.assertRegex(handover.name, r"^YJ/\d{4}/\d{4}$")
        self.assertEqual((handover.line_count, handover.page_count), (2, 2))
        self.assertEqual(handover.line_ids.mapped("page_range"), ["1", "2"])
        self.assertEqual(handover.deadline, handover.deadline_a)
        self.rpc("sales", handover, "action_sign")
        self.assertEqual(handover.state, "to_check")
        self.assertEqual(set(self.papers.mapped("state")), {"submitted"}, "A hands the papers over")
        self.assertEqual(handover.activity_ids.user_id, self.users["other_sales"])
        self.check_and_sign(handover, "other_sales")
        self.assertEqual(handover.state, "to_receive")
        self.assertEqual(handover.activity_ids.user_id, self.users["archive_head"], "no archivist is named")
        self.check_and_sign(handover, "archivist")
        self.assertEqual((handover.state, handover.archivist_id), ("done", self.users["archivist"]))
        self.assertFalse(handover.activity_ids)
        self.assertEqual(self.signers(handover), [
            ("manager_a", "test_sales"), ("manager_b", "test_other_sales"), ("archivist", "test_archivist")])
        self.assertEqual(len(set(handover.signature_ids.mapped("digest"))), 1, "all three signed the same list")
        self.assertEqual(self.last_events(handover, 3), ["handover_done", "handover_signed", "handover_signed"])
        self.rpc("archivist", handover, "action_file_papers")
        self.assertEqual(set(self.papers.mapped("state")), {"filed"})
        self.assertTrue(all(self.papers.mapped("code")))
        self.assertEqual(self.papers.handover_id, handover)
        self.assertEqual(self.dossier.handover_count, 1)

    def test_R66_one_manager_is_enough_where_the_kind_says_so(self):
        handover = self.make_handover(rule=self.deal)
        self.rpc("sales", handover, "action_sign")
        self.assertEqual(handover.state, "to_receive")
        self.check_and_sign(handover, "archivist")
        self.assertEqual([role for role, _login in self.signers(handover)], ["manager_a", "archivist"])

    def test_R115_filling_lists_what_waits_and_is_on_no_list(self):
        handover = self.make_handover(self.env["archive.document"])
        self.rpc("sales", handover, "action_fill")
        self.assertEqual(handover.line_ids.document_id, self.papers)
        unlisted = [("state", "in", ("draft", "submitted")), ("handover_line_ids", "not any", [("is_open", "=", True)])]
        self.assertFalse(self.papers & self.env["archive.document"].search(unlisted))
        second = self.make_handover(self.env["archive.document"])
        with self.assertRaisesRegex(UserError, "no papers"):
            self.rpc("sales", second, "action_fill")

    def test_R115_an_empty_list_or_uncounted_pages_are_not_signed(self):
        handover = self.make_handover(self.env["archive.document"])
        with self.assertRaisesRegex(UserError, "empty"):
            self.rpc("sales", handover, "action_sign")
        handover = self.make_handover()
        self.rpc("sales", handover.line_ids[0], "write", {"page_count": 0})
        with self.assertRaisesRegex(UserError, "pages"):
            self.rpc("sales", handover, "action_sign")

    def test_R116_manager_b_is_named_where_the_kind_has_one(self):
        handover = self.make_handover(manager_b_id=False)
        with self.assertRaisesRegex(UserError, "manager B"):
            self.rpc("sales", handover, "action_sign")

    def test_R116_nothing_is_signed_unchecked(self):
        handover = self.make_handover(state="to_check")
        with self.assertRaisesRegex(UserError, "items are not checked yet"):
            self.rpc("other_sales", handover, "action_sign")
        self.rpc("other_sales", handover, "write", {"line_ids": [(1, handover.line_ids[0].id, {"checked_b": True})]})
        self.assertEqual(handover.unchecked_count, 1)
        self.check_and_sign(handover, "other_sales")
        with self.assertRaisesRegex(UserError, "neither checked nor noted as incomplete"):
            self.rpc("archivist", handover, "action_sign")

    def test_R116_a_gap_goes_to_a_and_comes_back(self):
        handover = self.make_handover(state="to_check")
        with self.assertRaisesRegex(UserError, "supplement list"):
            self.rpc("other_sales", handover, "action_return")
        gap = self.ask_supplement(handover)
        self.assertEqual((gap.user_id, gap.asked_by_id), (self.users["sales"], self.users["other_sales"]))
        self.rpc("other_sales", handover, "action_check_all")
        with self.assertRaisesRegex(UserError, "not settled"):
            self.rpc("other_sales", handover, "action_sign")
        self.rpc("other_sales", handover, "action_return")
        self.assertEqual(handover.state, "supplement")
        self.assertTrue(handover.signature_ids.is_void, "what A signed is void")
        self.assertFalse(any(handover.line_ids.mapped("checked_b")), "everything is checked again")
        self.assertEqual(handover.activity_ids.user_id, self.users["sales"])
        with self.assertRaisesRegex(UserError, "still waits"):
            self.rpc("sales", handover, "action_sign")
        extra = self._make_document(self.dossier, "法定代表人授权书", state="draft")
        self.rpc("sales", handover, "write", {"line_ids": [(0, 0, {"document_id": extra.id})]})
        self.rpc("sales", gap, "action_supplied")
        sent_on = handover.sent_on
        self.rpc("sales", handover, "action_sign")
        self.assertEqual((handover.state, handover.sent_on), ("to_check", sent_on))
        self.rpc("other_sales", gap, "action_reject")
        self.assertEqual((gap.state, gap.supplied_on), ("open", False))
        self.rpc("sales", gap, "action_supplied")
        self.rpc("other_sales", gap, "action_accept")
        self.check_and_sign(handover, "other_sales")
        self.assertEqual((handover.state, handover.gap_count, handover.line_count), ("to_receive", 0, 3))

    def test_R116_others_than_a_are_called_for_what_they_supply(self):
        handover = self.make_handover(state="to_check")
        gap = self.ask_supplement(handover, user_id=self.users["employee"].id)
        self.rpc("other_sales", handover, "action_return")
        self.assertEqual(handover.activity_ids.user_id, self.users["sales"] | self.users["employee"])
        with self.assertRaises(AccessError):
            self.rpc("security", gap, "action_supplied")
        self.rpc("employee", gap, "action_supplied")
        self.assertEqual(gap.state, "supplied")

    def test_R67_the_archivist_chases_a_gap_or_notes_it(self):
        handover = self.make_handover(state="to_receive")
        self.ask_supplement(handover, "archivist")
        self.rpc("archivist", handover, "action_return")
        self.assertEqual(handover.state, "supplement")
        self.assertFalse(self.signers(handover))

    def test_R67_a_noted_gap_is_received_and_not_filed(self):
        handover = self.make_handover(state="to_receive")
        self.rpc("archivist", handover.line_ids[0], "write", {"finding": "缺第2页，客户无法补齐"})
        self.check_and_sign(handover, "archivist")
        self.assertEqual(handover.state, "done")
        self.assertEqual(handover.to_file_count, 1)
        self.rpc("archivist", handover, "action_file_papers")
        self.assertEqual(set(self.papers.mapped("state")), {"submitted", "filed"})
        with self.assertRaisesRegex(UserError, "waits to be filed"):
            self.rpc("archivist", handover, "action_file_papers")

    def test_a_paper_is_on_one_open_list_only(self):
        handover = self.make_handover()
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.make_handover()
            self.env.flush_all()
        self.rpc("sales", handover, "action_cancel")
        self.assertTrue(self.make_handover())

    def test_counts_are_batched(self):
        lists = self.make_handover(self.papers[0]) | self.make_handover(self.papers[1])
        self.env.invalidate_all()
        lists.mapped("gap_count")
        lists.mapped("line_count")
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            lists[:1].mapped("gap_count")
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            lists.mapped("gap_count")
