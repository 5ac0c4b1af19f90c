"""The files of the project, as the guards see them."""

import ast
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HIDDEN_BUT_OURS = {".ci", ".github"}
MADE = {"node_modules", "__pycache__"}
NO_PRODUCT = {"tests", "docs", "locale", "static", "templates"}


def files(*suffixes, under=""):
    """Every file that is kept under version control, and none that set-up or an editor made."""
    for folder, folders, names in os.walk(ROOT / under):
        folders[:] = sorted(
            name
            for name in folders
            if name not in MADE and (not name.startswith(".") or name in HIDDEN_BUT_OURS)
        )
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix in {".mo", ".pyc"} or name in {".env", ".git"}:
                continue
            if not suffixes or path.suffix in suffixes:
                yield path


def name(path):
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()


def parts(path):
    """The folders and the name inside the project, so that where the checkout lies is no matter."""
    return (path.relative_to(ROOT) if path.is_relative_to(ROOT) else path).parts


def packages():
    """The product's apps, with ``config`` and ``dev``."""
    return sorted(
        path.parent.name
        for path in ROOT.glob("*/__init__.py")
        if path.parent.name not in NO_PRODUCT
    )


def product_modules():
    for package in packages():
        yield from files(".py", under=package)


def parse(path):
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
