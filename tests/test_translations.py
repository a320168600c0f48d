"""Every source string of the product has its Chinese one."""

import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = ["client_archive", "client_archive_credit", "client_archive_credit_stock"]


@pytest.fixture(scope="module")
def source_terms(copy_of, tmp_path_factory):
    """What Odoo would export today: terms by module."""
    name = copy_of("stock")
    terms = {}
    for module in MODULES:
        path = tmp_path_factory.mktemp("i18n") / f"{module}.po"
        command = [sys.executable, "-m", "odoo", "i18n", "export", "-d", name, "-o", str(path), module]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        terms[module] = {entry.msgid for entry in polib.pofile(str(path))} if path.stat().st_size else set()
        assert done.returncode == 0, done.stderr
    return terms


@pytest.mark.parametrize("module", MODULES)
def test_chinese_is_complete(module, source_terms):
    if not source_terms[module]:
        return  # nothing to translate yet
    path = ROOT / "addons" / module / "i18n" / "zh_CN.po"
    assert path.exists(), f"no Chinese for {module}: make i18n, then translate"
    chinese = polib.pofile(str(path))
    assert [entry.msgid for entry in chinese.fuzzy_entries()] == []
    translated = {entry.msgid for entry in chinese.translated_entries()}
    missing = sorted(source_terms[module] - translated)
    assert not missing, f"{len(missing)} terms without Chinese (make i18n, then translate): {missing[:20]}"
