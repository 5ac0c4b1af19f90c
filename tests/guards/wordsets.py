"""The word set of kindergartens: which sentences need words of their own, and whether they have
them.

A sentence needs them where the school's text uses a word of the school. It may have them for other
reasons too. Each entry of ``locale/*_Kinder`` keeps the school's text it was written beside, in its
comment: when that text is changed, somebody looks at the kindergarten's again.
"""

import re

import polib

from tests.guards import extract
from tests.guards.catalogues import PLACEHOLDER, forms

VARIANTS = {"nb_Kinder": "nb", "nn_Kinder": "nn", "en_Kinder": "en"}

# Bokmål and nynorsk share most of them. A "barnehagelærer" is no "lærer", "totrinns" no "trinn".
_NORWEGIAN = (
    r"(?:med)?elev\w*",
    r"\w*sk(?:ole|ul[ea])\w*",
    r"\w*klass\w+",
    r"(?:års)?trinn\w*",
    r"rektor\w*",
    r"(?:kontakt|sosial|fag)?lær[ae]r\w*",
    r"inspektør\w*",
    r"friminutt\w*|storefri",
    r"sfo\w*|aks",
    r"undervisning\w*",
    r"gymmen|gymtime\w*|kroppsøving\w*",
    r"lekse\w*",
    r"i time(?:n|ne|ane)",
    r"opplæringslov\w*",
    # Of small children we say no such thing: a child in the interplay.
    r"(?:den|de|dei|dem) som krenk\w+",
)
_ENGLISH = (
    r"pupils?(?:['’]s)?",
    r"(?:pre|after-)?schools?(?:['’]s)?",
    r"class(?:es|rooms?)?",
    r"principals?(?:['’]s)?",
    r"(?:head )?teachers?",
    r"lessons?|homework",
    r"stages?",
    r"the breaks",
    r"who violates?",
)
WORDS = {
    language: re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)
    for language, words in {"nb": _NORWEGIAN, "nn": _NORWEGIAN, "en": _ENGLISH}.items()
}

# Only these say it, and no page of a kindergarten, nor one about a kindergarten, is among them.
NEVER_IN_A_KINDERGARTEN = {
    "templates/ppt/inbox.html": "PPT serves schools and kindergartens, and the page names both",
    "templates/ppt/_alert.html": "an alert of a kindergarten tells no stage",
    "overview/desks/numbers.py": "the choice between both, where an owner has both",
}
# The same of single texts, where they stand beside others that are seen.
UNSEEN = {
    "School": "the kind of another place",
    "Schools": "the owner's calendar for schools stands beside the one for kindergartens",
    "The Education Act": "the act of schools",
    "The Independent Schools Act": "the act of schools",
    "Classroom": "a place that kindergartens are not asked about",
    "Break": "a place that kindergartens are not asked about",
    "After-school care": "a place that kindergartens are not asked about",
    "Way to school": "a place that kindergartens are not asked about",
    "Stages": "an alert of a kindergarten tells no stage",
    "Choose a school or a kindergarten.": "an act that has no page",
    "What supervision of schools has often found": "a kindergarten is told of schools too",
    "For children who begin at school: the school is told only with the parents’ permission, as a "
    "change of school.": "children begin at school",
}


def school_words(text, language):
    """Every word of the school in a text. What stands for a value is named in the code's words."""
    return [found.group() for found in WORDS[language].finditer(PLACEHOLDER.sub(" ", text))]


def texts_of(entry):
    """What the catalogue says, in all forms, as one text."""
    return "\n".join(filter(None, forms(entry)))


def school_texts(language):
    """Message → what the school says: the translation, or the source itself in English."""
    if language == "en":
        return {
            message: "\n".join(filter(None, (message.text, message.plural)))
            for message in extract.own_messages()
        }
    entries = extract.read(language)
    return {extract.message_of(one): texts_of(one) for one in entries if not one.obsolete}


def is_unseen(message, files):
    return message.text in UNSEEN or all(name in NEVER_IN_A_KINDERGARTEN for name in files)


def needed(language, said, messages):
    """The messages that a kindergarten must say in words of its own."""
    return {
        message: rest
        for message, rest in messages.items()
        if school_words(said.get(message, ""), language) and not is_unseen(message, rest[0])
    }


def merge(variant, messages=None):
    """The catalogue in line with the source: what is missing is added empty, what is gone goes.

    An entry whose school's text has changed since is marked as doubtful, beside the new text.
    """
    language, old = VARIANTS[variant], extract.read(variant)
    messages = extract.needed_own() if messages is None else messages
    said = school_texts(language)
    known = {extract.message_of(entry): entry for entry in old if not entry.obsolete}
    kept = {message: rest for message, rest in messages.items() if message in known}
    new = extract.merge(language, kept | needed(language, said, messages), old)
    for entry in new:
        message = extract.message_of(entry)
        entry.comment = said.get(message, "")
        if message in known and has_moved_on(known[message], entry.comment):
            entry.flags.append("fuzzy")
    return new


def has_moved_on(entry, school):
    """Was the entry written beside another text of the school, or has nobody looked since?"""
    before, now = entry.comment.split(), school.split()
    return entry.fuzzy or bool(before and now and before != now)


def stale(catalogue, language, said, messages):
    """Entries of no use: nobody asks for them, they say what the school says or use its words, or
    the school's text is another one now."""
    for entry in catalogue:
        message, own = extract.message_of(entry), texts_of(entry)
        school = said.get(message, "")
        if message not in messages:
            yield f"gone: {entry.msgid}"
        elif own == school:
            yield f"the same as the school's: {entry.msgid}"
        elif words := school_words(own, language):
            yield f"{', '.join(words)}: {entry.msgid}"
        elif has_moved_on(entry, school):
            yield f"the school says something else now: {entry.msgid}"


def to_fill(variant):
    """What is to be done, as text to paste: each sentence beside the school's."""
    catalogue = merge(variant)
    waiting = [entry for entry in catalogue if entry.fuzzy or not all(forms(entry))]
    part = polib.POFile(wrapwidth=extract.WIDTH)
    part.extend(waiting)
    return str(part).partition("\n\n")[2] if waiting else ""
