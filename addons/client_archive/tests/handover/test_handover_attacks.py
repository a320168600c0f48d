from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import HandoverCommon


@tagged("-at_install", "post_install")
class TestHandoverAttacks(HandoverCommon):
    def test_R115_each_signs_only_for_themself(self):
        handover = self.make_handover()
        for login in ("other_sales", "head", "archivist", "gm", "employee", "manager"):
            with self.assertRaises(AccessError):
                self.rpc(login, handover, "action_sign")
        self.rpc("sales", handover, "action_sign")
        for login in ("sales", "archivist", "archive_head", "head", "manager"):
            with self.assertRaises(AccessError):
                self.rpc(login, handover, "action_sign")
        self.check_and_sign(handover, "other_sales")
        for login in ("sales", "other_sales", "head", "gm"):
            with self.assertRaises(AccessError):
                self.rpc(login, handover, "action_sign")

    def test_R120_a_named_archivist_signs_and_no_other(self):
        handover = self.make_handover(state="to_receive", archivist_id=self.users["archivist"].id)
        self.assertFalse(self.as_user("archive_head", handover).must_sign)
        with self.assertRaises(AccessError):
            self.rpc("archive_head", handover, "action_check_all")
        self.assertTrue(self.as_user("archivist", handover).must_sign)

    def test_R115_nobody_signs_two_parts(self):
        for values in ({"manager_b_id": self.users["sales"].id}, {"archivist_id": self.users["other_sales"].id}):
            with self.assertRaisesRegex(UserError, "two parts"):
                self.make_handover(self.env["archive.document"], **values)
        archivist = self.users["archivist"]
        handover = self.make_handover(state="to_check", manager_b_id=archivist.id)
        self.check_and_sign(handover, "archivist")
        with self.assertRaises(AccessError):
            self.rpc("archivist", handover, "action_check_all")
        self.check_and_sign(handover, "archive_head")
        self.assertEqual(handover.state, "done")

    def test_state_and_seals_are_not_entered(self):
        handover = self.make_handover()
        for vals in ({"state": "done"}, {"state": "to_receive"}, {"deadline_b": "2099-01-01"}, {"digest": "0" * 64},
                     {"sent_on": "2020-01-01"}, {"name": "YJ/1"}, {"is_title": True}, {"escalated_on": "2020-01-01"}):
            for login in ("sales", "archivist"):
                with self.assertRaises(self.REFUSED, msg=str(vals)):
                    self.rpc(login, handover, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc("sales", self.Handover, "create", {"state": "done", "rule_id": self.project.id})
        with self.assertRaises(AccessError):
            self.rpc("sales", self.Handover.browse(), "create", {
                "rule_id": self.project.id, "manager_a_id": self.users["other_sales"].id})

    def test_signatures_are_not_entered(self):
        handover = self.make_handover(state="to_check")
        Signature = self.env["archive.handover.signature"]
        with self.assertRaises(AccessError):
            self.rpc("sales", Signature, "create", {
                "handover_id": handover.id, "role": "manager_b", "user_id": self.users["other_sales"].id,
                "signed_on": "2026-01-01 00:00:00"})
        with self.assertRaises(AccessError):
            Signature.create({"handover_id": handover.id, "role": "archivist", "user_id": self.env.uid,
                              "signed_on": "2026-01-01 00:00:00"})
        for vals in ({"is_void": True}, {"user_id": self.users["gm"].id}):
            with self.assertRaises(AccessError):
                self.rpc("sales", handover.signature_ids, "write", vals)
        with self.assertRaises(self.REFUSED):
            handover.signature_ids.unlink()

    def test_a_signed_list_is_sealed(self):
        handover = self.make_handover(state="to_check")
        line = handover.line_ids[0]
        for login in ("sales", "other_sales", "archivist"):
            for vals in ({"page_count": 9}, {"title": "Other"}, {"document_id": self.document.id}, {"remarks": "x"}):
                with self.assertRaises(self.REFUSED, msg=f"{login} {vals}"):
                    self.rpc(login, line, "write", vals)
            with self.assertRaises(self.REFUSED):
                self.rpc(login, line, "unlink")
            with self.assertRaises(self.REFUSED):
                self.rpc(login, self.env["archive.handover.line"], "create", {
                    "handover_id": handover.id, "document_id": self.document.id})
        for vals in ({"manager_b_id": self.users["employee"].id}, {"start_date": "2030-01-01"},
                     {"rule_id": self.contract_rule.id}, {"manager_a_id": self.users["employee"].id}):
            with self.assertRaises(self.REFUSED, msg=str(vals)):
                self.rpc("sales", handover, "write", vals)
        with self.assertRaises(UserError):
            self.rpc("sales", handover, "unlink")
        self.check_and_sign(handover, "other_sales")
        self.check_and_sign(handover, "archivist")
        for vals in ({"note": "x"}, {"archivist_id": self.users["archive_head"].id}):
            with self.assertRaises(UserError, msg=str(vals)):
                self.rpc("archivist", handover, "write", vals)

    def test_a_line_altered_past_the_orm_is_not_signed(self):
        handover = self.make_handover(state="to_check")
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE archive_handover_line SET page_count = 99 WHERE id = %s", handover.line_ids[0].id))
        self.env.invalidate_all()
        self.rpc("other_sales", handover, "action_check_all")
        with self.assertRaisesRegex(UserError, "not what manager A signed"):
            self.rpc("other_sales", handover, "action_sign")

    def test_checks_are_entered_in_ones_own_turn(self):
        handover = self.make_handover(state="to_check")
        line = handover.line_ids[0]
        for login, vals in (("sales", {"checked_b": True}), ("archivist", {"checked": True}),
                            ("other_sales", {"checked": True}), ("other_sales", {"finding": "x"}),
                            ("other_sales", {"handover_state": "done"}), ("other_sales", {"is_open": False})):
            with self.assertRaises(self.REFUSED, msg=f"{login} {vals}"):
                self.rpc(login, line, "write", vals)
        draft = self.make_handover(self.document)
        with self.assertRaises(AccessError):
            self.rpc("sales", draft, "write", {"line_ids": [(0, 0, {
                "document_id": self._make_document(self.dossier, "Other").id, "checked_b": True})]})

    def test_a_line_is_not_moved_to_another_list(self):
        sealed = self.make_handover(self.papers[0], state="to_check")
        draft = self.make_handover(self.papers[1])
        with self.assertRaises(self.REFUSED):
            self.rpc("sales", draft.line_ids, "write", {"handover_id": sealed.id})

    def test_R116_gaps_are_entered_by_whoever_checks(self):
        handover = self.make_handover(state="to_check")
        for login in ("sales", "archivist", "head"):
            with self.assertRaises(self.REFUSED):
                self.ask_supplement(handover, login)
        gap = self.ask_supplement(handover)
        with self.assertRaises(self.REFUSED):
            self.rpc("sales", gap, "write", {"state": "accepted"})
        with self.assertRaises(self.REFUSED):
            self.rpc("sales", gap, "write", {"name": "nothing"})
        with self.assertRaises(self.REFUSED):
            self.rpc("sales", gap, "unlink")
        with self.assertRaises(self.REFUSED):
            self.rpc("sales", gap, "action_accept")

    def test_others_lists_are_read_only(self):
        handover = self.make_handover()
        for login in ("employee", "head", "gm"):
            with self.assertRaises(AccessError):
                self.rpc(login, handover, "write", {"note": "x"})
            with self.assertRaises(AccessError):
                self.rpc(login, handover, "action_cancel")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            self.rpc("outsider", handover, "read", ["name"])

    def test_only_archivists_file(self):
        handover = self.make_handover(state="done")
        with self.assertRaises(UserError):
            self.rpc("sales", handover, "action_file_papers")

    def test_one_company_does_not_see_anothers_lists(self):
        handover = self.make_handover()
        other = self.env["res.company"].create({"name": "Other Company"})
        user = self.users["archivist"]
        user.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertFalse(self.Handover.with_user(user).with_context({}).search([("id", "=", handover.id)]))
        with self.assertRaises(AccessError):
            self.rpc("archivist", handover, "read", ["name"])
