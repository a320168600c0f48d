"""Fingerprint of words that must not change: SHA-256 over canonical JSON. Pure Python."""

import hashlib
import json


def fingerprint(words):
    """Hexadecimal SHA-256 of ``words``: nested dictionaries and lists of plain values.

    The order of keys does not count, that of lists does.
    """
    text = json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
