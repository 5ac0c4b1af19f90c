"""What no file of the project may hold: where a package index lies, where a checkout lies, a key,
and what somebody meant to do later. The patterns are put together so that they do not find
themselves."""

import re
from pathlib import Path

from tests.guards import tree

LOCKS = {"requirements.txt", "requirements-dev.txt", "package-lock.json", ".npmrc"}
INDEX = re.compile(
    "|".join(
        (
            r"\bpypi" + r"\.org",
            r"\bpython" + r"hosted\.org",
            r"\bnpm" + r"js\.(?:org|com)",
            r"--(?:(?:extra-)?index" + r"-url|find-links)[ =]+https?:",
            r"\bregistry" + r"\s*=",
            r'"resolved"' + r"\s*:",
        )
    )
)
ADDRESS = re.compile(r"https?://")
# npm keeps a link to each package's sponsors in its lock file; that is no index.
SPONSOR = re.compile(r'^\s*"url": "https?://|"funding"', re.MULTILINE)
MACHINE = re.compile(r"(?<![\w.~])/(?:home|root|Users|work)/|\b[A-Z]:\\Users\\")
KEY = re.compile("-----BEGIN " + r"(?:[A-Z]+ )?PRIVATE KEY-----")
LATER = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")


def _own_places():
    """Where this very checkout and its user live, unless that is too short to mean anything."""
    return [str(path) for path in (tree.ROOT, Path.home()) if len(path.parts) > 2]


def texts():
    for path in tree.files():
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def index_addresses(path, text):
    found = [match.group() for match in INDEX.finditer(text)]
    if path.name in LOCKS:
        lines = [line for line in text.splitlines() if not SPONSOR.search(line)]
        found += [line.strip() for line in lines if ADDRESS.search(line)]
    return found


def machine_paths(path, text):
    return [match.group() for match in MACHINE.finditer(text)] + [
        place for place in _own_places() if place in text
    ]


def keys(path, text):
    return [match.group() for match in KEY.finditer(text)]


def left_for_later(path, text):
    return [] if path.name in LOCKS else [match.group() for match in LATER.finditer(text)]
