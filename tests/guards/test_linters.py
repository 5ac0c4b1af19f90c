"""The linters are part of the tests: there is one command that says whether a change may go in."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.guards import tree

BIN = Path(sys.executable).parent
LINTERS = {
    "ruff": ["-m", "ruff", "check", "--no-fix", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy"],
    "templates": ["-m", "djlint", "--lint", "--quiet", "templates"],
}


def run(command):
    environment = os.environ | {"SECRET_KEY": "the types are read without a server"}
    return subprocess.run(
        command,
        cwd=tree.ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )


@pytest.mark.parametrize("linter", LINTERS)
def test_linter_has_nothing_to_say(linter):
    done = run([sys.executable, *LINTERS[linter]])
    assert done.returncode == 0, done.stdout + done.stderr


def test_imports_go_downwards():
    done = run([BIN / "lint-imports", "--cache-dir", ".cache/import-linter"])
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_import_contracts_cover_every_package():
    configuration = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    importlinter = configuration["tool"]["importlinter"]
    downwards, inside, _notifications, _measures, circles, set_up, tests = importlinter["contracts"]
    layered = {
        name.strip(" ()") for layer in downwards["layers"] for name in layer.split("|")
    }  # fmt: skip
    assert sorted(importlinter["root_packages"]) == sorted([*tree.packages(), "tests"])
    assert set(tree.packages()) - {"dev"} <= layered
    assert sorted(set_up["source_modules"]) == sorted(set(tree.packages()) - {"dev"})
    assert sorted(tests["source_modules"]) == tree.packages()
    assert sorted(circles["ancestors"]) == tree.packages()
    assert set(inside["containers"]) <= set(tree.packages())
