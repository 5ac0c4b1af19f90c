import pytest

from tests.guards import extract, tree, words
from tests.guards.catalogues import forms


def test_no_translation_uses_a_word_we_avoid():
    found = [
        f"{language}: {fault}"
        for language in extract.LANGUAGES
        for entry in extract.read(language)
        for text in forms(entry)
        for fault in words.avoided(text, words.NORWEGIAN)
    ]
    assert found == []


def test_no_source_text_uses_a_word_we_avoid():
    texts = [part for message in extract.own_messages() for part in (message.text, message.plural)]
    assert [fault for text in texts if text for fault in words.avoided(text, words.ENGLISH)] == []


def test_no_template_uses_a_word_we_avoid():
    found = {
        name: [*words.avoided(words.TAG.sub(" ", text), words.NORWEGIAN)]
        for name, text in words.page_texts()
    }
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_no_text_of_a_template_is_untranslated():
    found = {name: [*words.untranslated_in_template(text)] for name, text in words.page_texts()}
    assert {name: parts for name, parts in found.items() if parts} == {}


def test_no_text_of_a_module_is_untranslated():
    silent = {"dev", "migrations"}
    modules = [path for path in tree.product_modules() if not silent & set(tree.parts(path))]
    assert [fault for path in modules for fault in words.untranslated_in_module(path)] == []


@pytest.mark.parametrize(
    "text", ["Mobberen sa", "et mobbeoffer", "eleven påstår", "Offer", "vennligst vent", "§ 9 A-4"]
)
def test_a_word_we_avoid_is_found(text):
    assert len(list(words.avoided(text, words.NORWEGIAN))) == 1


@pytest.mark.parametrize("text", ["mobbing", "offentlig", "hevdvunnen", "krenker"])
def test_words_that_only_look_alike_pass(text):
    assert list(words.avoided(text, words.NORWEGIAN)) == []


def test_an_english_word_we_avoid_is_found():
    assert len(list(words.avoided("The victim and the bully", words.ENGLISH))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "<h1>Open cases</h1>",
        '<a href="/" title="Back">{{ a }}</a>',
        "{% if a %}Yes{% endif %}",
        '<input placeholder="Name">',
    ],
)
def test_untranslated_text_of_a_template_is_found(text):
    assert len(list(words.untranslated_in_template(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<h1>{% translate 'Open cases' %}</h1>",
        "{% blocktranslate trimmed %}Open <b>cases</b>{% endblocktranslate %}",
        '<a href="/cases/" class="wide">Tryggspor {{ number }} – 3 m</a>',
        '<script src="/static/app.js"></script>',
        "{% block body_class %}short{% endblock %}",
    ],
)
def test_translated_text_passes(text):
    assert list(words.untranslated_in_template(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "raise ActionError('The case is closed.')",
        "messages.success(request, f'Saved {name}')",
        "name = forms.CharField(label='Name')",
        "class State(models.TextChoices):\n    OPEN = 'open', 'Open'",
    ],
)
def test_untranslated_text_of_a_module_is_found(tmp_path, text):
    path = tmp_path / "forms.py"
    path.write_text(text + "\n")
    assert len(list(words.untranslated_in_module(path))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "raise ActionError(_('The case is closed.'))",
        "class State(models.TextChoices):\n    OPEN = 'open', _('Open')",
        "name = forms.CharField(label='')",
        "log.warning('The mail server is away')",
    ],
)
def test_translated_text_of_a_module_passes(tmp_path, text):
    path = tmp_path / "forms.py"
    path.write_text(text + "\n")
    assert list(words.untranslated_in_module(path)) == []
