"""The documents lead where they say, and decisions stay short."""

import re

import pytest

from tests.guards import tree

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
DECISIONS = tree.ROOT / "docs" / "adr"
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
HELPED = re.compile(r"^([a-z]+):  ## ", re.MULTILINE)
CALLED = re.compile(r"`make ([a-z]+)")


def dead_links(path):
    text = path.read_text(encoding="utf-8")
    return [link for link in LINK.findall(text) if not (path.parent / link).exists()]


def wrong_decisions(folder):
    paths = sorted(folder.glob("*.md"))
    for number, path in enumerate(paths):
        if not re.fullmatch(rf"{number:04d}-[a-z0-9-]+\.md", path.name):
            yield f"{path.name}: number {number:04d} is next"
        if len(path.read_text(encoding="utf-8").splitlines()) >= 40:
            yield f"{path.name}: fewer than 40 lines"


def test_every_command_is_told_of_where_it_is_looked_for():
    """In README by its name and in `make help` by a line; and no page tells of one that is not."""
    commands = (tree.ROOT / "Makefile").read_text(encoding="utf-8")
    there = set(TARGET.findall(commands))
    assert set(HELPED.findall(commands)) == there
    readme = (tree.ROOT / "README.md").read_text(encoding="utf-8")
    assert there - set(CALLED.findall(readme)) == set()
    told = {tree.name(path): CALLED.findall(path.read_text("utf-8")) for path in tree.files(".md")}
    assert {name: set(found) - there for name, found in told.items() if set(found) - there} == {}


def test_every_link_leads_somewhere():
    found = {tree.name(path): dead_links(path) for path in tree.files(".md")}
    assert {name: links for name, links in found.items() if links} == {}


def test_decisions_are_numbered_and_short():
    assert list(wrong_decisions(DECISIONS)) == []


def test_a_dead_link_is_found(tmp_path):
    path = tmp_path / "README.md"
    path.write_text("[a](b.md) [c](https://c.example) [d](#d) [e](README.md)")
    assert dead_links(path) == ["b.md"]


@pytest.mark.parametrize(("name", "lines", "faults"), [("0001-a.md", 39, 0), ("0002-a.md", 40, 2)])
def test_a_wrong_decision_is_found(tmp_path, name, lines, faults):
    (tmp_path / "0000-template.md").write_text("a\n")
    (tmp_path / name).write_text("a\n" * lines)
    assert len(list(wrong_decisions(tmp_path))) == faults
