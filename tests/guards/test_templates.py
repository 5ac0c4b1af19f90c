import pytest
from allauth.account.views import SignupView

from tests.guards import templates, tree
from tests.guards.urls import Address, all_addresses

# Modules that may call a text safe, each with the reason.
MAY_MARK_SAFE: dict[str, str] = {}


def faults(find, paths=None):
    found = {tree.name(path): list(find(templates.read(path))) for path in paths or TREE}
    return {name: parts for name, parts in found.items() if parts}


TREE = templates.all_templates()


def test_no_template_holds_inline_script_or_style():
    assert faults(templates.inline_parts) == {}


def test_no_template_turns_escaping_off():
    assert faults(templates.unsafe_parts) == {}


def test_no_tag_runs_over_two_lines():
    assert faults(templates.split_tags) == {}


def test_no_load_is_unused():
    assert faults(templates.unused_loads) == {}


def test_partials_begin_with_an_underscore():
    assert templates.wrongly_named_partials(map(templates.read, TREE)) == []


def test_no_module_marks_text_as_safe_unless_listed():
    found = {tree.name(path) for path in tree.product_modules() if [*templates.unsafe_calls(path)]}
    assert found == set(MAY_MARK_SAFE)


def test_no_template_is_unused():
    names = [path.relative_to(templates.TEMPLATES).as_posix() for path in TREE]
    patterns = list(templates.names_in_use(TREE, tree.product_modules()))
    assert templates.unused(names, patterns) == []


def test_every_page_of_allauth_in_use_is_our_own():
    assert list(templates.pages_left_to_allauth(all_addresses())) == []


def test_a_page_that_is_left_to_allauth_is_found():
    address = Address("signup", "signup/", (), SignupView.as_view())
    assert list(templates.pages_left_to_allauth([address])) == ["account/signup.html"]


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<p class="a"\n  onclick="x()">',
        '<div hx-on:click="x()">',
        "<style>p {}</style>",
        "<script>x()</script>",
        "<script defer>x()</script>",
    ],
)
def test_inline_script_and_style_are_found(text):
    assert len(templates.inline_parts(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<script src="{% static "app.js" %}" defer></script>',
        '{% include "a.html" with on_time=1 style="wide" only %}',
        "<p>The lesson on=off</p>".replace("on=off", "goes on"),
    ],
)
def test_what_only_looks_inline_passes(text):
    assert templates.inline_parts(text) == []


@pytest.mark.parametrize(
    "text", ["{{ a|safe }}", "{{ a | safeseq }}", "{% autoescape off %}", "{% filter safe %}"]
)
def test_turning_escaping_off_is_found(text):
    assert len(templates.unsafe_parts(text)) == 1


def test_a_tag_over_two_lines_is_found():
    assert templates.split_tags("a\n{{ b\n}}\n{% if c %}\n{# d #}") == [2]


def test_calling_a_text_safe_is_found(tmp_path):
    path = tmp_path / "views.py"
    path.write_text("from django.utils.safestring import mark_safe\nx = mark_safe('a')\n")
    assert list(templates.unsafe_calls(path)) == ["mark_safe"]


def test_a_partial_without_an_underscore_is_found():
    texts = ['{% include "cases/_row.html" %}{% include "components/a.html" %}']
    assert templates.wrongly_named_partials([*texts, '{% include "cases/row.html" %}']) == [
        "cases/row.html"
    ]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{% load i18n %}{% translate 'a' %}", []),
        ("{% load i18n static %}{% translate 'a' %}", ["static"]),
        ("{% load humanize %}{{ 3|intcomma }}", []),
        ("{% load naturalday from humanize %}{{ a }}", ["naturalday"]),
    ],
)
def test_an_unused_load_is_found(text, result):
    assert list(templates.unused_loads(text)) == result


def test_an_unused_template_is_found(tmp_path):
    page, view = tmp_path / "list.html", tmp_path / "views.py"
    page.write_text('{% extends "base.html" %}{# "cases/comment.html" #}')
    view.write_text('a = "cases/list.html"\nb = f"cases/log/{name}.html"\n')
    patterns = list(templates.names_in_use([page], [view]))
    names = ["base.html", "cases/list.html", "cases/log/a.html", "cases/log/a/b.html"]
    assert templates.unused([*names, "cases/comment.html", "account/none.html"], patterns) == [
        "account/none.html",
        "cases/comment.html",
        "cases/log/a/b.html",
    ]
