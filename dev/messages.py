"""Compiles translations without the system's gettext: messages.py FILE.po …"""

import sys
from pathlib import Path

import polib


def compile_file(text: Path) -> Path:
    compiled = text.with_suffix(".mo")
    new = text.with_suffix(".mo.new")
    whole(text).save_as_mofile(str(new))
    new.replace(compiled)
    return compiled


def whole(text: Path) -> polib.POFile:
    """The catalogue of ``nn_Kinder`` with all that ``nn`` has besides: gettext would find that too,
    but only after what installed packages say."""
    catalogue = polib.pofile(str(text))
    language, _, variant = text.parent.parent.name.partition("_")
    below = text.parents[2] / language / text.parent.name / text.name
    if variant and below.is_file():
        own = {(entry.msgctxt, entry.msgid) for entry in catalogue.translated_entries()}
        catalogue.extend(
            entry
            for entry in polib.pofile(str(below))
            if not entry.obsolete and (entry.msgctxt, entry.msgid) not in own
        )
    return catalogue


if __name__ == "__main__":
    for name in sys.argv[1:]:
        compile_file(Path(name))
