"""nb and nn are complete: every string is read from the source again and compared."""

import ast

import polib
import pytest

from tests.guards import catalogues, extract, tree
from tests.guards.extract import Message

EITHER = pytest.mark.parametrize("language", extract.LANGUAGES)


@EITHER
def test_no_message_is_missing(language):
    assert catalogues.missing(extract.read(language), extract.needed(language)) == []


@EITHER
def test_no_message_is_left_over(language):
    assert catalogues.left_over(extract.read(language), extract.needed(language)) == []


@EITHER
def test_every_message_is_translated(language):
    assert catalogues.unfinished(extract.read(language)) == []


@EITHER
def test_translations_keep_placeholders_and_markup(language):
    assert list(catalogues.ill_fitting(extract.read(language))) == []


@EITHER
def test_the_catalogue_is_as_the_command_writes_it(language):
    old = extract.read(language)
    as_written = str(extract.merge(language, extract.needed(language), old)) == str(old)
    assert as_written, "run: make messages"


@pytest.fixture
def found_in(tmp_path):
    def found(name, text):
        (tmp_path / name).write_text(text)
        return set(extract.collect([tmp_path / name]))

    return found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("_('Save')", Message(None, "Save", None)),
        ("gettext_lazy('Save ' 'all')", Message(None, "Save all", None)),
        ("pgettext_lazy('week', 'Mon')", Message("week", "Mon", None)),
        ("ngettext('%d day', '%d days', n)", Message(None, "%d day", "%d days")),
        ("npgettext('a', '%d day', '%d days', n)", Message("a", "%d day", "%d days")),
    ],
)
def test_messages_of_a_module_are_found(found_in, text, message):
    assert found_in("views.py", f"x = {text}\n") == {message}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  {% translate 'Save' %}", Message(None, "Save", None)),
        ("{% translate '100 %' %}", Message(None, "100 %%", None)),
        ("{% translate 'Mon' context 'week' as day %}", Message("week", "Mon", None)),
        ("{% include 'a.html' with text=_('Save') only %}", Message(None, "Save", None)),
        ("{{ a|default:_('None') }}", Message(None, "None", None)),
        (
            "<p>it's\n  {% blocktranslate trimmed %}\n  Hi\n  {{ name }}\n{% endblocktranslate %}",
            Message(None, "Hi %(name)s", None),
        ),
        (
            "{% blocktranslate count n=n context 'c' %}"
            "a{% plural %}{{ n }} b{% endblocktranslate %}",
            Message("c", "a", "%(n)s b"),
        ),
    ],
)
def test_messages_of_a_template_are_found(found_in, text, message):
    assert found_in("page.html", text) == {message}


def asked_inside_f_strings(module):
    """The reader of the source sees an f-string as one piece: what it asks for is not found."""
    return [
        ast.unparse(call)
        for whole in ast.walk(module)
        if isinstance(whole, ast.JoinedStr)
        for call in ast.walk(whole)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in extract.KEYWORDS
    ]


def test_no_message_hides_inside_an_f_string():
    assert [
        f"{tree.name(path)}: {call}"
        for path in tree.product_modules()
        for call in asked_inside_f_strings(tree.parse(path))
    ] == []


def test_a_message_inside_an_f_string_is_found():
    hides = ast.parse("""f"{said} {_('Save')}" """)
    assert asked_inside_f_strings(hides) == ["_('Save')"]
    assert asked_inside_f_strings(ast.parse("""f"{said} {saved}" """)) == []


def entry(text="Save %(n)s", translation="Lagre %(n)s", **more):
    return polib.POEntry(msgid=text, msgstr=translation, **more)


def test_what_is_missing_and_what_is_left_over_is_found():
    wanted = {Message(None, "Save %(n)s", None), Message("week", "Save %(n)s", None)}
    assert catalogues.missing([entry()], wanted) == ["Save %(n)s"]
    assert catalogues.left_over([entry(), entry("Gone")], wanted) == ["Gone"]


def test_what_is_unfinished_is_found():
    plural = {"msgid_plural": "%d days", "msgstr_plural": {0: "%d dag", 1: ""}}
    faulty = [entry(translation=""), entry(flags=["fuzzy"]), entry("%d day", "", **plural)]
    assert len(catalogues.unfinished(faulty)) == 3
    assert catalogues.unfinished([entry()]) == []


@pytest.mark.parametrize(
    "translation",
    ["Lagre", "Lagre %(m)s", "Lagre %(n)d", "Lagre %(n)s %(n)s", "<b>Lagre</b> %(n)s"],
)
def test_a_translation_that_does_not_fit_is_found(translation):
    assert len(list(catalogues.ill_fitting([entry(translation=translation)]))) == 1


def test_one_may_leave_out_the_number():
    plural = {"msgid_plural": "%(n)s days", "msgstr_plural": {0: "én dag", 1: "%(n)s dagar"}}
    assert list(catalogues.ill_fitting([entry("one day", "", **plural)])) == []


def test_merging_adds_drops_and_keeps():
    keep, add = Message(None, "Save %(n)s", None), Message(None, "Add", None)
    wanted = {add: ({"b.html"}, []), keep: ({"a.html"}, ["Translators: n is a name"])}
    new = extract.merge("nb", wanted, [entry(), entry("Gone")])
    assert [(one.msgid, one.msgstr) for one in new] == [("Add", ""), ("Save %(n)s", "Lagre %(n)s")]
    assert str(extract.merge("nb", wanted, new)) == str(new)
