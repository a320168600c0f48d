"""The README keeps to what there is."""

import re
from pathlib import Path

import pytest
from screenshots import PAGES

ROOT = Path(__file__).resolve().parent.parent
README = re.sub("<!--.*?-->", "", (ROOT / "README.md").read_text(), flags=re.S)


def test_pictures_are_those_that_are_drawn():
    shown = re.findall(r"!\[[^]]+\]\(docs/images/([^)]+)\.png\)", README)
    drawn = [page.name for page in PAGES]
    assert len(set(drawn)) == len(drawn)
    assert set(shown) <= set(drawn), "add a line to PAGES in tests/screenshots.py"


def test_links_lead_somewhere():
    for link in re.findall(r"(?<!!)\[[^]]+\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link


def test_make_targets_exist():
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.M))
    used = set(re.findall(r"\bmake ([a-z0-9-]+)", "".join(re.findall(r"`[^`]*`|```.*?```", README, re.S))))
    assert used
    assert used <= targets


@pytest.mark.parametrize("name", ["requirements-addons.txt", "requirements-test.txt"])
def test_every_dependency_is_explained(name):
    packages = re.findall(r"^[a-zA-Z][\w-]*", (ROOT / name).read_text(), re.M)
    assert packages
    assert [package for package in packages if package not in README] == []


def test_every_room_that_exists_is_in_the_table():
    rooms = [
        folder.name
        for folder in (ROOT / "addons").glob("client_archive*/models/*/")
        if [path for path in folder.glob("*.py") if path.name != "__init__.py"]
    ]
    assert [room for room in rooms if f"| `{room}` |" not in README] == []
