from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...tools import gate
from .common import CirculationCommon


@tagged("post_install", "-at_install")
class TestGrant(CirculationCommon):
    """Content opens to whom a request gave access, for as long as it says (R51)."""

    def test_R51_an_approved_request_opens_exactly_its_papers(self):
        for kind in ("consult", "loan", "copy"):
            with self.subTest(kind=kind):
                request = self.make_request(kind=kind, state="submitted")
                self.assertFalse(self.opens("employee"))
                self.approve(request)
                self.assertTrue(self.opens("employee"))
                self.assertTrue(self.rpc("employee", self.version, "read", ["content"])[0]["content"])
                self.assertFalse(self.opens("employee", self.secret_document.version_ids))
                self.assertFalse(self.opens("other_sales"))
                self.as_user("employee", request).action_cancel()
                self.assertFalse(self.opens("employee"))

    def test_R51_content_by_attachment_follows_the_grant(self):
        attachment = self.env["ir.attachment"].search([
            ("res_model", "=", "archive.version"), ("res_id", "=", self.version.id), ("res_field", "=", "content")])
        request = self.make_request(kind="consult", state="approved")
        self.assertTrue(self.as_user("employee", attachment).raw)
        self.as_user("employee", request).action_finish()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            self.rpc("employee", attachment, "read", ["raw"])

    def test_R51_access_ends_with_its_time(self):
        request = self.make_request(kind="consult", state="approved")
        self.assertTrue(self.opens("employee"))
        self.let_time_pass(request, 4)
        self.assertFalse(self.opens("employee"))
        with self.assertRaises(AccessError):
            self.rpc("employee", self.version, "read", ["content"])

    def test_R51_access_ends_when_the_paper_comes_back(self):
        request = self.make_request(state="issued")
        self.assertTrue(self.opens("employee"))
        self.take_back(request)
        self.assertFalse(self.opens("employee"))

    def test_R51_access_ends_when_the_paper_becomes_more_secret(self):
        self.make_request(kind="consult", state="approved")
        self.assertTrue(self.opens("employee"))
        self.as_user("archivist", self.document).secrecy_level = "2"
        self.assertFalse(self.opens("employee"))

    def test_R51_access_is_revoked(self):
        request = self.make_request(kind="consult", state="approved")
        for login in ("employee", "sales", "head"):
            with self.subTest(login=login), self.assertRaises(AccessError):
                self.rpc(login, request.grant_ids, "action_revoke")
        self.rpc("security", request.grant_ids, "action_revoke")
        self.assertFalse(self.opens("employee"))
        self.assertEqual(self.last_events(request.grant_ids), ["grant_ended"])

    def test_R51_grants_are_not_entered_or_changed(self):
        request = self.make_request(kind="consult", state="approved")
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
        grant = self.make_request(kind="consult", state="approved").grant_ids
        for login, seen in (("employee", True), ("archivist", True), ("security", True), ("sales", False)):
            with self.subTest(login=login):
                self.assertEqual(bool(self.rpc(login, grant.browse(), "search", [("id", "=", grant.id)])), seen)

    def test_paper_form_says_that_content_is_closed(self):
        self.assertTrue(self.as_user("employee", self.document).content_closed)
        self.assertFalse(self.as_user("archivist", self.document).content_closed)
        self.make_request(kind="consult", state="approved")
        self.env.invalidate_all()
        self.assertFalse(self.as_user("employee", self.document).content_closed)

    def test_R51_content_costs_one_query_more(self):
        """However many grants there are."""
        documents = [self._make_document(self.dossier, f"件{number}") for number in range(4)]

        def queries():
            self.env.invalidate_all()
            versions = self.as_user("employee", self.version.browse())
            before = self.cr.sql_log_count
            self.assertTrue(versions.search([("document_id", "=", self.document.id)]))
            return self.cr.sql_log_count - before
        self.make_request(kind="consult", state="approved")
        queries()
        one = queries()
        for document in documents:
            self.make_request(document, kind="consult", state="approved")
        self.assertEqual(queries(), one)
