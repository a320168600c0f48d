import logging
import time

from .content import (
    approvals,
    circulation,
    collections,
    company,
    compartments,
    contracts,
    credit_terms,
    custody,
    customer_files,
    customers,
    desk,
    disposal,
    filing,
    handover,
    incidents,
    journal,
    lending,
    limits,
    meetings,
    orders,
    portal,
    privacy,
    secrecy,
    segments,
    standing,
    upkeep,
)
from .content.purge import purge
from .content.stage import Stage

_logger = logging.getLogger(__name__)
_ACTS = (
    company, secrecy, customers, orders, filing, handover, custody, circulation, lending, incidents, compartments,
    meetings, disposal, upkeep, customer_files, privacy, standing, limits, collections, contracts, segments,
    credit_terms, portal, approvals, desk, journal)


def post_init_hook(env):
    """Play two years of a trading company: everything by its own people, through the methods they use."""
    stage = Stage(env)
    for act in _ACTS:
        start = time.monotonic()
        act.play(stage)
        env.flush_all()
        _logger.info("Demo company: %s, %.1f s", act.__name__.rpartition(".")[2], time.monotonic() - start)


def uninstall_hook(env):
    """Take the company out again; see ``content/purge.py`` for what the journal keeps."""
    purge(env)
