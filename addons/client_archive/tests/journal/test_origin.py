from unittest.mock import patch

from odoo.tests import HttpCase, tagged
from odoo.tools import config, mute_logger

from ..common import ArchiveCommon


@tagged("post_install", "-at_install")
class TestOrigin(ArchiveCommon, HttpCase):
    """From where (R78, R109): the address is what the connection says, not what the client says."""

    def _last(self):
        self.env.invalidate_all()
        return self.env["archive.event"].search([
            ("res_model", "=", "archive.document"), ("res_id", "=", self.document.id)], limit=1)

    def _rename_on_screen(self, name, **headers):
        self.authenticate(self.users["archivist"].login, self.users["archivist"].login)
        response = self.url_open("/web/dataset/call_kw", json={"params": {
            "model": "archive.document", "method": "write", "args": [self.document.ids, {"name": name}], "kwargs": {}}},
            headers={"User-Agent": "Auditor's Browser", **headers})
        self.assertNotIn("error", response.json())
        return self._last()

    def test_R109_on_the_screen(self):
        event = self._rename_on_screen("屏幕上")
        self.assertEqual((event.user_id, event.channel), (self.users["archivist"], "web"))
        self.assertEqual((event.remote_addr, event.user_agent), ("127.0.0.1", "Auditor's Browser"))

    def test_R109_a_client_does_not_choose_its_address(self):
        forged = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Host": "localhost"}
        self.assertEqual(self._rename_on_screen("伪造", **forged).remote_addr, "127.0.0.1")

    def test_R109_behind_a_proxy_it_is_what_the_proxy_says(self):
        with patch.dict(config.options, {"proxy_mode": True}):
            event = self._rename_on_screen("代理", **{
                "X-Forwarded-For": "6.6.6.6, 10.1.2.3", "X-Forwarded-Host": "127.0.0.1"})
        self.assertEqual(event.remote_addr, "10.1.2.3", "the last hop, which the proxy saw itself")

    @mute_logger("odoo.addons.rpc.controllers.jsonrpc")  # Odoo says that it goes away in version 20
    def test_R109_by_another_program(self):
        user = self.users["archivist"]
        response = self.url_open("/jsonrpc", json={"method": "call", "params": {
            "service": "object", "method": "execute_kw",
            "args": [self.env.cr.dbname, user.id, user.login, "archive.document", "write",
                     [self.document.ids, {"name": "程序"}], {"context": {"cron_id": 1}}]}})
        self.assertNotIn("error", response.json())
        event = self._last()
        self.assertEqual((event.user_id, event.channel, event.remote_addr), (user, "rpc", "127.0.0.1"))

    def test_R109_by_a_scheduled_job_and_on_the_server(self):
        self.document.name = "控制台"
        self.assertEqual((self._last().channel, self._last().remote_addr), ("system", False))
        self.document.with_context(cron_id=1).name = "定时"
        self.assertEqual(self._last().channel, "cron")
