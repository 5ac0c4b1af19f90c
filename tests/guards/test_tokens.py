"""A form in a part that is included with ``only`` needs the token handed on: without it every press
is refused in a browser, while the test client, which checks no token, notices nothing."""

import re

import pytest

from tests.guards import templates

# A part whose forms are left out there, with the reason.
WITHOUT_FORMS = {
    ("overview/log_paper.html", "overview/_log_line.html"): "nothing is pressed on paper",
}
# Both write the token: the tag itself, and a form laid out by crispy.
FORMS = ("{% csrf_token %}", "{% crispy ")
INCLUDE = re.compile(r"{%\s*include\s+[\"']([^\"']+)[\"'](.*?)%}")


def all_texts():
    return {
        path.relative_to(templates.TEMPLATES).as_posix(): templates.read(path)
        for path in templates.all_templates()
    }


def needs_token(name, texts):
    """Does the part, or a part of it, hold a form with a token?"""
    text = texts.get(name, "")
    inner = (part for part, _rest in INCLUDE.findall(text) if part != name)
    return any(held in text for held in FORMS) or any(needs_token(part, texts) for part in inner)


def without_token(texts):
    return sorted(
        (name, part)
        for name, text in texts.items()
        for part, rest in INCLUDE.findall(text)
        if rest.split()[-1:] == ["only"]
        and "csrf_token=csrf_token" not in rest
        and needs_token(part, texts)
    )


def test_every_part_with_a_form_is_handed_the_token():
    assert without_token(all_texts()) == sorted(WITHOUT_FORMS)


@pytest.mark.parametrize(
    ("include", "faulty"),
    [
        ('{% include "_row.html" with row=row only %}', True),
        ('{% include "_row.html" with row=row csrf_token=csrf_token only %}', False),
        ('{% include "_row.html" with row=row %}', False),
        ('{% include "_crispy.html" with form=form only %}', True),
        ('{% include "_plain.html" with row=row only %}', False),
    ],
)
def test_a_missing_token_is_found_through_parts_of_parts(include, faulty):
    texts = {
        "page.html": include,
        "_row.html": '{% include "_button.html" %}',
        "_button.html": "<form>{% csrf_token %}</form>",
        "_crispy.html": '{% include "_laid_out.html" %}',
        "_laid_out.html": "{% crispy form %}",
        "_plain.html": "<p></p>",
    }
    part = INCLUDE.search(include).group(1)
    assert without_token(texts) == [("page.html", part)] * faulty
