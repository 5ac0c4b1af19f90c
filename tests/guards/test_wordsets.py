"""A kindergarten reads none of the school's words: its catalogues have what the school's lack."""

import polib
import pytest

from tests.guards import catalogues, extract, words, wordsets
from tests.guards.extract import Message

EACH = pytest.mark.parametrize("variant", wordsets.VARIANTS)
# What `make messages` writes, and what is to be done after it.
HOW = "make messages adds what is missing; fill it in. See docs/developing.md"


@pytest.fixture(scope="module")
def messages():
    return extract.needed_own()


@EACH
def test_no_sentence_with_a_word_of_the_school_is_left(variant, messages):
    language = wordsets.VARIANTS[variant]
    needed = wordsets.needed(language, wordsets.school_texts(language), messages)
    assert catalogues.missing(extract.read(variant), needed) == [], HOW


@EACH
def test_no_entry_is_stale(variant, messages):
    language, catalogue = wordsets.VARIANTS[variant], extract.read(variant)
    said = wordsets.school_texts(language)
    assert list(wordsets.stale(catalogue, language, said, messages)) == []


@EACH
def test_every_entry_is_filled_in(variant):
    assert catalogues.unfinished(extract.read(variant)) == []


@EACH
def test_entries_keep_placeholders_and_markup(variant):
    assert list(catalogues.ill_fitting(extract.read(variant))) == []


@EACH
def test_entries_use_no_word_we_avoid(variant):
    avoided = words.ENGLISH if variant == "en_Kinder" else words.NORWEGIAN
    texts = [wordsets.texts_of(entry) for entry in extract.read(variant)]
    assert [fault for text in texts for fault in words.avoided(text, avoided)] == []


@EACH
def test_the_catalogue_is_as_the_command_writes_it(variant, messages):
    as_written = str(wordsets.merge(variant, messages)) == str(extract.read(variant))
    assert as_written, "run: make messages"


def test_every_exception_is_still_needed(messages):
    texts = {message.text for message in messages}
    assert set(wordsets.UNSEEN) - texts == set()
    files = {name for found, _notes in messages.values() for name in found}
    assert set(wordsets.NEVER_IN_A_KINDERGARTEN) - files == set()


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Eleven sa fra", "nb"),
        ("En medelev", "nb"),
        ("Skoleruten", "nb"),
        ("friskolelova", "nb"),
        ("Skular og skulane", "nn"),
        ("klasserommet", "nb"),
        ("7. trinn", "nb"),
        ("Rektor", "nb"),
        ("kontaktlæraren", "nn"),
        ("i friminuttene", "nb"),
        ("SFO", "nb"),
        ("opplæringslova § 12-4", "nn"),
        ("den som krenkjer", "nn"),
        ("the pupil’s id", "en"),
        ("the school's calendar", "en"),
        ("those who violate", "en"),
    ],
)
def test_a_word_of_the_school_is_found(text, language):
    assert wordsets.school_words(text, language) != []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Barnehagelæreren skulle vente", "nb"),
        ("totrinnsinnlogging", "nb"),
        ("krenkelser", "nb"),
        ("skuldrene", "nb"),
        ("24 timer", "nb"),
        ("a classic", "en"),
    ],
)
def test_words_that_only_look_alike_pass(text, language):
    assert wordsets.school_words(text, language) == []


SAVE = Message(None, "Save the pupil", None)
SAID = {SAVE: "Lagre eleven"}


def entry(translation="Lagre barnet", comment="Lagre eleven", **more):
    return polib.POEntry(msgid=SAVE.text, msgstr=translation, comment=comment, **more)


def test_what_needs_other_words_is_found():
    seen = {SAVE: ({"templates/cases/new.html"}, [])}
    unseen = {SAVE: ({"templates/ppt/inbox.html"}, [])}
    assert wordsets.needed("nb", SAID, seen) == seen
    assert wordsets.needed("nb", SAID, unseen) == {}
    assert wordsets.needed("nb", {SAVE: "Lagre"}, seen) == {}
    assert wordsets.needed("nb", {}, seen) == {}  # not translated yet: another guard says so


@pytest.mark.parametrize(
    ("found", "faults"),
    [
        (entry(), 0),
        (entry(comment=""), 0),
        (entry("Lagre eleven"), 1),
        (entry("Lagre barnet i klassen"), 1),
        (entry(comment="Lagre denne eleven"), 1),
        (entry(flags=["fuzzy"]), 1),
        (polib.POEntry(msgid="Gone", msgstr="Borte"), 1),
    ],
)
def test_a_stale_entry_is_found(found, faults):
    assert len(list(wordsets.stale([found], "nb", SAID, {SAVE: (set(), [])}))) == faults
