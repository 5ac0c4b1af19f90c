"""What must be true of a catalogue of translations."""

import re

from tests.guards.extract import message_of

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}")
MARKUP = re.compile(r"</?\w+")


def missing(catalogue, wanted):
    known = {message_of(entry) for entry in catalogue if not entry.obsolete}
    return sorted(message.text for message in wanted if message not in known)


def left_over(catalogue, wanted):
    return sorted(entry.msgid for entry in catalogue if message_of(entry) not in wanted)


def forms(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def unfinished(catalogue):
    """Without a translation, in all its forms, or marked as doubtful."""
    return sorted(
        entry.msgid
        for entry in catalogue
        if entry.fuzzy or not all(forms(entry)) or (entry.msgid_plural and len(forms(entry)) != 2)
    )


def _parts(text):
    return sorted(PLACEHOLDER.findall(text)), sorted(MARKUP.findall(text))


def _edges(text):
    return text[:1] == "\n", text[-1:] == "\n"


def _fits(source, translation, *, may_drop=False):
    if may_drop:
        holes, allowed = _parts(translation)[0], _parts(source)[0]
        return all(holes.count(hole) <= allowed.count(hole) for hole in holes)
    return _parts(source) == _parts(translation) and _edges(source) == _edges(translation)


def ill_fitting(catalogue):
    """Translations whose placeholders or markup differ; "one" may leave out the number."""
    for entry in catalogue:
        if not entry.msgid_plural:
            fits = _fits(entry.msgid, entry.msgstr)
        else:
            one, many = entry.msgstr_plural[0], entry.msgstr_plural[1]
            fits = _fits(entry.msgid_plural, many) and _fits(entry.msgid_plural, one, may_drop=True)
        if not fits:
            yield entry.msgid
