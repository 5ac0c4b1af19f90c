"""Every case of the table is a test of its name; none is left out unseen."""

import ast
from pathlib import Path

from tests.faults import table

HERE = Path(__file__).parent


def names_here():
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name


def test_every_case_has_its_test():
    found = {table.case_of(name) for name in names_here()} - {""}
    assert found == {*table.CASES, "LONG"}


def test_those_of_every_day_are_among_them():
    assert table.QUICK < set(table.CASES)
    asked = {table.case_of(name) for name in names_here() if table.is_asked_for(name)} - {""}
    assert table.QUICK <= asked
