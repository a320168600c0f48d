"""The gate in front of protected fields.

Context is the caller's: anything a client can send, it can forge. An object is
the one thing that JSON cannot carry, so the key to the gate is an object that
only this process holds (the same idea as the sentinel of ``queue_job``).
"""

_KEY = "client_archive_gate"
_SENTINEL = object()


def opened(records):
    """Return ``records`` with the gate open, for one write by the code behind it."""
    return records.with_context(**{_KEY: _SENTINEL})


def closed(records):
    """Return ``records`` with the gate closed again, for hooks called from behind it."""
    return records.with_context(**{_KEY: None})


def is_open(env):
    """Tell whether ``env`` comes from code behind the gate (never from a client)."""
    return env.context.get(_KEY) is _SENTINEL
