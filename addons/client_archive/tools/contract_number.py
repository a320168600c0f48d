"""Numbers of contracts: they derive from the dossier's number (R121) and run by department (R103)."""

import re

from pypinyin import Style, lazy_pinyin

from . import number_rule

PLACEHOLDERS = frozenset({"dossier", "department", "year", "serial"})
DEFAULT = "{dossier}-{department}-{year}{serial:03}"
NO_DEPARTMENT = "00"


def initials(name):
    """Initials of a department's name: pinyin of every character, or the first letter of every Latin word.

    >>> initials("销售一部"), initials("Key Accounts"), initials("")
    ('XSYB', 'KA', '00')
    """
    letters = ""
    for word in re.findall(r"[A-Za-z0-9]+|[^\W\d_]+", name or ""):
        if word.isascii():
            letters += word[0] if not word.isdigit() else word
        else:
            letters += "".join(
                part[:1] for part in lazy_pinyin(word, style=Style.FIRST_LETTER, errors=lambda _chars: [""]))
    return letters.upper() or NO_DEPARTMENT


def check(template):
    """:raises number_rule.TemplateError: for a template that cannot be used"""
    number_rule.check(template, PLACEHOLDERS)

