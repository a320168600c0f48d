"""Pages as people write them: ``1-3, 7``."""

import re

_MOST = 9999
_PART = re.compile(r"(\d{1,4})(?:\s*[-–—~～至]\s*(\d{1,4}))?")
_SEPARATORS = re.compile(r"[,，、;；]")


def parse(text):
    """Numbers of the pages that ``text`` names, in order, each once.

    >>> parse("1-3, 7")
    [1, 2, 3, 7]
    >>> parse("5、2～3")
    [2, 3, 5]

    :raises ValueError: for anything else
    """
    numbers = set()
    for part in _SEPARATORS.split(text.strip()):
        match = _PART.fullmatch(part.strip())
        if not match:
            raise ValueError(part)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= _MOST:
            raise ValueError(part)
        numbers.update(range(first, last + 1))
    return sorted(numbers)
