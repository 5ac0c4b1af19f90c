"""Compiles translations without the system's gettext: messages.py FILE.po …"""

import sys
from pathlib import Path

import polib


def compile_file(text: Path) -> Path:
    compiled = text.with_suffix(".mo")
    new = text.with_suffix(".mo.new")
    polib.pofile(str(text)).save_as_mofile(str(new))
    new.replace(compiled)
    return compiled


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_file(Path(name))
