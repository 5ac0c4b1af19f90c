"""What holds in every test: nothing is skipped, no variable of our templates is undefined,
and no response carries inline script or style."""

import sys

import pytest
from django.template import engines
from django.template.base import FilterExpression, Node
from django.template.defaultfilters import default
from django.test import Client

from tests.guards.html import assert_clean_html
from tests.guards.tree import ROOT

OURS = str(ROOT / "templates")


def _as_failure(report, what):
    report.outcome = "failed"
    report.longrepr = f"{what} was skipped, and a skipped test is a failure: {report.longrepr}"
    # pytest prints a report that has this mark as expected, whatever its outcome.
    vars(report).pop("wasxfail", None)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.skipped:
        _as_failure(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    report = yield
    if report.skipped:
        _as_failure(report, collector.nodeid)
    return report


class UndefinedVariable(AssertionError):
    """A template of ours names something that its view did not give it."""


def _template_of(frame):
    """The file that holds the tag being rendered; an included file counts as itself."""
    while frame is not None:
        if frame.f_code is Node.render_annotated.__code__:
            return frame.f_locals["self"].origin.name
        frame = frame.f_back
    return ""


class Undefined(str):
    """Put in place of Django's silent empty string.

    Django asks it two things. A variable tag asks whether it is true before it applies the
    filters; ``{% blocktranslate %}`` asks whether it holds "%s". ``{% if %}``, ``{% for %}`` and
    ``{% firstof %}`` never ask: there an absent name is an answer, as Django means it.
    """

    __slots__ = ()

    def __bool__(self):
        frame = sys._getframe(1)
        if frame.f_code is FilterExpression.resolve.__code__:
            expression = frame.f_locals["self"]
            if not (expression.filters and expression.filters[0][0] is default):
                self._refuse(expression.token, frame)
        return False

    def __contains__(self, part):
        return part == "%s"

    def __mod__(self, name):
        self._refuse(name, sys._getframe(1))
        return ""

    @staticmethod
    def _refuse(name, frame):
        template = _template_of(frame)
        if template.startswith(OURS):
            raise UndefinedVariable(f"{name!r} is undefined in {template.removeprefix(OURS)[1:]}")


@pytest.fixture(autouse=True, scope="session")
def undefined_template_variables_fail():
    """Templates of installed packages are let be: they lean on the silent empty string."""
    for backend in engines.all():
        backend.engine.string_if_invalid = Undefined()


@pytest.fixture(autouse=True, scope="session")
def every_response_is_clean():
    """Wrap the one door that every test client uses, so that no test can forget to look."""
    request = Client.request

    def checked(self, **environ):
        response = request(self, **environ)
        assert_clean_html(response)
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "request", checked)
        yield
