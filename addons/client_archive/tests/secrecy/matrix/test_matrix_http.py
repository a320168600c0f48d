from odoo.tests import HttpCase, tagged

from . import channels_http
from .case import MatrixCase
from .channels import CHANNELS


@tagged("post_install", "-at_install")
class TestMatrixHttp(MatrixCase, HttpCase):
    """The same over HTTP: as a browser asks, or whoever has a link (invariant 4)."""

    def fetch(self, login, url, data=None):
        """The body of the answer to ``login``; to nobody in particular, if none is named."""
        self._sign_in(login)
        if data is not None:
            data = {**data, "csrf_token": channels_http.csrf(self)}
        return self.url_open(url, data=data, timeout=60).content

    def jsonrpc(self, login, url, params):
        self._sign_in(login)
        return self.url_open(url, json={"jsonrpc": "2.0", "method": "call", "params": params}, timeout=60).json()

    def _sign_in(self, login):
        if getattr(self, "_signed_in", False) != login:
            self.authenticate(*(2 * [self.users[login].login] if login else (None, None)))
            self._signed_in = login


def _test_of(name):
    def test(self):
        self.assertEqual(self.walk(name), [])
    return test


for _name, _channel in CHANNELS.items():
    if _channel.http:
        setattr(TestMatrixHttp, f"test_no_leak_by_{_name}", _test_of(_name))
