from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools import gate
from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestGrant(CirculationCommon):
    """Content opens to whom a request gave access, for as long as it says (R51)."""

    def test_R51_reading_on_screen_opens_exactly_its_papers(self):
        request = self.make_request(kind="screen", state="submitted")
        self.assertFalse(request.grant_ids)
        self.approve(request)
        self.assertEqual((request.grant_ids.user_id, request.grant_ids.document_id),
                         (self.users["employee"], self.document))
        self.assertTrue(self.may_read("employee", request))
        for login in self.users.keys() - {"employee"}:
            with self.subTest(login=login):
                self.assertFalse(self.may_read(login, request), "an access is personal")
        self.as_user("employee", request).action_cancel()
        self.assertFalse(self.may_read("employee", request))

    def test_R16_R21_R23_R54_other_kinds_give_no_access_to_content(self):
        for kind in ("consult", "loan", "copy", "carry"):
            with self.subTest(kind=kind):
                values = self.on_the_way() if kind == "carry" else {}
                request = self.make_request(kind=kind, state="approved", **values)
                self.assertFalse(request.grant_ids)
                self.as_user("employee", request).action_cancel()

    def test_R51_who_reads_on_screen_gets_no_file(self):
        request = self.make_request(kind="screen", state="approved")
        self.assertTrue(self.may_read("employee", request))
        self.assertFalse(self.opens("employee"))
        attachment = self._files_of(self.version)
        for records, method, args in (
                (self.version, "read", [["content"]]), (self.version, "read", [["name"]]),
                (self.version, "action_read_text", []), (attachment, "read", [["raw"]]),
                (attachment, "read", [["datas"]]), (self.document, "action_print_sealed", []),
                (self.dossier, "action_export", [])):
            with self.subTest(method=method, args=args), self.assertRaises(AccessError):
                self.rpc("employee", records, method, *args)
        self.assertFalse(self.as_user("employee", self.document).preview)

    def test_R51_access_ends_with_its_time(self):
        request = self.make_request(kind="screen", state="approved")
        self.assertTrue(self.may_read("employee", request))
        self.let_time_pass(request, 4)
        self.assertFalse(self.may_read("employee", request))

    def test_R51_access_ends_when_its_reader_is_done(self):
        request = self.make_request(kind="screen", state="approved")
        self.rpc("employee", request, "action_finish")
        self.assertEqual(request.state, "done")
        self.assertFalse(self.may_read("employee", request))

    def test_R51_access_ends_when_the_paper_becomes_more_secret(self):
        request = self.make_request(kind="screen", state="approved")
        self.as_user("archivist", self.document).secrecy_level = "2"
        self.assertFalse(self.may_read("employee", request))

    def test_R51_access_ends_when_the_paper_moves(self):
        """Another dossier has another owner, who was not asked."""
        request = self.make_request(kind="screen", state="approved")
        other = self._make_dossier(self.env["res.partner"].create({
            "name": "Elsewhere", "is_company": True, "country_id": self.env.ref("base.be").id}))
        self.as_user("archivist", self.document).dossier_id = other
        self.assertFalse(self.may_read("employee", request))

    def test_R98_access_needs_agreement_and_clearance_all_the_time(self):
        request = self.make_request(self.secret_document, kind="screen", state="approved")
        self.assertFalse(self.may_read("employee", request), "approval clears nobody")
        agreement, clearance = self._clear("employee", "2")
        self.assertTrue(self.may_read("employee", request))
        agreement.date_to = self.today() - timedelta(days=1)
        self.assertFalse(self.may_read("employee", request))
        agreement.date_to = "2099-12-31"
        self.assertTrue(self.may_read("employee", request))
        self.rpc("security", clearance, "action_revoke")
        self.assertFalse(self.may_read("employee", request))

    def test_R51_who_leaves_the_archives_users_reads_no_more(self):
        request = self.make_request(kind="screen", state="approved")
        self.users["employee"].group_ids = [Command.unlink(self.env.ref("client_archive.group_user").id)]
        self.assertFalse(self.may_read("employee", request))

    def test_R51_access_is_revoked(self):
        request = self.make_request(kind="screen", state="approved")
        for login in ("employee", "sales", "head"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request.grant_ids, "action_revoke")
        self.rpc("security", request.grant_ids, "action_revoke")
        self.assertFalse(self.may_read("employee", request))
        self.assertEqual(self.last_events(request.grant_ids), ["grant_ended"])

    def test_R51_grants_are_not_entered_or_changed(self):
        request = self.make_request(kind="screen", state="approved")
        values = {"request_id": request.id, "document_id": self.secret_document.id,
                  "user_id": self.users["employee"].id, "secrecy_level": "3", "valid_until": "2099-01-01 00:00:00"}
        for login in self.users:
            for method, args in (("create", [values]), ("write", [{"valid_until": "2099-01-01 00:00:00"}]),
                                 ("unlink", [])):
                grants = request.grant_ids.browse() if method == "create" else request.grant_ids
                with self.subTest(login=login, method=method), self.assertRaises(AccessError):
                    self.rpc(login, grants, method, *args, context={gate._KEY: True})
        for command in ([0, 0, values], [1, request.grant_ids.id, {"valid_until": "2099-01-01 00:00:00"}]):
            for login in ("employee", "archivist"):
                with self.subTest(login=login, command=command), self.assertRaises(UserError):
                    self.rpc(login, request, "write", {"grant_ids": [command]})
        with self.assertRaises(AccessError):
            request.grant_ids.sudo().write({"valid_until": "2099-01-01 00:00:00"})

    def test_R51_one_sees_ones_own_grants(self):
        grant = self.make_request(kind="screen", state="approved").grant_ids
        for login, seen in (("employee", True), ("archivist", True), ("security", True), ("sales", False)):
            with self.subTest(login=login):
                self.assertEqual(bool(self.rpc(login, grant.browse(), "search", [("id", "=", grant.id)])), seen)

    def test_paper_form_says_that_content_is_closed(self):
        paper = self.as_user("employee", self.document)
        self.assertTrue(paper.content_closed)
        self.assertFalse(paper.can_read_now)
        self.assertFalse(self.as_user("archivist", self.document).content_closed)
        with self.assertRaisesRegex(UserError, "is not open to you on screen"):
            self.rpc("employee", self.document, "action_read")
        request = self.make_request(kind="screen", state="approved")
        self.env.invalidate_all()
        self.assertTrue(paper.can_read_now)
        url = f"/archive/read/{request.grant_ids.id}"
        for record in (self.document, request, request.grant_ids):
            with self.subTest(model=record._name):
                self.assertEqual(self.rpc("employee", record, "action_read")["url"], url)

    def test_R51_whether_papers_are_open_costs_no_query_per_paper(self):
        papers = self.document.union(*(self._make_document(self.dossier, f"件{number}") for number in range(4)))
        self.make_request(papers, kind="screen", state="approved")

        def queries(some):
            self.env.invalidate_all()
            some = self.as_user("employee", some)
            before = self.cr.sql_log_count
            self.assertTrue(all(some.mapped("can_read_now")))
            return self.cr.sql_log_count - before
        queries(papers)
        self.assertEqual(queries(papers[:1]), queries(papers))
