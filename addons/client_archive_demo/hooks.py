import logging
import time

from .content import company, custody, customers, disposal, filing, journal, orders
from .content.purge import purge
from .content.stage import Stage

_logger = logging.getLogger(__name__)


def post_init_hook(env):
    """Play two years of a trading company: everything by its own people, through the methods they use."""
    stage = Stage(env)
    for act in (company, customers, orders, filing, custody, disposal, journal):
        start = time.monotonic()
        act.play(stage)
        env.flush_all()
        _logger.info("Demo company: %s, %.1f s", act.__name__.rpartition(".")[2], time.monotonic() - start)


def uninstall_hook(env):
    """Take the company out again; see ``content/purge.py`` for what the journal keeps."""
    purge(env)
