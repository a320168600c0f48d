from odoo.tests import HttpCase, tagged

from ..circulation.common import CirculationCommon
from ..common import make_pdf

_READ = """
(async () => {
    const until = async (found, what) => {
        for (let turn = 0; turn < 300; turn++) {
            if (found()) { return; }
            await new Promise((go) => setTimeout(go, 100));
        }
        throw new Error(what);
    };
    const page = document.querySelector(".page[data-page='1']");
    await until(() => page.querySelector("img"), "the first page is not drawn");
    if (document.querySelector(".page[data-page='9'] img")) { throw new Error("a page out of sight was drawn"); }
    document.querySelector(".page[data-page='9']").scrollIntoView();
    await until(() => document.querySelector(".page[data-page='9'] img"), "the last page is not drawn");
    await until(() => !page.querySelector("img"), "a page out of sight stays");
    page.dataset.source = "%s";
    page.scrollIntoView();
    await until(() => !document.getElementById("ended").hidden, "nothing says that the access has ended");
    if (document.querySelector("img")) { throw new Error("something stays on the screen"); }
    console.log("test successful");
})().catch((error) => console.error(error.message));
"""


@tagged("post_install", "-at_install")
class TestReadingTour(CirculationCommon, HttpCase):
    """A contract is read on screen, and copied, each part by the person whose task it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._make_document(
            cls.dossier, "年度框架合同", type_id=cls.env.ref("client_archive.document_type_0801").id,
            content=make_pdf("clause", pages=9))
        cls._clear("employee", "1")  # contracts are classified

    def _tour(self, url, name, login):
        self.start_tour(url, f"client_archive_{name}", login=self.users[login].login)

    def test_R16_R20_R51_a_contract_is_read_on_screen(self):
        self._tour(f"/odoo/archive.document/{self.contract.id}", "ask_to_read", "employee")
        request = self.Request.search([], limit=1)
        self.approve(request, times=len(request.approval_step_ids) - 1)
        self._tour("/odoo", "approve_loan", "gm")
        self.assertEqual(request.state, "approved")
        self._tour(f"/odoo/archive.request/{request.id}", "may_read", "employee")
        revoked = self.make_request(self.document, kind="screen", state="approved").grant_ids
        self.as_user("security", revoked).action_revoke()
        self.browser_js(
            f"/archive/read/{request.grant_ids.id}", _READ % f"/archive/read/{revoked.id}/{self.version.id}/1",
            login=self.users["employee"].login)
        events = self.env["archive.event"].search([
            ("kind", "=", "page_viewed"), ("res_id", "=", self.contract.version_ids.id)])
        self.assertIn('"page": 9', "".join(event.after for event in events))

    def test_R23_R26_copies_are_issued(self):
        request = self.make_request(kind="copy", state="approved", copy_count=2)
        self._tour(f"/odoo/archive.request/{request.id}", "issue_copies", "archivist")
        self.assertEqual(sorted(request.copy_ids.mapped("state")), ["destroyed", "issued"])
