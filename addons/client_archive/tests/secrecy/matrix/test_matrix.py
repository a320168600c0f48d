from odoo.tests import tagged

from . import channels_rpc  # noqa: F401 its channels enter the list
from .case import MatrixCase
from .channels import CHANNELS
from .expected import EXPECTED, SECRETS
from .people import PEOPLE
from .secrets import SHAPES


@tagged("post_install", "-at_install")
class TestMatrix(MatrixCase):
    """Nobody gets more than the table says, on any way out (invariant 4)."""

    def test_the_table_is_complete(self):
        self.assertEqual(set(EXPECTED), set(PEOPLE))
        self.assertEqual(set(SHAPES), set(SECRETS))
        self.assertEqual(set(self.watch.papers), set(SECRETS))


def _test_of(name):
    def test(self):
        self.assertEqual(self.walk(name), [])
    return test


# One test for each way out, so that what fails is named.
for _name, _channel in CHANNELS.items():
    if not _channel.http:
        setattr(TestMatrix, f"test_no_leak_by_{_name}", _test_of(_name))
