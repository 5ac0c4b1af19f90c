"""The guards that hold in every test are themselves seen to refuse."""

import subprocess
import sys

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.template import Context, Engine
from django.test import Client, RequestFactory

from tests import plugin_guards
from tests.guards import tree
from tests.plugin_guards import Undefined, UndefinedVariable

# A file of tests that the plugin must call a failure.
SKIPPING = """
import pytest

def test_passes():
    pass

def test_skips():
    pytest.skip("no browser")

@pytest.mark.skip(reason="later")
def test_is_marked():
    pass

@pytest.mark.xfail(reason="known")
def test_is_expected_to_fail():
    assert False
"""
SETTINGS = "SECRET_KEY = 'x'\nTEMPLATES = []\nUSE_TZ = True\n"


@pytest.fixture
def render(tmp_path, monkeypatch):
    def rendered(text, context=None, *, ours=True, **others):
        monkeypatch.setattr(plugin_guards, "OURS", str(tmp_path) if ours else "/elsewhere")
        for name, content in {"page": text, **others}.items():
            (tmp_path / f"{name}.html").write_text(content)
        libraries = {"i18n": "django.templatetags.i18n"}
        engine = Engine(dirs=[tmp_path], string_if_invalid=Undefined(), libraries=libraries)
        return engine.get_template("page.html").render(Context(context or {}))

    return rendered


@pytest.mark.parametrize(
    "text",
    [
        "{{ missing }}",
        "{{ missing|upper }}",
        "{{ case.missing }}",
        "{% with a=missing %}{% endwith %}",
        "{% load i18n %}{% blocktranslate %}Hello {{ missing }}{% endblocktranslate %}",
        "{% load i18n %}{% translate missing %}",
    ],
)
def test_an_undefined_variable_fails(render, text):
    with pytest.raises(UndefinedVariable, match=r"undefined in page\.html"):
        render(text, {"case": object()})


def test_an_undefined_variable_is_found_in_the_included_file(render):
    with pytest.raises(UndefinedVariable, match=r"undefined in _part\.html"):
        render("{% include '_part.html' only %}", _part="{{ missing }}")


def test_an_undefined_variable_is_found_in_the_block_of_the_page(render):
    page = "{% extends 'base.html' %}{% block main %}{{ missing }}{% endblock %}"
    with pytest.raises(UndefinedVariable, match=r"undefined in page\.html"):
        render(page, base="{% block main %}{% endblock %}")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{ missing|default:'none' }}", "none"),
        ("{% if missing %}yes{% else %}no{% endif %}", "no"),
        ("{% for one in missing %}{{ one }}{% empty %}none{% endfor %}", "none"),
        ("{% firstof missing 'other' %}", "other"),
        ("{{ given }}", ""),
    ],
)
def test_an_absent_name_may_be_asked_about(render, text, result):
    assert render(text, {"given": ""}) == result


def test_a_template_of_an_installed_package_is_let_be(render):
    assert render("a{{ missing }}b", ours=False) == "ab"


def test_a_skipped_test_fails(tmp_path):
    (tmp_path / "settings.py").write_text(SETTINGS)
    (tmp_path / "test_skipping.py").write_text(SKIPPING)
    (tmp_path / "test_whole.py").write_text("import pytest\npytest.importorskip('nowhere')\n")
    command = ["-m", "pytest", "-p", "tests.plugin_guards", "-p", "no:valkey", "--ds=settings"]
    paths = ["-c", "/dev/null", "--rootdir", tmp_path, "-o", f"pythonpath={tmp_path}", tmp_path]
    done = subprocess.run(
        [sys.executable, *command, *paths, "--color=no", "--continue-on-collection-errors"],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[-1].strip("= ").startswith("2 failed, 1 passed, 2 errors")
    assert "a skipped test is a failure" in done.stdout


def test_the_test_client_refuses_an_inline_script(monkeypatch):
    page = HttpResponse("<!doctype html><p onclick='x()'>a</p>")
    page.wsgi_request = RequestFactory().get("/")
    monkeypatch.setattr(BaseHandler, "get_response", lambda self, request: page)
    with pytest.raises(AssertionError, match="onclick"):
        Client().get("/")
