"""What users read does without the numbers of the requirements, which they cannot look up."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = ["client_archive", "client_archive_credit", "client_archive_credit_stock"]
NUMBER = re.compile(r"(?<![A-Za-z0-9])R\d{1,3}(?![A-Za-z0-9])")
# Routes and handover rules name their basis, in front: "R19, R20: grade A goes up to …".
BASIS = re.compile(r"R\d{1,3}(?:(?:, |、)R\d{1,3})*[:：]")


def numbered(text):
    return NUMBER.search(BASIS.sub("", text, count=1) if BASIS.match(text) else text)


@pytest.mark.parametrize("module", MODULES)
def test_terms_have_no_requirement_numbers(module):
    files = sorted((ROOT / "addons" / module / "i18n").glob("*.po*"))
    terms = [term for path in files for entry in polib.pofile(str(path)) for term in (entry.msgid, entry.msgstr)]
    assert terms
    assert [term for term in terms if numbered(term)] == []


def test_guide_has_no_requirement_numbers():
    pages = sorted((ROOT / "docs" / "guide").rglob("*.md"))
    assert pages
    assert [page.name for page in pages if NUMBER.search(page.read_text())] == []
